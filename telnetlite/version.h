/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_VERSION_H
#define PROBEKIT_TELNETLITE_VERSION_H

#include <stdbool.h>
#include <stdio.h>

/* verbose: also what of the sandbox holds, which it enters for that. */
void version_print(const char *program, bool verbose, FILE *to);

#endif
