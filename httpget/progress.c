/* progress: a line on a terminal while a long transfer goes on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "progress.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "decimal.h"
#include "verdict.h"

enum { AFTER_NS = CLOCK_SECOND, EVERY_NS = 100 * CLOCK_MS, BAR = 24 };

void progress_init(struct progress *p, int fd, bool wanted)
{
	*p = (struct progress){.wanted = wanted};
	term_progress_init(&p->line, wanted ? fd : -1);
}

static const char *size_text(char to[static 32], uint64_t bytes)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
	char number[DECIMAL_TEXT];
	double value = (double)bytes;
	unsigned unit = 0;

	for (; value >= 999.5 && unit < 6; unit++)
		value /= 1000;
	snprintf(to, 32, "%s %s", decimal_real(number, value, 3), units[unit]);
	return to;
}

const char *progress_text(char *to, size_t size, const struct exchange *x, int64_t now_ns)
{
	uint64_t done = x->http.body_bytes, all = x->http.content_length;
	int64_t took_ns = now_ns - x->first_ns;
	double rate = took_ns > 0 ? (double)done * 1e9 / (double)took_ns : 0;
	char part[3][32], left[24], bar[BAR + 1];
	size_t filled;

	if (x->http.framing != HTTP_FRAMING_LENGTH || !all || done > all || rate <= 0) {
		snprintf(to, size, "%s, %s/s", size_text(part[0], done),
			size_text(part[1], (uint64_t)rate));
		return to;
	}
	filled = (size_t)((double)done / (double)all * BAR);
	memset(bar, ' ', BAR);
	memset(bar, '=', filled);
	bar[BAR] = '\0';
	snprintf(to, size, "%s of %s, %s/s, %s left |%s|", size_text(part[0], done),
		size_text(part[1], all), size_text(part[2], (uint64_t)rate),
		verdict_time(left, (int64_t)((double)(all - done) / rate * 1e9)), bar);
	return to;
}

void progress_show(struct progress *p, const struct exchange *x, int64_t now_ns)
{
	char text[160];

	if (!p->wanted || x->first_ns == INT64_MIN || now_ns - x->first_ns < AFTER_NS ||
		now_ns - p->shown_ns < EVERY_NS)
		return;
	p->shown_ns = now_ns;
	term_progress_show(&p->line, progress_text(text, sizeof text, x, now_ns));
}

void progress_clear(struct progress *p)
{
	term_progress_clear(&p->line);
}
