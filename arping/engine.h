/* engine: a session's events judged: what each frame and time-out says of the address. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_ENGINE_H
#define PROBEKIT_ARPING_ENGINE_H

#include "outcome.h"
#include "owners.h"
#include "session.h"

enum { ENGINE_SENT_MAX = 8 };
struct engine {
	/* borrowed for the engine's life */
	struct session *session;
	struct plan *plan;
	const struct hear_config *hear;
	/* filled as it goes; zeros at the start */
	struct owners owners;
	struct {
		uint64_t nth;
		int64_t at_ns;
	} sent[ENGINE_SENT_MAX]; /* the newest probes, by nth */
	uint64_t sent_n;
};

enum engine_kind {
	ENGINE_DUE,	/* probe is due: build it and session_put it, or plan_unsent */
	ENGINE_SENT,	/* probe left */
	ENGINE_OUTCOME, /* something became of a probe, or was heard; the plan has been told */
	ENGINE_DROPS,	/* count frames were dropped at our own socket */
	ENGINE_LINK,	/* the interface is down or gone: error */
	ENGINE_SIGNAL,	/* signal came */
	ENGINE_READY	/* a time the tool asked to be woken at */
};
struct engine_event {
	enum engine_kind kind;
	struct probe probe;
	int64_t at_ns;
	uint64_t count;
	int signal, error;
	struct outcome outcome;	      /* at_realtime_ns is the caller's to fill */
	const struct frame *frame;    /* what the outcome came by, borrowed until the next call */
	struct session_event session; /* what that points into */
};

/* 1 with an event, 0 at the end, -errno. What says nothing of the address is passed over. */
int engine_next(struct engine *e, struct engine_event *out, struct fail *why);

#endif
