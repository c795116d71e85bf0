/* socket: the raw TCP socket of a run, opened with the privilege it takes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_SOCKET_H
#define PROBEKIT_TCPPROBE_SOCKET_H

#include "fail.h"
#include "wire.h"

/* What the port, and another one unless it is 0, sends and nothing else is let in. c's filter is of
 * no account. */
int socket_open(struct wire **out, const struct wire_config *c, uint16_t port, uint16_t another,
	struct fail *why);
/* The same for what comes to any of n ports of ours, SOCKET_PORTS at most. */
enum { SOCKET_PORTS = 8 };
int socket_open_ports(struct wire **out, const struct wire_config *c, const uint16_t *ports,
	unsigned n, struct fail *why);
/* Beside it: every ICMP error that comes, with all it quotes. c as for the other. */
int socket_open_errors(struct wire **out, const struct wire_config *c, struct fail *why);

#endif
