/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_VERSION_H
#define PROBEKIT_HTTPGET_VERSION_H

#include "strbuf.h"

/* Appends lines. verbose: drops all privilege, and says what of that this kernel does. */
void version_put(struct strbuf *to, const char *program, bool verbose);

#endif
