/* dad: when to probe for a free address, and when it is known to be free. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_DAD_H
#define PROBEKIT_ARPING_DAD_H

#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "ask.h"

enum dad_do { DAD_ASK, DAD_VERDICT };
struct dad_step {
	int64_t after_ns; /* the start */
	enum dad_do what;
	enum ask_kind ask; /* of DAD_ASK */
};
enum { DAD_STEPS = 64, DAD_PROBES_MAX = 61 /* beside the verdict and two announcements */ };

struct dad_config {
	enum addr_family family;
	double scale;	 /* of every wait; 1 is the RFC's */
	uint32_t probes; /* 0: as many as the RFC wants */
	bool announce;	 /* take the address when it is free */
	uint64_t random; /* bits for the waits between probes */
};
/* RFC 5227 2.1.1 and 2.3, RFC 4862 5.1 and 5.4: fills steps in order of their times; returns how
 * many.
 */
size_t dad_plan(struct dad_step steps[static DAD_STEPS], const struct dad_config *c);

#endif
