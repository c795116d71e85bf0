/* list_records: a list's ports and numbers as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "list_records.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "reason.h"
#include "report_table.h"
#include "when.h"

static const struct report_field start_fields[] = {
	MUST(list_start, "method", REPORT_TEXT, method, "How: syn, or connect without privilege."),
	MUST(list_start, "hosts", REPORT_U64, hosts, "How many hosts the list has."),
	MUST(list_start, "ports", REPORT_U64, ports, "How many ports of each."),
	MUST(list_start, "asked", REPORT_U64, asked,
		"How many of all those are asked in this run: a shard, or what an earlier run "
		"left."),
	MUST(list_start, "seed", REPORT_U64, seed, "What decides their order."),
	FIELD(list_start, "shard", REPORT_U64, shard, "Which part of the list, from 1."),
	FIELD(list_start, "shards", REPORT_U64, shards, "Of how many."),
	FIELD(list_start, "rate_pps", REPORT_REAL, rate_pps,
		"SYNs a second at most; null: no ceiling."),
	MUST(list_start, "timeout_ms", REPORT_MS, timeout_ns,
		"A probe unanswered this long is lost; null: none ever is."),
	MUST(list_start, "retries", REPORT_U64, retries, "How often a silent port is asked again."),
};
const struct report_type list_start_type = {
	"tcpprobe", "start", "A run over a list begins.", start_fields, COUNT(start_fields)};

struct port_record {
	const char *target, *state, *reason, *who, *confidence, *signals, *detail, *expected;
	struct addr addr, from;
	uint64_t port, ttl, icmp_type, icmp_code, tries;
	int64_t rtt_ns;
	int8_t open, up;
};
static const struct report_field port_fields[] = {
	MUST(port_record, "target", REPORT_TEXT, target, "The target as it was given."),
	MUST(port_record, "addr", REPORT_ADDR, addr, "The address that was asked."),
	LABEL(port_record, "port", REPORT_U64, port, "The port that was asked."),
	MUST(port_record, "state", REPORT_TEXT, state,
		"open, closed, rejected, stale, filtered (no answer at all), mixed (answers "
		"disagree) or unknown."),
	FIELD(port_record, "reason", REPORT_TEXT, reason,
		"What says so: syn-ack, rst, icmp, silence ..."),
	FIELD(port_record, "who", REPORT_TEXT, who, "Who says so: host, router, this-host."),
	FIELD(port_record, "confidence", REPORT_TEXT, confidence, "low, medium or high."),
	FIELD(port_record, "signals", REPORT_TEXT, signals,
		"Of closed: ttl where its RST has come over fewer hops than every SYN-ACK of the "
		"host. Paths of equal cost may do that too; --reference tells."),
	FIELD(port_record, "rejecter", REPORT_ADDR, from, "Of rejected: who sent the ICMP error."),
	FIELD(port_record, "icmp_type", REPORT_U64, icmp_type, "The type of the ICMP message."),
	FIELD(port_record, "icmp_code", REPORT_U64, icmp_code, "The code of the ICMP message."),
	FIELD(port_record, "detail", REPORT_TEXT, detail,
		"ICMP type and code in words, or why this host did not send."),
	FIELD(port_record, "ttl", REPORT_U64, ttl, "TTL or hop limit the answer came with."),
	METRIC(port_record, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time.",
		"probe_tcp_port_rtt_seconds", "gauge"),
	MUST(port_record, "tries", REPORT_U64, tries, "How many SYNs were sent to it."),
	METRIC(port_record, "is_open", REPORT_BOOL, open, "Whether it is open.",
		"probe_tcp_port_open", "gauge"),
	FIELD(port_record, "expected", REPORT_TEXT, expected,
		"The states --expect names for it; null: any, or open where it names none at all."),
	METRIC(port_record, "up", REPORT_BOOL, up, "Whether it is as expected.",
		"probe_tcp_port_success", "gauge"),
};
const struct report_type list_port_type = {"tcpprobe", "port",
	"What was found of a port of a list; a later record of the same port takes its place.",
	port_fields, COUNT(port_fields)};

struct summary_record {
	struct list_sum s;
	uint64_t seed;
	double rate_pps;
	int64_t rtt_min_ns, rtt_mean_ns, rtt_max_ns, p50_ns, p90_ns, p99_ns;
	int8_t up, interrupted;
};
#define STATE(key, member, help)                                                                   \
	METRIC(summary_record, key, REPORT_U64, s.found[member], help,                             \
		"probe_tcp_ports{state=\"" key "\"}", "gauge")
static const struct report_field summary_fields[] = {
	MUST(summary_record, "hosts", REPORT_U64, s.hosts, "How many hosts the list has."),
	MUST(summary_record, "ports", REPORT_U64, s.ports, "How many ports of each."),
	METRIC(summary_record, "asked", REPORT_U64, s.asked, "How many were asked in this run.",
		"probe_tcp_ports_asked", "gauge"),
	FIELD(summary_record, "left", REPORT_U64, s.left,
		"Of those, how many the next run with --resume goes on with."),
	METRIC(summary_record, "up", REPORT_BOOL, up, "Whether all are as expected.",
		"probe_success", "gauge"),
	METRIC(summary_record, "unexpected", REPORT_U64, s.unexpected,
		"How many are not as expected.", "probe_tcp_ports_unexpected", "gauge"),
	STATE("open", VERDICT_OPEN, "How many are open."),
	STATE("closed", VERDICT_CLOSED, "How many are closed."),
	STATE("rejected", VERDICT_REJECTED, "How many an ICMP error answered for."),
	STATE("filtered", VERDICT_FILTERED, "How many are silent."),
	STATE("stale", VERDICT_STALE, "How many took the SYN for part of an older connection."),
	STATE("mixed", VERDICT_MIXED, "Of how many the answers disagree."),
	STATE("unknown", VERDICT_UNKNOWN,
		"Of how many nothing is known: not sent, not waited for, or dropped here."),
	MUST(summary_record, "seed", REPORT_U64, seed, "What decided the order."),
	METRIC(summary_record, "sent", REPORT_U64, s.sent, "Probes that left.",
		"probe_tcp_sent_total", "counter"),
	FIELD(summary_record, "unsent", REPORT_U64, s.unsent, "Probes this host refused to send."),
	FIELD(summary_record, "recovered", REPORT_U64, s.recovered,
		"Ports that answered only when they were asked again: loss."),
	FIELD(summary_record, "duplicates", REPORT_U64, s.duplicates,
		"Answers to a probe beyond the first."),
	FIELD(summary_record, "forged", REPORT_U64, s.forged,
		"Packets that claim to answer a probe and do not."),
	FIELD(summary_record, "drops", REPORT_U64, s.drops,
		"Packets this host dropped before we could read them."),
	FIELD(summary_record, "elapsed_ms", REPORT_MS, s.elapsed_ns, "How long the run took."),
	FIELD(summary_record, "rate_pps", REPORT_REAL, rate_pps,
		"SYNs a second while they were sent."),
	METRIC(summary_record, "rtt_min_ms", REPORT_MS, rtt_min_ns,
		"Shortest round-trip time of SYN-ACKs and RSTs.", "probe_tcp_rtt_min_seconds",
		"gauge"),
	METRIC(summary_record, "rtt_avg_ms", REPORT_MS, rtt_mean_ns, "Mean round-trip time.",
		"probe_tcp_rtt_mean_seconds", "gauge"),
	METRIC(summary_record, "rtt_max_ms", REPORT_MS, rtt_max_ns, "Largest round-trip time.",
		"probe_tcp_rtt_max_seconds", "gauge"),
	FIELD(summary_record, "rtt_p50_ms", REPORT_MS, p50_ns, "Median."),
	FIELD(summary_record, "rtt_p90_ms", REPORT_MS, p90_ns, "90th percentile."),
	FIELD(summary_record, "rtt_p99_ms", REPORT_MS, p99_ns, "99th percentile."),
	FIELD(summary_record, "user_stamped", REPORT_U64, s.user_stamped,
		"Answers whose time is by this program's clock for want of a kernel stamp."),
	FIELD(summary_record, "interrupted", REPORT_BOOL, interrupted,
		"A signal, or a reader that went away, ended the run before it was done."),
};
const struct report_type list_summary_type = {
	"tcpprobe", "summary", "A list in numbers.", summary_fields, COUNT(summary_fields)};

int list_record_start(struct report *r, const struct list_start *s)
{
	return report_put(r, &list_start_type, s, clock_wall());
}

const char *list_name(char to[static LIST_NAME], const struct target *t)
{
	char text[ADDR_TEXT];

	if (t->name)
		report_safe(to, LIST_NAME, t->name);
	else
		snprintf(to, LIST_NAME, "%s", report_addr(text, &t->addr));
	return to;
}

struct verdict_finding list_finding(
	const struct list *l, const struct list_port *p, const struct addr *host)
{
	const struct addr *from = list_rejecter(l, p);
	struct verdict_facts f = {.nearer = p->state == VERDICT_CLOSED && p->type,
		.open = p->state == VERDICT_OPEN || p->state == VERDICT_MIXED,
		.closed = p->state == VERDICT_CLOSED || p->state == VERDICT_MIXED,
		.rejected = p->state == VERDICT_REJECTED,
		.rejected_by_host = from && addr_equal(from, host),
		.stale = p->state == VERDICT_STALE,
		.lost = p->state == VERDICT_FILTERED ? p->tries : 0,
		.unsent = p->error > 0,
		.drops = p->state == VERDICT_UNKNOWN ? list_sum(l)->drops : 0};

	return verdict_of(&f);
}

static void fill_rejection(struct port_record *out, const struct list *l, const struct list_port *p,
	char detail[static LIST_DETAIL])
{
	const struct addr *from = list_rejecter(l, p);

	if (from)
		out->from = *from;
	out->icmp_type = p->type;
	out->icmp_code = p->code;
	out->detail = reason_text(
		detail, LIST_DETAIL, (enum addr_family)out->addr.family, p->type, p->code, 0);
}

/* The texts it needs. */
struct port_texts {
	char name[LIST_NAME], detail[LIST_DETAIL], expected[EXPECT_TEXT];
	char signals[VERDICT_SIGNALS_TEXT];
};

