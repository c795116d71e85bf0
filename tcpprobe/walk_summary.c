/* walk_summary: a walk as a run of one probe. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "walk.h"

/* The answer's time by the packets, else by connect(). */
static int64_t rtt_of(const struct walk_result *r)
{
	const struct flow *f = r->flow;

	if (f && f->handshake_ns >= 0)
		return f->handshake_ns;
	if (f && !r->connected && f->end[FLOW_IN].rst_ns >= 0 && f->end[FLOW_OUT].syns == 1)
		return f->end[FLOW_IN].rst_ns - f->first_syn_ns;
	return r->connect_ns;
}

static void fill_rejecter(struct summary *s, const struct walk_result *r, const struct addr *target)
{
	s->rejected = 1;
	s->rejecter = r->icmp.offender;
	s->type = r->icmp.type;
	s->code = r->icmp.code;
	s->by_target = addr_equal(&s->rejecter, target);
	s->by_us = !s->by_target && addr_equal(&s->rejecter, &r->local);
}

/* What never left says nothing of the port, nor does what this host's kernel would not take. */
static bool was_silent(const struct walk_result *r)
{
	const struct flow *f = r->flow;

	return r->error == ETIMEDOUT && (!f || f->end[FLOW_OUT].segments);
}

struct summary walk_summary(const struct walk_result *r, const struct addr *target)
{
	struct summary s = {.rejecter_ttl = -1,
		.drops = r->drops,
		.elapsed_ns = r->end_ns - r->start_ns,
		.rtt_deviation_ns = -1,
		.interrupted = r->interrupted};

	s.rtt_min_ns = s.rtt_mean_ns = s.rtt_max_ns = rtt_of(r);
	if (r->connected)
		s.open = 1;
	else if (r->icmp.present)
		fill_rejecter(&s, r, target);
	else if (r->error == ECONNREFUSED)
		s.closed = 1;
	else if (was_silent(r))
		s.lost = 1;
	else if (r->error)
		s.unsent = 1;
	s.local_error = s.unsent ? r->error : 0;
	s.sent = !s.unsent && (r->error || r->connected || r->flow);
	s.pending = r->interrupted && s.sent && !r->connected;
	return s;
}
