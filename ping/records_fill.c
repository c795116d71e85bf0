/* records_fill: outcomes and summaries as the values of records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "dscp.h"
#include "records_types.h"
#include "when.h"

static const uint64_t unknown = UINT64_MAX;

static void fill_error(struct records_outcome *out, const struct match *m, enum addr_family family)
{
	bool v4 = family == ADDR_V4;

	out->icmp_type = m->type;
	out->icmp_code = m->code;
	out->icmp_name = icmp_name(family, m->type, m->code);
	if ((v4 && m->type == 3 && m->code == 4) || (!v4 && m->type == 2))
		out->mtu = m->info;
	if (m->type == (v4 ? 12 : 4))
		out->pointer = m->info;
	if (v4 && m->type == 5)
		out->gateway = addr_v4((const uint8_t[]){(uint8_t)(m->info >> 24),
			(uint8_t)(m->info >> 16), (uint8_t)(m->info >> 8), (uint8_t)m->info});
}

static const struct report_type *type_of(enum outcome_kind kind)
{
	switch (kind) {
	case OUTCOME_REPLY:
		return &records_reply_type;
	case OUTCOME_CORRUPT:
		return &records_corrupt_type;
	case OUTCOME_FORGED:
		return &records_forged_type;
	case OUTCOME_ERROR:
		return &records_error_type;
	case OUTCOME_REDIRECT:
		return &records_redirect_type;
	case OUTCOME_UNSENT:
		return &records_unsent_type;
	case OUTCOME_LOST:
		return &records_lost_type;
	}
	return NULL;
}

/* A time spent on this host, known where both stamps of the probe are the kernel's. */
static int64_t local_ns(const struct outcome *o, int64_t from_ns, int64_t to_ns)
{
	if (o->kind != OUTCOME_REPLY || o->answer.stamp != STAMP_KERNEL)
		return INT64_MIN;
	return to_ns > from_ns ? to_ns - from_ns : 0;
}

static int put_outcome(struct records *r, const struct outcome *o)
{
	const struct match *m = &o->match;
	bool counted = o->kind == OUTCOME_REPLY || o->kind == OUTCOME_ERROR;
	/* An error need not quote enough to name a sequence; a reply has one, true or not. */
	bool named = m->has_probe || o->kind == OUTCOME_FORGED;
	struct records_outcome out = {.target = r->target,
		.addr = m->target,
		.from = m->from,
		.seq = m->has_probe ? o->nth + 1 : unknown,
		.icmp_seq = named ? m->sequence : unknown,
		.flow = o->flow ? o->flow : unknown,
		.rtt_ns = counted ? when_known(o->answer.rtt_ns) : INT64_MIN,
		.local_send_ns = local_ns(o, o->answer.sent_user_ns, o->answer.sent_ns),
		.local_receive_ns = local_ns(o, o->at_ns, o->at_user_ns),
		.rtt_source = counted ? plan_stamp_name(o->answer.stamp) : NULL,
		.verdict = plan_verdict_name(o->answer.verdict),
		.bytes = m->icmp_bytes,
		.ttl = report_u64(m->ttl),
		.tos = report_u64(m->tos),
		.dscp = m->tos < 0 ? NULL : dscp_name((unsigned)m->tos >> 2),
		.ecn = m->tos < 0 ? NULL : dscp_ecn_name((unsigned)m->tos),
		.truncated = m->truncated,
		.other_address = m->other_address,
		.checksum_bad = m->checksum_bad,
		.wrong_at_bytes = m->wrong_at == SIZE_MAX ? unknown : m->wrong_at,
		.mtu = unknown,
		.pointer = unknown,
		.error = m->error ? strerror(m->error) : NULL,
		.waited_ns = o->kind == OUTCOME_LOST ? o->at_ns - o->answer.sent_ns : INT64_MIN};

	if (o->kind == OUTCOME_UNSENT && m->error == EMSGSIZE && m->info)
		out.mtu = m->info;
	if (o->kind == OUTCOME_ERROR || o->kind == OUTCOME_REDIRECT)
		fill_error(&out, m, r->family);
	return report_put(r->report, type_of(o->kind), &out, o->at_realtime_ns);
}

