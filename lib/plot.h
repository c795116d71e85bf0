/* plot: durations as text: a strip of the newest ones and a histogram of all. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PLOT_H
#define PROBEKIT_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "histogram.h"
#include "strbuf.h"

/* The room there is, and what the terminal shows: Unicode blocks or ASCII, colour or none. Lines
 * are never wider than columns and each ends in a newline. */
struct plot_look {
	unsigned columns, rows;
	bool utf8, color;
};

/* A column of the strip. */
struct plot_cell {
	int64_t value_ns; /* negative: there is none */
	char mark;	  /* stands below: printable ASCII; 0 none */
};

enum { PLOT_STRIP_LABEL = 9 }; /* columns of the scale and its line */
/* How many cells a strip of this look has room for. */
size_t plot_strip_cells(const struct plot_look *look);

/* Bars of the last cells that fit (oldest first), the newest at the right, rows - 1 high (at least
 * 2 rows); the scale, in ms, at the left fits the values shown and spans a tenth of the largest at
 * least, so that a steady line looks steady. A value always shows, however small. Below stand the
 * marks. */
void plot_strip(
	struct strbuf *to, const struct plot_cell *cells, size_t n, const struct plot_look *look);

/* A line of headings, then at most rows - 1 lines: from where on, a bar, how many. Lines hold whole
 * buckets of the histogram, each as many, so that wide ranges are logarithmic; where the longest
 * hundredth would take up most of the lines it is put into the last one, which has no end ("+").
 * Nothing for an empty histogram, for less than 2 rows or 24 columns. */
void plot_histogram(struct strbuf *to, const struct histogram *h, const struct plot_look *look);

#endif
