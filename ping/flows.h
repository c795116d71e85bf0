/* flows: one target asked by many flows, each alike in all that load balancers hash. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FLOWS_H
#define PROBEKIT_PING_FLOWS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"
#include "evidence.h"
#include "histogram.h"
#include "records.h"
#include "spread.h"
#include "stats.h"
#include "term.h"

/* What tells the flows apart: the ICMP checksum, and the flow label of IPv6. A seed decides both.
 */
struct flows_set {
	uint32_t n;
	bool v6;
	uint64_t seed;
	uint16_t checksums[SPREAD_FLOWS];
	uint32_t labels[SPREAD_FLOWS];
	/* Of the plan's lanes, for the probes: set as each is built. */
	uint16_t lane_checksums[SPREAD_FLOWS];
};
void flows_set_init(struct flows_set *s, uint32_t n, bool v6, uint64_t seed);
/* A lane is a place in a round, which has each flow once, in an order of its own: nothing on the
 * way that lets through every so-maniest probe meets always the same flow. */
uint32_t flows_of(const struct flows_set *s, struct probe id);

/* All borrowed. */
struct flows_config {
	struct engine engine;
	struct probe_echo *probe;
	struct flows_set *set;
	struct report *report;
	struct records *records;
	const struct evidence *evidence; /* NULL none */
	struct addr target;
	const char *host;	/* safe to print */
	uint32_t bound_ifindex; /* without this interface there is nothing more to send; 0 any */
	uint64_t count;		/* probes of each flow */
	bool table, percentiles;
	struct term_progress *progress;
};

/* One flow, or all of them. */
struct flows_tally {
	struct tally
		t; /* its sent, answered, lost, late, rejected, duplicates, corrupted, unsent */
	struct histogram *rtts;
	int ttl; /* of the replies: FLOWS_TTL_... or what all had */
};
enum { FLOWS_TTL_UNKNOWN = -1, FLOWS_TTL_MIXED = -2 };

struct flows {
	const struct flows_config *c;
	struct flows_tally *each, all;
	struct spread_flow judged[SPREAD_FLOWS];
	struct spread verdict; /* of what is known so far: see flows_judge */
	uint64_t forged, redirects, drops, user_stamped, done;
	struct match error; /* the last ICMP error in place of a reply */
	int local_error;    /* the last errno a send was refused with, 0 none */
	int64_t start_ns, last_sent_ns, show_ns;
	bool interrupted;
};

int flows_open(struct flows *f, const struct flows_config *c, struct fail *why);
void flows_close(struct flows *f);
/* 0, or -errno when the socket could not go on; the verdict is there then too. */
int flows_loop(struct flows *f, struct fail *why);
void flows_judge(struct flows *f);

#endif
