/* records_comparison: RSTs beside a known port's answers, as a record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_types.h"
#include "report_table.h"
#include "when.h"

struct records_comparison {
	const char *target, *reference_state, *signals;
	struct addr addr;
	uint64_t port, reference, answers, reference_answers, hops, reference_hops, low_ttl,
		low_answered, reference_low_answered, reference_low_expired;
	int64_t rtt_max_ns, reference_rtt_min_ns;
	int8_t usable;
	char signals_text[VERDICT_SIGNALS_TEXT];
};
static const struct report_field fields[] = {
	MUST(records_comparison, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(records_comparison, "addr", REPORT_ADDR, addr, "The address that is asked."),
	MUST(records_comparison, "port", REPORT_U64, port, "The port whose RSTs are in doubt."),
	MUST(records_comparison, "reference", REPORT_U64, reference,
		"The port that the host surely answers."),
	FIELD(records_comparison, "reference_state", REPORT_TEXT, reference_state,
		"What its answers were: open (SYN-ACKs) or closed (RSTs)."),
	MUST(records_comparison, "usable", REPORT_BOOL, usable,
		"Whether both gave answers enough to compare."),
	MUST(records_comparison, "answers", REPORT_U64, answers, "RSTs of the port."),
	MUST(records_comparison, "reference_answers", REPORT_U64, reference_answers,
		"Answers of the reference."),
	FIELD(records_comparison, "hops", REPORT_U64, hops,
		"How many hops the RSTs have come at most, by their TTLs."),
	FIELD(records_comparison, "reference_hops", REPORT_U64, reference_hops,
		"How many the reference's answers have come at least."),
	FIELD(records_comparison, "rtt_max_ms", REPORT_MS, rtt_max_ns,
		"Round-trip time of the slowest RST."),
	FIELD(records_comparison, "reference_rtt_min_ms", REPORT_MS, reference_rtt_min_ns,
		"Of the reference's fastest answer."),
	FIELD(records_comparison, "low_ttl", REPORT_U64, low_ttl,
		"TTL of more SYNs, which should not last to the host; null: none were sent."),
	FIELD(records_comparison, "low_answered", REPORT_U64, low_answered,
		"How many of those the port answered."),
	FIELD(records_comparison, "reference_low_answered", REPORT_U64, reference_low_answered,
		"How many the reference answered."),
	FIELD(records_comparison, "reference_low_expired", REPORT_U64, reference_low_expired,
		"How many to the reference a router said had expired."),
	FIELD(records_comparison, "signals", REPORT_TEXT, signals,
		"What says that the RSTs are not the host's, as in the summary."),
};
const struct report_type records_comparison_type = {"tcpprobe", "comparison",
	"RSTs beside the answers of a port that the host surely answers (--reference).", fields,
	COUNT(fields)};

static void fill_low(struct records_comparison *out, const struct verdict_trial *t)
{
	out->low_ttl = t->low_ttl;
	out->low_answered = t->port.low_answered;
	out->reference_low_answered = t->known.low_answered;
	out->reference_low_expired = t->known.low_expired;
}

int records_comparison(
	struct records *r, uint16_t reference, const struct inquiry *i, int64_t realtime_ns)
{
	const struct verdict_trial *t = &i->trial;
	const struct verdict_compared *c = &i->compared;
	struct records_comparison out = {.target = r->target,
		.reference_state = !t->known.n	     ? NULL
				   : t->known.resets ? "closed"
						     : "open",
		.addr = r->addr,
		.port = r->port,
		.reference = reference,
		.answers = t->port.n,
		.reference_answers = t->known.n,
		.hops = report_u64(c->port_hops),
		.reference_hops = report_u64(c->known_hops),
		.low_ttl = UINT64_MAX,
		.low_answered = UINT64_MAX,
		.reference_low_answered = UINT64_MAX,
		.reference_low_expired = UINT64_MAX,
		.rtt_max_ns = when_known(c->port_ns),
		.reference_rtt_min_ns = when_known(c->known_ns),
		.usable = c->usable};

	out.signals = verdict_signals_print(out.signals_text, c->signals);
	if (t->low_ttl)
		fill_low(&out, t);
	return report_put(r->report, &records_comparison_type, &out, realtime_ns);
}
