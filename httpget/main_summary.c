/* main_summary: a line each repetition, and what is said at the end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "decimal.h"
#include "main_parts.h"
#include "plural.h"
#include "records.h"
#include "verdict.h"

void main_line(struct parts *p, const struct journey *j)
{
	const struct exchange *x = journey_last(j);
	char text[2][DECIMAL_TEXT], addr[ADDR_TEXT], safe[4 * sizeof x->why.text];

	if ((p->o.count == 1 && !p->o.all_addresses && !p->compared) || p->o.quiet || !x)
		return;
	report_stamp(p->report, x->begun_realtime_ns);
	report_text(p->report, "%u: ", x->run);
	if (p->compared)
		report_text(p->report, "%s: ", compare_way(p->o.compare, p->way));
	if (p->o.all_addresses)
		report_text(p->report, "%s: ", addr_print(addr, &x->link.remote));
	if (x->failed != LINK_FINE) {
		report_text(p->report, "%s\n", report_safe(safe, sizeof safe, x->why.text));
		return;
	}
	report_text(p->report, "%d, %llu bytes%s", x->http.status,
		(unsigned long long)x->content_bytes, x->reused ? ", connection used again" : "");
	for (unsigned i = 0; i < TALLY_SPANS; i++)
		if (tally_time(x, i) != INT64_MIN)
			report_text(p->report, " %s=%s", tally_span_name(i),
				decimal_ms(text[0], tally_time(x, i)));
	report_text(p->report, " ms\n");
}

static void print_table(struct parts *p)
{
	static const double quantiles[] = {0.5, 0.9, 0.99, 1};
	char text[4][DECIMAL_TEXT];

	report_text(p->report, "%-9s %12s %12s %12s %12s\n", "ms", "p50", "p90", "p99", "max");
	for (unsigned i = 0; i < TALLY_SPANS; i++) {
		if (tally_quantile(&p->tally, i, 0.5) == INT64_MIN)
			continue;
		for (size_t q = 0; q < 4; q++)
			decimal_ms(text[q], tally_quantile(&p->tally, i, quantiles[q]));
		report_text(p->report, "%-9s %12s %12s %12s %12s\n", tally_span_name(i), text[0],
			text[1], text[2], text[3]);
	}
}

static void print_summary(struct parts *p, const struct records_summary *s)
{
	char percent[DECIMAL_TEXT];

	report_text(p->report, "\n%llu %s, %llu %s, %s%% failed, time %lld ms\n",
		(unsigned long long)s->requests, plural(s->requests, "request", "requests"),
		(unsigned long long)s->responses, plural(s->responses, "response", "responses"),
		decimal_real(percent, s->requests ? s->failed_percent : 0, 3),
		(long long)(s->elapsed_ns / 1000000));
	print_table(p);
}

void main_interim(struct parts *p)
{
	struct records_summary s = {.urls = p->o.n_urls};
	char percent[DECIMAL_TEXT], took[24];

	records_summarise(&s, &p->tally);
	report_warn(p->report, "%llu %s, %llu %s, %s%% failed, median %s",
		(unsigned long long)s.requests, plural(s.requests, "request", "requests"),
		(unsigned long long)s.responses, plural(s.responses, "response", "responses"),
		decimal_real(percent, s.requests ? s.failed_percent : 0, 3),
		verdict_time(took, s.total_p50_ns));
}

/* A plugin's verdict: by the median of complete exchanges and what share of them failed. */
static int plugin_line(struct parts *p, const struct records_summary *s, int status)
{
	const struct outputs *o = &p->o.out;
	enum report_state state = !s->responses || status ? REPORT_CRITICAL : REPORT_OK;
	struct outputs_perf perf;
	char text[200], took[24];

	state = outputs_judge(&o->thresholds, state, s->total_p50_ns, s->failed_percent);
	outputs_perf(&perf, &o->thresholds);
	perf.of[0].key = "total_p50_ms";
	perf.of[0].label = "time";
	perf.of[1].key = "failed_percent";
	perf.of[1].label = "failed";
	report_perfdata(p->report, &records_summary_type, s, NULL, perf.of, 2);
	snprintf(text, sizeof text, "%llu of %llu %s, median %s", (unsigned long long)s->responses,
		(unsigned long long)s->requests, plural(s->requests, "response", "responses"),
		verdict_time(took, s->total_p50_ns));
	report_nagios(p->report, MAIN_SERVICE, state, text);
	return (int)state;
}

int main_conclude(struct parts *p, int status)
{
	struct records_summary s = {.target = p->o.n_urls == 1 ? p->o.urls[0] : NULL,
		.urls = p->o.n_urls,
		.elapsed_ns = clock_now() - p->begun_ns,
		.interrupted = p->interrupted,
		.unwatched = *p->view.unwatched ? p->view.unwatched : NULL,
		.up = !status,
		.exit_status = (uint64_t)status};

	bool compared = p->o.compare != COMPARE_NONE; /* which has a table of its own */

	records_summarise(&s, &p->tally);
	if (((p->o.count > 1 || p->o.all_addresses) && !compared) || p->o.out.stats)
		print_summary(p, &s);
	records_summary(p->report, &s);
	if (p->o.out.prom)
		records_prom(p->report, &s);
	return p->o.out.nagios ? plugin_line(p, &s, status) : status;
}
