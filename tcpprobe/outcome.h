/* outcome: what became of a probe, as text, records and evidence are told. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OUTCOME_H
#define PROBEKIT_TCPPROBE_OUTCOME_H

#include "plan.h"
#include "syn.h"

enum outcome_kind {
	OUTCOME_OPEN,
	OUTCOME_CLOSED,
	OUTCOME_REJECTED, /* by ICMP */
	OUTCOME_STALE,	  /* taken for part of an older connection: says nothing of the port */
	OUTCOME_FORGED,	  /* answers no probe: not counted */
	OUTCOME_UNSENT,	  /* this host's kernel refused it: error */
	OUTCOME_LOST	  /* its time-out passed */
};

struct outcome {
	enum outcome_kind kind;
	struct syn_match match; /* of what came */
	uint64_t nth;
	struct answer answer;
	uint32_t retransmits; /* of its SYN by the kernel, which connect() leaves it to */
	int error;	      /* of UNSENT, an errno value */
	int64_t at_ns;	      /* when it came, or was found out */
	int64_t at_realtime_ns;
};

#endif
