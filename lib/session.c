/* session: drives one plan over a wire: probes due, answers, losses and signals come as events. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "session_parts.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "clock.h"

enum {
	LOOK_EVERY_NS =
		10000000, /* signals are looked at this often while there is no time to wait */
	LOOK_FRAMES = 256 /* and after so many frames of a savefile */
};

static bool is_replay(const struct session *s)
{
	return s->capture && !session_is_live(s) && !s->wires[0] && !s->wires[1];
}

int session_open(struct session **out, const struct session_config *c, struct fail *why)
{
	struct session *s = calloc(1, sizeof(*s));

	if (!s)
		return fail_set(why, ENOMEM, "no memory for a session");
	*s = (struct session){.plan = c->plan,
		.wait = c->wait,
		.deadline_ns = c->deadline_ns,
		.wake_ns = INT64_MAX,
		.now_ns = clock_now(),
		.capture = c->capture,
		.capture_slot = -1,
		.reading = SESSION_WIRES};
	for (unsigned i = 0; i < SESSION_WIRES; i++) {
		s->wires[i] = c->wires[i];
		s->slots[i] =
			s->wires[i] ? wait_add(s->wait, wire_fd(s->wires[i]), POLLIN, why) : -1;
		if (s->wires[i] && s->slots[i] < 0) {
			int rc = s->slots[i];

			session_close(s);
			return rc;
		}
		s->events[i] = POLLIN;
	}
	if (session_is_live(s)) {
		s->capture_slot = wait_add(s->wait, capture_fd(s->capture), POLLIN, why);
		if (s->capture_slot < 0) {
			int rc = s->capture_slot;

			session_close(s);
			return rc;
		}
	}
	if (!s->capture && !s->wires[0] && !s->wires[1])
		clock_map_init(&s->clock);
	s->looked_ns = s->read_ns = s->now_ns;
	*out = s;
	return 0;
}

void session_close(struct session *s)
{
	if (!s)
		return;
	for (unsigned i = 0; i < SESSION_WIRES; i++)
		if (s->wires[i] && s->slots[i] >= 0)
			wait_remove(s->wait, wire_fd(s->wires[i]));
	for (unsigned i = 0; i < SESSION_WIRES; i++)
		session_forget(&s->backlogs[i]);
	if (s->capture_slot >= 0)
		wait_remove(s->wait, capture_fd(s->capture));
	free(s);
}

const struct clock_map *session_clock(const struct session *s)
{
	if (!s->wires[0] && !s->wires[1])
		return s->capture ? capture_clock(s->capture) : &s->clock;
	return wire_clock(s->wires[0] ? s->wires[0] : s->wires[1]);
}

int64_t session_now_ns(const struct session *s)
{
	return s->now_ns;
}

/* One turn of every wire. The plan's clock goes only as far as everything received was delivered,
 * so that no probe is called lost whose answer lies in a queue. */
static int turn(struct session *s, struct fail *why)
{
	int64_t seen_ns = INT64_MAX;

	s->put = false;
	for (unsigned i = 0; i < SESSION_WIRES; i++) {
		struct wire *w = s->wires[i];
		int rc;

		if (!w)
			continue;
		session_refill(&s->backlogs[i], w);
		rc = wire_turn(w, why);
		if (rc < 0)
			return rc;
		session_hold(s->plan, &s->backlogs[i], w);
		if (wire_seen_ns(w) < seen_ns)
			seen_ns = wire_seen_ns(w);
		s->read_ns = wire_clock(w)->sampled_ns;
	}
	if (seen_ns == INT64_MAX)
		seen_ns = s->read_ns = clock_now();
	s->capture_room = SESSION_CAPTURE_FRAMES;
	s->seen_ns = seen_ns;
	if (!s->capture)
		session_advance(s, seen_ns);
	s->reading = 0;
	return 0;
}

/* Nothing more may be asked for: a turn makes room, or one wire is blocked and what waits for it
 * beside its queue is enough. While the other wire has room it goes on. */
