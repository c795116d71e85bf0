/* connects: probes by connect(), for who may have no raw socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_CONNECTS_H
#define PROBEKIT_TCPPROBE_CONNECTS_H

#include "clock.h"
#include "outcome.h"
#include "wait.h"

enum { CONNECTS_AT_ONCE = 6, CONNECTS_MOST = 64 };
struct connects_config {
	struct plan *plan; /* borrowed; no more than CONNECTS_MOST in flight */
	struct wait *wait; /* borrowed */
	struct addr target, source;
	const char *device; /* NULL none; borrowed */
	uint16_t port;
	int ttl, tos;	     /* -1 the system's */
	uint32_t mark;	     /* 0 none */
	int64_t deadline_ns; /* monotonic; INT64_MAX none. Then the plan is stopped. */
	bool asks;	     /* a probe that is due comes as DUE, for connects_start */
};

struct connects;
int connects_open(struct connects **out, const struct connects_config *c, struct fail *why);
void connects_close(struct connects *c);

enum connects_kind {
	CONNECTS_DUE, /* with asks: connects_start it, or plan_unsent */
	CONNECTS_SENT,
	CONNECTS_OUTCOME,
	CONNECTS_SIGNAL,
	CONNECTS_READY /* a descriptor that others added to the wait is ready; or connects_wake */
};
struct connects_event {
	enum connects_kind kind;
	struct probe probe;
	int64_t at_ns;
	int signal;
	struct outcome outcome;
	struct bytes quote; /* of a rejection: the SYN's segment as quoted; until the next call */
};
/* 1 with an event, of which the plan has been told; 0 at the end; -errno. Connections are closed as
 * soon as they stand. */
int connects_next(struct connects *c, struct connects_event *out, struct fail *why);
/* A probe that is due; port and ttl as the config's. Its event is SENT, or the OUTCOME that it
 * could not be. */
void connects_start(
	struct connects *c, struct probe probe, uint16_t port, int ttl, struct connects_event *out);
void connects_wake(struct connects *c, int64_t at_ns); /* as session_wake */
int64_t connects_now_ns(const struct connects *c);     /* the last time read */
/* The next connections go there. */
void connects_retarget(struct connects *c, const struct addr *target, const struct addr *source);
int64_t connects_suspend(struct connects *c);			  /* as session_suspend */
const struct clock_map *connects_clock(const struct connects *c); /* borrowed */

#endif
