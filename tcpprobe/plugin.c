/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plugin.h"

#include <inttypes.h>
#include <stdio.h>

#include "records_types.h"

static enum report_state worse(enum report_state a, enum report_state b)
{
	return a > b ? a : b;
}

/* By the state alone. */
static enum report_state of_state(const struct plugin *v, enum verdict_state state)
{
	switch (state) {
	case VERDICT_OPEN:
		return REPORT_OK;
	case VERDICT_CLOSED:
		return v->refused;
	case VERDICT_REJECTED:
	case VERDICT_FILTERED:
		return REPORT_CRITICAL;
	case VERDICT_MIXED:
		return worse(REPORT_WARNING, v->refused);
	case VERDICT_STALE:
	case VERDICT_UNKNOWN:
		break;
	}
	return REPORT_UNKNOWN;
}

static void describe(char *to, size_t size, const struct records_summary *s)
{
	const char *forged = verdict_reason_word(VERDICT_FORGED_RST);
	const char *by = s->reason == forged ? " by a middlebox" : "";

	if (s->rtt_mean_ns == INT64_MIN)
		snprintf(to, size, "port %" PRIu64 " is %s%s", s->port, s->state, by);
	else
		snprintf(to, size, "port %" PRIu64 " is %s%s, loss = %.3g%%, RTA = %.3f ms",
			s->port, s->state, by, s->loss_percent, (double)s->rtt_mean_ns / 1e6);
}

int plugin_say(const struct plugin *v, struct report *r, const struct records_summary *s,
	enum report_state state, const char *text)
{
	struct outputs_perf perf;

	if (state != REPORT_UNKNOWN)
		state = outputs_judge(&v->thresholds, state, s->rtt_mean_ns, s->loss_percent);
	outputs_perf(&perf, &v->thresholds);
	report_perfdata(r, &records_summary_type, s, NULL, perf.of, 2);
	report_nagios(r, PLUGIN_SERVICE, state, text);
	return (int)state;
}

int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s,
	enum verdict_state found)
{
	char text[120];

	describe(text, sizeof(text), s);
	return plugin_say(v, r, s, of_state(v, found), text);
}
