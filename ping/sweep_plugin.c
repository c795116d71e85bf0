/* sweep_plugin: a sweep as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "sweep_plugin.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "plural.h"
#include "strbuf.h"
#include "sweep_parts.h"

enum { NAMED = 10 /* targets of a kind, in the line */, LIMIT = 32 };

/* Those of one kind: how many, and the first of them by name. */
struct group {
	uint64_t n;
	struct strbuf names;
};

struct groups {
	struct group down, critical, warning;
};

struct numbers {
	uint64_t alive;
	int64_t rtt_ns;
	double loss_percent;
};

static const struct report_field fields[] = {
	{"alive", REPORT_U64, offsetof(struct numbers, alive), REPORT_PERFDATA,
		"How many targets answered.", NULL, NULL},
	{"rtt_avg_ms", REPORT_MS, offsetof(struct numbers, rtt_ns), REPORT_PERFDATA,
		"Mean round-trip time of all.", NULL, NULL},
	{"loss_percent", REPORT_REAL, offsetof(struct numbers, loss_percent), REPORT_PERFDATA,
		"Loss of all.", NULL, NULL},
};
static const struct report_type type = {
	"ping", "plugin", "A sweep's numbers.", fields, sizeof(fields) / sizeof(*fields)};

static void join(struct group *g, const struct sweep_plugin *p, uint32_t lane, const char *more)
{
	char name[SWEEP_NAME];

	if (g->n < NAMED)
		strbuf_print(&g->names, "%s%s%s", g->n ? ", " : "",
			sweep_name_of(p->targets, lane, name), more);
	else if (g->n == NAMED)
		strbuf_print(&g->names, ", ...");
	g->n++;
}

static void judge(struct groups *v, const struct sweep_plugin *p, uint32_t lane)
{
	const struct plugin *t = &p->thresholds;
	const struct tally *y = plan_tally(p->plan, lane);
	double rtt_ms = (double)tally_mean_ns(y) / 1e6;
	double loss = y->sent ? 100.0 * (double)(y->sent - y->answered) / (double)y->sent : 0;
	char more[64];

	snprintf(more, sizeof(more), " (%.3f ms, %.3g%% loss)", rtt_ms, loss);
	if (!y->answered)
		join(&v->down, p, lane, "");
	else if (threshold_alerts(&t->critical_rtt, rtt_ms) ||
		 threshold_alerts(&t->critical_loss, loss))
		join(&v->critical, p, lane, more);
	else if (threshold_alerts(&t->warning_rtt, rtt_ms) ||
		 threshold_alerts(&t->warning_loss, loss))
		join(&v->warning, p, lane, more);
}

static enum report_state state_of(const struct groups *v, const struct sweep_plugin *p)
{
	bool enough = p->bounds->min_alive_given || !v->down.n;

	if (p->thresholds.failed)
		return REPORT_UNKNOWN;
	if (!enough || v->critical.n || !p->limits->held ||
		(!p->total->transmitted && plan_lanes(p->plan)))
		return REPORT_CRITICAL;
	return v->warning.n ? REPORT_WARNING : REPORT_OK;
}

static void tell(struct strbuf *to, const struct group *g, uint32_t targets, const char *what)
{
	if (g->n)
		strbuf_print(to, "%s%" PRIu64 " of %u %s %s: %.*s", to->used ? "; " : "", g->n,
			targets, plural(targets, "target", "targets"), what, (int)g->names.used,
			g->names.p);
}

static void put_numbers(const struct sweep_plugin *p, struct report *r)
{
	const struct plugin *t = &p->thresholds;
	uint32_t targets = plan_lanes(p->plan);
	const struct numbers n = {p->total->alive, p->total->rtt_mean_ns, p->total->loss_percent};
	char ranges[4][48], least[LIMIT];
	const struct report_perf perf[] = {
		{"alive", NULL, NULL, least},
		{"rtt_avg_ms", "rta",
			threshold_print(ranges[0], sizeof(ranges[0]), &t->warning_rtt),
			threshold_print(ranges[1], sizeof(ranges[1]), &t->critical_rtt)},
		{"loss_percent", "pl",
			threshold_print(ranges[2], sizeof(ranges[2]), &t->warning_loss),
			threshold_print(ranges[3], sizeof(ranges[3]), &t->critical_loss)},
	};

	snprintf(least, sizeof(least), "%" PRIu64 ":",
		p->bounds->min_alive_given ? p->bounds->min_alive : targets);
	report_perfdata(r, &type, &n, NULL, perf, sizeof(perf) / sizeof(*perf));
}

int sweep_plugin_line(const struct sweep_plugin *p, struct report *r)
{
	uint32_t targets = plan_lanes(p->plan);
	struct groups v = {{0}, {0}, {0}};
	struct strbuf text = {0};
	enum report_state state;

	for (uint32_t lane = 0; lane < targets; lane++)
		judge(&v, p, lane);
	state = state_of(&v, p);
	tell(&text, &v.down, targets, "down");
	tell(&text, &v.critical, targets, "critical");
	tell(&text, &v.warning, targets, "over the warning limits");
	if (!text.used)
		strbuf_print(&text, "%" PRIu64 " of %u %s alive", p->total->alive, targets,
			plural(targets, "target", "targets"));
	if (p->thresholds.failed)
		strbuf_print(&text, "; %s", p->thresholds.failed);
	if (*p->limits->failed)
		strbuf_print(&text, "; %s", p->limits->failed);
	strbuf_put_char(&text, '\0');
	put_numbers(p, r);
	report_nagios(r, PLUGIN_SERVICE, state, text.bad ? "out of memory" : text.p);
	strbuf_close(&v.down.names);
	strbuf_close(&v.critical.names);
	strbuf_close(&v.warning.names);
	strbuf_close(&text);
	return (int)state;
}
