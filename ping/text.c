/* text: the lines ping has always printed, to the byte. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ipopt.h"
#include "reason.h"
#include "times.h"

enum { REDRAW_NS = 16000000 /* a flood's dots reach the terminal this often */ };

struct text {
	struct text_config c;
	struct ipopt_memory options; /* the last route shown */
	int64_t flushed_ns;
	int unsent_error; /* the last that was told; 0 none */
};

int text_open(struct text **out, const struct text_config *c, struct fail *why)
{
	struct text *t = calloc(1, sizeof(*t));

	if (!t)
		return fail_set(why, ENOMEM, "no memory for text");
	t->c = *c;
	*out = t;
	return 0;
}

void text_close(struct text *t)
{
	free(t);
}

const char *text_rtt(char to[static 32], int64_t rtt_ns, bool precise)
{
	long long us = (rtt_ns + 500) / 1000;

	if (precise || us < 1000)
		return times_ms(to, rtt_ns);
	if (us >= 100000 - 50)
		snprintf(to, 32, "%lld", (us + 500) / 1000);
	else if (us >= 10000 - 5)
		snprintf(to, 32, "%lld.%01lld", (us + 50) / 1000, (us + 50) % 1000 / 100);
	else
		snprintf(to, 32, "%lld.%02lld", (us + 5) / 1000, (us + 5) % 1000 / 10);
	return to;
}

/* Colour for what went wrong; nothing where there is to be none. */
static const char *paint(const struct text *t, const char *sequence)
{
	return report_colored(t->c.report) ? sequence : "";
}
#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

void text_header(struct text *t, const struct text_header *h)
{
	struct report *r = t->c.report;
	char target[ADDR_TEXT], source[ADDR_TEXT];

	if (h->pattern_bytes && !t->c.quiet) {
		report_text(r, "PATTERN: 0x");
		for (size_t i = 0; i < h->pattern_bytes; i++)
			report_text(r, "%02x", h->pattern[i]);
		report_text(r, "\n");
	}
	report_addr(target, &t->c.target);
	report_text(r, "PING %s (%s) ", t->c.host, target);
	if (h->flow_label >= 0)
		report_text(r, ", flow 0x%05x, ", (unsigned)h->flow_label);
	if (h->show_source)
		report_text(r, "from %s %s: ", report_addr(source, &h->source),
			h->device ? h->device : "");
	if (t->c.target.family == ADDR_V6)
		report_text(r, "%zu data bytes\n", t->c.data_bytes);
	else
		report_text(r, "%zu(%zu) bytes of data.\n", t->c.data_bytes,
			t->c.data_bytes + h->header_bytes);
	report_flush(r);
}

/* A dot a probe out and one back a reply: what stands is what is missing. */
static void draw(struct text *t, const char *marks, int64_t now_ns)
{
	report_put_text(t->c.report, marks);
	if (now_ns - t->flushed_ns < REDRAW_NS)
		return;
	t->flushed_ns = now_ns;
	report_flush(t->c.report);
}

void text_sent(struct text *t, int64_t now_ns)
{
	if (t->c.flood && !t->c.quiet && !t->c.replaced)
		draw(t, ".", now_ns);
}

void text_no_answer(struct text *t, uint16_t sequence, int64_t realtime_ns, int64_t now_ns)
{
	struct names_line l = {.realtime_ns = realtime_ns};

	names_add(&l, "%sno answer yet for icmp_seq=%u%s\n", paint(t, YELLOW), sequence,
		paint(t, PLAIN));
	names_put(t->c.names, &l, now_ns);
}

/* Rows of 32, counted as the first one printed is. */
static void add_dump(struct text *t, const struct outcome *o, size_t from)
{
	const struct match *m = &o->match;

	for (size_t row = from; row < t->c.data_bytes; row += 32) {
		struct names_line l = {0};

		names_add(&l, "\n#%zu\t", row);
		for (size_t i = row; i < row + 32 && i < t->c.data_bytes; i++)
			names_add(&l, "%x ", m->data.p[i]);
		names_put(t->c.names, &l, o->at_ns);
	}
}

