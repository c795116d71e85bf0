/* offers_run: asks what a port offers, and waits for how often a SYN-ACK comes again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "offers_parts.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>

#include "clock.h"
#include "port.h"

enum { TRIES = 3 };

/* The series lies over as long a time as the others take. */
static const enum offers_ask order[OFFERS_ASKS] = {OFFERS_HELD, OFFERS_SERIES, OFFERS_FRESH,
	OFFERS_FRESH, OFFERS_PLAIN, OFFERS_SERIES, OFFERS_FRESH, OFFERS_FRESH, OFFERS_ECN,
	OFFERS_SERIES, OFFERS_FRESH, OFFERS_FRESH, OFFERS_ACCECN, OFFERS_COOKIE, OFFERS_MPTCP,
	OFFERS_PLAIN, OFFERS_SERIES};

/* A fresh one for every try, since the last may have left something on the way. */
static int take_port(struct offers_run *r, struct offers_question *q, struct fail *why)
{
	q->a->source_port = q->a->ask == OFFERS_HELD ? r->c->held_port : r->series_port;
	if (q->a->ask == OFFERS_HELD || q->a->ask == OFFERS_SERIES)
		return 0;
	port_release(q->fd);
	q->fd = -1;
	q->a->source_port = 0;
	return port_reserve(&q->fd, &r->c->syn.source, &q->a->source_port, why);
}

/* Milliseconds from a start that nobody knows, as Linux counts (RFC 7323 5.4). */
static uint32_t timestamp(const struct offers_run *r)
{
	return (uint32_t)(r->now_ns / CLOCK_MS) + (uint32_t)auth_tag(&r->c->key, "time", 4);
}

static int put(struct offers_run *r, uint64_t nth, struct bytes whole, struct fail *why)
{
	const struct wire_to to = {.addr = r->c->syn.target};

	if (r->c->evidence)
		evidence_sent(r->c->evidence, nth, whole, offers_realtime(r, clock_now()));
	if (wire_put(r->c->wire, (struct probe){0, nth}, offers_syn_segment(&r->c->syn, whole),
		    &to) < 0)
		return fail_set(why, EAGAIN, "the socket takes no more");
	return 0;
}

static int ask(struct offers_run *r, struct offers_question *q, struct fail *why)
{
	struct fail here = {0};
	struct bytes whole;

	if (take_port(r, q, &here) < 0) {
		r->out->local_error = here.error;
		offers_settle(r, q, OFFERS_UNSENT);
		return 0;
	}
	q->a->nth = ++r->n;
	q->a->tries++;
	q->a->syn_flags = offers_syn_flags(q->a->ask);
	q->a->sent_ns = r->now_ns;
	q->a->kernel_stamps = false;
	q->sequence = (uint32_t)auth_tag(&r->c->key, &q->a->nth, sizeof(q->a->nth));
	q->waiting = true;
	if (offers_syn_build(&r->c->syn, q->a, q->sequence, timestamp(r), &whole, why) < 0)
		return -why->error;
	return put(r, q->a->nth, whole, why);
}

/* While it is not known whether the port is open at all, nothing else is asked. */
static struct offers_question *next_due(struct offers_run *r)
{
	if (!offers_is_settled(&r->q[0]))
		return r->q[0].waiting ? NULL : &r->q[0];
	for (unsigned i = 1; i < OFFERS_ASKS && r->q[0].a->fate == OFFERS_SYN_ACK; i++)
		if (!offers_is_settled(&r->q[i]) && !r->q[i].waiting)
			return &r->q[i];
	return NULL;
}

static void time_out(struct offers_run *r, int64_t seen_ns)
{
	for (unsigned i = 0; i < OFFERS_ASKS; i++) {
		struct offers_question *q = &r->q[i];

		if (!q->waiting || q->a->sent_ns + r->c->timeout_ns > seen_ns)
			continue;
		if (q->a->tries >= TRIES)
			offers_settle(r, q, OFFERS_SILENT);
		q->waiting = false;
	}
}

