/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_VERSION_H
#define PROBEKIT_TCPPROBE_VERSION_H

#include <stdbool.h>
#include <stdio.h>

/* verbose: also the sandbox, which is entered for it. */
void version_print(const char *program, bool verbose, FILE *to);

#endif