static void add_marks(const struct text *t, const struct outcome *o, struct names_line *l)
{
	const struct match *m = &o->match;

	if (o->answer.verdict == ANSWER_DUPLICATE && (!t->c.target_is_group || t->c.verbose))
		names_add(l, "%s (DUP!)%s", paint(t, YELLOW), paint(t, PLAIN));
	if (m->checksum_bad)
		names_add(l, "%s (BAD CHECKSUM!)%s", paint(t, RED), paint(t, PLAIN));
	if (m->other_address)
		names_add(l, "%s (DIFFERENT ADDRESS!)%s", paint(t, YELLOW), paint(t, PLAIN));
	if (m->wrong_at != SIZE_MAX)
		names_add(l, "\nwrong data byte #%zu should be 0x%x but was 0x%x", m->wrong_at,
			m->wrong_wanted, m->wrong_was);
}

/* Where a round trip's time went: before the driver had the request, on the wire, after the driver
 * had the reply. */
static void add_breakdown(const struct outcome *o, struct names_line *l)
{
	const struct answer *a = &o->answer;
	char before[32], wire[32], after[32];

	if (a->stamp != STAMP_KERNEL) {
		names_add(l, " (no kernel stamps)");
		return;
	}
	names_add(l, " (send %s, wire %s, receive %s ms)",
		times_ms(before, a->sent_ns > a->sent_user_ns ? a->sent_ns - a->sent_user_ns : 0),
		times_ms(wire, a->rtt_ns),
		times_ms(after, o->at_user_ns > o->at_ns ? o->at_user_ns - o->at_ns : 0));
}

static void reply_line(struct text *t, const struct outcome *o)
{
	const struct match *m = &o->match;
	struct names_line l = {.realtime_ns = o->at_realtime_ns};
	char rtt[32];

	names_add(&l, "%zu bytes from ", m->icmp_bytes);
	names_add_addr(&l, &m->from);
	names_add(&l, ": icmp_seq=%u", m->sequence);
	if (t->c.verbose)
		names_add(&l, " ident=%u", m->id);
	if (m->ttl >= 0)
		names_add(&l, " ttl=%d", m->ttl);
	if (m->truncated) {
		names_add(&l, " (truncated)\n");
		names_put(t->c.names, &l, o->at_ns);
		return;
	}
	if (o->answer.rtt_ns >= 0)
		names_add(&l, " time=%s ms", text_rtt(rtt, o->answer.rtt_ns, t->c.precise));
	if (t->c.breakdown)
		add_breakdown(o, &l);
	add_marks(t, o, &l);
	if (m->wrong_at != SIZE_MAX) {
		names_put(t->c.names, &l, o->at_ns);
		add_dump(t, o, 16);
		l = (struct names_line){0};
	}
	if (t->c.audible)
		names_add(&l, "\a");
	ipopt_add(&t->options, &m->ip_options, &l);
	names_add(&l, "\n");
	names_put(t->c.names, &l, o->at_ns);
}

static void error_line(struct text *t, const struct outcome *o)
{
	const struct match *m = &o->match;
	struct names_line l = {.realtime_ns = o->at_realtime_ns};
	char reason[128];

	names_add(&l, "%sFrom ", paint(t, o->kind == OUTCOME_ERROR ? RED : YELLOW));
	names_add_addr(&l, &m->from);
	names_add(&l, "%s icmp_seq=%u %s%s\n", o->kind == OUTCOME_REDIRECT ? ":" : "", m->sequence,
		reason_text(reason, sizeof(reason), (enum addr_family)t->c.target.family, m->type,
			m->code, m->info),
		paint(t, PLAIN));
	names_put(t->c.names, &l, o->at_ns);
}

static void flood_mark(struct text *t, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		draw(t, "\b \b", o->at_ns);
		if (t->c.audible)
			draw(t, "\a", o->at_ns);
		break;
	case OUTCOME_CORRUPT:
		draw(t, "\bC", o->at_ns);
		break;
	case OUTCOME_ERROR:
		draw(t, "\bE", o->at_ns);
		break;
	case OUTCOME_UNSENT:
		draw(t, "E", o->at_ns);
		break;
	case OUTCOME_FORGED:
	case OUTCOME_REDIRECT:
	case OUTCOME_LOST:
		break;
	}
}

/* A full queue of the device is a matter of pace, told in the statistics alone. With -q a reason is
 * told once. */
static bool has_unsent_line(const struct text *t, int error)
{
	return !t->c.flood && error != ENOBUFS && !(t->c.quiet && error == t->unsent_error);
}

static void unsent_line(struct text *t, int error)
{
	t->unsent_error = error;
	if (report_has_text(t->c.report))
		report_warn(t->c.report, "%s: sendmsg: %s", t->c.program, strerror(error));
}

