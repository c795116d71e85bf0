/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plugin.h"

#include <stdio.h>

#include "records_types.h"

int plugin_say(const struct plugin *v, struct report *r, const struct records_summary *s,
	enum report_state state, const char *text)
{
	struct outputs_perf perf;

	if (v->failed)
		state = REPORT_UNKNOWN;
	state = outputs_judge(&v->thresholds, state, s->rtt_mean_ns, s->loss_percent);
	outputs_perf(&perf, &v->thresholds);
	report_perfdata(r, &records_summary_type, s, NULL, perf.of, 2);
	report_nagios(r, PLUGIN_SERVICE, state, v->failed ? v->failed : text);
	return (int)state;
}

int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s)
{
	char text[512];

	if (!s->transmitted)
		snprintf(text, sizeof(text), "Nothing was sent");
	else if (s->received)
		snprintf(text, sizeof(text), "Packet loss = %.3g%%, RTA = %.3f ms", s->loss_percent,
			(double)s->rtt_mean_ns / 1e6);
	else
		snprintf(text, sizeof(text), "Packet loss = 100%%");
	return plugin_say(v, r, s, s->received ? REPORT_OK : REPORT_CRITICAL, text);
}
