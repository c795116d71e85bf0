/* inquiry: whose RSTs those of a closed port are: asks it and a port that the host surely answers.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_INQUIRY_H
#define PROBEKIT_TCPPROBE_INQUIRY_H

#include "evidence.h"
#include "syn.h"
#include "verdict.h"
#include "wait.h"

struct inquiry_config {
	struct wire *wire; /* lets in what both ports send; it and wait are borrowed */
	struct wait *wait;
	struct syn_config syn;	   /* of the closed port, each probe from a port of its own */
	uint16_t reference;	   /* the known one */
	int64_t timeout_ns;	   /* of a probe */
	int64_t deadline_ns;	   /* INT64_MAX none */
	struct evidence *evidence; /* NULL none */
	uint64_t first;		   /* the number of its first probe, in evidence */
};
struct inquiry {
	struct verdict_trial trial;
	struct verdict_compared compared;
	bool interrupted; /* by a signal: nothing is known */
};

/* Sends VERDICT_FLOWS SYNs to each port, 100 a second in all, and as many with a low TTL where the
 * answers gave a reason to. 0, or -errno when it could not go on; then out says nothing. */
int inquiry_run(const struct inquiry_config *c, struct inquiry *out, struct fail *why);

#endif
