/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_VERSION_H
#define PROBEKIT_PING_VERSION_H

#include <stdbool.h>
#include <stdio.h>

void version_print(const char *program, bool verbose, FILE *to);

#endif
