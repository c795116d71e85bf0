/* graph: the run as a picture: a live view on a terminal, a histogram at the end elsewhere. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "graph.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "plot.h"
#include "term.h"
#include "times.h"

enum {
	CELLS = 1024, /* of the strip: more than the widest window has room for */
	REDRAW_NS = 100000000,
	NUMBERS = 2, /* lines of them */
	STRIP_MAX = 8,
	HISTOGRAM_MIN = 4,
	HISTOGRAM_MAX = 12,
	COLUMNS_MIN = 16,
	PLAIN_COLUMNS = 80
};

struct graph {
	struct graph_config c;
	const struct plan *plan;
	struct term_view view;
	struct plot_cell cells[CELLS]; /* of probe nth at nth % CELLS */
	uint64_t sent;		       /* one more than the newest nth */
	bool dirty, lost;
	int64_t due_ns;
};

int graph_open(struct graph **out, const struct graph_config *c, struct fail *why)
{
	struct graph *g = calloc(1, sizeof(*g));

	if (!g)
		return fail_set(why, ENOMEM, "no memory for a graph");
	g->c = *c;
	term_view_init(&g->view, c->terminal);
	*out = g;
	return 0;
}

void graph_close(struct graph *g)
{
	free(g);
}

void graph_of(struct graph *g, const struct plan *plan)
{
	if (g)
		g->plan = plan;
}

bool graph_is_live(const struct graph *g)
{
	return g && g->view.fd >= 0;
}

void graph_sent(struct graph *g, uint64_t nth)
{
	if (!graph_is_live(g))
		return;
	for (; g->sent <= nth; g->sent++)
		g->cells[g->sent % CELLS] = (struct plot_cell){-1, '.'};
	g->dirty = true;
}

static char reply_mark(const struct plot_cell *cell, enum verdict verdict)
{
	switch (verdict) {
	case ANSWER_LATE:
		return 'l';
	case ANSWER_DUPLICATE:
		return '2';
	case ANSWER_FRESH:
		return cell->value_ns < 0 ? '\0' : cell->mark;
	case ANSWER_STRANGER:
		break;
	}
	return cell->mark;
}

static void mark(struct plot_cell *cell, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		cell->mark = reply_mark(cell, o->answer.verdict);
		if (cell->value_ns < 0)
			cell->value_ns = o->answer.rtt_ns;
		break;
	case OUTCOME_LOST:
		cell->mark = 'x';
		break;
	case OUTCOME_ERROR:
		cell->mark = '!';
		break;
	case OUTCOME_CORRUPT:
		cell->mark = 'c';
		break;
	case OUTCOME_UNSENT:
		cell->mark = '-';
		break;
	case OUTCOME_FORGED:
	case OUTCOME_REDIRECT:
		break;
	}
}

void graph_outcome(struct graph *g, const struct outcome *o)
{
	if (!graph_is_live(g) || !o->match.has_probe)
		return;
	if (o->kind == OUTCOME_UNSENT)
		graph_sent(g, o->nth);
	if (o->nth < g->sent && g->sent - o->nth <= CELLS)
		mark(&g->cells[o->nth % CELLS], o);
	g->dirty = true;
}

/* How the height is shared: the numbers always, then the strip, then the histogram. */
struct shares {
	unsigned strip, histogram;
};

static struct shares share(unsigned rows)
{
	/* The run's first line and the cursor's stay in sight. */
	unsigned left = rows > NUMBERS + 2 ? rows - NUMBERS - 2 : 0;
	struct shares s = {.strip = left < STRIP_MAX ? left : STRIP_MAX};

	if (left >= STRIP_MAX + HISTOGRAM_MIN)
		s.histogram = left - s.strip < HISTOGRAM_MAX ? left - s.strip : HISTOGRAM_MAX;
	return s;
}

static void put_strip(struct graph *g, struct strbuf *to, const struct plot_look *look)
{
	size_t room = plot_strip_cells(look);
	uint64_t n = room < CELLS ? room : CELLS;
	struct plot_cell shown[CELLS];

	if (n > g->sent)
		n = g->sent;
	for (uint64_t i = 0; i < n; i++)
		shown[i] = g->cells[(g->sent - n + i) % CELLS];
	plot_strip(to, shown, (size_t)n, look);
}

