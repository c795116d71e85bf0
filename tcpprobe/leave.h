/* leave: from which address, and by which SYN, each host of a list is asked. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LEAVE_H
#define PROBEKIT_TCPPROBE_LEAVE_H

#include <stdint.h>

#include "addr.h"
#include "fail.h"
#include "stack.h"

enum { LEAVES = 255 };
struct leave {
	struct addr source;
	struct stack_syn own;
};
struct leaves;

struct leaves_config {
	uint64_t hosts;	       /* at most UINT32_MAX, as gather has it */
	uint32_t ifindex[2];   /* of IPv4 and IPv6; 0 any */
	struct addr source[2]; /* ADDR_NONE the route's */
	struct stack_settings settings[2];
	uint32_t mark; /* routes are chosen by it, and by tos, as well */
	uint8_t tos;
};
int leaves_open(struct leaves **out, const struct leaves_config *c, struct fail *why);
void leaves_close(struct leaves *l);

/* How host number i leaves, whose address is to: the kernel is asked for the route the first time.
 * The number of a leave, or -errno: -ENETUNREACH and the like, -ENOSPC where they leave in over
 * LEAVES ways. */
int leaves_find(struct leaves *l, uint64_t i, const struct addr *to);
const struct leave *leaves_at(const struct leaves *l, unsigned number); /* borrowed */

#endif
