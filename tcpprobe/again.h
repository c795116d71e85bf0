/* again: the target's name looked up once more, and the way to its new address. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_AGAIN_H
#define PROBEKIT_TCPPROBE_AGAIN_H

#include "resolve.h"
#include "stack.h"

struct again {
	struct resolve *resolve; /* borrowed, its child started */
	const char *host;
	struct addr source; /* the wanted one; ADDR_NONE the route's */
	uint32_t ifindex;   /* to leave by; 0 any */
	uint32_t mark;
	uint8_t tos;
	uint8_t ttl; /* 0 the system's */
	struct stack_settings settings;
	uint64_t after; /* so many probes in a row without an answer; 0: never */
};
struct again_place {
	struct addr target, source;
	struct stack_syn own;
};
/* Waits two seconds at most. 1 with another address of the family of now that has a route; 0 when
 * now is still one of the name's; -errno. */
int again_look_up(
	const struct again *a, const struct addr *now, struct again_place *out, struct fail *why);

#endif