/* 0 at once; INT64_MAX: all is known. */
static int64_t until(struct offers_run *r)
{
	int64_t first_ns = next_due(r) ? r->next_ns : INT64_MAX;
	int64_t watched_ns = r->q[0].a->at_ns + r->c->watch_ns;

	for (unsigned i = 0; i < OFFERS_ASKS; i++)
		if (r->q[i].waiting && r->q[i].a->sent_ns + r->c->timeout_ns < first_ns)
			first_ns = r->q[i].a->sent_ns + r->c->timeout_ns;
	if (r->q[0].a->fate == OFFERS_SYN_ACK && r->now_ns < watched_ns && watched_ns < first_ns)
		first_ns = watched_ns;
	return first_ns;
}

static int turn(struct offers_run *r, struct fail *why)
{
	struct wire_event e;
	int rc = wire_turn(r->c->wire, why);

	while (rc >= 0 && wire_next(r->c->wire, &e))
		offers_hear(r, &e);
	r->now_ns = clock_now();
	return rc;
}

static int await(struct offers_run *r, int64_t until_ns, struct fail *why)
{
	struct wait_ready ready;
	int64_t from_ns, to_ns;
	int rc = wait_for(r->c->wait, until_ns, &ready, why);

	if (rc < 0)
		return rc;
	if (ready.signal == SIGTSTP)
		wait_stop(r->c->wait, &from_ns, &to_ns);
	else if (wait_ends(ready.signal))
		r->stopped = r->out->interrupted = true;
	return 0;
}

static int loop(struct offers_run *r, struct fail *why)
{
	int rc = turn(r, why);

	while (rc >= 0 && !r->stopped) {
		struct offers_question *q;
		int64_t until_ns;

		time_out(r, wire_seen_ns(r->c->wire));
		q = r->now_ns >= r->next_ns ? next_due(r) : NULL;
		if (q) {
			r->next_ns = r->now_ns + r->c->interval_ns;
			rc = ask(r, q, why);
			rc = rc < 0 ? rc : turn(r, why);
			continue;
		}
		until_ns = until(r);
		if (until_ns == INT64_MAX || r->now_ns >= r->c->deadline_ns)
			return 0;
		if (until_ns > r->c->deadline_ns)
			until_ns = r->c->deadline_ns;
		rc = await(r, until_ns, why);
		rc = rc < 0 ? rc : turn(r, why);
	}
	return rc;
}

/* The peer is to keep nothing of ours. Should the RST be lost, its next SYN-ACK finds the port
 * closed once this program has ended, and the kernel sends another. */
static void end_held(struct offers_run *r)
{
	const struct offers_question *q = &r->q[0];
	struct bytes whole;

	if (q->a->fate != OFFERS_SYN_ACK ||
		offers_syn_reset(&r->c->syn, q->a->source_port, q->sequence, &whole, NULL) < 0 ||
		put(r, ++r->n, whole, NULL) < 0)
		return;
	if (r->c->evidence)
		capfile_decide(r->c->evidence->file, r->n, 0,
			"RST that ends the half-open connection; IP header rebuilt");
	turn(r, NULL);
}

static void begin(struct offers_run *r)
{
	for (unsigned i = 0; i < OFFERS_ASKS; i++) {
		r->out->asked[i] = (struct offers_answer){
			.ask = order[i], .ttl = -1, .cookie_bytes = -1, .mptcp_version = -1};
		r->q[i] = (struct offers_question){.a = &r->out->asked[i], .fd = -1};
	}
	r->out->n = OFFERS_ASKS;
	r->now_ns = clock_now();
}

int offers_run(const struct offers_run_config *c, struct offers_seen *out, struct fail *why)
{
	struct offers_run r = {.c = c, .out = out, .series_fd = -1};
	int rc;

	*out = (struct offers_seen){0};
	begin(&r);
	rc = port_reserve(&r.series_fd, &c->syn.source, &r.series_port, why);
	if (rc >= 0)
		rc = wait_add(c->wait, wire_fd(c->wire), POLLIN, why);
	if (rc >= 0) {
		rc = loop(&r, why);
		wait_remove(c->wait, wire_fd(c->wire));
		for (unsigned i = 0; i < OFFERS_ASKS; i++)
			out->pending += r.q[i].waiting;
		end_held(&r);
	}
	if (out->asked[0].fate == OFFERS_SYN_ACK)
		out->watched_ns = r.now_ns - out->asked[0].at_ns;
	for (unsigned i = 0; i < OFFERS_ASKS; i++)
		port_release(r.q[i].fd);
	port_release(r.series_fd);
	return rc < 0 ? rc : 0;
}
