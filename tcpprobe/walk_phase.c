/* walk_phase: how a walk goes on: connects, sends, reads, closes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "walk_parts.h"

enum {
	TURNS = 16,
	ANSWER_MOST = 65536,	    /* of an answer, that much is read */
	IDLE_NS = 250 * CLOCK_MS,   /* an answer that pauses so long is over */
	SETTLE_NS = 100 * CLOCK_MS, /* for what a reset or an interruption brings */
};

static void mark(struct walk *w, const char *what, const char *more)
{
	snprintf(w->mark, sizeof(w->mark), "%s%s", what, more);
	w->mark_ns = clock_now();
}

/* The error that ended it, as the call gave it. */
static void mark_error(struct walk *w, const char *call, int error)
{
	mark(w, call, strerror(error));
}

void walk_reset(struct walk *w)
{
	if (w->fd < 0)
		return;
	dial_reset(w->fd);
	w->fd = -1;
}

static void enter(struct walk *w, enum walk_phase phase, int64_t due_ns)
{
	w->phase = phase;
	w->due_ns = due_ns;
}

static void failed(struct walk *w, int64_t now_ns)
{
	const struct dial_attempt *a;
	struct walk_result *r = &w->result;
	char text[64];

	dial_attempts(w->dial, &a);
	r->timed_out = a->outcome == DIAL_TIMED_OUT;
	r->error = r->timed_out ? ETIMEDOUT : a->error;
	r->icmp = a->icmp;
	if (r->timed_out) {
		snprintf(text, sizeof(text), "no answer in %.3g s", (double)w->c.timeout_ns / 1e9);
		mark(w, "connect(): ", text);
	} else {
		mark_error(w, "connect(): ", r->error);
	}
	enter(w, WALK_LAST, now_ns);
}

/* Our FIN leaves; the peer's is waited for. */
static void finish(struct walk *w, int64_t now_ns)
{
	shutdown(w->fd, SHUT_WR);
	if (!w->c.capflow && !*w->mark)
		mark(w, "closed from here", "");
	enter(w, WALK_CLOSING, now_ns + w->c.timeout_ns);
}

/* In place of packets, what the kernel says of its connection. */
static void mark_connected(struct walk *w)
{
	struct dial_info i;
	char text[96];

	if (dial_info(w->fd, &i, NULL) < 0)
		return;
	snprintf(text, sizeof(text), "rtt %.3f ms, mss %u%s%s%s%s", (double)i.rtt_ns / 1e6,
		i.send_mss, i.sack ? ", sack" : "", i.timestamps ? ", timestamps" : "",
		i.window_scale ? ", window scale" : "", i.ecn ? ", ecn" : "");
	mark(w, "connected: ", text);
}

static void connecting(struct walk *w, int64_t now_ns)
{
	const struct dial_attempt *a;
	int rc = dial_turn(w->dial, now_ns, NULL);

	if (!rc)
		return;
	dial_attempts(w->dial, &a);
	w->result.local = a->local;
	w->result.local_port = a->local_port;
	if (rc < 0) {
		failed(w, now_ns);
		return;
	}
	w->result.connected = true;
	w->result.connect_ns = a->ended_ns - a->started_ns;
	w->fd = dial_take(w->dial);
	if (!w->c.capflow)
		mark_connected(w);
	if (w->left.left)
		enter(w, WALK_SENDING, now_ns + w->c.timeout_ns);
	else
		finish(w, now_ns);
}

/* The connection is no more. */
static void broke(struct walk *w, const char *call, int error, int64_t now_ns)
{
	mark_error(w, call, error);
	close(w->fd);
	w->fd = -1;
	enter(w, WALK_LAST, now_ns + w->c.timeout_ns);
}

