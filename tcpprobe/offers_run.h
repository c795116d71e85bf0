/* offers_run: asks what a port offers, and waits for how often a SYN-ACK comes again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OFFERS_RUN_H
#define PROBEKIT_TCPPROBE_OFFERS_RUN_H

#include "auth.h"
#include "evidence.h"
#include "offers_syn.h"
#include "syn.h"
#include "wait.h"
#include "wire.h"

struct offers_run_config {
	struct wire *wire; /* borrowed, as wait and evidence are */
	struct wait *wait;
	const struct evidence *evidence; /* NULL none */
	struct offers_syn syn;
	struct auth_key key;
	uint16_t held_port; /* port_hold's: nothing answers what comes to it */
	int64_t interval_ns, timeout_ns;
	int64_t watch_ns;    /* for SYN-ACKs that come again, from the first one on */
	int64_t deadline_ns; /* monotonic; INT64_MAX none */
	/* Every change, as it happens: an answer, or one that came again (again from 1). */
	void (*tell)(void *to, const struct offers_answer *a, unsigned again);
	void *to;
};
/* Asks until all is known, the deadline comes or a signal ends it; then the half-open connection is
 * reset. 0, or -errno when it could not go on; out is filled then too. */
int offers_run(const struct offers_run_config *c, struct offers_seen *out, struct fail *why);

#endif
