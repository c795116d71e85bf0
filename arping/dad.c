/* dad: when to probe for a free address, and when it is known to be free. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "dad.h"

#include "splitmix.h"

#define MS_NS 1e6
/* RFC 5227 1.1; of IPv6 RFC 4862 5.1 (DupAddrDetectTransmits, RetransTimer) and 5.4.2, RFC 4861 10.
 */
enum {
	PROBE_WAIT_MS = 1000,
	PROBE_NUM = 3,
	PROBE_MIN_MS = 1000,
	PROBE_MAX_MS = 2000,
	ANNOUNCE_WAIT_MS = 2000,
	ANNOUNCE_NUM = 2,
	ANNOUNCE_INTERVAL_MS = 2000,
	RETRANS_TIMER_MS = 1000,
	TRANSMITS = 1,
	ADVERTISE_NUM = 2,
	ADVERTISE_INTERVAL_MS = 1000
};
_Static_assert(DAD_PROBES_MAX + 1 + ANNOUNCE_NUM <= DAD_STEPS, "all steps have a place");

struct writer {
	struct dad_step *steps;
	size_t n;
	double at_ms, scale;
};

static void put(struct writer *w, enum dad_do what, enum ask_kind ask)
{
	/* A nanosecond apart at least, so that the order stands. */
	w->steps[w->n] = (struct dad_step){
		.after_ns = (int64_t)(w->at_ms * w->scale * MS_NS) + (int64_t)w->n,
		.what = what,
		.ask = ask};
	w->n++;
}

size_t dad_plan(struct dad_step steps[static DAD_STEPS], const struct dad_config *c)
{
	bool v6 = c->family == ADDR_V6;
	struct writer w = {.steps = steps, .scale = c->scale};
	uint64_t random = c->random;
	uint32_t probes = c->probes ? c->probes : v6 ? TRANSMITS : PROBE_NUM;

	w.at_ms = splitmix_fraction(&random) * PROBE_WAIT_MS;
	for (uint32_t i = 0; i < probes && i < DAD_PROBES_MAX; i++) {
		if (i)
			w.at_ms += v6 ? RETRANS_TIMER_MS
				      : PROBE_MIN_MS + splitmix_fraction(&random) *
							       (PROBE_MAX_MS - PROBE_MIN_MS);
		put(&w, DAD_ASK, ASK_PROBE);
	}
	w.at_ms += v6 ? RETRANS_TIMER_MS : ANNOUNCE_WAIT_MS;
	put(&w, DAD_VERDICT, ASK_PROBE);
	for (int i = 0; c->announce && i < (v6 ? ADVERTISE_NUM : ANNOUNCE_NUM); i++) {
		put(&w, DAD_ASK, ASK_ANNOUNCE);
		w.at_ms += v6 ? ADVERTISE_INTERVAL_MS : ANNOUNCE_INTERVAL_MS;
	}
	return w.n;
}
