/* list_report: what a list prints: its table, what is not as expected, progress. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "list_report.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "list_parts.h"
#include "plural.h"
#include "reason.h"
#include "text.h"
#include "times.h"

struct place {
	uint64_t number, index;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static int walk_shard(const struct list *l,
	void (*tell)(void *to, uint64_t index, const struct grid_cell *), void *to)
{
	const struct grid *g = l->c->grid;
	struct place *all = malloc((size_t)(g->count ? g->count : 1) * sizeof(*all));
	struct grid_cell cell;

	if (!all)
		return -ENOMEM;
	for (uint64_t i = 0; i < g->count && grid_at(g, i, &cell); i++)
		all[i] = (struct place){cell.number, i};
	qsort(all, (size_t)g->count, sizeof(*all), compare_places);
	for (uint64_t i = 0; i < g->count; i++)
		if (l->ports[all[i].index].state < LIST_STATES && grid_at(g, all[i].index, &cell))
			tell(to, all[i].index, &cell);
	free(all);
	return 0;
}

int list_walk(const struct list *l,
	void (*tell)(void *to, uint64_t index, const struct grid_cell *), void *to)
{
	const struct grid *g = l->c->grid;
	struct grid_cell cell;
	uint64_t index;

	if (g->shards > 1)
		return walk_shard(l, tell, to);
	for (uint64_t number = 0; number < g->total; number++)
		if (grid_index(g, number, &index) && l->ports[index].state < LIST_STATES &&
			grid_at(g, index, &cell))
			tell(to, index, &cell);
	return 0;
}

static const char *reason_of(char to[static LIST_DETAIL], const struct list *l,
	const struct list_port *p, uint8_t family)
{
	const struct addr *from = list_rejecter(l, p);
	char reason[REASON_TEXT], address[ADDR_TEXT];

	switch ((enum verdict_state)p->state) {
	case VERDICT_OPEN:
		return "SYN-ACK";
	case VERDICT_CLOSED:
		return "RST";
	case VERDICT_REJECTED:
		snprintf(to, LIST_DETAIL, "%s from %s",
			reason_numbered(reason, family, p->type, p->code, 0),
			from ? report_addr(address, from) : "one of many");
		return to;
	case VERDICT_STALE:
		return "ACK of another number: taken for part of an older connection";
	case VERDICT_FILTERED:
		snprintf(to, LIST_DETAIL, "no answer to %u %s", p->tries,
			plural(p->tries, "SYN", "SYNs"));
		return to;
	case VERDICT_MIXED:
		return "its answers disagree";
	case VERDICT_UNKNOWN:
		break;
	}
	if (p->error)
		snprintf(to, LIST_DETAIL, "not sent by this host: %s", strerror(p->error));
	else
		snprintf(to, LIST_DETAIL, "%s",
			!p->tries      ? "not asked before the end"
			: l->sum.drops ? "this host dropped what may have been its answer"
				       : "not waited for");
	return to;
}

static bool is_nearer(const struct list_port *p)
{
	return p->state == VERDICT_CLOSED && p->type;
}

const char *list_why(
	char to[static LIST_WHY], const struct list *l, const struct list_port *p, uint8_t family)
{
	char detail[LIST_DETAIL], ttl[16] = "", rtt[48] = "", ms[TIMES_MS];

	if (p->ttl)
		snprintf(ttl, sizeof(ttl), ", ttl=%u", p->ttl);
	if (list_rtt_ns(p) >= 0)
		snprintf(rtt, sizeof(rtt), "%s time=%s ms", p->ttl ? "" : ",",
			times_ms(ms, list_rtt_ns(p)));
	snprintf(to, LIST_WHY, "%s%s%s%s", reason_of(detail, l, p, family), ttl, rtt,
		is_nearer(p) ? ", fewer hops than to its open ports" : "");
	return to;
}

void list_show_header(const struct list *l, const struct list_start *s)
{
	char rate[64] = "no ceiling";

	if (l->c->quiet)
		return;
	if (!isnan(s->rate_pps))
		snprintf(rate, sizeof(rate), "%g a second", s->rate_pps);
	report_text(l->c->report,
		"TCPPROBE %" PRIu64 " %s of %" PRIu64 " %s by %s, %s, seed %" PRIu64 "\n", s->ports,
		plural(s->ports, "port", "ports"), s->hosts, plural(s->hosts, "host", "hosts"),
		l->c->keyed ? "SYN" : "connect()", rate, s->seed);
	if (s->asked != s->hosts * s->ports)
		report_text(l->c->report, "%" PRIu64 " of them %s asked in this run\n", s->asked,
			plural(s->asked, "is", "are"));
	report_flush(l->c->report);
}

void list_show_progress(const struct list *l, int64_t now_ns)
{
	int64_t ran_ns = now_ns - l->round_ns;
	double rate = ran_ns > 0 ? (double)l->round_sent * 1e9 / (double)ran_ns : 0;
	uint64_t left = l->n_pending > l->round_sent ? l->n_pending - l->round_sent : 0;
	char line[160];

	snprintf(line, sizeof(line),
		"%" PRIu64 " of %" PRIu64 " ports answered, round %u: %" PRIu64
		" of %u asked, %.0f a second, %.0f s left",
		l->settled, l->sum.asked, l->round + 1, l->round_sent, l->n_pending, rate,
		rate > 0 ? (double)left / rate : 0.0);
	term_progress_show(l->c->progress, line);
}

void list_show_so_far(const struct list *l)
{
	term_progress_clear(l->c->progress);
	report_warn(l->c->report,
		"%" PRIu64 " of %" PRIu64 " ports answered, %" PRIu64 " SYNs sent, round %u",
		l->settled, l->sum.asked, l->sum.sent, l->round + 1);
}

static bool is_collapsed(const struct list *l, unsigned state)
{
	return !l->c->verbose && state != VERDICT_OPEN && state != VERDICT_MIXED &&
	       l->sum.found[state] > LIST_COLLAPSED;
}

static const char *paint(const struct list *l, unsigned state)
{
	static const char *const colours[LIST_STATES] = {[VERDICT_CLOSED] = "\033[33m",
		[VERDICT_REJECTED] = "\033[31m",
		[VERDICT_FILTERED] = "\033[31m",
		[VERDICT_MIXED] = "\033[33m",
		[VERDICT_STALE] = "\033[33m",
		[VERDICT_UNKNOWN] = "\033[33m"};

	return report_colored(l->c->report) && colours[state] ? colours[state] : "";
}

static void show_port(void *to, uint64_t index, const struct grid_cell *cell)
{
	const struct list *l = to;
	const struct list_port *p = &l->ports[index];
	const char *colour = paint(l, p->state);
	char name[LIST_NAME], why[LIST_WHY];

	/* One that something else may have closed is not hidden among those that are. */
	if (!is_collapsed(l, p->state) || is_nearer(p))
		report_text(l->c->report, "%-24s %5u  %s%-8s%s  %s\n",
			list_name(name, &cell->target), cell->port, colour,
			verdict_state_word((enum verdict_state)p->state), *colour ? "\033[0m" : "",
			list_why(why, l, p, cell->target.addr.family));
}

