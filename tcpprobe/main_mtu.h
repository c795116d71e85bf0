/* main_mtu: the path MTU inside connections, for main. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_MAIN_MTU_H
#define PROBEKIT_TCPPROBE_MAIN_MTU_H

#include "options.h"

/* The exit status: 0 no black hole, 1 one or unknown, 2 it could not be run. */
int main_mtu(const struct options *o);

#endif
