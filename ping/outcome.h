/* outcome: what became of a probe, as text, records, evidence and explanation are told of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_OUTCOME_H
#define PROBEKIT_PING_OUTCOME_H

#include "plan.h"
#include "probe.h"

enum outcome_kind {
	OUTCOME_REPLY,	  /* counted; answer says fresh, late or duplicate */
	OUTCOME_CORRUPT,  /* ours with changed data: not counted as received */
	OUTCOME_FORGED,	  /* claimed to be ours: not counted at all */
	OUTCOME_ERROR,	  /* an ICMP error in its place */
	OUTCOME_REDIRECT, /* a router's hint; the probe went on */
	OUTCOME_UNSENT,	  /* this host's kernel refused it: match.error */
	OUTCOME_LOST	  /* its time-out passed */
};

struct outcome {
	enum outcome_kind kind;
	uint64_t flow;	      /* with --flows its number, from 1; 0 none */
	uint64_t nth;	      /* match.probe.nth where it is known */
	struct match match;   /* of what came; from is the target for UNSENT and LOST */
	struct answer answer; /* of REPLY, ERROR, CORRUPT */
	int64_t at_user_ns;   /* when this program read it */
	int64_t at_ns;	      /* when it came, or was found out */
	int64_t at_realtime_ns;
};

#endif
