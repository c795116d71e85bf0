/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plugin.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "plural.h"
#include "records_types.h"

static bool asks_for_answers(const struct records_summary *s)
{
	return !isnan(s->loss_percent);
}

static enum report_state judge(const struct plugin *v, const struct records_summary *s)
{
	if (!s->transmitted || s->duplicate == 1 || s->conflict == 1)
		return REPORT_CRITICAL;
	if (s->conflict == 0 && s->interrupted)
		return REPORT_UNKNOWN;
	if (!asks_for_answers(s))
		return REPORT_OK;
	return outputs_judge(&v->thresholds, s->received ? REPORT_OK : REPORT_CRITICAL,
		s->rtt_mean_ns, s->loss_percent);
}

static void describe(char *to, size_t size, const struct records_summary *s)
{
	if (!s->transmitted)
		snprintf(to, size, "Nothing was sent");
	else if (s->duplicate == 1)
		snprintf(to, size, "Duplicate address: %" PRIu64 " MACs", s->owners);
	else if (s->conflict == 1)
		snprintf(to, size, "In use by %s", s->mac ? s->mac : "somebody");
	else if (s->conflict == 0)
		snprintf(to, size, s->interrupted ? "Interrupted" : "Nobody has the address");
	else if (!asks_for_answers(s))
		snprintf(to, size, "%" PRIu64 " %s", s->transmitted,
			plural(s->transmitted, "announcement", "announcements"));
	else if (s->received)
		snprintf(to, size, "At %s, loss = %.3g%%, RTA = %.3f ms", s->mac, s->loss_percent,
			(double)s->rtt_mean_ns / 1e6);
	else
		snprintf(to, size, "Loss = 100%%");
}

void plugin_numbers(const struct plugin *v, struct report *r, const struct records_summary *s)
{
	struct outputs_perf perf;

	outputs_perf(&perf, &v->thresholds);
	report_perfdata(r, &records_summary_type, s, NULL, perf.of, 2);
}

int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s)
{
	enum report_state state = judge(v, s);
	char text[120];

	if (v->failed)
		state = REPORT_UNKNOWN;
	plugin_numbers(v, r, s);
	describe(text, sizeof(text), s);
	report_nagios(r, PLUGIN_SERVICE, state, v->failed ? v->failed : text);
	return (int)state;
}
