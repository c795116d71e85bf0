/* session: drives one plan over a wire: probes due, answers, losses and signals come as events. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SESSION_H
#define PROBEKIT_SESSION_H

#include <stdint.h>

#include "capture.h"
#include "fail.h"
#include "frame.h"
#include "plan.h"
#include "wait.h"
#include "wire.h"

struct session;

enum { SESSION_CAPTURE = 2 };

struct session_config {
	struct plan *plan;	 /* all borrowed for the session's life */
	struct wire *wires[2];	 /* one a family; NULL none */
	struct capture *capture; /* frames come from it too; NULL none. Without wires a savefile's
				    frames are all there is: its end is the session's, which
				    goes by their times and leaves the plan alone. */
	struct wait *wait;
	int64_t deadline_ns; /* monotonic; INT64_MAX none. Then the plan is stopped. */
};

enum session_kind {
	SESSION_SEND,	/* probe is due: build it and call session_put, or plan_unsent */
	SESSION_SENT,	/* probe left (already told to the plan) */
	SESSION_UNSENT, /* the kernel refused it: error (already told to the plan) */
	SESSION_FRAME,	/* a packet came: read, match, and tell the plan what it answers */
	SESSION_ERROR,	/* the error queue said something: wire.report; match, and tell the plan */
	SESSION_LOST,	/* probe's time-out passed */
	SESSION_DROPS,	/* count packets were dropped at our own socket */
	SESSION_LINK,	/* the interface of a packet socket is down or gone: wire.error */
	SESSION_SIGNAL, /* signal came (TSTP: call session_suspend when the terminal is ready) */
	SESSION_READY,	/* a descriptor the tool added to the wait is ready: slots; or session_wake
			 */
	SESSION_END	/* with return value 0: the plan is done, or its deadline came */
};
struct session_event {
	enum session_kind kind;
	struct probe probe;
	int64_t at_ns;	 /* of what happened; LOST: when the probe was sent */
	unsigned source; /* SENT, UNSENT, FRAME, ERROR, DROPS, LINK: which of the config's wires, or
			    SESSION_CAPTURE */
	struct wire_event
		wire; /* FRAME, ERROR, DROPS, SENT, UNSENT: borrowed until the next call */
	int signal;
	uint32_t slots;
};

int session_open(struct session **out, const struct session_config *c, struct fail *why);
void session_close(struct session *s); /* closes nothing it was given */
/* 1 with an event, 0 at the end, -errno. Blocks until there is one. */
int session_next(struct session *s, struct session_event *out, struct fail *why);
/* Hands a probe's packet over; sent with the next turn. While the other wire has room what is for
 * one that is blocked waits beside its queue, up to 4,096 packets; then nothing is due. */
int session_put(struct session *s, unsigned wire, struct probe id, struct bytes packet,
	const struct wire_to *to, struct fail *why);
/* By then session_next returns SESSION_READY, without slots, once; INT64_MAX: never. A later call
 * takes an earlier one's place. */
void session_wake(struct session *s, int64_t at_ns);
/* Stops the process (TSTP), moves the plan's times by the pause; returns how long it was. */
int64_t session_suspend(struct session *s);
/* Realtime against monotonic, of its first wire or its capture; borrowed. */
const struct clock_map *session_clock(const struct session *s);
int64_t session_now_ns(const struct session *s); /* the last time read */

#endif
