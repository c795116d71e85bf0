/* keyed: SYNs whose initial sequence numbers a key makes of whom they ask, so that an answer is
 * known for one without a memory of what was sent. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_KEYED_H
#define PROBEKIT_TCPPROBE_KEYED_H

#include "auth.h"
#include "bytes.h"
#include "fail.h"
#include "leave.h"
#include "packet.h"
#include "syn.h"
#include "wire.h"

enum { KEYED_TRIES = 8 };
struct keyed_config {
	struct auth_key key;
	/* The source port of each try, for it tells the tries apart; all the same one, and n_ports
	 * 1, where it is pinned. */
	uint16_t ports[2][KEYED_TRIES];
	unsigned n_ports;
	uint8_t ttl, tos; /* as the packet's copy has them; ttl 0 the route's */
};

struct keyed;
int keyed_open(struct keyed **out, const struct keyed_config *c, struct fail *why);
void keyed_close(struct keyed *k);

/* Whom a SYN asks, and how it leaves. */
struct keyed_probe {
	struct addr host;
	uint16_t port;
	unsigned tried;		   /* how often it was asked before */
	const struct leave *leave; /* borrowed for the life of k; number is its own, below LEAVES */
	unsigned leave_number;
};
/* Borrowed until the next call. */
int keyed_build(struct keyed *k, const struct keyed_probe *p, int64_t now_ns,
	struct syn_packet *out, struct fail *why);

/* What came, and of whom: nothing is known of whether that was asked. */
struct keyed_answer {
	enum syn_kind kind;
	struct addr host, from; /* whom we asked, who answers */
	uint16_t port;
	unsigned tried;
	uint16_t flags;
	int16_t ttl; /* -1 unknown */
	uint8_t type, code;
	uint32_t info;
};
struct keyed_answer keyed_match(const struct keyed *k, const struct frame *f);
struct keyed_answer keyed_match_report(const struct keyed *k, const struct wire_report *r);

#endif
