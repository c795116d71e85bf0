/* flows_report: what was found of the flows, in text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flows_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "explain.h"
#include "plural.h"
#include "reason.h"
#include "times.h"

static double loss_percent(const struct flows_tally *t)
{
	return stats_loss_percent(t->t.sent, t->t.answered);
}

void flows_report_progress(struct flows *f)
{
	uint64_t all = f->c->set->n * f->c->count;
	int64_t ran_ns = clock_now() - f->start_ns;
	double left = f->done ? (double)ran_ns / (double)f->done * (double)(all - f->done) : 0;
	char line[128];

	snprintf(line, sizeof(line),
		"%" PRIu64 " of %" PRIu64 " probes, %" PRIu64 " lost, %.0f s left", f->done, all,
		f->all.t.lost, left / 1e9);
	term_progress_show(f->c->progress, line);
}

static void put_times(const struct flows *f, const struct flows_tally *t)
{
	struct report *r = f->c->report;
	char min[32], mean[32], p50[32], max[32], p90[32], p99[32], times[160];

	if (!t->t.answered) {
		report_text(r, "  %-31s", "-");
		return;
	}
	snprintf(times, sizeof(times), "%s/%s/%s/%s", times_ms(min, t->t.rtt_min_ns),
		times_ms(mean, tally_mean_ns(&t->t)),
		times_ms(p50, histogram_quantile_ns(t->rtts, 0.5)), times_ms(max, t->t.rtt_max_ns));
	report_text(r, "  %-31s", times);
	if (!f->c->percentiles)
		return;
	snprintf(times, sizeof(times), "%s/%s", times_ms(p90, histogram_quantile_ns(t->rtts, 0.9)),
		times_ms(p99, histogram_quantile_ns(t->rtts, 0.99)));
	report_text(r, "  %-15s", times);
}

static void put_ttl(const struct flows *f, const struct flows_tally *t)
{
	if (t->ttl >= 0)
		report_text(f->c->report, "  %3d", t->ttl);
	else
		report_text(f->c->report, "  %3s", t->ttl == FLOWS_TTL_MIXED ? "mix" : "-");
}

static void put_marks(const struct flows *f, uint32_t flow)
{
	const struct spread_flow *j = &f->judged[flow];
	bool paint = j->bad && report_colored(f->c->report);

	if (j->bad)
		report_text(f->c->report, "  %s! loses more%s", paint ? "\033[31m" : "",
			paint ? "\033[0m" : "");
	if (f->verdict.groups > 1 && j->answered)
		report_text(f->c->report, "  group %u", j->group + 1);
	report_text(f->c->report, "\n");
}

static void put_flow(const struct flows *f, uint32_t flow)
{
	const struct flows_tally *t = &f->each[flow];
	const struct flows_set *s = f->c->set;
	struct report *r = f->c->report;

	if (s->v6)
		report_text(r, "%4u   0x%05x", flow + 1, s->labels[flow]);
	else
		report_text(r, "%4u    0x%04x", flow + 1, s->checksums[flow]);
	report_text(r, "  %6" PRIu64 "  %5.4g%%", t->t.sent, loss_percent(t));
	put_times(f, t);
	put_ttl(f, t);
	put_marks(f, flow);
}

static void put_table(const struct flows *f)
{
	report_text(f->c->report, "flow  %8s    sent    lost  %-31s",
		f->c->set->v6 ? "label" : "checksum", "min/avg/p50/max ms");
	if (f->c->percentiles)
		report_text(f->c->report, "  %-15s", "p90/p99 ms");
	report_text(f->c->report, "  ttl\n");
	for (uint32_t i = 0; i < f->c->set->n; i++)
		put_flow(f, i);
}

/* Why probes had an error or nothing in place of a reply, where somebody said so. */
static void put_errors(const struct flows *f)
{
	char from[ADDR_TEXT], reason[128];
	const struct match *m = &f->error;

	if (f->all.t.rejected)
		report_text(f->c->report, "%u rejected, the last by %s: %s\n", f->all.t.rejected,
			report_addr(from, &m->from),
			reason_text(reason, sizeof(reason), (enum addr_family)f->c->target.family,
				m->type, m->code, m->info));
	if (f->all.t.unsent)
		report_text(f->c->report, "%u not sent by this host: %s\n", f->all.t.unsent,
			strerror(f->local_error));
}

