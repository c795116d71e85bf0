/* main_connection: what the runs that make a connection have alike: destination, capture, outputs,
 * summary. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_MAIN_CONNECTION_H
#define PROBEKIT_TCPPROBE_MAIN_CONNECTION_H

#include "capflow.h"
#include "ladder.h"
#include "options.h"
#include "records.h"
#include "wait.h"

struct main_connection {
	const struct options *o;
	struct resolve *resolve;
	struct destination to;
	struct capflow *capflow; /* NULL: no packet is seen, */
	struct fail missing;	 /* and why not */
	struct report *report;
	struct wait *wait;
	struct records records;
	int64_t deadline_ns;
};

/* All that is needed before the socket; of a zeroed m with its options. */
int main_connection_open(struct main_connection *m, struct fail *why);
/* Makes the socket by make, with privilege where a mark needs it, and gives privilege up for good.
 */
int main_connection_start(struct main_connection *m, int (*make)(void *of, struct fail *why),
	void *of, struct fail *why);
/* Stops the program for TSTP and tells for how long, 0 for any other signal. */
int64_t main_connection_pause(struct main_connection *m, int signal);
struct ladder main_connection_ladder(void);
/* The summary record and metrics; out has what it says. */
void main_connection_summarise(
	struct main_connection *m, const struct summary *s, bool up, struct records_summary *out);
/* Puts the files in place; the exit status. rc, why: what ended the run, if negative. */
int main_connection_end(struct main_connection *m, int status, int rc, const struct fail *why);
void main_connection_close(struct main_connection *m);

#endif
