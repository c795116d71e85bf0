/* fping_netdata: an interval of a target as netdata's plugins.d protocol has it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fping_parts.h"

struct chart {
	const char *suffix, *title, *unit, *family, *kind, *place;
	const char *dimensions;
};

static const struct chart charts[] = {
	{"packets", "Packets", "packets", "packets", "line", "110020",
		"DIMENSION xmt sent absolute 1 1\nDIMENSION rcv received absolute 1 1\n"},
	{"quality", "Quality", "percentage", "quality", "area", "110010",
		"DIMENSION returned '' absolute 1 1\n"},
	{"latency", "Latency", "ms", "latency", "area", "110000",
		"DIMENSION min minimum absolute 1 1000000\n"
		"DIMENSION max maximum absolute 1 1000000\n"
		"DIMENSION avg average absolute 1 1000000\n"},
};

static void values(FILE *to, unsigned which, const struct fping_tally *t)
{
	if (which == 0)
		fprintf(to, "SET xmt = %" PRIu64 "\nSET rcv = %" PRIu64 "\n", t->sent, t->received);
	else if (which == 1)
		fprintf(to, "SET returned = %" PRIu64 "\n",
			t->sent ? t->received * 100 / t->sent : 0);
	else if (t->received)
		fprintf(to, "SET min = %" PRId64 "\nSET avg = %" PRId64 "\nSET max = %" PRId64 "\n",
			t->min_ns, t->sum_ns / (int64_t)t->received, t->max_ns);
}

void fping_show_netdata(const struct fping *f, uint32_t lane)
{
	char name[FPING_NAME], id[FPING_NAME];
	FILE *to = f->c->out;

	fping_name(f, lane, name);
	snprintf(id, sizeof(id), "%s", name);
	for (char *p = id; (p = strchr(p, '.')); p++)
		*p = '_';
	for (unsigned i = 0; i < sizeof(charts) / sizeof(*charts); i++) {
		const struct chart *c = &charts[i];

		if (!f->charted)
			fprintf(to,
				"CHART fping.%s_%s '' 'FPing %s for host %s' %s '%s' fping.%s %s "
				"%s "
				"%.0f\n%s",
				id, c->suffix, c->title, name, c->unit, name, c->family, c->kind,
				c->place, (double)f->c->report_ns / 1e9, c->dimensions);
		fprintf(to, "BEGIN fping.%s_%s\n", id, c->suffix);
		values(to, i, &f->intervals[lane]);
		fprintf(to, "END\n");
	}
}
