/* walk: one whole connection by the kernel's connect(). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "walk_parts.h"

static int watch(struct walk *w, struct fail *why)
{
	const struct dial_attempt *a;
	struct flow_tuple t;

	if (!w->c.capflow)
		return 0;
	dial_attempts(w->dial, &a);
	t = (struct flow_tuple){.addr = {a->local, a->addr}, .port = {a->local_port, a->port}};
	w->flow = capflow_add(w->c.capflow, &t, 1, why);
	return w->flow < 0 ? w->flow : wait_add(w->c.wait, capflow_fd(w->c.capflow), POLLIN, why);
}

int walk_open(struct walk **out, const struct walk_config *c, struct fail *why)
{
	const struct dial_config dial = {.addrs = &c->target,
		.n = 1,
		.port = c->port,
		.source = c->source,
		.source_port = c->source_port,
		.device = c->device,
		.ttl = c->ttl,
		.tos = c->tos,
		.mark = c->mark,
		.timeout_ns = c->timeout_ns,
		.deadline_ns = INT64_MAX};
	struct walk *w = calloc(1, sizeof(*w));
	int rc;

	if (!w)
		return fail_set(why, ENOMEM, "no memory for a connection");
	w->c = *c;
	w->fd = w->flow = -1;
	w->left = c->send;
	w->due_ns = INT64_MAX;
	w->result.asked = c->send.left > 0;
	w->result.connect_ns = -1;
	rc = dial_open(&w->dial, &dial, why);
	if (rc >= 0)
		rc = watch(w, why);
	if (rc < 0) {
		walk_close(w);
		return rc;
	}
	w->result.start_ns = w->result.end_ns = clock_now();
	*out = w;
	return 0;
}

void walk_close(struct walk *w)
{
	if (!w)
		return;
	walk_reset(w);
	dial_close(w->dial);
	free(w);
}

static struct pollfd socket_of(const struct walk *w)
{
	struct pollfd fds[DIAL_ADDRS];

	if (w->phase == WALK_CONNECTING)
		return dial_fds(w->dial, fds) ? fds[0] : (struct pollfd){.fd = -1};
	return (struct pollfd){.fd = w->fd, .events = w->phase == WALK_SENDING ? POLLOUT : POLLIN};
}

static int64_t due_of(const struct walk *w)
{
	int64_t due_ns = w->phase == WALK_CONNECTING ? dial_due_ns(w->dial) : w->due_ns;

	return w->phase < WALK_LAST && w->c.deadline_ns < due_ns ? w->c.deadline_ns : due_ns;
}

/* 1 with a signal in out, 0 when something may have changed. */
static int await(struct walk *w, struct walk_event *out, struct fail *why)
{
	struct pollfd p = socket_of(w);
	struct wait_ready ready;
	int rc = p.fd < 0 ? 0 : wait_add(w->c.wait, p.fd, p.events, why);

	if (rc < 0)
		return rc;
	rc = wait_for(w->c.wait, due_of(w), &ready, why);
	if (p.fd >= 0)
		wait_remove(w->c.wait, p.fd);
	if (rc < 0)
		return rc;
	*out = (struct walk_event){
		.kind = WALK_SIGNAL, .signal = ready.signal, .at_ns = ready.now_ns};
	return ready.signal != 0;
}

static int hold(struct walk *w, struct fail *why)
{
	int rc = w->c.capflow && !w->holds ? capflow_next(w->c.capflow, &w->held, why) : 0;

	w->holds |= rc > 0;
	return rc;
}

/* 1 with a packet or what no packet shows, by their times. */
static int tell(struct walk *w, struct walk_event *out, struct fail *why)
{
	int rc = hold(w, why);

	if (rc < 0)
		return rc;
	if (*w->mark && !(w->holds && w->held.at_ns <= w->mark_ns)) {
		memcpy(w->told, w->mark, sizeof(w->told));
		*w->mark = '\0';
		*out = (struct walk_event){.kind = WALK_MARK, .at_ns = w->mark_ns, .text = w->told};
		return 1;
	}
	if (!w->holds)
		return 0;
	*out = (struct walk_event){.kind = WALK_PACKET, .at_ns = w->held.at_ns, .packet = w->held};
	w->holds = false;
	return 1;
}

int walk_next(struct walk *w, struct walk_event *out, struct fail *why)
{
	int rc = 0;

	while (!rc) {
		enum walk_phase before = w->phase;

		if ((rc = tell(w, out, why)) || w->phase == WALK_OVER)
			break;
		walk_step(w, clock_now());
		if (w->phase == before && !*w->mark)
			rc = await(w, out, why);
	}
	return rc;
}

void walk_paused(struct walk *w, int64_t length_ns)
{
	if (w->due_ns != INT64_MAX)
		w->due_ns += length_ns;
}

struct walk_result walk_result(const struct walk *w)
{
	struct walk_result r = w->result;

	r.flow = walk_flow(w);
	r.drops = w->c.capflow ? capflow_drops(w->c.capflow) : 0;
	return r;
}
