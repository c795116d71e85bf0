/* options_parts: what the options' own files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_OPTIONS_PARTS_H
#define PROBEKIT_TELNETLITE_OPTIONS_PARTS_H

#include "cli.h"
#include "options.h"

extern const struct cli options_cli;

#endif
