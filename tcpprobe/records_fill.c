/* records_fill: outcomes and summaries as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>
#include <string.h>

#include "reason.h"
#include "records_types.h"
#include "when.h"

static const char *state_of(const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_OPEN:
		return "open";
	case OUTCOME_CLOSED:
		return "closed";
	case OUTCOME_REJECTED:
		return "rejected";
	case OUTCOME_STALE:
		return "stale";
	case OUTCOME_FORGED:
		return "forged";
	case OUTCOME_UNSENT:
	case OUTCOME_LOST:
		break;
	}
	return NULL;
}

static const char *turn_of(const struct outcome *o)
{
	if (o->kind == OUTCOME_FORGED || o->answer.verdict == ANSWER_STRANGER)
		return NULL;
	return plan_verdict_name(o->answer.verdict);
}

static void fill_segment(struct records_outcome *out, const struct syn_match *m, bool is_open)
{
	bool syn = m->flags & TCP_SYN;

	/* connect() shows none. */
	if (m->flags) {
		out->flags = tcp_flags_print(out->flags_text, m->flags);
		out->window = m->window;
	}
	if (!syn && (m->flags || !is_open))
		return;
	out->mss = m->has_mss ? m->mss : UINT64_MAX;
	out->window_scale = m->has_window_scale ? m->window_scale : UINT64_MAX;
	out->sack = m->sack;
	out->timestamps = m->timestamps;
}

static void fill_rejection(struct records_outcome *out, const struct syn_match *m)
{
	out->icmp_type = m->type;
	out->icmp_code = m->code;
	out->reason = reason_text(out->reason_text, sizeof(out->reason_text),
		(enum addr_family)out->addr.family, m->type, m->code, m->info);
}

static void fill_answer(struct records_outcome *out, const struct outcome *o)
{
	const struct syn_match *m = &o->match;

	out->state = state_of(o);
	out->verdict = turn_of(o);
	out->from = m->from;
	out->source_port = m->source_port;
	if (m->ttl >= 0)
		out->ttl = (uint64_t)m->ttl;
	if (o->answer.rtt_ns >= 0)
		out->rtt_source = o->answer.stamp == STAMP_KERNEL ? "kernel" : "user";
	if (o->kind == OUTCOME_REJECTED)
		fill_rejection(out, m);
	else
		fill_segment(out, m, o->kind == OUTCOME_OPEN);
}

int records_outcome(struct records *r, const struct outcome *o)
{
	struct records_outcome out = {.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.seq = o->nth + 1,
		.ttl = UINT64_MAX,
		.window = UINT64_MAX,
		.mss = UINT64_MAX,
		.window_scale = UINT64_MAX,
		.icmp_type = UINT64_MAX,
		.icmp_code = UINT64_MAX,
		.rtt_ns = when_known(o->answer.rtt_ns),
		.waited_ns = o->at_ns - o->answer.sent_ns,
		.retransmits = o->retransmits ? o->retransmits : UINT64_MAX,
		.sack = -1,
		.timestamps = -1};
	const struct report_type *type = &records_answer_type;

	if (!report_has_records(r->report))
		return 0;
	if (o->kind == OUTCOME_LOST) {
		type = &records_lost_type;
	} else if (o->kind == OUTCOME_UNSENT) {
		type = &records_unsent_type;
		out.error = strerror(o->error);
	} else {
		fill_answer(&out, o);
	}
	return report_put(r->report, type, &out, o->at_realtime_ns);
}

static void fill_finding(struct records_summary *out, const struct summary *s)
{
	const struct verdict_finding v = summary_finding(s);
	int hops = s->rejected ? verdict_hops(s->rejecter_ttl) : -1;

	out->state = verdict_state_word(v.state);
	out->reason = verdict_reason_word(v.reason);
	out->who = verdict_who_word(v.who);
	out->confidence = verdict_confidence_word(v.confidence);
	out->signals = verdict_signals_print(out->signals_text, v.signals);
	out->rejecter_hops = report_u64(hops);
}

void records_summarise(struct records_summary *out, const struct records *r,
	const struct summary *s, bool up, int64_t offset_ns)
{
	*out = (struct records_summary){.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.rejecter = s->rejecter,
		.sent = s->sent,
		.open = s->open,
		.closed = s->closed,
		.rejected = s->rejected,
		.stale = s->stale,
		.duplicates = s->duplicates,
		.forged = s->forged,
		.late = s->late,
		.lost = s->lost,
		.pending = s->pending,
		.unsent = s->unsent,
		.drops = s->drops,
		.retransmits = s->retransmits,
		.icmp_type = s->rejected ? s->type : UINT64_MAX,
		.icmp_code = s->rejected ? s->code : UINT64_MAX,
		.loss_percent = s->sent ? summary_loss_percent(s) : (double)NAN,
		.elapsed_ns = s->elapsed_ns,
		.rtt_min_ns = when_known(s->rtt_min_ns),
		.rtt_mean_ns = when_known(s->rtt_mean_ns),
		.rtt_max_ns = when_known(s->rtt_max_ns),
		.rtt_deviation_ns = when_known(s->rtt_deviation_ns),
		.times = TIMES_UNKNOWN,
		.user_stamped = s->user_stamped,
		.clock_steps = s->clock_steps,
		.up = up,
		.interrupted = s->interrupted};
	fill_finding(out, s);
	if (!s->story)
		return;
	times_of_histogram(&out->times, s->histogram);
	times_of_story(&out->times, s->story, offset_ns);
}
