/* main_walk: one whole connection as a ladder, for main. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_MAIN_WALK_H
#define PROBEKIT_TCPPROBE_MAIN_WALK_H

#include "options.h"

/* The exit status, as of a run of probes. */
int main_walk(const struct options *o);

#endif
