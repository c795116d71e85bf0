/* conclude: what is said when a session is over. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "conclude.h"

#include "clock.h"
#include "decimal.h"
#include "plural.h"

enum { STATUS_LOCAL = 2, STATUS_SIGNAL = 128 };

static const char *number(char to[static 24], uint64_t n)
{
	snprintf(to, 24, n == UINT64_MAX ? "-" : "%llu", (unsigned long long)n);
	return to;
}

static void say_steps(const struct conclude *c)
{
	uint64_t n = c->steps ? histogram_count(c->steps) : 0;
	char text[4][DECIMAL_TEXT];

	if (!n)
		return;
	notice_line(c->notice, NOTICE_PLAIN, "%llu %s, ms: p50 %s, p90 %s, p99 %s, max %s",
		(unsigned long long)n, plural(n, "step", "steps"),
		decimal_ms(text[0], histogram_quantile_ns(c->steps, 0.5)),
		decimal_ms(text[1], histogram_quantile_ns(c->steps, 0.9)),
		decimal_ms(text[2], histogram_quantile_ns(c->steps, 0.99)),
		decimal_ms(text[3], histogram_quantile_ns(c->steps, 1)));
}

static void say_stats(const struct conclude *c, const struct records_summary *s)
{
	char text[4][DECIMAL_TEXT], count[3][24];

	notice_line(c->notice, NOTICE_PLAIN,
		"name %s ms, connect %s ms, first byte %s ms, longest silence of the peer %s ms",
		decimal_ms(text[0], s->name_ns), decimal_ms(text[1], s->connect_ns),
		decimal_ms(text[2], s->first_byte_ns), decimal_ms(text[3], s->silence_ns));
	say_steps(c);
	notice_line(c->notice, NOTICE_PLAIN,
		"RTT least %s ms, smoothed %s ms, deviation %s ms; %s sent again, %s came out of "
		"order, %s bytes/s at best",
		decimal_ms(text[0], s->rtt_min_ns), decimal_ms(text[1], s->rtt_ns),
		decimal_ms(text[2], s->deviation_ns), number(count[0], s->retransmissions),
		number(count[1], s->out_of_order), number(count[2], s->delivery_bytes_per_s));
}

static enum report_state state_of(const struct records_summary *s)
{
	if (!s->status)
		return REPORT_OK;
	return s->status == STATUS_LOCAL || s->status > STATUS_SIGNAL ? REPORT_UNKNOWN
								      : REPORT_CRITICAL;
}

/* By the time until what was asked for was there; a session that failed is 100 % lost. */
static int plugin_line(const struct conclude *c, const struct records_summary *s)
{
	enum report_state state = state_of(s);
	struct outputs_perf perf;
	char text[512], took[DECIMAL_TEXT];

	if (state != REPORT_UNKNOWN)
		state = outputs_judge(
			&c->out->thresholds, state, s->response_ns, s->failed_percent);
	outputs_perf(&perf, &c->out->thresholds);
	perf.of[0].key = "response_ms";
	perf.of[0].label = "time";
	perf.of[1].key = "failed_percent";
	perf.of[1].label = "failed";
	report_perfdata(c->report, &records_summary_type, s, NULL, perf.of, 2);
	if (s->status)
		snprintf(text, sizeof text, "%s", *c->failed ? c->failed : s->end);
	else if (s->steps)
		snprintf(text, sizeof text, "%s: %llu %s in %s ms", s->target,
			(unsigned long long)s->steps, plural(s->steps, "step", "steps"),
			decimal_ms(took, s->response_ns));
	else
		snprintf(text, sizeof text, "%s: connected in %s ms", s->target,
			decimal_ms(took, s->response_ns));
	report_nagios(c->report, CONCLUDE_SERVICE, state, text);
	return (int)state;
}

int conclude(const struct conclude *c, const struct records_summary *s)
{
	if (c->out->stats)
		say_stats(c, s);
	if (c->out->explain)
		explain(c->notice, s);
	if (c->out->prom)
		report_prom(c->report, &records_summary_type, s, s->target);
	return c->out->nagios ? plugin_line(c, s) : (int)s->status;
}
