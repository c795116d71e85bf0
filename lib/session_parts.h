/* session_parts: what session's files share; nobody else includes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SESSION_PARTS_H
#define PROBEKIT_SESSION_PARTS_H

#include "clock.h"
#include "session.h"

enum { SESSION_WIRES = 2, SESSION_CAPTURE_FRAMES = 1024 /* of a capture before the wires' turn */ };

/* What waits beside the queue of a wire that is blocked, in its order. */
enum { SESSION_BACKLOG = 4096 };
struct session_kept;
struct session_backlog {
	struct session_kept *first, *last;
	unsigned n;
};

struct session {
	struct plan *plan;
	struct wire *wires[SESSION_WIRES];
	int slots[SESSION_WIRES]; /* of wires in the wait */
	short events[SESSION_WIRES];
	struct capture *capture;
	int capture_slot;
	unsigned capture_room; /* frames that may be taken before the next turn */
	uint64_t capture_drops;
	int64_t drops_read_ns;
	int64_t seen_ns;	/* what now_ns becomes when the capture is drained */
	struct clock_map clock; /* of a session that has neither wires nor a capture */
	struct wait *wait;
	int64_t deadline_ns, wake_ns;
	int64_t now_ns;	   /* the plan's clock: everything received up to it was handed out */
	int64_t read_ns;   /* when the wires were last read */
	int64_t looked_ns; /* and the signals */
	unsigned reading;  /* the wire whose events are handed out; SESSION_WIRES: none */
	unsigned replayed; /* frames of a savefile */
	bool put, stopped, ended;
	struct session_backlog backlogs[SESSION_WIRES];
};

/* session_backlog.c: 0 or -ENOMEM; the packet is copied. */
int session_keep(
	struct session_backlog *b, struct probe id, struct bytes packet, const struct wire_to *to);
void session_refill(struct session_backlog *b, struct wire *w); /* as far as its queue has room */
/* Tells the plan what has not left yet. */
void session_hold(struct plan *plan, const struct session_backlog *b, const struct wire *w);
void session_forget(struct session_backlog *b);

/* The plan's clock never goes back. */
void session_advance(struct session *s, int64_t to_ns);
bool session_is_live(const struct session *s); /* it has a capture that is no savefile */
/* 1 with an event of the capture, 0 when there is none now, -errno. The plan's clock goes on when
 * nothing is left, or up to the last frame taken. */
int session_next_of_capture(struct session *s, struct session_event *out, struct fail *why);

#endif
