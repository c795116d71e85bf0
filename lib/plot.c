/* plot: durations as text: a strip of the newest ones and a histogram of all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plot.h"

#include <inttypes.h>
#include <stdio.h>

enum {
	EIGHTHS = 8,
	THIRDS = 3,
	TEXT = 32,
	HISTOGRAM_LABEL = 10, /* "123.45 + " and its line */
	HISTOGRAM_COLUMNS_MIN = 24,
	COUNT_COLUMNS = 11
};
#define MOST_NS INT64_C(9999999000000) /* what the labels have room for */

#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

/* From the empty one to the full one. */
static const char *const up_blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const right_blocks[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
static const char *const up_ascii[] = {" ", ".", ":", "#"};

/* Milliseconds with three significant digits, or all those before the dot. */
static const char *plot_ms(char to[static TEXT], int64_t ns)
{
	long long us = (ns < MOST_NS ? ns + 500 : MOST_NS) / 1000;

	if (us >= 99950)
		snprintf(to, TEXT, "%lld", (us + 500) / 1000);
	else if (us >= 9995)
		snprintf(to, TEXT, "%lld.%lld", (us + 50) / 1000, (us + 50) % 1000 / 100);
	else if (us >= 1000)
		snprintf(to, TEXT, "%lld.%02lld", (us + 5) / 1000, (us + 5) % 1000 / 10);
	else if (us >= 100)
		snprintf(to, TEXT, "0.%03lld", us);
	else
		snprintf(to, TEXT, "0.%04lld", (long long)(ns + 50) / 100);
	return to;
}

struct scale {
	bool any;
	int64_t low_ns, high_ns; /* high is more than low */
};

static struct scale scale_of(const struct plot_cell *cells, size_t n)
{
	struct scale s = {false, INT64_MAX, 0};
	int64_t least_ns;

	for (size_t i = 0; i < n; i++) {
		if (cells[i].value_ns < 0)
			continue;
		if (cells[i].value_ns < s.low_ns)
			s.low_ns = cells[i].value_ns;
		if (cells[i].value_ns > s.high_ns)
			s.high_ns = cells[i].value_ns;
	}
	s.any = s.low_ns <= s.high_ns;
	if (!s.any)
		s.low_ns = 0;
	least_ns = s.high_ns / 10 ? s.high_ns / 10 : 1;
	if (s.high_ns - s.low_ns < least_ns)
		s.low_ns = s.high_ns > least_ns ? s.high_ns - least_ns : 0;
	if (s.high_ns <= s.low_ns)
		s.high_ns = s.low_ns + 1;
	return s;
}

/* How many steps of all are filled: at least one where there is a value. */
static unsigned steps_of(const struct scale *s, int64_t value_ns, unsigned all)
{
	double part;

	if (value_ns < 0)
		return 0;
	part = (double)(value_ns - s->low_ns) / (double)(s->high_ns - s->low_ns);
	return 1 + (unsigned)(part * (all - 1) + 0.5);
}

static void put_scale(struct strbuf *to, const char *label, const struct plot_look *look)
{
	strbuf_print(to, "%*s %s", PLOT_STRIP_LABEL - 2, label, look->utf8 ? "│" : "|");
}

/* A line of the strip; row 0 is the lowest. */
static void put_row(struct strbuf *to, const struct plot_cell *cells, size_t n,
	const struct scale *s, unsigned row, const struct plot_look *look)
{
	unsigned steps = look->utf8 ? EIGHTHS : THIRDS;
	unsigned height = look->rows - 1;

	for (size_t i = 0; i < n; i++) {
		unsigned filled = steps_of(s, cells[i].value_ns, height * steps);
		unsigned here = filled < row * steps ? 0 : filled - row * steps;

		if (here > steps)
			here = steps;
		strbuf_put_text(to, look->utf8 ? up_blocks[here] : up_ascii[here]);
	}
	strbuf_put_char(to, '\n');
}

/* Red where the mark is all there is. */
static void put_marks(
	struct strbuf *to, const struct plot_cell *cells, size_t n, const struct plot_look *look)
{
	for (size_t i = 0; i < n; i++) {
		char mark = cells[i].mark;
		bool paint = mark && look->color;

		if (paint)
			strbuf_put_text(to, cells[i].value_ns < 0 ? RED : YELLOW);
		strbuf_put_char(to, mark ? mark : ' ');
		if (paint)
			strbuf_put_text(to, PLAIN);
	}
	strbuf_put_char(to, '\n');
}

size_t plot_strip_cells(const struct plot_look *look)
{
	return look->columns > PLOT_STRIP_LABEL ? look->columns - PLOT_STRIP_LABEL : 0;
}

void plot_strip(
	struct strbuf *to, const struct plot_cell *cells, size_t n, const struct plot_look *look)
{
	size_t room = plot_strip_cells(look);
	struct scale s;
	char text[TEXT];

	if (!room || look->rows < 2)
		return;
	if (n > room) {
		cells += n - room;
		n = room;
	}
	s = scale_of(cells, n);
	for (unsigned row = look->rows - 1; row-- > 0;) {
		bool top = row == look->rows - 2;
		const char *label = "";

		if (s.any && (top || !row))
			label = plot_ms(text, top ? s.high_ns : s.low_ns);
		put_scale(to, label, look);
		put_row(to, cells, n, &s, row, look);
	}
	put_scale(to, "ms", look);
	put_marks(to, cells, n, look);
}

/* Which buckets a line holds: lines of equal width, the last without end where open. */
struct layout {
	unsigned first, width, lines;
	bool open;
};

static struct layout layout_of(const struct histogram *h, unsigned lines)
{
	unsigned first = histogram_quantile_bucket(h, 0), last = histogram_quantile_bucket(h, 1);
	unsigned most = histogram_quantile_bucket(h, 0.99);
	struct layout l = {.first = first};

	l.open = lines > 2 && last - first >= lines && last - first > 2 * (most - first);
	if (l.open) {
		l.width = (most - first + 1 + lines - 2) / (lines - 1);
		l.lines = (most - first) / l.width + 2;
		return l;
	}
	l.width = (last - first + lines) / lines;
	l.lines = (last - first) / l.width + 1;
	return l;
}

static uint64_t count_line(const struct histogram *h, const struct layout *l, unsigned line)
{
	unsigned from = l->first + line * l->width, to = from + l->width;
	uint64_t sum = 0;

	if (l->open && line == l->lines - 1)
		to = histogram_buckets();
	for (unsigned i = from; i < to; i++)
		sum += histogram_in(h, i);
	return sum;
}

static void put_bar(struct strbuf *to, uint64_t count, uint64_t most, const struct plot_look *look)
{
	unsigned room = look->columns - HISTOGRAM_LABEL - COUNT_COLUMNS - 1;
	unsigned steps = look->utf8 ? EIGHTHS : 1;
	unsigned filled = (unsigned)((double)count / (double)most * room * steps + 0.5);

	if (count && !filled)
		filled = 1;
	for (; filled >= steps; filled -= steps)
		strbuf_put_text(to, look->utf8 ? right_blocks[EIGHTHS] : "#");
	if (filled)
		strbuf_put_text(to, right_blocks[filled]);
	if (count)
		strbuf_print(to, " %" PRIu64, count);
	strbuf_put_char(to, '\n');
}

void plot_histogram(struct strbuf *to, const struct histogram *h, const struct plot_look *look)
{
	struct layout l;
	uint64_t most = 0;
	char text[TEXT];

	if (!histogram_count(h) || look->rows < 2 || look->columns < HISTOGRAM_COLUMNS_MIN)
		return;
	l = layout_of(h, look->rows - 1);
	for (unsigned i = 0; i < l.lines; i++)
		if (count_line(h, &l, i) > most)
			most = count_line(h, &l, i);
	strbuf_print(to, "%*s   %s\n", HISTOGRAM_LABEL - 3, "from ms", "answers");
	for (unsigned i = 0; i < l.lines; i++) {
		strbuf_print(to, "%*s%c%s", HISTOGRAM_LABEL - 3,
			plot_ms(text, histogram_start_ns(l.first + i * l.width)),
			l.open && i == l.lines - 1 ? '+' : ' ', look->utf8 ? " │" : " |");
		put_bar(to, count_line(h, &l, i), most, look);
	}
}
