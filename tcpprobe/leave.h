/* leave: from which address, and over what MTU, each host of a list is asked. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LEAVE_H
#define PROBEKIT_TCPPROBE_LEAVE_H

#include <stdint.h>

#include "addr.h"
#include "fail.h"

enum { LEAVES = 255 };
struct leave {
	struct addr source;
	uint32_t mtu_bytes;
};
struct leaves;

struct leaves_config {
	uint64_t hosts;	       /* at most UINT32_MAX, as gather has it */
	const char *device;    /* NULL none; borrowed */
	struct addr source[2]; /* of IPv4 and IPv6; ADDR_NONE the route's */
	uint32_t mark;	       /* needs CAP_NET_ADMIN while opening; 0 none */
	uint8_t tos;	       /* routes may be chosen by it as well */
};
int leaves_open(struct leaves **out, const struct leaves_config *c, struct fail *why);
void leaves_close(struct leaves *l);

/* How host number i leaves, whose address is to: asked of the kernel the first time (by connecting
 * a UDP socket, which sends nothing). The number of a leave, or -errno: -ENETUNREACH and the like,
 * -ENOSPC where they leave in over LEAVES ways. */
int leaves_find(struct leaves *l, uint64_t i, const struct addr *to);
const struct leave *leaves_at(const struct leaves *l, unsigned number); /* borrowed */

#endif
