/* plugin: a run as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plugin.h"

#include <stdio.h>

#include "records_types.h"

static enum report_state judge(const struct plugin *v, const struct records_summary *s)
{
	double rtt_ms = (double)s->rtt_mean_ns / 1e6;

	if (!s->received || threshold_alerts(&v->critical_loss, s->loss_percent) ||
		threshold_alerts(&v->critical_rtt, rtt_ms))
		return REPORT_CRITICAL;
	if (threshold_alerts(&v->warning_loss, s->loss_percent) ||
		threshold_alerts(&v->warning_rtt, rtt_ms))
		return REPORT_WARNING;
	return REPORT_OK;
}

int plugin_line(const struct plugin *v, struct report *r, const struct records_summary *s)
{
	enum report_state state = v->failed ? REPORT_UNKNOWN : judge(v, s);
	char ranges[4][48], text[512];
	const struct report_perf perf[] = {
		{"rtt_avg_ms", "rta",
			threshold_print(ranges[0], sizeof(ranges[0]), &v->warning_rtt),
			threshold_print(ranges[1], sizeof(ranges[1]), &v->critical_rtt)},
		{"loss_percent", "pl",
			threshold_print(ranges[2], sizeof(ranges[2]), &v->warning_loss),
			threshold_print(ranges[3], sizeof(ranges[3]), &v->critical_loss)},
	};

	report_perfdata(r, &records_summary_type, s, NULL, perf, sizeof(perf) / sizeof(*perf));
	if (v->failed)
		snprintf(text, sizeof(text), "%s", v->failed);
	else if (!s->transmitted)
		snprintf(text, sizeof(text), "Nothing was sent");
	else if (s->received)
		snprintf(text, sizeof(text), "Packet loss = %.3g%%, RTA = %.3f ms", s->loss_percent,
			(double)s->rtt_mean_ns / 1e6);
	else
		snprintf(text, sizeof(text), "Packet loss = 100%%");
	report_nagios(r, PLUGIN_SERVICE, state, text);
	return (int)state;
}
