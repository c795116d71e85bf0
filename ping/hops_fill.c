/* hops_fill: a path's records out of what trace knows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hops.h"
#include "hops_records.h"
#include "icmp.h"

#define UNKNOWN INT64_MIN
enum { LABELS_TEXT = TRACE_LABELS * 24 };

static uint64_t known(int64_t value)
{
	return value < 0 ? UINT64_MAX : (uint64_t)value;
}

static int64_t known_ns(int64_t value)
{
	return value < 0 ? UNKNOWN : value;
}

/* NULL without labels. */
static const char *labels_text(char to[static LABELS_TEXT], const struct trace_answer *a)
{
	size_t used = 0;

	for (unsigned i = 0; i < a->n_labels && used < LABELS_TEXT; i++)
		used += (size_t)snprintf(to + used, LABELS_TEXT - used, "%s%u/%u/%u", i ? " " : "",
			a->labels[i] >> 12, a->labels[i] >> 9 & 7, a->labels[i] & 255);
	return a->n_labels ? to : NULL;
}

static const char *verdict_of(const struct outcome *o, const struct trace_answer *a)
{
	static const char *const kinds[] = {[TRACE_TRANSIT] = "transit",
		[TRACE_TARGET] = "target",
		[TRACE_REFUSED] = "refused",
		[TRACE_TOO_BIG] = "too-big"};

	if (a)
		return kinds[a->kind];
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
	char labels[LABELS_TEXT];
	struct hops_probe_record p = {.target = r->records->target,
		.hop = m->probe.lane + 1,
		.seq = o->nth + 1,
		.icmp_seq = m->sequence,
		.verdict = verdict_of(o, answer),
		.rtt_ns = known_ns(o->answer.rtt_ns),
		.late = answer ? answer->late : -1,
		.ttl = UINT64_MAX,
		.quoted_ttl = UINT64_MAX,
		.quoted_tos = UINT64_MAX,
		.icmp_type = error ? m->type : UINT64_MAX,
		.icmp_code = error ? m->code : UINT64_MAX,
		.icmp_name = error ? icmp_name(r->records->family, m->type, m->code) : NULL,
		.mtu = answer && answer->mtu_bytes ? answer->mtu_bytes : UINT64_MAX,
		.labels = answer ? labels_text(labels, answer) : NULL};

	if (!m->has_probe || !report_has_records(r->report))
		return 0;
	if (o->kind == OUTCOME_UNSENT) {
		p.error = strerrordesc_np(m->error);
	} else if (!silent) {
		p.addr = m->from;
		p.ttl = known(m->ttl);
		p.rtt_source = o->answer.stamp == STAMP_KERNEL ? "kernel" : "user";
	}
	if (answer) {
		p.quoted_ttl = known(answer->quoted_ttl);
		p.quoted_tos = known(answer->quoted_tos);
	}
	return report_put(r->report, &records_path_probe_type, &p, o->at_realtime_ns);
}

static void add_newest(
	const struct hops_report *r, struct hops_hop_record *out, char labels[static LABELS_TEXT])
{
	const struct trace_responder *w = trace_newest(r->trace, (unsigned)out->hop);

	if (!w)
		return;
	out->addr = w->last.from;
	out->name = names_known(r->names, &w->last.from);
	out->is_target = w->last.kind == TRACE_TARGET;
	out->ttl = known(w->last.ttl);
	out->back = trace_hops_back(w->last.ttl) ? trace_hops_back(w->last.ttl) : UINT64_MAX;
	out->quoted_ttl = known(w->last.quoted_ttl);
	out->quoted_tos = known(w->last.quoted_tos);
	out->icmp_name = w->last.reason;
	out->mtu = w->last.mtu_bytes ? w->last.mtu_bytes : UINT64_MAX;
	out->labels = labels_text(labels, &w->last);
}

