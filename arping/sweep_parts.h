/* sweep_parts: what the loop of a sweep and its report share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_SWEEP_PARTS_H
#define PROBEKIT_ARPING_SWEEP_PARTS_H

#include "sweep.h"

/* Beyond the first MAC of an address. */
struct sweep_more {
	uint32_t lane;
	struct mac mac;
};
enum { SWEEP_MORE = 4096, SWEEP_PROXY_LEAST = 8 };

struct sweep {
	const struct sweep_config *c;
	struct sweep_host *hosts;
	struct sweep_more *more;
	size_t more_n;
	struct sweep_sum sum;
	int64_t start_ns, last_sent_ns, show_ns;
};

/* A lane's newest probe, which an answer is to: ARP has no number to tell by. */
struct probe sweep_newest(const struct sweep *s, uint32_t lane);
void sweep_show_progress(const struct sweep *s, int64_t now_ns);
/* A record for an address's MAC, as it was heard. nth: which of its MACs, from 1. */
struct sweep_heard {
	uint32_t lane;
	struct mac mac, ether;
	size_t nth;
	struct answer answer;
	int64_t at_ns;
};
void sweep_record(const struct sweep *s, const struct sweep_heard *h);
/* Into the capture, where there is one: a question; its fate, error 0 for lost; an answer; what
 * does not count. */
void sweep_keep_sent(const struct sweep *s, struct probe id, struct bytes frame);
void sweep_keep_fate(const struct sweep *s, struct probe id, int64_t sent_ns, int error);
void sweep_keep_answer(
	const struct sweep *s, const struct sweep_heard *h, const struct frame *frame);
void sweep_keep_odd(const struct sweep *s, const struct heard *h, const struct frame *frame);
/* The table of the end; counts who answers for too many. -ENOMEM. */
int sweep_show_end(struct sweep *s);

#endif
