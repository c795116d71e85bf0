/* peer_action: how a rule of the peer answers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PEER_ACTION_H
#define PROBEKIT_PEER_ACTION_H

#include "lab_rule.h"

enum { PEER_SOURCES = 8, PEER_MACS = 2 };

/* What the words of a rule set; the initial values mean the plain answer. */
struct peer_action {
	bool silent;
	bool note; /* changes nothing, but is logged */

	/* When and how often: late MS, twice, times N, gap MS. */
	int64_t late_ns, gap_ns, times;

	/* from ADDR[,ADDR]...: an answer from each. mac MAC[,MAC]: by, and in neighbour answers of,
	 * each of these. */
	struct addr from[PEER_SOURCES];
	size_t n_from;
	struct mac mac[PEER_MACS];
	size_t n_mac;
	int64_t ttl, tos; /* -1: 64 and as asked */

	/* Echo: wrong-id, wrong-seq, wrong-payload K (that byte), wrong-auth (the first 16),
	 * wrong-checksum, truncate N (to N bytes), oversize N (N zeros more). */
	bool wrong_id, wrong_seq, wrong_auth, wrong_checksum;
	int64_t wrong_payload, truncate, oversize; /* -1 none */

	/* error TYPE CODE [quote N (bytes behind the IP header; negative cuts into it)] [mtu N |
	 * pointer N | gateway ADDR] [too]: instead of the answer, or too. wrong-id, wrong-seq,
	 * wrong-auth and wrong-to (another destination) are then of the quote. */
	bool error, too, has_quote, wrong_to;
	int64_t type, code, quote;
	uint32_t rest;

	/* inject D: before the answer one for sequence + D with the data just asked; forge D: with
	 * zeros for data. by ADDR: from that address. */
	bool inject, forge;
	int64_t ahead;
	struct addr by;

	bool accept, reset; /* TCP */

	/* ARP and neighbour discovery: sender MAC (in the message, unlike the Ethernet source),
	 * opcode N, na-flags N (4 router, 2 solicited, 1 override), no-option, zero-option (one of
	 * length 0), broadcast (the answer goes to all), to ADDR (it is for another), truncate N
	 * (to N bytes behind the Ethernet header). vlan N or untagged: not as it was asked. claim,
	 * probe: before the answer an announcement of the address, or a probe for it. */
	struct mac sender;
	bool has_sender, no_option, zero_option, broadcast, untagged, claim, probe;
	int64_t opcode, na_flags, vlan; /* -1 none; vlan is the whole TCI */
	struct addr answered;
};

struct peer_rule {
	struct lab_match match;
	struct peer_action action;
};

extern const struct peer_action peer_plain;
int peer_rule_parse(struct peer_rule *out, const char *text, uint64_t seed, struct fail *why);

#endif
