/* text: the lines of a run. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "text.h"

#include <inttypes.h>
#include <string.h>

#include "plural.h"
#include "priv.h"
#include "reason.h"
#include "times.h"

#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

static const char *paint(const struct text *t, const char *sequence)
{
	return report_colored(t->report) ? sequence : "";
}

void text_header(const struct text *t)
{
	char command[128], host[256], target[ADDR_TEXT], source[ADDR_TEXT];

	if (t->quiet)
		return;
	report_text(t->report, "TCPPROBE %s (%s) port %u from %s: %s, MSS %u\n",
		report_safe(host, sizeof(host), t->host), report_addr(target, &t->target), t->port,
		report_addr(source, &t->source), t->connects ? "connect()" : "SYN", t->mss);
	if (t->connects && t->verbose)
		report_text(t->report,
			"Without cap_net_raw connect() asks, which cannot tell: %s; nor TTLs and "
			"kernel stamps. For those once as root: %s\n",
			t->cannot, priv_setcap_command(command, sizeof(command)));
	report_flush(t->report);
}

/* What became of the probe, in words and a colour. */
static void verdict(const struct text *t, const struct outcome *o)
{
	char reason[REASON_TEXT];

	switch (o->kind) {
	case OUTCOME_OPEN:
		report_text(t->report, "open");
		break;
	case OUTCOME_CLOSED:
		report_text(t->report, "%sclosed%s (RST)", paint(t, YELLOW), paint(t, PLAIN));
		break;
	case OUTCOME_REJECTED:
		report_text(t->report, "%srejected%s: %s", paint(t, RED), paint(t, PLAIN),
			reason_numbered(reason, t->target.family, o->match.type, o->match.code,
				o->match.info));
		break;
	case OUTCOME_STALE:
		report_text(t->report, "%sstale connection%s (ACK of another number)",
			paint(t, YELLOW), paint(t, PLAIN));
		break;
	case OUTCOME_FORGED:
		report_text(t->report, "not counted: it answers no probe of ours");
		break;
	case OUTCOME_LOST:
		report_text(t->report, "%sno answer%s", paint(t, RED), paint(t, PLAIN));
		break;
	case OUTCOME_UNSENT:
		break;
	}
}

static bool came(const struct outcome *o)
{
	return o->kind != OUTCOME_LOST && o->kind != OUTCOME_UNSENT;
}

static void line(const struct text *t, const struct outcome *o)
{
	const struct syn_match *m = &o->match;
	char from[ADDR_TEXT], ms[TIMES_MS];

	report_stamp(t->report, o->at_realtime_ns);
	report_text(t->report, "%s port %u: ", report_addr(from, &t->target), t->port);
	verdict(t, o);
	if (o->kind == OUTCOME_REJECTED)
		report_text(t->report, " from %s", report_addr(from, &m->from));
	report_text(t->report, ", seq=%" PRIu64, o->nth + 1);
	if (came(o) && m->ttl >= 0)
		report_text(t->report, " ttl=%d", m->ttl);
	if (o->retransmits)
		report_text(t->report, ", SYN sent again %u %s", o->retransmits,
			plural(o->retransmits, "time", "times"));
	if (o->answer.rtt_ns >= 0)
		report_text(t->report, " time=%s ms", times_ms(ms, o->answer.rtt_ns));
	if (came(o) && o->answer.verdict == ANSWER_LATE)
		report_text(t->report, " (late)");
	if (came(o) && o->answer.verdict == ANSWER_DUPLICATE)
		report_text(t->report, " (again)");
	report_text(t->report, "\n");
}

void text_outcome(const struct text *t, const struct outcome *o)
{
	if (o->kind == OUTCOME_UNSENT) {
		if (report_has_text(t->report))
			report_warn(t->report, "%s: sendto: %s", t->program, strerror(o->error));
		return;
	}
	if (t->quiet || (o->kind == OUTCOME_FORGED && !t->verbose))
		return;
	line(t, o);
}

static void times(struct report *r, const struct summary *s)
{
	char least[TIMES_MS], median[TIMES_MS], high[TIMES_MS], most[TIMES_MS];

	if (s->rtt_min_ns < 0)
		return;
	report_text(r, "time min/p50/p99/max = %s/%s/%s/%s ms\n", times_ms(least, s->rtt_min_ns),
		times_ms(median, histogram_quantile_ns(s->histogram, 0.5)),
		times_ms(high, histogram_quantile_ns(s->histogram, 0.99)),
		times_ms(most, s->rtt_max_ns));
}

void text_summary(const struct text *t, const struct summary *s)
{
	struct report *r = t->report;
	char target[ADDR_TEXT];

	if (t->quiet)
		return;
	report_text(r, "\n%s port %u is ", report_addr(target, &t->target), t->port);
	text_finding(t, s);
	report_text(r,
		"\n%" PRIu64 " %s: %" PRIu64 " open, %" PRIu64 " closed, %" PRIu64
		" rejected, %" PRIu64 " stale, %.3g%% without answer\n",
		s->sent, plural(s->sent, "probe", "probes"), s->open, s->closed, s->rejected,
		s->stale, summary_loss_percent(s));
	times(r, s);
	report_flush(r);
}

void text_moved(struct text *t, const struct addr *target, const struct addr *source)
{
	char host[256], text[ADDR_TEXT];

	t->target = *target;
	t->source = *source;
	if (t->quiet)
		return;
	report_text(t->report, "%s is %s now\n", report_safe(host, sizeof(host), t->host),
		report_addr(text, target));
	report_flush(t->report);
}

void text_status(const struct text *t, const struct summary *s)
{
	char least[TIMES_MS], mean[TIMES_MS], most[TIMES_MS];

	report_warn(t->report,
		"\r%" PRIu64 "/%" PRIu64 " probes answered, %" PRIu64
		" open, min/avg/max = %s/%s/%s ms",
		summary_answered(s), s->sent, s->open, times_ms(least, s->rtt_min_ns),
		times_ms(mean, s->rtt_mean_ns), times_ms(most, s->rtt_max_ns));
}
