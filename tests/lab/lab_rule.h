/* lab_rule: one line of a lab script: which packets, and what happens to them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_LAB_RULE_H
#define PROBEKIT_LAB_RULE_H

#include "fail.h"
#include "lab_view.h"

enum { LAB_RANGES = 16, LAB_WORDS = 48, LAB_RULES = 64, LAB_WORD_BYTES = 48 };

/* "3,5-7,100-"; n 0: any number. */
struct lab_ranges {
	size_t n;
	struct {
		uint32_t from, to;
	} range[LAB_RANGES];
};
bool lab_ranges_parse(struct lab_ranges *out, const char *text);
bool lab_ranges_hold(const struct lab_ranges *r, uint32_t value);

enum lab_side { LAB_ANY_SIDE, LAB_A2B, LAB_B2A };

enum lab_kind {
	LAB_ANY,
	LAB_KIND_ARP,
	LAB_KIND_IP4,
	LAB_KIND_IP6,
	LAB_KIND_ICMP,
	LAB_KIND_ICMP6,
	LAB_KIND_TCP,
	LAB_KIND_UDP,
	LAB_KIND_REQUEST, /* an echo request of either family, and so on */
	LAB_KIND_REPLY,
	LAB_KIND_ERROR,
	LAB_KIND_NS,
	LAB_KIND_NA
};

/* The selecting words of a rule. All that are given must hold:
 * - a2b b2a, and arp ip4 ip6 icmp icmp6 tcp udp request reply icmp-error ns na
 * - type= code= id= seq= bytes= ttl= tos= op= sport= dport= with a list; bytes is the frame's
 * length
 * - bundle=K/N: of N links that share the load, the K-th, from 1: ICMP by its type, code, checksum
 * and identifier
 * - from= to= with an address or a prefix; of ARP the protocol addresses
 * - flags=SA: these TCP flags and no others of F S R A
 *
 * And of the packets for which those hold:
 * - n=LIST: the n-th, from 1
 * - every=K
 * - percent=P: seeded */
struct lab_match {
	enum lab_side side;
	enum lab_kind kind;
	struct lab_ranges type, code, id, seq, bytes, ttl, tos, op, sport, dport, nth;
	bool has_from, has_to, has_flags, has_percent;
	struct addr_prefix from, to;
	uint8_t flags;
	uint32_t link, links; /* of a bundle; links 0: any */
	uint32_t every;
	double percent;
	uint64_t random; /* state of its own generator */
	uint64_t seen;	 /* packets for which all but the last line held */
};

bool lab_match_holds(struct lab_match *m, const struct lab_view *v, enum lab_side side);

/* The words of a rule, and the next one to read. */
struct lab_words {
	size_t n, at;
	char word[LAB_WORDS][LAB_WORD_BYTES];
};
const char *lab_words_peek(const struct lab_words *w); /* "" at the end */
/* Each eats the next word only if it reads as one. */
bool lab_words_is(struct lab_words *w, const char *wanted);
bool lab_words_number(struct lab_words *w, int64_t low, int64_t high, int64_t *out);
bool lab_words_ms(struct lab_words *w, int64_t *out_ns); /* fractions are fine */
bool lab_words_addr(struct lab_words *w, struct addr *out);

/* Reads one rule. take reads an action and its arguments from words into action; it returns false
 * where it does not know the word or the arguments make no sense. */
typedef bool lab_take(void *action, struct lab_words *words);
int lab_rule_parse(const char *text, uint64_t seed, struct lab_match *match, lab_take *take,
	void *action, struct fail *why);

#endif