static bool fill_port(
	struct port_record *out, const struct list *l, uint64_t index, struct port_texts *t)
{
	const struct list_config *c = list_config(l);
	const struct list_port *p = list_port_at(l, index);
	struct verdict_finding found;
	struct grid_cell cell;
	unsigned wanted;

	if (p->state >= LIST_STATES || !grid_at(c->grid, index, &cell))
		return false;
	found = list_finding(l, p, &cell.target.addr);
	wanted = expect_of(c->expect, cell.port);
	*out = (struct port_record){.target = list_name(t->name, &cell.target),
		.state = verdict_state_word((enum verdict_state)p->state),
		.reason = verdict_reason_word(found.reason),
		.who = verdict_who_word(found.who),
		.confidence = verdict_confidence_word(found.confidence),
		.signals = verdict_signals_print(t->signals, found.signals),
		.detail = p->state == VERDICT_UNKNOWN && p->error ? strerror(p->error) : NULL,
		.expected = wanted ? expect_print(t->expected, wanted) : NULL,
		.addr = cell.target.addr,
		.port = cell.port,
		.ttl = p->ttl ? p->ttl : UINT64_MAX,
		.icmp_type = UINT64_MAX,
		.icmp_code = UINT64_MAX,
		.tries = p->tries,
		.rtt_ns = list_rtt_ns(p) < 0 ? INT64_MIN : list_rtt_ns(p),
		.open = p->state == VERDICT_OPEN,
		.up = list_as_expected(l, cell.port, p->state)};
	if (p->state == VERDICT_REJECTED)
		fill_rejection(out, l, p, t->detail);
	return true;
}

