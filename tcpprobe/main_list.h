/* main_list: a run over a list of ports, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_MAIN_LIST_H
#define PROBEKIT_TCPPROBE_MAIN_LIST_H

#include "options.h"

int main_list(const struct options *o);

#endif
