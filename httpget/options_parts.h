/* options_parts: what the options' own files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_OPTIONS_PARTS_H
#define PROBEKIT_HTTPGET_OPTIONS_PARTS_H

#include "options.h"

extern const struct cli options_cli;
extern const char *const options_compares[]; /* as enum compare_kind */

#endif
