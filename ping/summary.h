/* summary: one run in numbers, for text, records, statistics and the explanation. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_SUMMARY_H
#define PROBEKIT_PING_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "headers.h"
#include "plan.h"

struct summary {
	uint64_t transmitted; /* as ping counts it: with those this host refused, but for a full
				 queue */
	uint64_t received, late, duplicates, corrupted, forged, redirects;
	uint64_t errors; /* ICMP errors and local refusals, as ping counts them */
	uint64_t rejected, lost, pending;
	uint64_t unsent, drops; /* refused by this host's kernel; dropped at our own socket */
	int64_t elapsed_ns;	/* from the start to the last probe */
	int64_t rtt_min_ns, rtt_mean_ns, rtt_max_ns, rtt_deviation_ns; /* -1 without an answer */
	uint64_t pipe;
	bool back_to_back; /* flood or adaptive: ipg and ewma are of interest */
	const struct story *story;
	const struct histogram *histogram;
	int16_t ttl, tos; /* of the last reply, -1 unknown */
	uint64_t ttl_changes, tos_changes;
	struct headers headers; /* the same, with what they changed from */
	int sent_tos;		/* the DS field of probes, -1 the system's */
	uint64_t user_stamped;	/* answers whose RTT is by this program's clock */
	uint32_t clock_steps;
	bool interrupted;
	bool has_goal, goal_reached; /* --until-up, --until-down */
	/* the last ICMP error */
	bool has_error;
	struct addr error_from;
	uint8_t error_type, error_code;
	uint32_t error_info;
	int local_error; /* the last errno a send was refused with, 0 none */
};

/* sent less received, of sent, in percent; 0 when nothing was sent. */
static inline double summary_loss_percent(const struct summary *s)
{
	return stats_loss_percent(s->transmitted, s->received);
}

#endif