static void put_verdict(const struct flows *f)
{
	char text[SPREAD_TEXT];

	report_text(f->c->report, "%u %s, %" PRIu64 " %s, %" PRIu64 " received, %g%% loss\n",
		f->c->set->n, plural(f->c->set->n, "flow", "flows"), f->all.t.sent,
		plural(f->all.t.sent, "probe", "probes"), f->all.t.answered,
		(double)(float)loss_percent(&f->all));
	put_errors(f);
	report_text(f->c->report, "%s\n", spread_say(text, &f->verdict));
}

void flows_report_interim(const struct flows *f)
{
	term_progress_clear(f->c->progress);
	report_stamp(f->c->report, clock_wall());
	report_text(f->c->report, "%" PRIu64 " of %" PRIu64 " probes so far\n", f->done,
		f->c->set->n * f->c->count);
	put_table(f);
	put_verdict(f);
	report_flush(f->c->report);
}

void flows_report_end(const struct flows *f)
{
	report_text(f->c->report, "\n");
	if (f->c->table)
		put_table(f);
	put_verdict(f);
	report_flush(f->c->report);
}

/* Jitter and outages are of one row of probes, which flows are not. */
void flows_report_stats(const struct flows *f)
{
	const struct tally *t = &f->all.t;
	const struct story none = {.difference_ns = -1};
	const struct summary s = {.received = t->answered,
		.late = t->late,
		.duplicates = t->duplicates,
		.corrupted = t->corrupted,
		.forged = f->forged,
		.rejected = t->rejected,
		.lost = t->lost,
		.pending = tally_pending(t),
		.unsent = t->unsent,
		.drops = f->drops,
		.story = &none,
		.histogram = f->all.rtts,
		.ttl = -1,
		.tos = -1,
		.user_stamped = f->user_stamped,
		.clock_steps = session_clock(f->c->engine.session)->steps};

	explain_stats(f->c->report, &s, 0);
}

static void explain_sent(const struct flows *f)
{
	const struct flows_set *s = f->c->set;

	report_text(f->c->report,
		"Each of the %u flows has an ICMP checksum%s of its own and keeps it; addresses "
		"and identifier are those of all (flow records: checksum%s). Every round took the "
		"flows in a new order.\n",
		s->n, s->v6 ? " and a flow label" : "", s->v6 ? ", flow_label" : "");
}

static void explain_alike(const struct flows *f)
{
	if (f->c->set->v6)
		report_text(f->c->report,
			"Routers choose among equal paths by the flow label, the ICMP header, or "
			"addresses alone; in the last case all flows go one way, and what lies on "
			"the others is unknown. Next: the same from another source address "
			"(-I).\n");
	else
		report_text(f->c->report,
			"Many routers choose among equal paths for ICMP by addresses alone; then "
			"all flows go one way, and what lies on the others is unknown. Next: the "
			"same from another source address (-I), or to another target behind the "
			"same routers.\n");
}

static void explain_bad(const struct flows *f)
{
	int digits = (int)-f->verdict.chance_log10;

	report_text(f->c->report,
		"A loss that is the same for all flows looks so less than once in 10^%d runs "
		"(flows record: chance_log10). How many of the paths are bad is a rough number; "
		"more flows tell it better. Echo replies differ from flow to flow as the "
		"requests do: whether the bad path is on the way there or back is unknown. Next: "
		"the members of the bundles and equal routes on the way, one by one.\n",
		digits);
}

void flows_report_explain(const struct flows *f)
{
	report_text(f->c->report, "\n");
	explain_sent(f);
	switch (f->verdict.kind) {
	case SPREAD_BAD:
		explain_bad(f);
		break;
	case SPREAD_TOO_FEW:
		report_text(f->c->report, "One flow that lost all its probes could not be told "
					  "from chance (flows record: "
					  "verdict). Next: more of them (-c).\n");
		break;
	case SPREAD_SILENT:
		report_text(f->c->report, "Next: the same without --flows.\n");
		break;
	case SPREAD_EVEN:
		report_text(f->c->report,
			"One bad member of several would lose on its flows alone (flow records: "
			"loss_percent). Next: look for the loss on the way itself, hop by hop.\n");
		break;
	case SPREAD_TIMES:
	case SPREAD_TTLS:
	case SPREAD_ALIKE:
		break;
	}
	if (f->verdict.kind != SPREAD_BAD && f->verdict.kind != SPREAD_SILENT &&
		f->verdict.groups < 2 && f->verdict.ttls < 2)
		explain_alike(f);
	report_flush(f->c->report);
}