bool text_has_line(const struct text *t, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		return !t->c.quiet && !t->c.replaced;
	case OUTCOME_UNSENT:
		return has_unsent_line(t, o->match.error);
	case OUTCOME_CORRUPT:
	case OUTCOME_ERROR:
	case OUTCOME_REDIRECT:
		return !t->c.quiet && !(t->c.replaced && t->c.flood);
	case OUTCOME_FORGED:
	case OUTCOME_LOST:
		break;
	}
	return false;
}

void text_outcome(struct text *t, const struct outcome *o)
{
	if (o->kind == OUTCOME_UNSENT && has_unsent_line(t, o->match.error))
		unsent_line(t, o->match.error);
	if (t->c.quiet)
		return;
	if (t->c.replaced && (t->c.flood || o->kind == OUTCOME_REPLY)) {
		if (t->c.audible && o->kind == OUTCOME_REPLY)
			report_put_text(t->c.report, "\a");
		return;
	}
	if (t->c.flood) {
		flood_mark(t, o);
		return;
	}
	switch (o->kind) {
	case OUTCOME_REPLY:
	case OUTCOME_CORRUPT:
		reply_line(t, o);
		break;
	case OUTCOME_ERROR:
	case OUTCOME_REDIRECT:
		error_line(t, o);
		break;
	case OUTCOME_FORGED:
	case OUTCOME_UNSENT:
	case OUTCOME_LOST:
		break;
	}
}

static void rtt_line(struct text *t, const struct summary *s)
{
	const char *comma = "";
	char min[32], mean[32], max[32], deviation[32];
	int64_t gap_ns;

	if (s->received) {
		times_ms(min, s->rtt_min_ns);
		times_ms(mean, s->rtt_mean_ns);
		times_ms(max, s->rtt_max_ns);
		times_ms(deviation, s->rtt_deviation_ns);
		report_text(t->c.report, "rtt min/avg/max/mdev = %s/%s/%s/%s ms", min, mean, max,
			deviation);
		comma = ", ";
	}
	if (s->pipe > 1) {
		report_text(t->c.report, "%spipe %" PRIu64, comma, s->pipe);
		comma = ", ";
	}
	if (s->received && s->back_to_back && s->transmitted > 1) {
		gap_ns = s->elapsed_ns / (int64_t)(s->transmitted - 1);
		times_ms(min, gap_ns);
		times_ms(mean, s->story->ewma_ns);
		report_text(t->c.report, "%sipg/ewma %s/%s ms", comma, min, mean);
	}
	report_text(t->c.report, "\n");
}

void text_summary(struct text *t, const struct summary *s)
{
	struct report *r = t->c.report;

	names_flush(t->c.names);
	report_text(r, "\n--- %s ping statistics ---\n", t->c.host);
	report_text(r, "%" PRIu64 " packets transmitted, %" PRIu64 " received", s->transmitted,
		s->received);
	if (s->duplicates)
		report_text(r, ", +%" PRIu64 " duplicates", s->duplicates);
	if (s->corrupted)
		report_text(r, ", +%" PRIu64 " corrupted", s->corrupted);
	if (s->errors)
		report_text(r, ", +%" PRIu64 " errors", s->errors);
	if (s->transmitted)
		report_text(r, ", %s%g%% packet loss%s, time %" PRId64 "ms",
			paint(t, s->received < s->transmitted ? RED : ""),
			(double)(float)summary_loss_percent(s),
			paint(t, s->received < s->transmitted ? PLAIN : ""),
			(s->elapsed_ns + 500000) / 1000000);
	report_text(r, "\n");
	rtt_line(t, s);
	report_flush(r);
}

void text_status(struct text *t, const struct summary *s)
{
	char min[32], mean[32], max[32], ewma[32], rtt[160] = "";

	if (s->received) {
		times_ms(min, s->rtt_min_ns);
		times_ms(mean, s->rtt_mean_ns);
		times_ms(max, s->rtt_max_ns);
		times_ms(ewma, s->story->ewma_ns);
		snprintf(rtt, sizeof(rtt), ", min/avg/ewma/max = %s/%s/%s/%s ms", min, mean, ewma,
			max);
	}
	report_warn(t->c.report, "\r%" PRIu64 "/%" PRIu64 " packets, %d%% loss%s", s->received,
		s->transmitted, (int)summary_loss_percent(s), rtt);
}
