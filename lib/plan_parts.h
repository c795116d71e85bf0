/* plan_parts: what a plan is made of, for plan.c and plan_answer.c alone. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PLAN_PARTS_H
#define PROBEKIT_PLAN_PARTS_H

#include "detail.h"
#include "flight.h"
#include "pace.h"
#include "plan.h"

struct plan {
	struct pace pace;
	struct flights flights;
	struct detail detail;
	struct tally *tallies;
	uint32_t lanes;
	uint32_t asked_out; /* asked probes in flight */
	uint32_t in_flight_max;
	int64_t linger_ns, last_send_ns, now_ns;
	bool stopped, hear_out;
};

/* The flight of a probe, NULL when it was never sent or is forgotten. */
struct flight *plan_find(const struct plan *p, struct probe id);
void plan_land(struct plan *p, struct flight *f, enum flight_state state);

#endif
