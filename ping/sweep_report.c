/* sweep_report: what a sweep prints: lists, tables, vectors, progress, and a record a target. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "plural.h"
#include "reason.h"
#include "sweep_parts.h"
#include "times.h"

const char *sweep_name_of(const struct targets *targets, uint32_t lane, char to[static SWEEP_NAME])
{
	char text[ADDR_TEXT];
	struct target t;

	if (!targets_at(targets, lane, &t))
		snprintf(to, SWEEP_NAME, "-");
	else if (t.name)
		report_safe(to, SWEEP_NAME, t.name);
	else
		snprintf(to, SWEEP_NAME, "%s", report_addr(text, &t.addr));
	return to;
}

const char *sweep_name(const struct sweep *s, uint32_t lane, char to[static SWEEP_NAME])
{
	return sweep_name_of(s->c->targets, lane, to);
}

bool sweep_asked(const struct tally *t)
{
	return t->sent || t->unsent;
}

void sweep_show_alive(const struct sweep *s, uint32_t lane)
{
	char name[SWEEP_NAME];

	term_progress_clear(s->c->progress);
	report_text(s->c->report, "%s\n", sweep_name(s, lane, name));
}

void sweep_show_progress(const struct sweep *s, int64_t now_ns)
{
	uint64_t all = (uint64_t)plan_lanes(s->c->engine.plan) * s->c->count;
	int64_t ran_ns = now_ns - s->start_ns;
	double rate;
	char line[160];

	rate = (double)s->done * 1e9 / (double)ran_ns;
	snprintf(line, sizeof(line),
		"%" PRIu64 " of %" PRIu64 " %s, %.0f a second, %" PRIu64 " alive, %.0f s left",
		s->done, all, plural(all, "probe", "probes"), rate, s->alive,
		rate > 0 && all > s->done ? (double)(all - s->done) / rate : 0.0);
	term_progress_show(s->c->progress, line);
}

static void show_percentiles(const struct sweep *s, uint32_t lane)
{
	const struct histogram *h = plan_histogram(s->c->engine.plan, lane);
	char p50[32], p95[32], p99[32];

	if (!s->c->details || !h)
		return;
	report_text(s->c->report, ", p50/p95/p99 %s/%s/%s ms",
		times_ms(p50, histogram_quantile_ns(h, 0.5)),
		times_ms(p95, histogram_quantile_ns(h, 0.95)),
		times_ms(p99, histogram_quantile_ns(h, 0.99)));
}

static void show_headers(const struct sweep *s, uint32_t lane)
{
	char text[HEADERS_TEXT];

	if (lane < s->n_headers && *headers_text(text, &s->headers[lane], s->c->sent_tos))
		report_text(s->c->report, ", %s", text);
}

static void show_target(const struct sweep *s, uint32_t lane)
{
	const struct tally *t = plan_tally(s->c->engine.plan, lane);
	const struct sweep_error *e = &s->errors[lane];
	struct report *r = s->c->report;
	char name[SWEEP_NAME], min[32], mean[32], max[32], reason[128];
	struct target target = {0};

	sweep_name(s, lane, name);
	if (!sweep_asked(t)) {
		report_text(r, "%-24s not asked\n", name);
		return;
	}
	targets_at(s->c->targets, lane, &target);
	report_text(r, "%-24s %-11s %" PRIu64 "/%" PRIu64 ", %g%% loss", name,
		t->answered ? "alive" : "unreachable", t->answered, t->sent,
		(double)(float)stats_loss_percent(t->sent, t->answered));
	if (t->answered) {
		report_text(r, ", min/avg/max %s/%s/%s ms", times_ms(min, t->rtt_min_ns),
			times_ms(mean, tally_mean_ns(t)), times_ms(max, t->rtt_max_ns));
		show_percentiles(s, lane);
		show_headers(s, lane);
	} else if (e->any) {
		report_text(r, ", %s",
			reason_text(reason, sizeof(reason), (enum addr_family)target.addr.family,
				e->type, e->code, 0));
	}
	if (t->unsent && t->sent)
		report_text(r, ", %u not sent by this host: %s", t->unsent, strerror(e->unsent));
	else if (t->unsent)
		report_text(r, ", not sent by this host: %s", strerror(e->unsent));
	report_text(r, "\n");
}

static uint64_t targets_of(const struct sweep *s)
{
	return UINT64_C(0) + plan_lanes(s->c->engine.plan) + s->c->unresolved->n;
}

void sweep_show_table(const struct sweep *s)
{
	uint64_t targets = targets_of(s);

	term_progress_clear(s->c->progress);
	report_stamp(s->c->report, clock_wall());
	report_text(s->c->report, "%" PRIu64 " of %" PRIu64 " %s alive so far\n", s->alive, targets,
		plural(targets, "target", "targets"));
	for (uint32_t lane = 0; lane < plan_lanes(s->c->engine.plan); lane++)
		show_target(s, lane);
	unresolved_table(s->c->unresolved, s->c->report);
}

static void show_vector(const struct sweep *s, uint32_t lane)
{
	uint64_t sent = plan_tally(s->c->engine.plan, lane)->sent;
	const int32_t *times = s->vector + (size_t)lane * s->c->count;
	char name[SWEEP_NAME], rtt[32];

	report_text(s->c->report, "%s :", sweep_name(s, lane, name));
	for (uint64_t i = 0; i < s->c->count && i < sent; i++)
		report_text(s->c->report, " %s",
			times[i] < 0 ? "-" : times_ms(rtt, (int64_t)times[i] * 10));
	report_text(s->c->report, "\n");
}

static void add_details(const struct sweep *s, uint32_t lane, struct records_summary *out)
{
	const struct plan *p = s->c->engine.plan;

	if (plan_histogram(p, lane))
		times_of_histogram(&out->times, plan_histogram(p, lane));
	if (plan_story(p, lane))
		times_of_story(&out->times, plan_story(p, lane),
			clock_map_realtime(session_clock(s->c->engine.session), 0));
	if (lane < s->n_headers) {
		out->ttl_changes = s->headers[lane].ttl_changes;
		out->tos_changes = s->headers[lane].tos_changes;
	}
}

struct records_summary sweep_target_record(
	const struct sweep *s, uint32_t lane, char name[static SWEEP_NAME])
{
	const struct tally *t = plan_tally(s->c->engine.plan, lane);
	struct records_summary out = {0};
	struct target target = {0};

	targets_at(s->c->targets, lane, &target);
	records_unknown(&out);
	out.target = sweep_name(s, lane, name);
	out.addr = target.addr;
	out.up = sweep_asked(t) ? t->answered > 0 : -1;
	out.transmitted = t->sent;
	out.received = t->answered;
	out.lost = t->lost;
	out.late = t->late;
	out.pending = tally_pending(t);
	out.duplicates = t->duplicates;
	out.corrupted = t->corrupted;
	out.rejected = t->rejected;
	out.unsent = t->unsent;
	if (t->unsent && !t->sent)
		out.error = strerror(s->errors[lane].unsent);
	if (t->sent)
		out.loss_percent = stats_loss_percent(t->sent, t->answered);
	if (t->answered) {
		out.rtt_min_ns = t->rtt_min_ns;
		out.rtt_mean_ns = tally_mean_ns(t);
		out.rtt_max_ns = t->rtt_max_ns;
		out.rtt_deviation_ns = tally_deviation_ns(t);
	}
	add_details(s, lane, &out);
	return out;
}

static void show_totals(const struct sweep *s, uint64_t unasked)
{
	const struct unresolved *none = s->c->unresolved;
	uint64_t targets = targets_of(s);

	report_text(s->c->report, "%" PRIu64 " %s, %" PRIu64 " alive, %" PRIu64 " unreachable",
		targets, plural(targets, "target", "targets"), s->alive,
		targets - s->alive - unasked - none->n);
	if (none->n)
		report_text(s->c->report, ", %u without an address", none->n);
	if (unasked)
		report_text(s->c->report, ", %" PRIu64 " not asked", unasked);
	report_text(s->c->report, "\n");
}

static void record_target(const struct sweep *s, uint32_t lane)
{
	struct records records = {.report = s->c->report};
	bool measured = s->c->prom && lane < SWEEP_SERIES;
	struct records_summary r;
	char name[SWEEP_NAME];

	if (!measured && !report_has_records(s->c->report))
		return;
	r = sweep_target_record(s, lane, name);
	records_target(&records, &r, clock_wall());
	if (measured)
		records_target_prom(&records, &r);
}

static void show_unresolved(const struct sweep *s)
{
	const struct unresolved *none = s->c->unresolved;
	uint32_t lanes = plan_lanes(s->c->engine.plan);
	uint32_t series = s->c->prom && lanes < SWEEP_SERIES ? SWEEP_SERIES - lanes : 0;

	if (s->c->lists & SWEEP_TABLE)
		unresolved_table(none, s->c->report);
	if (s->vector)
		unresolved_list(none, s->c->report, " :");
	if (s->c->lists & SWEEP_UNREACHABLE)
		unresolved_list(none, s->c->report, "");
	unresolved_records(none, s->c->report, series);
}

void sweep_show_end(const struct sweep *s, uint64_t unasked)
{
	bool unreachable = s->c->lists & SWEEP_UNREACHABLE;

	for (uint32_t lane = 0; lane < plan_lanes(s->c->engine.plan); lane++) {
		const struct tally *t = plan_tally(s->c->engine.plan, lane);
		char name[SWEEP_NAME];

		if (s->c->lists & SWEEP_TABLE)
			show_target(s, lane);
		if (s->vector)
			show_vector(s, lane);
		if (unreachable && sweep_asked(t) && !t->answered)
			report_text(s->c->report, "%s\n", sweep_name(s, lane, name));
		record_target(s, lane);
	}
	show_unresolved(s);
	if (s->c->lists & SWEEP_TABLE)
		show_totals(s, unasked);
	report_flush(s->c->report);
}