int list_record(const struct list *l, uint64_t index, int64_t realtime_ns)
{
	struct port_texts texts;
	struct port_record r;

	if (!report_has_records(list_config(l)->report) || !fill_port(&r, l, index, &texts))
		return 0;
	return report_put(list_config(l)->report, &list_port_type, &r, realtime_ns);
}

int list_prom_port(const struct list *l, uint64_t index)
{
	struct port_texts texts;
	struct port_record r;

	if (!fill_port(&r, l, index, &texts))
		return 0;
	return report_prom(list_config(l)->report, &list_port_type, &r, r.target);
}

int list_record_summary(struct report *r, const struct list_summary *s, bool prom)
{
	const struct histogram *h = s->sum.histogram;
	const struct tally *t = &s->sum.rtts;
	struct summary_record out = {.s = s->sum,
		.seed = s->seed,
		.rate_pps = s->sum.sending_ns > 0
				    ? (double)s->sum.sent * 1e9 / (double)s->sum.sending_ns
				    : (double)NAN,
		.rtt_min_ns = t->answered ? t->rtt_min_ns : INT64_MIN,
		.rtt_mean_ns = when_known(tally_mean_ns(t)),
		.rtt_max_ns = t->answered ? t->rtt_max_ns : INT64_MIN,
		.p50_ns = when_known(histogram_quantile_ns(h, 0.5)),
		.p90_ns = when_known(histogram_quantile_ns(h, 0.9)),
		.p99_ns = when_known(histogram_quantile_ns(h, 0.99)),
		.up = s->up,
		.interrupted = s->sum.interrupted};
	int rc = report_put(r, &list_summary_type, &out, clock_wall());

	return rc >= 0 && prom ? report_prom(r, &list_summary_type, &out, NULL) : rc;
}
