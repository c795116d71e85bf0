/* sweep_parts: what the loop of a sweep and its report share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_SWEEP_PARTS_H
#define PROBEKIT_PING_SWEEP_PARTS_H

#include "headers.h"
#include "sweep.h"

/* The last ICMP error of a target, or why this host did not send: why it is unreachable. */
struct sweep_error {
	uint8_t type, code;
	bool any;
	uint8_t unsent; /* an errno value, all of which fit; 0 none */
};

struct sweep {
	const struct sweep_config *c;
	struct sweep_error *errors; /* one a lane */
	int32_t *vector; /* count a lane, in units of 10 ns; -1 none. NULL: not asked for */
	struct histogram *rtts;
	struct headers *headers; /* of the first n_headers lanes */
	uint32_t n_headers;
	uint64_t alive, done; /* targets answered; probes that have a fate */
	uint64_t forged, redirects, user_stamped, drops;
	int64_t start_ns, last_sent_ns;
	int64_t show_ns, report_ns; /* when progress and the table so far are next due */
	bool interrupted;
};

enum { SWEEP_NAME = 320, SWEEP_SERIES = 1000 /* targets with metrics of their own */ };
/* The target as it was given: its name, else its address; safe to print. */
const char *sweep_name(const struct sweep *s, uint32_t lane, char to[static SWEEP_NAME]);
const char *sweep_name_of(const struct targets *t, uint32_t lane, char to[static SWEEP_NAME]);
void sweep_show_alive(const struct sweep *s, uint32_t lane);
void sweep_show_progress(const struct sweep *s, int64_t now_ns);
void sweep_show_table(const struct sweep *s);
/* Whether this host ever tried to send to the target: of one it did not try nothing is known. */
bool sweep_asked(const struct tally *t);
/* The lists and tables of the end, and a record a target. */
void sweep_show_end(const struct sweep *s, uint64_t unasked);
struct records_summary sweep_target_record(
	const struct sweep *s, uint32_t lane, char name[static SWEEP_NAME]);

#endif
