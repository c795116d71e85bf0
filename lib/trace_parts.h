/* trace_parts: what the sources of trace share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TRACE_PARTS_H
#define PROBEKIT_TRACE_PARTS_H

#include "trace.h"

struct trace {
	unsigned n;
	unsigned end;	/* the first hop whose newest answer ended the path; 0 none */
	unsigned heard; /* the last hop that ever answered */
	unsigned loop_first, loop_again; /* where a router comes again; 0 nowhere */
	uint64_t length_changes;
	struct trace_hop hops[];
};

bool trace_find_loop(const struct trace *t, unsigned *first, unsigned *again);

#endif