static void sending(struct walk *w, int64_t now_ns)
{
	ssize_t n = send(w->fd, w->left.p, w->left.left, MSG_NOSIGNAL);

	if (n < 0 && errno != EAGAIN) {
		broke(w, "send(): ", errno, now_ns);
		return;
	}
	if (n > 0) {
		bytes_skip(&w->left, (size_t)n);
		w->result.sent_bytes += (uint64_t)n;
	}
	if (!w->left.left) {
		enter(w, WALK_ANSWERING, now_ns + w->c.timeout_ns);
	} else if (now_ns >= w->due_ns) {
		mark(w, "send(): ", "the peer takes no more");
		finish(w, now_ns);
	}
}

enum got { NOTHING, SOMETHING, END, BROKEN };

/* Reads what is there, though not for ever. */
static enum got receive(struct walk *w, int64_t now_ns)
{
	char space[16384];
	enum got got = NOTHING;
	ssize_t n = 1;

	for (int turns = 0; turns < TURNS && n > 0; turns++) {
		n = recv(w->fd, space, sizeof(space), 0);
		if (n <= 0)
			break;
		w->result.received_bytes += (uint64_t)n;
		got = SOMETHING;
	}
	if (n > 0 || (n < 0 && errno == EAGAIN))
		return got;
	if (n == 0)
		return END;
	broke(w, "recv(): ", errno, now_ns);
	return BROKEN;
}

static void cut_off(struct walk *w, const char *why, int64_t now_ns)
{
	mark(w, why, ": reset");
	walk_reset(w);
	enter(w, WALK_LAST, now_ns + SETTLE_NS);
}

static void answering(struct walk *w, int64_t now_ns)
{
	switch (receive(w, now_ns)) {
	case SOMETHING:
		w->due_ns = now_ns + IDLE_NS;
		if (w->result.received_bytes >= ANSWER_MOST)
			cut_off(w, "so much of the answer is enough", now_ns);
		break;
	case END:
		finish(w, now_ns);
		break;
	case NOTHING:
		if (now_ns < w->due_ns)
			break;
		if (!w->result.received_bytes)
			mark(w, "no answer to what was sent", "");
		finish(w, now_ns);
		break;
	case BROKEN:
		break;
	}
}

static void closing(struct walk *w, int64_t now_ns)
{
	switch (receive(w, now_ns)) {
	case END:
		close(w->fd);
		w->fd = -1;
		enter(w, WALK_LAST, now_ns + w->c.timeout_ns);
		break;
	case SOMETHING:
	case NOTHING:
		if (now_ns < w->due_ns)
			break;
		w->result.peer_kept_open = true;
		cut_off(w, "the peer does not close its end", now_ns);
		break;
	case BROKEN:
		break;
	}
}

static bool is_final(enum flow_state s)
{
	return s == FLOW_CLOSED || s == FLOW_TIME_WAIT;
}

static void last(struct walk *w, int64_t now_ns)
{
	const struct flow *f = walk_flow(w);

	if (f && now_ns < w->due_ns &&
		!(is_final(f->end[FLOW_OUT].state) && is_final(f->end[FLOW_IN].state)))
		return;
	w->result.end_ns = now_ns;
	w->result.unanswered = w->result.asked && !w->result.received_bytes;
	enter(w, WALK_OVER, INT64_MAX);
}

void walk_stop(struct walk *w)
{
	if (w->phase >= WALK_LAST)
		return;
	w->result.interrupted = true;
	if (w->fd >= 0)
		mark(w, "interrupted: reset", "");
	walk_reset(w);
	dial_close(w->dial);
	w->dial = NULL;
	enter(w, WALK_LAST, clock_now() + (w->result.connected ? SETTLE_NS : 0));
}

void walk_step(struct walk *w, int64_t now_ns)
{
	if (now_ns >= w->c.deadline_ns)
		walk_stop(w);
	switch (w->phase) {
	case WALK_CONNECTING:
		connecting(w, now_ns);
		break;
	case WALK_SENDING:
		sending(w, now_ns);
		break;
	case WALK_ANSWERING:
		answering(w, now_ns);
		break;
	case WALK_CLOSING:
		closing(w, now_ns);
		break;
	case WALK_LAST:
		last(w, now_ns);
		break;
	case WALK_OVER:
		break;
	}
}
