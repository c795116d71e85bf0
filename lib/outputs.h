/* outputs: the options on output that all the tools share, and what they say to report. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_OUTPUTS_H
#define PROBEKIT_OUTPUTS_H

#include "cli.h"
#include "fail.h"
#include "report.h"
#include "threshold.h"

/* Of --warning and --critical. */
struct outputs_thresholds {
	struct threshold warning_rtt, warning_loss, critical_rtt, critical_loss;
};

/* A member of a tool's options. Texts are borrowed from argv. */
struct outputs {
	/* as read from the table */
	bool nagios, stats, explain;
	const char *json, *prom, *pcap, *warning, *critical;
	int time_format; /* index into outputs_clocks; -1 none */
	int color;	 /* enum report_color */
	struct cli_list labels;
	struct outputs_thresholds thresholds; /* made from those by outputs_read */
};
/* What holds before the command line is read. */
#define OUTPUTS_DEFAULT                                                                            \
	{                                                                                          \
		.time_format = -1                                                                  \
	}

extern const char *const outputs_clocks[];
extern const char *const outputs_colors[];

/* The rows of a tool's option table; `at` is the offset of its struct outputs. */
#define OUTPUTS_AT(at, field) ((at) + offsetof(struct outputs, field))
#define OUTPUTS_OPTIONS(at)                                                                        \
	{0, "stats", CLI_FLAG, OUTPUTS_AT(at, stats), 0, 0, NULL,                                  \
		"percentiles, jitter, outages and losses by cause", NULL, NULL},                   \
		{0, "explain", CLI_FLAG, OUTPUTS_AT(at, explain), 0, 0, NULL,                      \
			"what the result means and what to try next", NULL, NULL},                 \
		{0, "json", CLI_OPTIONAL, OUTPUTS_AT(at, json), 0, 0, "FILE",                      \
			"JSON Lines instead of text, or into FILE", NULL, NULL},                   \
		{0, "prom", CLI_TEXT, OUTPUTS_AT(at, prom), 0, 0, "FILE",                          \
			"Prometheus text at the end; - is standard output", NULL, NULL},           \
		{0, "pcap", CLI_TEXT, OUTPUTS_AT(at, pcap), 0, 0, "FILE",                          \
			"pcapng of this run's packets", NULL, NULL},                               \
		{0, "nagios", CLI_FLAG, OUTPUTS_AT(at, nagios), 0, 0, NULL,                        \
			"one monitoring plugin line", NULL, NULL},                                 \
		{0, "warning", CLI_TEXT, OUTPUTS_AT(at, warning), 0, 0, "RTT,LOSS%",               \
			"thresholds of --nagios, RTT in ms", NULL, NULL},                          \
		{0, "critical", CLI_TEXT, OUTPUTS_AT(at, critical), 0, 0, "RTT,LOSS%",             \
			"the same for critical", NULL, NULL},                                      \
		{0, "label", CLI_LIST, OUTPUTS_AT(at, labels), 0, 0, "KEY=VALUE",                  \
			"copied into every record (repeatable)", NULL, NULL},                      \
		{0, "time-format", CLI_CHOICE, OUTPUTS_AT(at, time_format), 0, 0, "HOW",           \
			"wall clock before each line", outputs_clocks, NULL},                      \
	{                                                                                          \
		0, "color", CLI_CHOICE, OUTPUTS_AT(at, color), 0, 0, "WHEN",                       \
			"colour on a terminal", outputs_colors, NULL                               \
	}

/* Reads the thresholds. -EINVAL for one that is no RTT,LOSS% or has no --nagios, and when two want
 * standard output. */
int outputs_read(struct outputs *o, struct fail *why);
/* Standard output is a terminal, and nothing but text goes there: it may be drawn on. */
bool outputs_live(const struct outputs *o);
/* What report_open wants. `otherwise` is the clock where --time-format was not given. */
struct report_config outputs_report(const struct outputs *o, enum report_clock otherwise);

/* The worse of state and of what the thresholds say; a time of INT64_MIN is unknown, and not
 * judged.
 */
enum report_state outputs_judge(const struct outputs_thresholds *t, enum report_state state,
	int64_t rtt_ns, double loss_percent);
/* "rtt_avg_ms" as rta and "loss_percent" as pl, with their thresholds, for report_perfdata. They
 * point into to. */
struct outputs_perf {
	struct report_perf of[2];
	char ranges[4][48];
};
void outputs_perf(struct outputs_perf *to, const struct outputs_thresholds *t);

#endif
