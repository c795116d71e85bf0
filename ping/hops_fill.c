/* hops_fill: a path's records out of what trace knows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "hops.h"
#include "hops_records.h"
#include "icmp.h"
#include "pathrecord.h"
#include "when.h"

#define UNKNOWN INT64_MIN

static const char *verdict_of(const struct outcome *o, const struct trace_answer *a)
{
	if (a)
		return pathrecord_kind(a->kind);
	if (o->kind == OUTCOME_LOST)
		return "lost";
	if (o->kind == OUTCOME_UNSENT)
		return "unsent";
	return o->answer.verdict == ANSWER_DUPLICATE ? "duplicate" : "other";
}

int hops_records_outcome(
	const struct hops_report *r, const struct outcome *o, const struct trace_answer *answer)
{
	const struct match *m = &o->match;
	bool error = o->kind == OUTCOME_ERROR, silent = o->kind == OUTCOME_LOST;
	char labels[PATHRECORD_LABELS];
	struct hops_probe_record p = {.target = r->records->target,
		.hop = m->probe.lane + 1,
		.seq = o->nth + 1,
		.icmp_seq = m->sequence,
		.verdict = verdict_of(o, answer),
		.rtt_ns = when_known(o->answer.rtt_ns),
		.late = answer ? answer->late : -1,
		.ttl = UINT64_MAX,
		.quoted_ttl = UINT64_MAX,
		.quoted_tos = UINT64_MAX,
		.icmp_type = error ? m->type : UINT64_MAX,
		.icmp_code = error ? m->code : UINT64_MAX,
		.icmp_name = error ? icmp_name(r->records->family, m->type, m->code) : NULL,
		.mtu = answer && answer->mtu_bytes ? answer->mtu_bytes : UINT64_MAX,
		.labels = answer ? pathrecord_labels(labels, answer) : NULL};

	if (!m->has_probe || !report_has_records(r->report))
		return 0;
	if (o->kind == OUTCOME_UNSENT) {
		p.error = strerrordesc_np(m->error);
	} else if (!silent) {
		p.from = m->from;
		p.ttl = report_u64(m->ttl);
		p.rtt_source = o->answer.stamp == STAMP_KERNEL ? "kernel" : "user";
	}
	if (answer) {
		p.quoted_ttl = report_u64(answer->quoted_ttl);
		p.quoted_tos = report_u64(answer->quoted_tos);
	}
	return report_put(r->report, &records_path_probe_type, &p, o->at_realtime_ns);
}

int hops_records_path(const struct hops_report *r, int64_t realtime_ns)
{
	const struct pathrecord p = {.report = r->report,
		.hop = &records_path_hop_type,
		.responder = &records_path_responder_type,
		.path = &records_path_type,
		.trace = r->trace,
		.names = r->names,
		.target = r->records->target,
		.addr = r->target,
		.port = UINT64_MAX,
		.source_port = UINT64_MAX,
		.flow = UINT64_MAX,
		.prom = r->prom};

	return pathrecord_put(&p, realtime_ns);
}

/* The hop of the target stands for the run; without one, what most hops were sent. */
static const struct trace_hop *whole(const struct trace *t, const struct trace_verdict *v)
{
	if (v->state == TRACE_REACHED)
		return trace_hop(t, v->hop);
	return trace_most_sent(t);
}

static void add_target(struct records_summary *s, const struct trace_hop *h)
{
	const struct tally *t = &h->tally;

	s->received = t->answered;
	s->lost = t->lost;
	s->late = t->late;
	s->pending = tally_pending(t);
	s->duplicates = t->duplicates;
	s->loss_percent = trace_loss_percent(h);
	s->rtt_min_ns = t->rtt_min_ns;
	s->rtt_mean_ns = tally_mean_ns(t);
	s->rtt_max_ns = t->rtt_max_ns;
	s->rtt_deviation_ns = tally_deviation_ns(t);
	s->times.jitter_ns = when_known(h->story.jitter_ns);
	s->times.difference_ns = when_known(h->story.difference_ns);
	s->times.reordered = h->story.reordered;
	s->times.longest_loss = h->story.longest_loss;
	s->times.loss_runs = h->story.loss_runs;
	times_of_histogram(&s->times, h->rtts);
}

struct records_summary hops_records_summary(const struct hops_report *r, const struct hops_sum *sum)
{
	struct trace_verdict v = trace_verdict(r->trace);
	const struct trace_hop *h = whole(r->trace, &v);
	struct records_summary s;

	records_unknown(&s);
	s.target = r->records->target;
	s.addr = r->target;
	s.transmitted = h->tally.sent;
	s.up = v.state == TRACE_REACHED;
	if (s.up)
		add_target(&s, h);
	else
		s.lost = h->tally.sent;
	s.corrupted = sum->corrupted;
	s.forged = sum->forged;
	s.redirects = sum->redirects;
	s.drops = sum->drops;
	s.user_stamped = sum->user_stamped;
	for (unsigned hop = 1; hop <= trace_hops(r->trace); hop++)
		s.unsent += trace_hop(r->trace, hop)->tally.unsent;
	s.elapsed_ns = sum->took_ns;
	s.interrupted = sum->interrupted;
	s.targets = s.alive = UINT64_MAX;
	return s;
}
