/* main_parts: what the sources of main share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_MAIN_PARTS_H
#define PROBEKIT_HTTPGET_MAIN_PARTS_H

#include "compare.h"
#include "har.h"
#include "options_config.h"
#include "probe.h"
#include "report.h"
#include "tally.h"

#define MAIN_SERVICE "HTTP" /* its name in a monitoring system's line */

/* Everything a run needs. */
struct parts {
	struct options o;
	struct report *report;
	struct har *har;
	struct resolve *resolve;
	struct wait *wait;
	struct packets *packets; /* NULL: not watched */
	char ca_folder[TLS_TEXT];
	struct lookup_files files;
	struct view view;
	struct progress progress;
	struct kept kept;
	struct options_texts texts;
	struct strbuf data;
	size_t url; /* which one is on */
	struct fail warning;
	struct journey_config config;
	struct tally tally;
	bool compared; /* by --compare: this way, and what is counted of each */
	unsigned way;
	struct tally ways[2];
	char range[48];
	uint64_t tried_bytes; /* what the tries for the URL that is on wrote so far */
	int64_t begun_ns;
	bool interrupted;
};

/* main_watch.c: while there is privilege: watches packets where something shows them. An error only
 * where a file of them was asked for. */
int main_watch(struct parts *p, struct fail *why);
/* main_run.c: all URLs, --count times; returns the exit status. */
int main_run(struct parts *p);
/* The URL that is on, into its file, as often as --retry wants: the exit status. */
int main_get(struct parts *p, unsigned run);
/* Counts a journey's exchanges and says what exit status they mean. */
int main_judge(struct parts *p, const struct journey *j);
void main_tell(struct parts *p, struct journey *j, const char *url, unsigned run);
void main_complain(const struct parts *p, const struct fail *why);
/* Until then; false when a signal or the deadline ends the run. */
bool main_pause_until(struct parts *p, int64_t due_ns);
/* main_probe.c, main_compare.c: the URL that is on, asked so; returns the exit status. */
int main_probe(struct parts *p);
int main_compare(struct parts *p);
/* main_summary.c: what is said at the end; returns the exit status, which a plugin's line decides.
 */
int main_conclude(struct parts *p, int status);
/* How far it came, as one line on standard error. */
void main_interim(struct parts *p);
/* One line a repetition, where there are several. */
void main_line(struct parts *p, const struct journey *j);

#endif
