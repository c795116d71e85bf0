/* main_parts: what the sources of main share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_MAIN_PARTS_H
#define PROBEKIT_HTTPGET_MAIN_PARTS_H

#include "har.h"
#include "options_config.h"
#include "report.h"
#include "tally.h"

/* Everything a run needs. */
struct parts {
	struct options o;
	struct report *report;
	struct har *har;
	struct resolve *resolve;
	struct wait *wait;
	struct packets *packets; /* NULL: not watched */
	char ca_folder[TLS_TEXT];
	struct view view;
	struct progress progress;
	struct kept kept;
	struct options_texts texts;
	struct strbuf data;
	size_t url; /* which one is on */
	struct fail warning;
	struct journey_config config;
	struct tally tally;
	char range[48];
	int64_t begun_ns;
	bool interrupted;
};

/* main_watch.c: while there is privilege: watches packets where something shows them. An error only
 * where a file of them was asked for. */
int main_watch(struct parts *p, struct fail *why);
/* main_run.c: all URLs, --count times; returns the exit status. */
int main_run(struct parts *p);
/* main_summary.c: what is said at the end; returns the exit status, which a plugin's line decides.
 */
int main_conclude(struct parts *p, int status);
/* One line a repetition, where there are several. */
void main_line(struct parts *p, const struct journey *j);

#endif