static void put_count(struct strbuf *to, uint64_t count, const char *what)
{
	if (count)
		strbuf_print(to, ", %" PRIu64 " %s", count, what);
}

static void put_counts(const struct graph *g, struct strbuf *to)
{
	const struct tally *t = plan_tally(g->plan, 0);

	strbuf_print(to, "%" PRIu64 " sent, %" PRIu64 " received", t->sent, t->answered);
	put_count(to, t->lost, "lost (x)");
	put_count(to, t->rejected, "rejected (!)");
	put_count(to, t->late, "late (l)");
	put_count(to, t->duplicates, "duplicate (2)");
	put_count(to, t->corrupted, "corrupted (c)");
	put_count(to, t->unsent, "not sent (-)");
}

static void put_times(const struct graph *g, struct strbuf *to)
{
	const struct histogram *h = plan_histogram(g->plan, 0);
	const struct story *s = plan_story(g->plan, 0);
	char p50[32], p90[32], p99[32], jitter[32];

	if (!histogram_count(h))
		return;
	strbuf_print(to, "p50 %s, p90 %s, p99 %s ms", times_ms(p50, histogram_quantile_ns(h, 0.5)),
		times_ms(p90, histogram_quantile_ns(h, 0.9)),
		times_ms(p99, histogram_quantile_ns(h, 0.99)));
	if (s->jitter_ns >= 0)
		strbuf_print(to, ", jitter %s ms", times_ms(jitter, s->jitter_ns));
}

/* A line of plain text, cut before the last column. */
static void put_line(const struct graph *g, struct strbuf *to, unsigned columns,
	void (*put)(const struct graph *g, struct strbuf *to))
{
	size_t from = to->used;

	put(g, to);
	if (!to->bad && to->used - from >= columns)
		to->used = from + columns - 1;
	strbuf_put_char(to, '\n');
}

static void draw(struct graph *g)
{
	struct term_size size = term_size(g->view.fd);
	struct shares shares = share(size.rows);
	struct plot_look look = {.columns = size.columns - 1,
		.rows = shares.strip,
		.utf8 = g->c.utf8,
		.color = report_colored(g->c.report)};
	struct strbuf text = {0};

	if (size.columns >= COLUMNS_MIN) {
		put_strip(g, &text, &look);
		put_line(g, &text, size.columns, put_counts);
		put_line(g, &text, size.columns, put_times);
		look.rows = shares.histogram;
		plot_histogram(&text, plan_histogram(g->plan, 0), &look);
	}
	report_flush(g->c.report);
	if (!text.bad)
		term_view_show(&g->view, text.p, text.used);
	strbuf_close(&text);
	g->dirty = false;
}

void graph_turn(struct graph *g, int64_t now_ns)
{
	if (now_ns < graph_due_ns(g))
		return;
	draw(g);
	g->lost = term_is_gone(g->view.fd);
	g->due_ns = now_ns + REDRAW_NS;
}

bool graph_is_lost(const struct graph *g)
{
	return g && g->lost;
}

int64_t graph_due_ns(const struct graph *g)
{
	return graph_is_live(g) && g->dirty ? g->due_ns : INT64_MAX;
}

void graph_clear(struct graph *g)
{
	if (!graph_is_live(g))
		return;
	term_view_clear(&g->view);
	g->dirty = true;
	g->due_ns = 0;
}

void graph_keep(struct graph *g)
{
	if (!graph_is_live(g))
		return;
	term_view_keep(&g->view);
	g->dirty = true;
	g->due_ns = 0;
}

void graph_end(struct graph *g)
{
	if (graph_is_live(g))
		draw(g);
	graph_keep(g);
}

void graph_histogram(struct graph *g)
{
	struct plot_look look = {
		.columns = PLAIN_COLUMNS, .rows = HISTOGRAM_MAX, .utf8 = g && g->c.utf8};
	struct strbuf text = {0};

	if (!g || graph_is_live(g))
		return;
	plot_histogram(&text, plan_histogram(g->plan, 0), &look);
	report_put_strbuf(g->c.report, &text);
	report_flush(g->c.report);
}
