/* engine: a session's events judged: what each packet, error and time-out says of which probe. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_ENGINE_H
#define PROBEKIT_PING_ENGINE_H

#include "outcome.h"
#include "probe.h"
#include "session.h"

/* Borrowed for the engine's life, all of it. */
struct engine {
	struct session *session;
	struct plan *plan;
	struct probe_echo *probes[2]; /* of the session's wires, NULL where there is none */
	bool errors_settle_nothing;   /* a probe that an ICMP error names stays in flight */
};

enum engine_kind {
	ENGINE_DUE,	/* probe is due: build it and session_put it, or plan_unsent */
	ENGINE_SENT,	/* probe left */
	ENGINE_OUTCOME, /* something became of a probe; the plan has been told */
	ENGINE_DROPS,	/* count packets were dropped at our own socket */
	ENGINE_SIGNAL,	/* signal came */
	ENGINE_READY	/* a descriptor of the tool's own is ready */
};
struct engine_event {
	enum engine_kind kind;
	struct probe probe;
	int64_t at_ns;
	uint64_t count;
	int signal;
	struct outcome outcome; /* at_realtime_ns is the caller's to fill */
	/* what the outcome came by, borrowed until the next call; NULL where nothing came */
	const struct frame *frame;
	const struct wire_report *report;
	struct session_event session; /* what those two point into */
};

/* target_of of a probe_config whose who are the struct targets: lane and index are the same. */
bool engine_target_of(const void *targets, uint32_t lane, struct addr *out);
/* The probe that e says is due goes to target, by the wire of its family: 1, or -errno. 0 where
 * there is no target (NULL) or no such wire: the plan is told, and e becomes its OUTCOME_UNSENT. */
int engine_send_to(const struct engine *engine, struct engine_event *e, const struct addr *target,
	struct fail *why);
/* -ENODEV when the interface that probes are to leave by (0 any) is gone, of which a send that was
 * refused is the sign; else 0. */
int engine_check_interface(uint32_t bound_ifindex, const struct outcome *o, struct fail *why);
/* 1 with an event, 0 at the end, -errno. What says nothing of our probes is passed over. */
int engine_next(struct engine *e, struct engine_event *out, struct fail *why);

#endif
