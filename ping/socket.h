/* socket: a ping socket or a raw one, the other where that is forbidden. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_SOCKET_H
#define PROBEKIT_PING_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"
#include "wire.h"

struct socket_opened {
	struct wire *wire;
	uint16_t id;	   /* the identifier of what is sent by it */
	char missing[256]; /* what it can not do for want of privilege and what would let it; or
			      empty */
};

/* Opens what c describes (its id and filter are set here, and its socket, which is the kind tried
 * first). wanted_id is -1 for any; 0 is one that a ping socket cannot have. Privilege is raised
 * meanwhile and lowered again. -EPERM names the sysctl and the capability when neither socket is
 * allowed. */
int socket_open(
	struct socket_opened *out, struct wire_config *c, int64_t wanted_id, struct fail *why);

#endif
