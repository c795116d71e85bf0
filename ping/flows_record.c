/* flows_record: what was found of the flows, in records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>

#include "clock.h"
#include "flows_report.h"
#include "records_types.h"
#include "when.h"

struct flow_record {
	const char *target;
	struct addr addr;
	uint64_t flow, checksum, label, sent, received, lost, late, rejected, duplicates, corrupted,
		unsent, ttl, group;
	double loss_percent;
	int64_t min_ns, mean_ns, max_ns, p50_ns, p90_ns, p99_ns;
	int8_t bad;
};

#define FLOW(key, kind, member, help)                                                              \
	{                                                                                          \
		key, kind, offsetof(struct flow_record, member), 0, help, NULL, NULL               \
	}
static const struct report_field flow_fields[] = {
	FLOW("target", REPORT_TEXT, target, "The target as it was given."),
	FLOW("addr", REPORT_ADDR, addr, "The address that was probed."),
	{"flow", REPORT_U64, offsetof(struct flow_record, flow), REPORT_LABEL,
		"The flow's number, from 1.", NULL, NULL},
	FLOW("icmp_checksum", REPORT_U64, checksum,
		"The ICMP checksum of all its probes; with IPv6 before the pseudo-header is "
		"added."),
	FLOW("flow_label", REPORT_U64, label, "The IPv6 flow label of all its probes."),
	{"sent", REPORT_U64, offsetof(struct flow_record, sent), 0, "Probes that left.",
		"probe_icmp_flow_sent_total", "counter"},
	{"answered", REPORT_U64, offsetof(struct flow_record, received), 0,
		"Probes with an answer.", "probe_icmp_flow_received_total", "counter"},
	{"lost", REPORT_U64, offsetof(struct flow_record, lost), 0, "Time-out passed, no answer.",
		"probe_icmp_flow_lost_total", "counter"},
	FLOW("late", REPORT_U64, late, "Answers after the time-out."),
	FLOW("rejected", REPORT_U64, rejected, "Probes answered by an ICMP error."),
	FLOW("duplicates", REPORT_U64, duplicates, "Answers to a probe beyond the first."),
	FLOW("corrupted", REPORT_U64, corrupted, "Our replies with changed data."),
	FLOW("unsent", REPORT_U64, unsent, "Probes this host refused to send."),
	{"loss_percent", REPORT_REAL, offsetof(struct flow_record, loss_percent), 0,
		"Sent less answered, of sent.", "probe_icmp_flow_loss_percent", "gauge"},
	FLOW("rtt_min_ms", REPORT_MS, min_ns, "Least round-trip time."),
	FLOW("rtt_avg_ms", REPORT_MS, mean_ns, "Mean round-trip time."),
	FLOW("rtt_max_ms", REPORT_MS, max_ns, "Largest round-trip time."),
	{"rtt_p50_ms", REPORT_MS, offsetof(struct flow_record, p50_ns), 0, "Median.",
		"probe_icmp_flow_rtt_seconds{quantile=\"0.5\"}", "summary"},
	{"rtt_p90_ms", REPORT_MS, offsetof(struct flow_record, p90_ns), 0, "90th percentile.",
		"probe_icmp_flow_rtt_seconds{quantile=\"0.9\"}", "summary"},
	{"rtt_p99_ms", REPORT_MS, offsetof(struct flow_record, p99_ns), 0, "99th percentile.",
		"probe_icmp_flow_rtt_seconds{quantile=\"0.99\"}", "summary"},
	FLOW("ttl", REPORT_U64, ttl, "TTL of its replies; null: unknown, or not always the same."),
	FLOW("rtt_group", REPORT_U64, group,
		"Group by times, from 1, the fastest; flows of one group cannot be told apart."),
	{"bad", REPORT_BOOL, offsetof(struct flow_record, bad), 0,
		"Loses more than chance explains.", "probe_icmp_flow_bad", "gauge"},
};
const struct report_type records_flow_type = {"ping", "flow", "One flow of --flows, at the end.",
	flow_fields, sizeof(flow_fields) / sizeof(*flow_fields)};

struct flows_record {
	const char *target, *verdict, *says;
	struct addr addr;
	uint64_t flows, bad, groups, ttls, seed;
	double chance;
};

#define FLOWS(key, kind, member, help)                                                             \
	{                                                                                          \
		key, kind, offsetof(struct flows_record, member), 0, help, NULL, NULL              \
	}
#define GAUGE(key, member, help, prom)                                                             \
	{                                                                                          \
		key, REPORT_U64, offsetof(struct flows_record, member), 0, help, prom, "gauge"     \
	}
static const struct report_field flows_fields[] = {
	FLOWS("target", REPORT_TEXT, target, "The target as it was given."),
	FLOWS("addr", REPORT_ADDR, addr, "The address that was probed."),
	GAUGE("flows", flows, "How many flows there were.", "probe_icmp_flows"),
	GAUGE("bad_flows", bad, "How many of them lose more than chance explains.",
		"probe_icmp_flows_bad"),
	GAUGE("rtt_groups", groups, "How many groups they fall into by their times; 0 unknown.",
		"probe_icmp_flows_groups"),
	FLOWS("ttls", REPORT_U64, ttls, "How many TTLs their replies have; 0 unknown."),
	FLOWS("verdict", REPORT_TEXT, verdict,
		"silent, bad, too_few, even, times, ttls or alike: see the manual."),
	FLOWS("says", REPORT_TEXT, says, "The same in a sentence."),
	FLOWS("chance_log10", REPORT_REAL, chance,
		"With bad: the power of ten that bounds how probable this is by chance."),
	FLOWS("seed", REPORT_U64, seed, "What --seed takes to get the same flows again."),
};
const struct report_type records_flows_type = {"ping", "flows",
	"What the flows of --flows say together.", flows_fields,
	sizeof(flows_fields) / sizeof(*flows_fields)};

static double loss_percent(const struct tally *t)
{
	return t->sent ? stats_loss_percent(t->sent, t->answered) : (double)NAN;
}

static void put_flow(const struct flows *f, uint32_t flow)
{
	const struct flows_tally *t = &f->each[flow];
	const struct flows_set *s = f->c->set;
	const struct spread_flow *j = &f->judged[flow];
	bool grouped = f->verdict.groups && t->t.answered;
	const struct flow_record r = {.target = f->c->records->target,
		.addr = f->c->target,
		.flow = flow + 1,
		.checksum = s->checksums[flow],
		.label = s->v6 ? s->labels[flow] : UINT64_MAX,
		.sent = t->t.sent,
		.received = t->t.answered,
		.lost = t->t.lost,
		.late = t->t.late,
		.rejected = t->t.rejected,
		.duplicates = t->t.duplicates,
		.corrupted = t->t.corrupted,
		.unsent = t->t.unsent,
		.ttl = report_u64(t->ttl),
		.group = grouped ? j->group + 1 : UINT64_MAX,
		.loss_percent = loss_percent(&t->t),
		.min_ns = t->t.answered ? t->t.rtt_min_ns : INT64_MIN,
		.mean_ns = when_known(tally_mean_ns(&t->t)),
		.max_ns = t->t.answered ? t->t.rtt_max_ns : INT64_MIN,
		.p50_ns = when_known(histogram_quantile_ns(t->rtts, 0.5)),
		.p90_ns = when_known(histogram_quantile_ns(t->rtts, 0.9)),
		.p99_ns = when_known(histogram_quantile_ns(t->rtts, 0.99)),
		.bad = j->bad};

	report_put(f->c->report, &records_flow_type, &r, clock_wall());
	report_prom(f->c->report, &records_flow_type, &r, f->c->records->target);
}

void flows_report_records(const struct flows *f)
{
	char says[SPREAD_TEXT];
	const struct flows_record r = {.target = f->c->records->target,
		.verdict = spread_word(f->verdict.kind),
		.says = spread_say(says, &f->verdict),
		.addr = f->c->target,
		.flows = f->verdict.flows,
		.bad = f->verdict.bad,
		.groups = f->verdict.groups,
		.ttls = f->verdict.ttls,
		.seed = f->c->set->seed,
		.chance = f->verdict.bad ? f->verdict.chance_log10 : (double)NAN};

	for (uint32_t i = 0; i < f->c->set->n; i++)
		put_flow(f, i);
	report_put(f->c->report, &records_flows_type, &r, clock_wall());
	report_prom(f->c->report, &records_flows_type, &r, f->c->records->target);
}

struct records_summary flows_report_summary(const struct flows *f, const char *target)
{
	const struct tally *t = &f->all.t;
	struct records_summary s;

	records_unknown(&s);
	s.target = target;
	s.addr = f->c->target;
	s.targets = s.alive = UINT64_MAX;
	s.transmitted = t->sent;
	s.received = t->answered;
	s.lost = t->lost;
	s.late = t->late;
	s.pending = tally_pending(t);
	s.duplicates = t->duplicates;
	s.corrupted = t->corrupted;
	s.forged = f->forged;
	s.rejected = t->rejected;
	s.redirects = f->redirects;
	s.unsent = t->unsent;
	s.drops = f->drops;
	s.loss_percent = loss_percent(t);
	s.elapsed_ns = f->last_sent_ns ? f->last_sent_ns - f->start_ns : 0;
	s.rtt_min_ns = t->answered ? t->rtt_min_ns : INT64_MIN;
	s.rtt_mean_ns = when_known(tally_mean_ns(t));
	s.rtt_max_ns = t->answered ? t->rtt_max_ns : INT64_MIN;
	s.rtt_deviation_ns = when_known(tally_deviation_ns(t));
	times_of_histogram(&s.times, f->all.rtts);
	s.user_stamped = f->user_stamped;
	s.clock_steps = session_clock(f->c->engine.session)->steps;
	s.interrupted = f->interrupted;
	s.up = t->answered > 0;
	return s;
}
