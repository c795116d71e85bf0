/* pathrecord: a path as records: each hop, who answers there, and what to make of it all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "pathrecord.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "when.h"

#define UNKNOWN INT64_MIN

const char *pathrecord_labels(char to[static PATHRECORD_LABELS], const struct trace_answer *a)
{
	size_t used = 0;

	for (unsigned i = 0; i < a->n_labels && used < PATHRECORD_LABELS; i++)
		used += (size_t)snprintf(to + used, PATHRECORD_LABELS - used, "%s%u/%u/%u",
			i ? " " : "", a->labels[i] >> 12, a->labels[i] >> 9 & 7,
			a->labels[i] & 255);
	return a->n_labels ? to : NULL;
}

const char *pathrecord_kind(enum trace_kind kind)
{
	static const char *const kinds[] = {[TRACE_TRANSIT] = "transit",
		[TRACE_TARGET] = "target",
		[TRACE_REFUSED] = "refused",
		[TRACE_TOO_BIG] = "too-big"};

	return kinds[kind];
}

static const char *name_of(const struct pathrecord *p, const struct addr *a)
{
	return p->names ? names_known(p->names, a) : NULL;
}

static void add_newest(const struct pathrecord *p, struct pathrecord_hop *out,
	char labels[static PATHRECORD_LABELS])
{
	const struct trace_responder *w = trace_newest(p->trace, (unsigned)out->hop);

	if (!w)
		return;
	out->hop_addr = w->last.from;
	out->name = name_of(p, &w->last.from);
	out->is_target = w->last.kind == TRACE_TARGET;
	out->ttl = report_u64(w->last.ttl);
	out->back = trace_hops_back(w->last.ttl) ? trace_hops_back(w->last.ttl) : UINT64_MAX;
	out->quoted_ttl = report_u64(w->last.quoted_ttl);
	out->quoted_tos = report_u64(w->last.quoted_tos);
	out->icmp_name = w->last.reason;
	out->mtu = w->last.mtu_bytes ? w->last.mtu_bytes : UINT64_MAX;
	out->labels = pathrecord_labels(labels, &w->last);
}

static void put_hop(const struct pathrecord *p, unsigned hop, int64_t realtime_ns)
{
	const struct trace_hop *h = trace_hop(p->trace, hop);
	const struct tally *t = &h->tally;
	char labels[PATHRECORD_LABELS];
	struct pathrecord_hop out = {.target = p->target,
		.port = p->port,
		.source_port = p->source_port,
		.flow = p->flow,
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
		.limits = trace_limits(p->trace, hop),
		.is_target = -1,
		.last_ns = when_known(h->last_ns),
		.min_ns = t->answered ? t->rtt_min_ns : UNKNOWN,
		.mean_ns = when_known(tally_mean_ns(t)),
		.max_ns = t->answered ? t->rtt_max_ns : UNKNOWN,
		.deviation_ns = when_known(tally_deviation_ns(t)),
		.p50_ns = when_known(histogram_quantile_ns(h->rtts, 0.5)),
		.p90_ns = when_known(histogram_quantile_ns(h->rtts, 0.9)),
		.p99_ns = when_known(histogram_quantile_ns(h->rtts, 0.99)),
		.jitter_ns = when_known(h->story.jitter_ns),
		.difference_ns = when_known(h->story.difference_ns),
		.ttl = UINT64_MAX,
		.back = UINT64_MAX,
		.quoted_ttl = UINT64_MAX,
		.quoted_tos = UINT64_MAX,
		.mtu = UINT64_MAX};

	add_newest(p, &out, labels);
	report_put(p->report, p->hop, &out, realtime_ns);
	if (p->prom)
		report_prom(p->report, p->hop, &out, p->target);
}

static void put_responders(const struct pathrecord *p, unsigned hop, int64_t realtime_ns)
{
	const struct trace_hop *h = trace_hop(p->trace, hop);

	for (unsigned i = 0; h->n_who > 1 && i < h->n_who; i++) {
		const struct trace_responder *w = &h->who[i];
		const struct pathrecord_responder out = {.target = p->target,
			.port = p->port,
			.source_port = p->source_port,
			.name = name_of(p, &w->last.from),
			.hop = hop,
			.answers = w->answers,
			.ttl = report_u64(w->last.ttl),
			.hop_addr = w->last.from};

		report_put(p->report, p->responder, &out, realtime_ns);
	}
}

static void put_verdict(const struct pathrecord *p, int64_t realtime_ns)
{
	static const char *const states[] = {[TRACE_NOTHING] = "nothing",
		[TRACE_REACHED] = "reached",
		[TRACE_ENDS] = "ends",
		[TRACE_LOOPS] = "loops",
		[TRACE_STOPS] = "stops"};
	struct trace_verdict v = trace_verdict(p->trace);
	const struct trace_responder *at = trace_newest(p->trace, v.hop);
	const struct trace_responder *from = trace_newest(p->trace, v.loss_from);
	struct pathrecord_path out = {.target = p->target,
		.port = p->port,
		.source_port = p->source_port,
		.flow = p->flow,
		.addr = p->addr,
		.state = states[v.state],
		.hop = v.hop ? v.hop : UINT64_MAX,
		.again = v.again ? v.again : UINT64_MAX,
		.loss_from = v.loss_from ? v.loss_from : UINT64_MAX,
		.loss_percent = v.state == TRACE_REACHED ? v.loss_percent : (double)NAN,
		.length_changes = trace_length_changes(p->trace),
		.mtu = UINT64_MAX};

	if (at)
		out.hop_addr = at->last.from;
	if (from)
		out.loss_from_addr = from->last.from;
	if (at && v.state == TRACE_STOPS) {
		out.icmp_name = at->last.reason;
		out.mtu = at->last.mtu_bytes ? at->last.mtu_bytes : UINT64_MAX;
	}
	report_put(p->report, p->path, &out, realtime_ns);
	if (p->prom)
		report_prom(p->report, p->path, &out, p->target);
}

int pathrecord_put(const struct pathrecord *p, int64_t realtime_ns)
{
	for (unsigned hop = 1; hop <= trace_shown(p->trace); hop++) {
		put_hop(p, hop, realtime_ns);
		put_responders(p, hop, realtime_ns);
	}
	put_verdict(p, realtime_ns);
	return report_failed(p->report);
}

bool pathrecord_explain_limits(struct report *to, const struct trace *t, unsigned hop)
{
	const struct trace_hop *h = trace_hop(t, hop);

	if (!trace_limits(t, hop))
		return false;
	report_text(to,
		"Hop %u answered %" PRIu64 " of %" PRIu64
		" probes (path_hop: limits), yet what passes it arrives: it limits how many "
		"errors it sends, which is no loss.\n",
		hop, h->tally.answered, h->tally.answered + h->tally.lost);
	return true;
}
