/* sweep: many addresses of one link, each asked once and the silent ones again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_SWEEP_H
#define PROBEKIT_ARPING_SWEEP_H

#include "ask.h"
#include "evidence.h"
#include "hear.h"
#include "histogram.h"
#include "records.h"
#include "session.h"
#include "stats.h"
#include "targets.h"
#include "term.h"
#include "vendor.h"

/* All borrowed. Lane and index in targets are the same. */
struct sweep_config {
	struct plan *plan;
	struct wire *wire;
	struct session *session;
	struct ask *ask;
	struct report *report;
	const struct targets *targets;
	const struct hear_config *hear; /* its target is not looked at */
	const struct addr *own;		/* addresses of this host on the link: they are not asked */
	size_t own_n;
	uint32_t ifindex;	/* of the link */
	struct vendor *vendors; /* NULL: no names */
	struct term_progress *progress;
	struct capfile *evidence;    /* NULL: none is kept */
	struct histogram *histogram; /* of all times */
	const char *target, *program;
	int64_t timeout_ns;
	bool first_reply;
	bool quiet;
};

/* One for each address, in the targets' order. */
struct sweep_host {
	struct mac mac;	  /* the first that answered */
	uint8_t own : 1;  /* one of this host's */
	uint8_t many : 1; /* other MACs answered too */
	uint8_t liar : 1; /* a frame came from another MAC than it named */
	uint8_t up : 1;
};

enum { SWEEP_EXAMPLES = 8 };
struct sweep_sum {
	uint64_t targets, own, alive, received, duplicates; /* addresses; answers; addresses with
							       several MACs */
	uint64_t proxies; /* MACs that answer for suspiciously many addresses */
	uint64_t transmitted, lost, late, pending, unsent, drops, user_stamped, liars, malformed,
		elsewhere;
	uint64_t silent;    /* addresses that were asked and did not answer */
	uint64_t unasked;   /* that no question went to, for the run ended before */
	uint64_t refused;   /* that no question went to, for this host refused to send it */
	uint64_t retried;   /* that answered, and not to every question */
	struct tally times; /* of the first answer to each question */
	/* the lowest of each, in order */
	struct addr silent_list[SWEEP_EXAMPLES], duplicate_list[SWEEP_EXAMPLES];
	struct mac proxy;	  /* that answers for the most */
	uint64_t proxy_addresses; /* so many */
	int64_t elapsed_ns;
	uint32_t clock_steps;
	int local_error; /* the last errno a send was refused with */
	bool interrupted;
	bool gone; /* the interface went away */
};

/* 0, or -errno when the socket could not go on; out is filled then too. */
int sweep_loop(const struct sweep_config *c, struct sweep_sum *out, struct fail *why);

#endif
