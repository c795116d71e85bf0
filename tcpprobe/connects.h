/* connects: probes by connect(), for who may have no raw socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_CONNECTS_H
#define PROBEKIT_TCPPROBE_CONNECTS_H

#include "clock.h"
#include "outcome.h"
#include "wait.h"

enum { CONNECTS_AT_ONCE = 6 };
struct connects_config {
	struct plan *plan; /* borrowed; no more than CONNECTS_AT_ONCE in flight */
	struct wait *wait; /* borrowed */
	struct addr target, source;
	const char *device; /* NULL none; borrowed */
	uint16_t port;
	int ttl, tos;	     /* -1 the system's */
	uint32_t mark;	     /* 0 none */
	int64_t deadline_ns; /* monotonic; INT64_MAX none. Then the plan is stopped. */
};

struct connects;
int connects_open(struct connects **out, const struct connects_config *c, struct fail *why);
void connects_close(struct connects *c);

enum connects_kind { CONNECTS_SENT, CONNECTS_OUTCOME, CONNECTS_SIGNAL };
struct connects_event {
	enum connects_kind kind;
	struct probe probe;
	int64_t at_ns;
	int signal;
	struct outcome outcome;
};
/* 1 with an event, of which the plan has been told; 0 at the end; -errno. Connections are closed as
 * soon as they stand. */
int connects_next(struct connects *c, struct connects_event *out, struct fail *why);
int64_t connects_suspend(struct connects *c);			  /* as session_suspend */
const struct clock_map *connects_clock(const struct connects *c); /* borrowed */

#endif
