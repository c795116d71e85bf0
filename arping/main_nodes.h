/* main_nodes: a run that asks all IPv6 nodes of a link, for main. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_MAIN_NODES_H
#define PROBEKIT_ARPING_MAIN_NODES_H

#include "options.h"

/* The exit status: 0 somebody answered (with --unique: and no address has two MACs), 1 nobody, 2 it
 * could not be run. */
int main_nodes(const struct options *o);

#endif
