/* outputs_judge: what the thresholds of --nagios make of a run, and how they show in its line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "outputs.h"

static bool alerts(const struct threshold *rtt, const struct threshold *loss, int64_t rtt_ns,
	double loss_percent)
{
	return threshold_alerts(loss, loss_percent) ||
	       (rtt_ns != INT64_MIN && threshold_alerts(rtt, (double)rtt_ns / 1e6));
}

enum report_state outputs_judge(const struct outputs_thresholds *t, enum report_state state,
	int64_t rtt_ns, double loss_percent)
{
	enum report_state by = REPORT_OK;

	if (alerts(&t->critical_rtt, &t->critical_loss, rtt_ns, loss_percent))
		by = REPORT_CRITICAL;
	else if (alerts(&t->warning_rtt, &t->warning_loss, rtt_ns, loss_percent))
		by = REPORT_WARNING;
	return by > state ? by : state;
}

void outputs_perf(struct outputs_perf *to, const struct outputs_thresholds *t)
{
	to->of[0] = (struct report_perf){"rtt_avg_ms", "rta",
		threshold_print(to->ranges[0], sizeof(to->ranges[0]), &t->warning_rtt),
		threshold_print(to->ranges[1], sizeof(to->ranges[1]), &t->critical_rtt)};
	to->of[1] = (struct report_perf){"loss_percent", "pl",
		threshold_print(to->ranges[2], sizeof(to->ranges[2]), &t->warning_loss),
		threshold_print(to->ranges[3], sizeof(to->ranges[3]), &t->critical_loss)};
}