void list_show_table(const struct list *l)
{
	const char *between = "Not shown (-v shows them):";

	term_progress_clear(l->c->progress);
	if (l->c->quiet)
		return;
	list_walk(l, show_port, (void *)l);
	for (unsigned i = 0; i < LIST_STATES; i++)
		if (is_collapsed(l, i)) {
			report_text(l->c->report, "%s %" PRIu64 " %s", between, l->sum.found[i],
				verdict_state_word((enum verdict_state)i));
			between = ",";
		}
	report_text(l->c->report, "%s", *between == ',' ? "\n" : "");
}

struct differences {
	const struct list *l;
	uint64_t n;
};

static void show_difference(void *to, uint64_t index, const struct grid_cell *cell)
{
	struct differences *d = to;
	const struct list *l = d->l;
	const struct list_port *p = &l->ports[index];
	char name[LIST_NAME], why[LIST_WHY], wanted[EXPECT_TEXT];

	if (list_as_expected(l, cell->port, p->state) || ++d->n > LIST_DIFFERENCES)
		return;
	list_name(name, &cell->target);
	report_text(l->c->report, "- %s %u %s\n+ %s %u %s: %s\n", name, cell->port,
		expect_print(wanted, expect_of(l->c->expect, cell->port)), name, cell->port,
		verdict_state_word((enum verdict_state)p->state),
		list_why(why, l, p, cell->target.addr.family));
}

void list_show_differences(const struct list *l)
{
	struct differences d = {l, 0};

	if (l->c->quiet || !l->c->expect->given)
		return;
	if (!l->sum.unexpected) {
		report_text(l->c->report, "\nAll%s as expected\n",
			l->sum.left ? " that were asked are" : "");
		return;
	}
	report_text(l->c->report, "\nNot as expected:\n");
	list_walk(l, show_difference, &d);
	if (d.n > LIST_DIFFERENCES)
		report_text(l->c->report, "... and %" PRIu64 " more\n", d.n - LIST_DIFFERENCES);
}

void list_show_totals(const struct list *l)
{
	const char *between = ":";

	if (l->c->quiet)
		return;
	report_text(l->c->report, "\n%" PRIu64 " asked", l->sum.asked);
	for (unsigned i = 0; i < LIST_STATES; i++)
		if (l->sum.found[i]) {
			report_text(l->c->report, "%s %" PRIu64 " %s", between, l->sum.found[i],
				verdict_state_word((enum verdict_state)i));
			between = ",";
		}
	report_text(l->c->report, "\n");
	if (l->sum.left)
		report_text(l->c->report, "%" PRIu64 " left for the next run\n", l->sum.left);
	report_flush(l->c->report);
}
