/* options_parts: what the options' own files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_OPTIONS_PARTS_H
#define PROBEKIT_HTTPGET_OPTIONS_PARTS_H

#include "options.h"

extern const struct cli options_cli;

#endif
