/* path_event: what happens to the probes of a path, by raw sockets or by connect(). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PATH_EVENT_H
#define PROBEKIT_TCPPROBE_PATH_EVENT_H

#include "connects.h"
#include "session.h"
#include "trail.h"

struct path_source { /* all borrowed */
	struct plan *plan;
	struct connects *connects; /* NULL: by SYN, with both of these */
	struct session *session;
	const struct trail *trail;
	unsigned hops; /* of a flow: a probe's lane is flow * hops + hop - 1 */
};

enum path_event_kind {
	PATH_DUE,    /* probe is due: send it, or plan_unsent */
	PATH_SENT,   /* it left */
	PATH_ANSWER, /* match is about a probe; the plan was told */
	PATH_ASTRAY, /* match is FORGED or STRANGE */
	PATH_LOST,   /* its time-out passed */
	PATH_UNSENT, /* this host's kernel refused it: error */
	PATH_DROPS,  /* count packets were dropped at our own sockets */
	PATH_SIGNAL, /* signal came */
	PATH_READY   /* a descriptor of another is ready, or path_wake's time came */
};
struct path_event {
	enum path_event_kind kind;
	struct probe probe;
	int64_t at_ns;
	uint64_t count;
	int signal, error;
	struct answer answer;	   /* of ANSWER and LOST */
	struct trail_match match;  /* of ANSWER and ASTRAY */
	const struct frame *frame; /* what the match came by; NULL none */
	struct session_event from; /* what that points into */
};
/* 1 with an event, 0 at the end, -errno. */
int path_next(const struct path_source *s, struct path_event *out, struct fail *why);

/* An ANSWER, LOST or UNSENT as the outcome of probe nth, for the evidence. */
struct outcome path_outcome(const struct path_event *e, uint64_t nth);

int64_t path_now_ns(const struct path_source *s); /* the last time read */
const struct clock_map *path_clock(const struct path_source *s);
void path_wake(const struct path_source *s, int64_t at_ns); /* as session_wake */
int64_t path_suspend(const struct path_source *s);

#endif