/* A flood without JSON is not to pay for records. */
int records_outcome(struct records *r, const struct outcome *o)
{
	return report_has_records(r->report) ? put_outcome(r, o) : 0;
}

void records_unknown(struct records_summary *s)
{
	*s = (struct records_summary){.loss_percent = (double)NAN,
		.rtt_min_ns = INT64_MIN,
		.rtt_mean_ns = INT64_MIN,
		.rtt_max_ns = INT64_MIN,
		.rtt_deviation_ns = INT64_MIN,
		.times = TIMES_UNKNOWN,
		.ttl_changes = unknown,
		.tos_changes = unknown,
		.goal_reached = -1,
		.limits_held = -1,
		.unasked = unknown,
		.unresolved = unknown};
}

void records_limits(struct records_summary *out, const struct bounds_verdict *v)
{
	out->limits_held = v->given ? v->held : -1;
	out->limits_failed = v->held ? NULL : v->failed;
}

struct records_summary records_summarise(
	const char *target, const struct addr *addr, const struct summary *s, int64_t offset_ns)
{
	struct records_summary out = {.target = target,
		.addr = *addr,
		.transmitted = s->transmitted,
		.received = s->received,
		.lost = s->lost,
		.late = s->late,
		.pending = s->pending,
		.duplicates = s->duplicates,
		.corrupted = s->corrupted,
		.forged = s->forged,
		.rejected = s->rejected,
		.redirects = s->redirects,
		.unsent = s->unsent,
		.drops = s->drops,
		.loss_percent = s->transmitted ? summary_loss_percent(s) : (double)NAN,
		.elapsed_ns = s->elapsed_ns,
		.rtt_min_ns = when_known(s->rtt_min_ns),
		.rtt_mean_ns = when_known(s->rtt_mean_ns),
		.rtt_max_ns = when_known(s->rtt_max_ns),
		.rtt_deviation_ns = when_known(s->rtt_deviation_ns),
		.ttl_changes = s->ttl_changes,
		.tos_changes = s->tos_changes,
		.user_stamped = s->user_stamped,
		.clock_steps = s->clock_steps,
		.interrupted = s->interrupted,
		.goal_reached = s->has_goal ? s->goal_reached : -1,
		.limits_held = -1,
		.targets = unknown,
		.alive = unknown,
		.unasked = unknown,
		.unresolved = unknown,
		.up = s->received > 0};

	times_of_histogram(&out.times, s->histogram);
	times_of_story(&out.times, s->story, offset_ns);
	return out;
}

/* smokeping_prober's buckets, so that its dashboards fit: 50 us, doubled 19 times. */
int records_prom(struct records *r, const struct records_summary *s, const struct histogram *h,
	int64_t rtt_sum_ns)
{
	enum { BUCKETS = 20 };
	double bounds[BUCKETS];
	uint64_t counts[BUCKETS];
	int rc = report_prom(r->report, &records_summary_type, s, r->target);

	for (unsigned i = 0; i < BUCKETS; i++) {
		int64_t bound_ns = INT64_C(50000) << i;

		bounds[i] = (double)bound_ns / 1e9;
		counts[i] = histogram_at_most(h, bound_ns);
	}
	if (rc < 0)
		return rc;
	return report_prom_histogram(r->report, "probe_icmp_rtt_seconds",
		"Round-trip times of all replies.", r->target, bounds, counts, BUCKETS,
		histogram_count(h), (double)rtt_sum_ns / 1e9);
}

int records_target_prom(struct records *r, const struct records_summary *s)
{
	return report_prom(r->report, &records_target_type, s, s->target);
}

int records_many_prom(struct records *r, const struct records_summary *s, const struct histogram *h,
	int64_t rtt_sum_ns)
{
	struct records_summary whole = *s;

	whole.up = -1;
	whole.loss_percent = (double)NAN;
	whole.rtt_min_ns = whole.rtt_mean_ns = whole.rtt_max_ns = INT64_MIN;
	return records_prom(r, &whole, h, rtt_sum_ns);
}