static bool full(const struct session *s)
{
	bool open = !s->wires[0] && !s->wires[1];

	for (unsigned i = 0; i < SESSION_WIRES; i++) {
		struct wire *w = s->wires[i];

		if (!w)
			continue;
		if (wire_room(w))
			open = true;
		else if (!wire_blocked(w) || s->backlogs[i].n >= SESSION_BACKLOG)
			return true;
	}
	return !open;
}

/* Tells the plan what became of a probe; false when the tool need not hear of it. */
static bool take(struct session *s, struct session_event *out)
{
	const struct wire_event *e = &out->wire;

	out->probe = e->probe;
	out->at_ns = e->at_ns;
	out->source = s->reading;
	switch (e->kind) {
	case WIRE_SENT:
		plan_sent(s->plan, e->probe, e->at_ns, STAMP_USER);
		out->kind = SESSION_SENT;
		return true;
	case WIRE_UNSENT:
		plan_unsent(s->plan, e->probe, e->error);
		out->kind = SESSION_UNSENT;
		return true;
	case WIRE_STAMP:
		plan_sent(s->plan, e->probe, e->at_ns, STAMP_KERNEL);
		return false;
	case WIRE_FRAME:
		out->kind = SESSION_FRAME;
		return true;
	case WIRE_ERROR:
		out->kind = SESSION_ERROR;
		return true;
	case WIRE_DROPS:
		out->kind = SESSION_DROPS;
		return true;
	case WIRE_LINK:
		out->kind = SESSION_LINK;
		return true;
	}
	return false;
}

static bool next_of_wires(struct session *s, struct session_event *out)
{
	for (; s->reading < SESSION_WIRES; s->reading++) {
		struct wire *w = s->wires[s->reading];

		while (w && wire_next(w, &out->wire))
			if (take(s, out))
				return true;
	}
	return false;
}

/* A socket whose send buffer is full is also waited for to be writable. */
static int watch(struct session *s, unsigned i, struct fail *why)
{
	short events = (short)(POLLIN | (wire_blocked(s->wires[i]) ? POLLOUT : 0));
	int slot;

	if (events == s->events[i])
		return 0;
	wait_remove(s->wait, wire_fd(s->wires[i]));
	slot = wait_add(s->wait, wire_fd(s->wires[i]), events, why);
	if (slot < 0)
		return slot;
	s->slots[i] = slot;
	s->events[i] = events;
	return 0;
}

/* What the wait found that is the tool's to know. */
static bool is_news(struct session *s, const struct wait_ready *ready, uint32_t slots,
	struct session_event *out)
{
	*out = (struct session_event){
		.at_ns = ready->now_ns, .signal = ready->signal, .slots = slots};
	if (ready->signal) {
		out->kind = SESSION_SIGNAL;
		return true;
	}
	out->kind = SESSION_READY;
	if (ready->now_ns >= s->wake_ns)
		s->wake_ns = INT64_MAX;
	else if (!slots)
		return false;
	return true;
}

/* Waits at most until until_ns; 1 with an event for the tool, 0 when only a turn is due. */
static int wait_until(
	struct session *s, int64_t until_ns, struct session_event *out, struct fail *why)
{
	struct wait_ready ready;
	uint32_t wires = 0;
	int rc;

	for (unsigned i = 0; i < SESSION_WIRES; i++) {
		rc = s->wires[i] ? watch(s, i, why) : 0;
		if (rc < 0)
			return rc;
		if (s->wires[i])
			wires |= 1U << s->slots[i];
	}
	if (s->capture_slot >= 0)
		wires |= 1U << s->capture_slot;
	if (s->wake_ns < until_ns)
		until_ns = s->wake_ns;
	rc = wait_for(s->wait, until_ns < s->deadline_ns ? until_ns : s->deadline_ns, &ready, why);
	if (rc < 0)
		return rc;
	s->looked_ns = ready.now_ns;
	if (!is_news(s, &ready, ready.slots & ~wires, out))
		return 0;
	/* The tool goes by session_now_ns, which would stand still without a turn: a wake set from
	 * it lay in the past, and so would the next. */
	rc = out->kind == SESSION_READY && !is_replay(s) ? turn(s, why) : 0;
	return rc < 0 ? rc : 1;
}

static int end(struct session *s, struct session_event *out)
{
	*out = (struct session_event){.kind = SESSION_END, .at_ns = s->now_ns};
	s->ended = true;
	return 0;
}

