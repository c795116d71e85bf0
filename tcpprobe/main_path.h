/* main_path: every hop to a port, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_MAIN_PATH_H
#define PROBEKIT_TCPPROBE_MAIN_PATH_H

#include "main_parts.h"

/* A run with --path; says why where it could not be made. Returns the exit status. */
int main_path(struct parts *p);

#endif
