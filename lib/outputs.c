/* outputs: the options on output that all the tools share, and what they say to report. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "outputs.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "term.h"

const char *const outputs_clocks[] = {"unix", "iso", "local", NULL};
const char *const outputs_colors[] = {"auto", "always", "never", NULL};

static bool is_stdout(const char *file)
{
	return file && !strcmp(file, "-");
}

int outputs_read(struct outputs *o, struct fail *why)
{
	struct outputs_thresholds *t = &o->thresholds;

	if (o->warning && !threshold_pair(&t->warning_rtt, &t->warning_loss, o->warning))
		return fail_set(why, EINVAL, "--warning: '%s' is not RTT,LOSS%%", o->warning);
	if (o->critical && !threshold_pair(&t->critical_rtt, &t->critical_loss, o->critical))
		return fail_set(why, EINVAL, "--critical: '%s' is not RTT,LOSS%%", o->critical);
	if ((o->warning || o->critical) && !o->nagios)
		return fail_set(why, EINVAL, "--warning and --critical belong to --nagios");
	if (is_stdout(o->json) + is_stdout(o->prom) + is_stdout(o->pcap) + o->nagios > 1)
		return fail_set(why, EINVAL,
			"only one of --json, --prom -, --pcap - and --nagios can have standard "
			"output");
	return 0;
}

bool outputs_live(const struct outputs *o)
{
	struct term_view view;

	term_view_init(&view, STDOUT_FILENO);
	return view.fd >= 0 && !o->nagios && !is_stdout(o->json) && !is_stdout(o->prom) &&
	       !is_stdout(o->pcap);
}

struct report_config outputs_report(const struct outputs *o, enum report_clock otherwise)
{
	static const enum report_clock clocks[] = {
		REPORT_CLOCK_UNIX, REPORT_CLOCK_ISO, REPORT_CLOCK_LOCAL};

	return (struct report_config){.json = o->json,
		.prom = o->prom,
		.no_text = o->nagios || is_stdout(o->prom) || is_stdout(o->pcap),
		.clock = o->time_format >= 0 ? clocks[o->time_format] : otherwise,
		.color = (enum report_color)o->color,
		.labels = o->labels.items,
		.n_labels = o->labels.n};
}
