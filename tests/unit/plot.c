/* plot: strips and histograms, drawn line by line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plot.h"

#include <stdlib.h>

#include "seeded.h"
#include "tap.h"

#define MS INT64_C(1000000)

static struct strbuf drawn;

static const char *strip(const struct plot_cell *cells, size_t n, struct plot_look look)
{
	drawn.used = 0;
	plot_strip(&drawn, cells, n, &look);
	strbuf_put_char(&drawn, '\0');
	return drawn.bad ? "no memory" : drawn.p;
}

static const char *bars(const struct histogram *h, struct plot_look look)
{
	drawn.used = 0;
	plot_histogram(&drawn, h, &look);
	strbuf_put_char(&drawn, '\0');
	return drawn.bad ? "no memory" : drawn.p;
}

static void strips(void)
{
	const struct plot_cell cells[] = {{10 * MS, 0}, {20 * MS, 0}, {-1, 'x'}, {30 * MS, 'l'}};
	const struct plot_look ascii = {.columns = 20, .rows = 3};
	const struct plot_look blocks = {.columns = 20, .rows = 2, .utf8 = true};
	const struct plot_look colors = {.columns = 20, .rows = 2, .color = true};

	is_text(strip(cells, 4, ascii),
		"   30.0 | . #\n"
		"   10.0 |.# #\n"
		"     ms |  xl\n",
		"a strip in ASCII");
	is_text(strip(cells, 4, blocks),
		"   30.0 │▁▅ █\n"
		"     ms │  xl\n",
		"... in one row of blocks");
	is_text(strip(cells, 4, colors),
		"   30.0 |.: #\n"
		"     ms |  \033[31mx\033[0m\033[33ml\033[0m\n",
		"... with colour: red where nothing came");
	is_text(strip(cells, 0, ascii),
		"        |\n"
		"        |\n"
		"     ms |\n",
		"... of nothing yet");
}

static void rooms(void)
{
	struct plot_cell cells[100];
	struct plot_look look = {.columns = 12, .rows = 2};

	for (unsigned i = 0; i < 100; i++)
		cells[i] = (struct plot_cell){i < 97 ? 500 * MS : (int64_t)(i - 96) * MS, 0};
	is_int(plot_strip_cells(&look), 3, "a window of 12 columns has room for 3");
	is_text(strip(cells, 100, look), "   3.00 |.:#\n     ms |   \n",
		"the newest, and a scale that fits them");
	look.columns = PLOT_STRIP_LABEL;
	is_text(strip(cells, 100, look), "", "no room, no strip");
	look = (struct plot_look){.columns = 40, .rows = 1};
	is_text(strip(cells, 100, look), "", "... nor in one row");
}

static void scales(void)
{
	const struct plot_cell steady[] = {{20000000, 0}, {20010000, 0}, {20000000, 0}};
	const struct plot_cell zero[] = {{0, 0}};
	const struct plot_cell huge[] = {{INT64_MAX / 2, 0}};
	const struct plot_look look = {.columns = 20, .rows = 3};

	is_text(strip(steady, 3, look),
		"   20.0 |###\n"
		"   18.0 |###\n"
		"     ms |   \n",
		"10 us more on 20 ms look steady");
	is_text(strip(zero, 1, look), " 0.0000 | \n 0.0000 |.\n     ms | \n", "no time at all");
	is_text(strip(huge, 1, look), "9999999 |#\n9999999 |#\n     ms | \n",
		"longer than any label");
}

static struct histogram *histogram(void)
{
	struct histogram *h = histogram_open();

	if (!h)
		exit(2);
	return h;
}

static void histograms(void)
{
	struct histogram *h = histogram();
	struct plot_look look = {.columns = 32, .rows = 6};

	is_text(bars(h, look), "", "nothing of nothing");
	for (unsigned i = 0; i < 8; i++)
		histogram_add(h, 20 * MS);
	histogram_add(h, 30 * MS);
	is_text(bars(h, look),
		"from ms   answers\n"
		"   19.9  |########## 8\n"
		"   22.0  |\n"
		"   24.1  |\n"
		"   26.2  |\n"
		"   28.3  |# 1\n",
		"eight and one");
	look.utf8 = true;
	look.rows = 2;
	is_text(bars(h, look),
		"from ms   answers\n"
		"   19.9  │██████████ 9\n",
		"one line has them all");
	look.rows = 1;
	is_text(bars(h, look), "", "headings alone say nothing");
	histogram_close(h);
}

/* One answer that took a second must not squeeze all others into one line. */
static void tails(void)
{
	struct histogram *h = histogram();
	struct plot_look look = {.columns = 32, .rows = 5};

	for (unsigned i = 0; i < 200; i++)
		histogram_add(h, 10 * MS + (int64_t)i * 50000);
	histogram_add(h, 1000 * MS);
	is_text(bars(h, look),
		"from ms   answers\n"
		"   9.96  |####### 57\n"
		"   12.8  |####### 58\n"
		"   15.7  |########## 85\n"
		"   20.4+ |# 1\n",
		"the longest hundredth has a line of its own");
	histogram_close(h);
}

/* All counts of all lines are all values, whatever the values. */
static void sums(void)
{
	struct plot_look look = {.columns = 60};
	uint64_t state = 1;
	bool good = true, narrow = true;

	for (unsigned turn = 0; turn < 300; turn++) {
		struct histogram *h = histogram();
		uint64_t sum = 0;
		unsigned lines = 0;
		const char *text;

		for (unsigned i = 0; i <= turn; i++) {
			seeded_next(&state);
			histogram_add(h, (int64_t)(state >> (20 + state % 40)));
		}
		look.rows = 2 + turn % 20;
		text = bars(h, look);
		for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
			const char *count = end;

			while (count > text && count[-1] != ' ' && count[-1] != '|')
				count--;
			narrow = narrow && end - text <= 60;
			if (lines++ && count[-1] == ' ')
				sum += strtoull(count, NULL, 10);
		}
		good = good && sum == turn + 1 && lines <= look.rows;
		histogram_close(h);
	}
	ok(good, "no value is left out, none counted twice");
	ok(narrow, "... and no line is too wide");
}

int main(void)
{
	strips();
	rooms();
	scales();
	histograms();
	tails();
	sums();
	strbuf_close(&drawn);
	return tap_done();
}