/* What waits for a full send buffer at the end never left: the tool hears of it first. */
static bool give_up(struct session *s, struct session_event *out)
{
	for (unsigned i = 0; i < SESSION_WIRES; i++)
		if (s->wires[i]) {
			session_refill(&s->backlogs[i], s->wires[i]);
			wire_give_up(s->wires[i]);
		}
	s->reading = 0;
	return next_of_wires(s, out);
}

/* What the plan wants now: 1 with an event, 0 at the end, -EAGAIN when a turn is due, else -errno.
 */
static int next_of_plan(struct session *s, struct session_event *out, struct fail *why)
{
	struct todo todo;
	int rc;

	if (full(s) && !plan_stopped(s->plan)) {
		rc = s->put ? 0 : wait_until(s, INT64_MAX, out, why);
		return rc ? rc : -EAGAIN;
	}
	todo = plan_next(s->plan, s->now_ns);
	out->probe = todo.probe;
	out->at_ns = todo.due_ns;
	switch (todo.step) {
	case TODO_SEND:
		out->kind = SESSION_SEND;
		return 1;
	case TODO_LOST:
		out->kind = SESSION_LOST;
		return 1;
	case TODO_WAIT:
		if (s->put)
			return -EAGAIN;
		rc = wait_until(s, todo.until_ns, out, why);
		return rc ? rc : -EAGAIN;
	case TODO_DONE:
		if (s->put)
			return -EAGAIN;
		return give_up(s, out) ? 1 : end(s, out);
	}
	return -EAGAIN;
}

static void check_deadline(struct session *s)
{
	if (s->stopped || s->read_ns < s->deadline_ns)
		return;
	s->stopped = true;
	s->deadline_ns = INT64_MAX;
	plan_stop(s->plan);
}

/* A savefile's frames, one after the other; its times are those of the session. */
static int replay(struct session *s, struct session_event *out, struct fail *why)
{
	int rc = 0;

	if (s->replayed++ % LOOK_FRAMES == 0)
		rc = wait_until(s, 0, out, why);
	if (rc)
		return rc;
	s->capture_room = SESSION_CAPTURE_FRAMES;
	rc = session_next_of_capture(s, out, why);
	if (rc > 0)
		s->now_ns = s->read_ns = out->at_ns;
	return rc ? rc : end(s, out);
}

int session_next(struct session *s, struct session_event *out, struct fail *why)
{
	for (;;) {
		int rc;

		if (s->ended)
			return end(s, out);
		if (is_replay(s))
			return replay(s, out, why);
		if (next_of_wires(s, out))
			return 1;
		rc = session_next_of_capture(s, out, why);
		if (rc)
			return rc;
		check_deadline(s);
		if (s->read_ns - s->looked_ns > LOOK_EVERY_NS) {
			rc = wait_until(s, 0, out, why);
			if (rc)
				return rc;
		}
		rc = next_of_plan(s, out, why);
		if (rc != -EAGAIN)
			return rc;
		rc = turn(s, why);
		if (rc < 0)
			return rc;
	}
}

int session_put(struct session *s, unsigned wire, struct probe id, struct bytes packet,
	const struct wire_to *to, struct fail *why)
{
	int rc = s->backlogs[wire].n ? -EAGAIN : wire_put(s->wires[wire], id, packet, to);

	if (rc == -EAGAIN && s->backlogs[wire].n < SESSION_BACKLOG)
		rc = session_keep(&s->backlogs[wire], id, packet, to);
	if (rc < 0)
		return fail_set(why, -rc, "queueing a packet of %zu bytes", packet.left);
	s->put = true;
	return 0;
}

void session_wake(struct session *s, int64_t at_ns)
{
	s->wake_ns = at_ns;
}

int64_t session_suspend(struct session *s)
{
	int64_t from_ns, to_ns;

	wait_stop(s->wait, &from_ns, &to_ns);
	plan_paused(s->plan, from_ns, to_ns);
	if (s->deadline_ns != INT64_MAX)
		s->deadline_ns += to_ns - from_ns;
	return to_ns - from_ns;
}
