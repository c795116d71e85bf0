/* fping_parts: what the loop counts and the lines tell. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FPING_PARTS_H
#define PROBEKIT_PING_FPING_PARTS_H

#include "fping.h"

/* fping counts a request when its fate is known, and no answer past its time-out. */
struct fping_tally {
	uint64_t sent, received;
	int64_t min_ns, max_ns, sum_ns;
};

struct fping {
	const struct fping_config *c;
	struct fping_tally *lanes, *intervals; /* the whole run, since the last summary */
	int64_t *vector;		       /* lanes * count; negative: none */
	struct fping_tally total;
	uint64_t requests, timeouts, others; /* others: ICMP errors */
	uint32_t n, alive;
	int width; /* of the longest name */
	int64_t start_ns;
	bool charted;	  /* netdata knows the charts */
	int output_error; /* an errno value */
};

enum { FPING_NAME = 1200, FPING_TIME = 32 };
const char *fping_name(const struct fping *f, uint32_t lane, char to[static FPING_NAME]);
void fping_width(struct fping *f);

void fping_show_alive(const struct fping *f, const struct outcome *o);
void fping_show_reply(const struct fping *f, const struct outcome *o);
void fping_show_duplicate(const struct fping *f, const struct outcome *o);
void fping_show_timeout(const struct fping *f, struct probe id);
void fping_show_error(const struct fping *f, const struct match *m);
void fping_show_unsent(const struct fping *f, uint32_t lane, int error);
void fping_show_interval(struct fping *f);
void fping_show_netdata(const struct fping *f, uint32_t lane); /* fping_netdata.c */
void fping_show_end(const struct fping *f);

#endif
