/* fping_text: the lines of fping 5.1, on its streams. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "fping_parts.h"
#include "report.h"

const char *fping_name(const struct fping *f, uint32_t lane, char to[static FPING_NAME])
{
	char text[ADDR_TEXT];
	struct target t = {0};

	targets_at(f->c->targets, lane, &t);
	if (f->c->names && f->c->names[lane])
		return report_safe(to, FPING_NAME, f->c->names[lane]);
	if (t.name && !f->c->addresses)
		return report_safe(to, FPING_NAME, t.name);
	snprintf(to, FPING_NAME, "%s", report_addr(text, &t.addr));
	return to;
}

void fping_width(struct fping *f)
{
	char name[FPING_NAME];

	for (uint32_t lane = 0; f->c->counting && lane < f->n; lane++) {
		int width = (int)strlen(fping_name(f, lane, name));

		if (width > f->width)
			f->width = width;
	}
}

/* Three digits or so, as fping has them. */
static const char *ms(char to[static FPING_TIME], int64_t ns)
{
	double t = (double)ns / 1e6;

	if (t < 1)
		snprintf(to, FPING_TIME, "%.3f", t);
	else if (t < 10)
		snprintf(to, FPING_TIME, "%.2f", t);
	else if (t < 100)
		snprintf(to, FPING_TIME, "%.1f", t);
	else if (t < 1e6)
		snprintf(to, FPING_TIME, "%.0f", t);
	else
		snprintf(to, FPING_TIME, "%.3e", t);
	return to;
}

static uint64_t loss_percent(const struct fping_tally *t)
{
	return t->sent ? (t->sent - t->received) * 100 / t->sent : 0;
}

static int64_t mean_ns(const struct fping_tally *t)
{
	return t->received ? t->sum_ns / (int64_t)t->received : 0;
}

/* fping writes this to standard error while standard output's line is not out: before it, where
 * both are one stream. */
static void show_other(const struct fping *f, const struct match *m)
{
	char text[ADDR_TEXT];

	if (m->other_address)
		fprintf(f->c->err, " [<- %s]", report_addr(text, &m->from));
}

void fping_show_alive(const struct fping *f, const struct outcome *o)
{
	char name[FPING_NAME], rtt[FPING_TIME];

	if (!f->c->verbose && !f->c->alive)
		return;
	fprintf(f->c->out, "%s%s", fping_name(f, o->match.probe.lane, name),
		f->c->verbose ? " is alive" : "");
	if (f->c->elapsed)
		fprintf(f->c->out, " (%s ms)", ms(rtt, o->answer.rtt_ns));
	show_other(f, &o->match);
	fprintf(f->c->out, "\n");
}

static void begin(const struct fping *f, struct probe id)
{
	char name[FPING_NAME];

	if (f->c->stamps)
		fprintf(f->c->out, "[%.5f] ", (double)clock_wall() / 1e9);
	fprintf(f->c->out, "%-*s : [%" PRIu64 "]", f->width, fping_name(f, id.lane, name), id.nth);
}

static void so_far(const struct fping *f, uint32_t lane)
{
	const struct fping_tally *t = &f->lanes[lane];
	char mean[FPING_TIME];

	fprintf(f->c->out, " (%s avg, %" PRIu64 "%% loss)",
		t->received ? ms(mean, mean_ns(t)) : "NaN", loss_percent(t));
}

void fping_show_reply(const struct fping *f, const struct outcome *o)
{
	char rtt[FPING_TIME];

	if (!f->c->per_reply)
		return;
	begin(f, o->match.probe);
	fprintf(f->c->out, ", %zu bytes, %s ms", o->match.icmp_bytes, ms(rtt, o->answer.rtt_ns));
	so_far(f, o->match.probe.lane);
	show_other(f, &o->match);
	fprintf(f->c->out, "\n");
}

