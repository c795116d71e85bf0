/* main_watch_parts: what a watch works with, and how it is opened and closed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_MAIN_WATCH_PARTS_H
#define PROBEKIT_ARPING_MAIN_WATCH_PARTS_H

#include "capture.h"
#include "evidence.h"
#include "main_exec.h"
#include "options.h"
#include "session.h"
#include "vendor.h"
#include "watch_explain.h"
#include "watch_state.h"

/* Everything a watch needs, in the order it is opened. */
struct main_watch {
	const struct options *o;
	const char *target; /* the interface or the file */
	struct resolve *resolve;
	struct link link;
	struct addr sources[2]; /* IPv4, IPv6 */
	struct vendor *vendors;
	struct wire *wire;
	struct capture *capture;
	struct report *report;
	struct watch_keep keep;
	struct capfile *evidence;
	struct watch *watch;
	struct wait *wait;
	struct plan *plan;
	struct ask *ask;
	struct session *session;
	struct main_exec exec;
	int64_t start_ns;
	struct watch_sum sum;
	bool gone;
};

/* Opens all in its order and gives privilege up; -errno leaves what was opened to main_watch_close.
 */
int main_watch_open(struct main_watch *p, struct fail *why);
/* Everything but the outputs that were put in place is thrown away. */
void main_watch_close(struct main_watch *p);

#endif
