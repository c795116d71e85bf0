/* summary: one run in numbers, for text, records, statistics and the explanation. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_SUMMARY_H
#define PROBEKIT_ARPING_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "owners.h"
#include "plan.h"

enum summary_mode {
	SUMMARY_LOOKUP,
	SUMMARY_DAD,
	SUMMARY_ANNOUNCE,
	SUMMARY_ROUTER,
	SUMMARY_SWEEP,
	SUMMARY_WATCH
};

struct summary {
	enum summary_mode mode;
	uint64_t transmitted, broadcasts; /* probes that left, and those of them to everybody */
	uint64_t received;		  /* responses, as arping counts them: every one */
	uint64_t received_broadcasts, received_requests;
	uint64_t answered, late, repeated; /* probes; answers beyond the first of the same MAC */
	uint64_t lost, pending;
	uint64_t claims, malformed, elsewhere; /* heard besides */
	uint64_t liars;			       /* answers whose MAC is not the frame's */
	uint64_t unsent, drops;
	int local_error; /* the last errno a send was refused with, 0 none */
	int64_t elapsed_ns;
	int64_t rtt_min_ns, rtt_mean_ns, rtt_max_ns, rtt_deviation_ns; /* -1 without an answer */
	const struct owners *owners;
	const struct story *story;
	const struct histogram *histogram;
	uint64_t user_stamped;
	uint32_t clock_steps;
	bool interrupted;
	/* duplicate address detection */
	bool conflict, by_probe; /* somebody has the address; or wants it as well */
	bool unfinished;	 /* neither: nobody can tell */
	bool verdict; /* it was asked as often as it had to be: without conflict it is free */
	uint64_t announced;
};

/* answered less sent, of sent, in percent; 0 when nothing was sent. */
static inline double summary_loss_percent(const struct summary *s)
{
	return stats_loss_percent(s->transmitted, s->answered);
}

#endif