void fping_show_duplicate(const struct fping *f, const struct outcome *o)
{
	char name[FPING_NAME], rtt[FPING_TIME];

	if (f->c->per_reply)
		return;
	fprintf(f->c->err, "%s : duplicate for [%" PRIu64 "], %zu bytes, %s ms",
		fping_name(f, o->match.probe.lane, name), o->match.probe.nth, o->match.icmp_bytes,
		ms(rtt, o->answer.rtt_ns));
	show_other(f, &o->match);
	fprintf(f->c->err, "\n");
}

void fping_show_timeout(const struct fping *f, struct probe id)
{
	if (!f->c->per_reply)
		return;
	begin(f, id);
	fprintf(f->c->out, ", timed out");
	so_far(f, id.lane);
	fprintf(f->c->out, "\n");
}

static const char *unreachable_text(uint8_t code)
{
	static const char *const texts[] = {"ICMP Network Unreachable", "ICMP Host Unreachable",
		"ICMP Protocol Unreachable", "ICMP Port Unreachable",
		"ICMP Unreachable (Fragmentation Needed)", "ICMP Unreachable (Source Route Failed)",
		"ICMP Unreachable (Destination Network Unknown)",
		"ICMP Unreachable (Destination Host Unknown)",
		"ICMP Unreachable (Source Host Isolated)",
		"ICMP Unreachable (Communication with Network Prohibited)",
		"ICMP Unreachable (Communication with Host Prohibited)",
		"ICMP Unreachable (Network Unreachable For Type Of Service)",
		"ICMP Unreachable (Host Unreachable For Type Of Service)",
		"ICMP Unreachable (Communication Administratively Prohibited)",
		"ICMP Unreachable (Host Precedence Violation)",
		"ICMP Unreachable (Precedence cutoff in effect)"};

	return code < sizeof(texts) / sizeof(*texts) ? texts[code]
						     : "ICMP Unreachable (Invalid Code)";
}

/* ICMPv6 has codes of its own (RFC 4443 3.1). fping 5.1 looks for its request in the wrong place of
 * an ICMPv6 error and so tells of none. */
static const char *unreachable6_text(uint8_t code)
{
	static const char *const texts[] = {"ICMP Network Unreachable",
		"ICMP Unreachable (Communication Administratively Prohibited)",
		"ICMP Unreachable (Beyond Scope of Source Address)", "ICMP Host Unreachable",
		"ICMP Port Unreachable", "ICMP Unreachable (Source Address Failed Policy)",
		"ICMP Unreachable (Reject Route to Destination)"};

	return code < sizeof(texts) / sizeof(*texts) ? texts[code]
						     : "ICMP Unreachable (Invalid Code)";
}

static const char *error6_text(uint8_t type, uint8_t code)
{
	switch (type) {
	case 1:
		return unreachable6_text(code);
	case 2:
		return "ICMP Packet Too Big";
	case 3:
		return "ICMP Time Exceeded";
	case 4:
		return "ICMP Parameter Problem";
	default:
		return "ICMP Redirect";
	}
}

static const char *error_text(const struct match *m)
{
	if (m->target.family == ADDR_V6)
		return error6_text(m->type, m->code);
	switch (m->type) {
	case 3:
		return unreachable_text(m->code);
	case 4:
		return "ICMP Source Quench";
	case 5:
		return "ICMP Redirect";
	case 11:
		return "ICMP Time Exceeded";
	default:
		return "ICMP Parameter Problem";
	}
}

void fping_show_error(const struct fping *f, const struct match *m)
{
	char name[FPING_NAME], from[ADDR_TEXT];

	if (!f->c->quiet)
		fprintf(f->c->err, "%s from %s for ICMP Echo sent to %s\n", error_text(m),
			report_addr(from, &m->from), fping_name(f, m->probe.lane, name));
}

void fping_show_unsent(const struct fping *f, uint32_t lane, int error)
{
	char name[FPING_NAME];

	if (f->c->verbose)
		fprintf(f->c->err, "%s: error while sending ping: %s\n", fping_name(f, lane, name),
			strerror(error));
}

