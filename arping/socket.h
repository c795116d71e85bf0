/* socket: the packet socket of a run, opened with the privilege it takes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_SOCKET_H
#define PROBEKIT_ARPING_SOCKET_H

#include "fail.h"
#include "wire.h"

/* As wire_open; privilege is raised for it alone. -EPERM says what to do about it. */
int socket_open(struct wire **out, const struct wire_config *c, struct fail *why);

#endif
