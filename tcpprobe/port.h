/* port: a TCP port of this host kept from every other program. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PORT_H
#define PROBEKIT_TCPPROBE_PORT_H

#include <stdint.h>

#include "addr.h"
#include "fail.h"

/* Binds a TCP socket to source and *port, 0 one of the kernel's choice, which is put there. It
 * neither listens nor connects: what comes to it the kernel answers with RST. -EADDRINUSE for a
 * port that is taken. */
int port_reserve(int *fd, const struct addr *source, uint16_t *port, struct fail *why);
/* The same, but nothing at all answers what comes to the port: a listener whose filter drops it. */
int port_hold(int *fd, const struct addr *source, uint16_t *port, struct fail *why);
void port_release(int fd); /* -1 none */

#endif
