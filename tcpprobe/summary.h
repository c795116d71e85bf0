/* summary: one run in numbers, for text, records, statistics and the explanation. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_SUMMARY_H
#define PROBEKIT_TCPPROBE_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "plan.h"
#include "verdict.h"

struct summary {
	uint64_t sent, open, closed, rejected, stale; /* of probes the first answer */
	uint64_t duplicates, forged, late, lost, pending, unsent, drops;
	uint64_t retransmits; /* of answered SYNs, by the kernel; no loss */
	int local_error;      /* the last errno a send was refused with, 0 none */
	struct addr rejecter; /* who rejected last */
	int16_t rejecter_ttl; /* its message came with it, -1 unknown */
	uint8_t type, code;   /* by what */
	bool by_target;	      /* it is the target itself */
	bool by_us;	      /* it is this host, and not as the target */
	uint64_t no_window;   /* SYN-ACKs whose window is 0 */
	bool has_compared;    /* with a known answer of the host: */
	struct verdict_compared compared;
	int64_t elapsed_ns;
	int64_t rtt_min_ns, rtt_mean_ns, rtt_max_ns, rtt_deviation_ns; /* -1 without an answer */
	const struct story *story; /* borrowed from the plan, as histogram; NULL of one probe */
	const struct histogram *histogram;
	uint64_t user_stamped;
	uint32_t clock_steps;
	bool interrupted;
};

/* Probes with an answer or a rejection. */
static inline uint64_t summary_answered(const struct summary *s)
{
	return s->open + s->closed + s->rejected + s->stale;
}

/* Without any answer, of those sent, in percent; what was still waited for at the end counts. */
static inline double summary_loss_percent(const struct summary *s)
{
	return stats_loss_percent(s->sent, summary_answered(s));
}

/* What all probes together say of the port. */
struct verdict_finding summary_finding(const struct summary *s);
enum verdict_state summary_state(const struct summary *s);

#endif
