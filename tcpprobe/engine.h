/* engine: a session's events judged: what each packet, error and time-out says of which probe. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_ENGINE_H
#define PROBEKIT_TCPPROBE_ENGINE_H

#include "connects.h"
#include "outcome.h"
#include "session.h"

struct engine {			   /* all borrowed for the engine's life */
	struct connects *connects; /* NULL: by SYN, with the others */
	struct session *session;
	struct plan *plan;
	const struct syn *syn;
};

enum engine_kind {
	ENGINE_DUE,	/* probe is due: build it and session_put it, or plan_unsent */
	ENGINE_SENT,	/* probe left */
	ENGINE_OUTCOME, /* something became of a probe; the plan has been told */
	ENGINE_DROPS,	/* count packets were dropped at our own socket */
	ENGINE_SIGNAL	/* signal came */
};
struct engine_event {
	enum engine_kind kind;
	struct probe probe;
	int64_t at_ns;
	uint64_t count;
	int signal;
	struct outcome outcome;	      /* at_realtime_ns is the caller's to fill */
	const struct frame *frame;    /* what the outcome came by; NULL none */
	struct session_event session; /* what that points into */
};

/* 1 with an event, 0 at the end, -errno. What is about no probe is passed over. */
int engine_next(const struct engine *e, struct engine_event *out, struct fail *why);

#endif
