/* path: the way of SYNs to a port, all its hops asked in parallel and again and again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PATH_H
#define PROBEKIT_TCPPROBE_PATH_H

#include "evidence.h"
#include "path_event.h"
#include "path_report.h"
#include "pathview.h"
#include "rounds.h"

/* Borrowed. */
struct path_config {
	struct path_source source;
	struct trail *trail;	 /* NULL by connect() */
	struct path_flow *flows; /* n */
	struct rounds *rounds;	 /* one a flow */
	unsigned n;
	struct trace *all; /* of all flows together; NULL: there is one */
	struct names *names;
	struct path_report *report;
	struct pathview *view;	   /* NULL: none */
	struct evidence *evidence; /* NULL: none */
	struct addr target;
	uint32_t bound_ifindex; /* without this interface there is nothing more to send; 0 any */
	int64_t timeout_ns;
};

struct path_sum {
	int64_t took_ns;
	uint64_t sent, drops, forged, strange, unsent, user_stamped;
	int local_error; /* the last errno a send was refused with, 0 none */
	bool interrupted;
};

/* 0, or -errno when the sockets could not go on; out is filled then too. */
int path_loop(const struct path_config *c, struct path_sum *out, struct fail *why);

#endif