static void show_vector(const struct fping *f, uint32_t lane)
{
	const int64_t *times = f->vector + (size_t)lane * f->c->count;
	char rtt[FPING_TIME];

	for (uint64_t i = 0; i < f->c->count && i < f->lanes[lane].sent; i++)
		fprintf(f->c->err, " %s", times[i] < 0 ? "-" : ms(rtt, times[i]));
	fprintf(f->c->err, "\n");
}

static void show_tally(const struct fping *f, uint32_t lane, const struct fping_tally *t)
{
	char name[FPING_NAME], min[FPING_TIME], mean[FPING_TIME], max[FPING_TIME];
	FILE *to = f->c->err;

	fprintf(to, "%-*s :", f->width, fping_name(f, lane, name));
	if (f->vector && t == &f->lanes[lane]) {
		show_vector(f, lane);
		return;
	}
	fprintf(to, " xmt/rcv/%%loss = %" PRIu64 "/%" PRIu64 "/%" PRIu64 "%%", t->sent, t->received,
		loss_percent(t));
	if (f->c->outage)
		fprintf(to, ", outage(ms) = %" PRId64,
			(int64_t)(t->sent - t->received) * f->c->period_ns / CLOCK_MS);
	if (t->received)
		fprintf(to, ", min/avg/max = %s/%s/%s", ms(min, t->min_ns), ms(mean, mean_ns(t)),
			ms(max, t->max_ns));
	fprintf(to, "\n");
}

void fping_show_interval(struct fping *f)
{
	time_t now = (time_t)(clock_wall() / CLOCK_SECOND);
	struct tm tm = {0};

	fflush(f->c->out);
	if (f->c->verbose || f->c->per_reply)
		fprintf(f->c->err, "\n");
	localtime_r(&now, &tm);
	if (!f->c->netdata)
		fprintf(f->c->err, "[%02d:%02d:%02d]\n", tm.tm_hour, tm.tm_min, tm.tm_sec);
	for (uint32_t lane = 0; lane < f->n; lane++) {
		if (f->c->netdata)
			fping_show_netdata(f, lane);
		else
			show_tally(f, lane, &f->intervals[lane]);
		f->intervals[lane] = (struct fping_tally){0};
	}
	f->charted = true;
}

static void show_totals(const struct fping *f)
{
	char min[FPING_TIME], mean[FPING_TIME], max[FPING_TIME];
	const struct fping_tally *t = &f->total;

	fprintf(f->c->err, "\n %7u targets\n %7u alive\n %7u unreachable\n %7u unknown addresses\n",
		f->n, f->alive, f->n - f->alive, f->c->unknown);
	fprintf(f->c->err,
		"\n %7" PRIu64 " timeouts (waiting for response)\n %7" PRIu64
		" ICMP Echos sent\n %7" PRIu64 " ICMP Echo Replies received\n %7" PRIu64
		" other ICMP received\n",
		f->timeouts, f->requests, t->received, f->others);
	fprintf(f->c->err,
		"\n %s ms (min round trip time)\n %s ms (avg round trip time)\n"
		" %s ms (max round trip time)\n %12.3f sec (elapsed real time)\n\n",
		ms(min, t->min_ns), ms(mean, mean_ns(t)), ms(max, t->max_ns),
		(double)(clock_now() - f->start_ns) / 1e9);
}

void fping_show_end(const struct fping *f)
{
	char name[FPING_NAME];

	for (uint32_t lane = 0; lane < f->n; lane++)
		if (!f->lanes[lane].received && (f->c->verbose || f->c->unreachable))
			fprintf(f->c->out, "%s%s\n", fping_name(f, lane, name),
				f->c->verbose ? " is unreachable" : "");
	fflush(f->c->out);
	if (f->c->counting && f->c->per_reply)
		fprintf(f->c->err, "\n");
	for (uint32_t lane = 0; f->c->counting && lane < f->n; lane++)
		show_tally(f, lane, &f->lanes[lane]);
	if (f->c->stats)
		show_totals(f);
	fflush(f->c->err);
}
