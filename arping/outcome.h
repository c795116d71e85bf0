/* outcome: what became of a probe, or was heard besides, as text, records and evidence are told. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_OUTCOME_H
#define PROBEKIT_ARPING_OUTCOME_H

#include "hear.h"
#include "plan.h"

enum outcome_kind {
	OUTCOME_REPLY,	   /* counted: an answer, in duplicate address detection a conflict */
	OUTCOME_CONFLICT,  /* a claim or probe that says the address is not free for us: counted too
			    */
	OUTCOME_CLAIM,	   /* somebody said unasked that the address is its own */
	OUTCOME_ROUTER,	   /* a router advertisement */
	OUTCOME_MALFORMED, /* not counted as an answer */
	OUTCOME_ELSEWHERE, /* came on another VLAN: not counted as an answer */
	OUTCOME_UNSENT,	   /* this host's kernel refused it: error */
	OUTCOME_LOST	   /* its time-out passed */
};

struct outcome {
	enum outcome_kind kind;
	struct heard heard; /* of what came */
	bool has_probe;
	uint64_t nth;	      /* with has_probe: the newest probe before it */
	struct answer answer; /* of what came: whether it was the first to that probe */
	size_t owner;	      /* the place of its MAC among those heard of, OWNERS_MAX none */
	bool first;	      /* of that MAC */
	bool again;	      /* that MAC has answered this probe before */
	int error;	      /* of UNSENT, an errno value */
	int64_t at_ns;	      /* when it came, or was found out */
	int64_t at_realtime_ns;
};

#endif
