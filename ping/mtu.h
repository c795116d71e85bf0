/* mtu: the path's MTU by packets that may not be fragmented (RFC 1191, RFC 8201, RFC 4821). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_MTU_H
#define PROBEKIT_PING_MTU_H

#include <stdbool.h>
#include <stdint.h>

#include "engine.h"
#include "probe.h"
#include "report.h"

/* Borrowed. The plan is one of mtu_plan's, the probe as large as the first link takes. */
struct mtu_config {
	struct engine engine;
	struct probe_echo *probe;
	struct report *report;
	struct addr target;
	uint32_t bound_ifindex; /* without this interface there is nothing more to send; 0 any */
	uint32_t header_bytes;	/* IP and ICMP headers of a probe */
	uint32_t least, most;	/* sizes of whole packets: the smallest any path takes, the first
				   link's MTU */
};

struct mtu_found {
	uint32_t mtu_bytes;  /* the largest that came through; 0: nothing came back at all */
	bool complete;	     /* and nothing larger does; else the end came before it was known */
	bool late;	     /* answers came after their time: silence proves nothing */
	bool black_hole;     /* larger packets vanish and nobody says so */
	bool first_link;     /* this host's own link is the limit */
	struct addr told_by; /* the router that announced it; ADDR_NONE nobody */
	uint32_t told_bytes; /* what it announced */
	bool none_fits;	     /* for what every link takes */
	/* The last ICMP error that says something else; ADDR_NONE there was none. */
	struct addr refused_by;
	uint8_t refused_type, refused_code;
	uint64_t probes;
	int64_t took_ns;
	bool interrupted;
};

struct plan_config mtu_plan(int64_t timeout_ns);
/* 0, or -errno when the socket could not go on. */
int mtu_loop(const struct mtu_config *c, struct mtu_found *out, struct fail *why);

#endif
