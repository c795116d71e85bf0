/* drive: a session over a pinger's wire, answered and accounted for as a tool would. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DRIVE_H
#define PROBEKIT_DRIVE_H

#include <linux/filter.h>

#include "session.h"

#include "pinger.h"

enum { DRIVE_MOST = 1000, DRIVE_KINDS = SESSION_END + 1 };

struct drive {
	struct pinger *pingers[2]; /* one is enough */
	struct plan *plan;
	struct wait *wait;
	struct session *session;
	struct wire_to to; /* its address is the pinger's where it is none */
	unsigned seen[DRIVE_KINDS];
	struct answer answer; /* the last one */
};

/* Plans of the tests: no time-out that matters but where one is said. */
static inline struct plan_config drive_plan(uint64_t count, int interval_ms)
{
	return (struct plan_config){.lanes = 1,
		.count = count,
		.interval_ns = interval_ms * (int64_t)CLOCK_MS,
		.timeout_ns = 5 * (int64_t)CLOCK_SECOND,
		.linger_ns = 5 * (int64_t)CLOCK_SECOND,
		.detailed = 1};
}

static inline struct drive drive_over(struct pinger *first, struct pinger *second,
	const struct plan_config *c, int64_t deadline_ns)
{
	struct drive d = {.pingers = {first, second}};
	struct session_config config = {
		.wires = {first->w, second ? second->w : NULL}, .deadline_ns = deadline_ns};

	d.plan = plan_open(c, clock_now());
	if (!d.plan || wait_open(&d.wait, NULL) < 0)
		abort();
	config.plan = d.plan;
	config.wait = d.wait;
	if (session_open(&d.session, &config, NULL) < 0)
		abort();
	return d;
}

/* A ping socket to loopback; deaf lets nothing in. */
static inline struct drive drive_open(const struct plan_config *c, bool deaf, int64_t deadline_ns)
{
	static const struct sock_filter nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
	struct wire_config w = pinger_config(WIRE_PING, ADDR_V4);
	struct pinger *p;

	w.burst = 512;
	w.filter = deaf ? nothing : NULL;
	w.filter_size = deaf ? 1 : 0;
	p = pinger_open(&w, DRIVE_MOST);
	if (!p)
		abort();
	return drive_over(p, NULL, c, deadline_ns);
}

static inline void drive_close(struct drive *d)
{
	session_close(d->session);
	wait_close(d->wait);
	plan_close(d->plan);
	for (unsigned i = 0; i < 2; i++)
		if (d->pingers[i])
			pinger_close(d->pingers[i]);
}

/* Does what an event asks for, and tells the plan what it says. */
static inline void drive_act(struct drive *d, const struct session_event *e)
{
	struct pinger *p = d->pingers[e->source < 2 ? e->source : 0];
	struct wire_to to = d->to;
	uint64_t nth;

	switch (e->kind) {
	case SESSION_SEND:
		p = d->pingers[e->probe.nth & (d->pingers[1] ? 1 : 0)];
		if (!to.addr.family)
			to.addr = p->to;
		if (session_put(d->session, p != d->pingers[0], e->probe,
			    pinger_message(p, e->probe.nth, 56), &to, NULL) < 0)
			abort();
		break;
	case SESSION_FRAME:
		nth = pinger_answered(p, &e->wire.frame);
		if (nth < DRIVE_MOST)
			d->answer = plan_answer(d->plan, (struct probe){0, nth}, e->at_ns,
				e->wire.frame.stamp, e->wire.at_user_ns);
		break;
	case SESSION_SENT:
	case SESSION_UNSENT:
	case SESSION_ERROR:
	case SESSION_LOST:
	case SESSION_DROPS:
	case SESSION_LINK:
	case SESSION_SIGNAL:
	case SESSION_READY:
	case SESSION_END:
		break;
	}
}

/* The next event, acted on. */
static inline struct session_event drive_next(struct drive *d)
{
	struct session_event e;
	struct fail why = {.error = 0};
	int rc = session_next(d->session, &e, &why);

	if (rc < 0 || (rc == 0) != (e.kind == SESSION_END)) {
		printf("Bail out! session_next: %d %s\n", rc, why.text);
		exit(1);
	}
	d->seen[e.kind]++;
	drive_act(d, &e);
	return e;
}

/* Events up to one of a kind, or the end. */
static inline struct session_event drive_to(struct drive *d, enum session_kind kind)
{
	struct session_event e;

	do {
		e = drive_next(d);
	} while (e.kind != kind && e.kind != SESSION_END);
	return e;
}

#endif