static void put_hop(const struct hops_report *r, unsigned hop, int64_t realtime_ns)
{
	const struct trace_hop *h = trace_hop(r->trace, hop);
	const struct tally *t = &h->tally;
	char labels[LABELS_TEXT];
	struct hops_hop_record out = {.target = r->records->target,
		.hop = hop,
		.responders = h->n_who,
		.changes = h->changes,
		.sent = t->sent,
		.answered = t->answered,
		.lost = t->lost,
		.late = t->late,
		.pending = tally_pending(t),
		.duplicates = t->duplicates,
		.unsent = t->unsent,
		.loss_percent = t->answered + t->lost ? trace_loss_percent(h) : (double)NAN,
		.limits = trace_limits(r->trace, hop),
		.is_target = -1,
		.last_ns = known_ns(h->last_ns),
		.min_ns = t->answered ? t->rtt_min_ns : UNKNOWN,
		.mean_ns = known_ns(tally_mean_ns(t)),
		.max_ns = t->answered ? t->rtt_max_ns : UNKNOWN,
		.deviation_ns = known_ns(tally_deviation_ns(t)),
		.p50_ns = known_ns(histogram_quantile_ns(h->rtts, 0.5)),
		.p90_ns = known_ns(histogram_quantile_ns(h->rtts, 0.9)),
		.p99_ns = known_ns(histogram_quantile_ns(h->rtts, 0.99)),
		.jitter_ns = known_ns(h->story.jitter_ns),
		.difference_ns = known_ns(h->story.difference_ns),
		.ttl = UINT64_MAX,
		.back = UINT64_MAX,
		.quoted_ttl = UINT64_MAX,
		.quoted_tos = UINT64_MAX,
		.mtu = UINT64_MAX};

	add_newest(r, &out, labels);
	report_put(r->report, &records_path_hop_type, &out, realtime_ns);
	if (r->prom)
		report_prom(r->report, &records_path_hop_type, &out, r->records->target);
}

static void put_responders(const struct hops_report *r, unsigned hop, int64_t realtime_ns)
{
	const struct trace_hop *h = trace_hop(r->trace, hop);

	for (unsigned i = 0; h->n_who > 1 && i < h->n_who; i++) {
		const struct trace_responder *w = &h->who[i];
		const struct hops_responder_record out = {.target = r->records->target,
			.name = names_known(r->names, &w->last.from),
			.hop = hop,
			.answers = w->answers,
			.ttl = known(w->last.ttl),
			.addr = w->last.from};

		report_put(r->report, &records_path_responder_type, &out, realtime_ns);
	}
}

static void put_verdict(const struct hops_report *r, int64_t realtime_ns)
{
	static const char *const states[] = {[TRACE_NOTHING] = "nothing",
		[TRACE_REACHED] = "reached",
		[TRACE_ENDS] = "ends",
		[TRACE_LOOPS] = "loops",
		[TRACE_STOPS] = "stops"};
	struct trace_verdict v = trace_verdict(r->trace);
	const struct trace_responder *at = trace_newest(r->trace, v.hop);
	const struct trace_responder *from = trace_newest(r->trace, v.loss_from);
	struct hops_path_record out = {.target = r->records->target,
		.addr = r->target,
		.state = states[v.state],
		.hop = v.hop ? v.hop : UINT64_MAX,
		.again = v.again ? v.again : UINT64_MAX,
		.loss_from = v.loss_from ? v.loss_from : UINT64_MAX,
		.loss_percent = v.state == TRACE_REACHED ? v.loss_percent : (double)NAN,
		.length_changes = trace_length_changes(r->trace),
		.mtu = UINT64_MAX};

	if (at)
		out.hop_addr = at->last.from;
	if (from)
		out.loss_from_addr = from->last.from;
	if (at && v.state == TRACE_STOPS) {
		out.icmp_name = at->last.reason;
		out.mtu = at->last.mtu_bytes ? at->last.mtu_bytes : UINT64_MAX;
	}
	report_put(r->report, &records_path_type, &out, realtime_ns);
	if (r->prom)
		report_prom(r->report, &records_path_type, &out, r->records->target);
}

int hops_records_path(const struct hops_report *r, int64_t realtime_ns)
{
	for (unsigned hop = 1; hop <= trace_shown(r->trace); hop++) {
		put_hop(r, hop, realtime_ns);
		put_responders(r, hop, realtime_ns);
	}
	put_verdict(r, realtime_ns);
	return report_failed(r->report);
}

/* The hop of the target stands for the run; without one, what most hops were sent. */
static const struct trace_hop *whole(const struct trace *t, const struct trace_verdict *v)
{
	const struct trace_hop *most = trace_hop(t, 1);

	if (v->state == TRACE_REACHED)
		return trace_hop(t, v->hop);
	for (unsigned hop = 2; hop <= trace_hops(t); hop++)
		if (trace_hop(t, hop)->tally.sent > most->tally.sent)
			most = trace_hop(t, hop);
	return most;
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
	s->jitter_ns = known_ns(h->story.jitter_ns);
	s->difference_ns = known_ns(h->story.difference_ns);
	s->reordered = h->story.reordered;
	s->longest_loss = h->story.longest_loss;
	s->loss_runs = h->story.loss_runs;
	records_percentiles(s, h->rtts);
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
