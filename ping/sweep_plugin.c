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
	uint64_t unasked;
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
		"Mean round-trip time.", NULL, NULL},
	{"loss_percent", REPORT_REAL, offsetof(struct numbers, loss_percent), REPORT_PERFDATA,
		"Loss of all.", NULL, NULL},
};
static const struct report_type type = {
	"ping", "plugin", "A sweep's numbers.", fields, sizeof(fields) / sizeof(*fields)};

static void join_name(struct group *g, const char *name, const char *more)
{
	if (g->n < NAMED)
		strbuf_print(&g->names, "%s%s%s", g->n ? ", " : "", name, more);
	else if (g->n == NAMED)
		strbuf_print(&g->names, ", ...");
	g->n++;
}

static void join(struct group *g, const struct sweep_plugin *p, uint32_t lane, const char *more)
{
	char name[SWEEP_NAME];

	join_name(g, sweep_name_of(p->targets, lane, name), more);
}

static void judge(struct groups *v, const struct sweep_plugin *p, uint32_t lane)
{
	const struct tally *y = plan_tally(p->plan, lane);
	int64_t rtt_ns = tally_mean_ns(y);
	double loss = stats_loss_percent(y->sent, y->answered);
	enum report_state state = outputs_judge(&p->plugin.thresholds, REPORT_OK, rtt_ns, loss);
	char more[64];

	snprintf(more, sizeof(more), " (%.3f ms, %.3g%% loss)", (double)rtt_ns / 1e6, loss);
	if (!sweep_asked(y))
		v->unasked++;
	else if (!y->answered)
		join(&v->down, p, lane, "");
	else if (state == REPORT_CRITICAL)
		join(&v->critical, p, lane, more);
	else if (state == REPORT_WARNING)
		join(&v->warning, p, lane, more);
}

static void judge_all(struct groups *v, const struct sweep_plugin *p)
{
	for (uint32_t lane = 0; lane < plan_lanes(p->plan); lane++)
		judge(v, p, lane);
	for (const struct unresolved_name *i = p->unresolved->first; i; i = i->next)
		join_name(&v->down, i->text, " (no address)");
}

static enum report_state state_of(const struct groups *v, const struct sweep_plugin *p)
{
	bool enough = p->bounds->min_alive_given || !v->down.n;

	if (p->plugin.failed)
		return REPORT_UNKNOWN;
	if (!enough || v->critical.n)
		return REPORT_CRITICAL;
	/* Who was not asked may be up or down, but with --min-alive enough are enough. */
	if (v->unasked && !(p->bounds->min_alive_given && p->limits->held))
		return REPORT_UNKNOWN;
	if (!p->limits->held || (!p->total->transmitted && plan_lanes(p->plan)))
		return REPORT_CRITICAL;
	return v->warning.n ? REPORT_WARNING : REPORT_OK;
}

static uint64_t targets_of(const struct sweep_plugin *p)
{
	return UINT64_C(0) + plan_lanes(p->plan) + p->unresolved->n;
}

static void tell(struct strbuf *to, const struct group *g, uint64_t targets, const char *what)
{
	to->bad |= g->names.bad;
	if (g->n)
		strbuf_print(to, "%s%" PRIu64 " of %" PRIu64 " %s %s: %.*s", to->used ? "; " : "",
			g->n, targets, plural(targets, "target", "targets"), what,
			(int)g->names.used, g->names.p);
}

static void put_numbers(const struct sweep_plugin *p, struct report *r)
{
	uint64_t targets = targets_of(p);
	const struct numbers n = {p->total->alive, p->total->rtt_mean_ns, p->total->loss_percent};
	struct outputs_perf perf;
	struct report_perf all[3];
	char least[LIMIT];

	snprintf(least, sizeof(least), "%" PRIu64 ":",
		p->bounds->min_alive_given ? p->bounds->min_alive : targets);
	outputs_perf(&perf, &p->plugin.thresholds);
	all[0] = (struct report_perf){"alive", NULL, NULL, least};
	all[1] = perf.of[0];
	all[2] = perf.of[1];
	report_perfdata(r, &type, &n, NULL, all, 3);
}

int sweep_plugin_line(const struct sweep_plugin *p, struct report *r)
{
	uint64_t targets = targets_of(p);
	struct groups v = {0};
	struct strbuf text = {0};
	enum report_state state;

	judge_all(&v, p);
	state = state_of(&v, p);
	tell(&text, &v.down, targets, "down");
	tell(&text, &v.critical, targets, "critical");
	tell(&text, &v.warning, targets, "over the warning limits");
	if (!text.used)
		strbuf_print(&text, "%" PRIu64 " of %" PRIu64 " %s alive", p->total->alive, targets,
			plural(targets, "target", "targets"));
	if (v.unasked)
		strbuf_print(&text, "; ended before %" PRIu64 " of %" PRIu64 " %s asked", v.unasked,
			targets, plural(v.unasked, "was", "were"));
	if (p->plugin.failed)
		strbuf_print(&text, "; %s", p->plugin.failed);
	if (*p->limits->failed)
		strbuf_print(&text, "; %s", p->limits->failed);
	strbuf_put_char(&text, '\0');
	put_numbers(p, r);
	if (text.bad)
		state = REPORT_UNKNOWN;
	report_nagios(r, PLUGIN_SERVICE, state, text.bad ? "out of memory" : text.p);
	strbuf_close(&v.down.names);
	strbuf_close(&v.critical.names);
	strbuf_close(&v.warning.names);
	strbuf_close(&text);
	return (int)state;
}
