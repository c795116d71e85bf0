/* options_parts: what the options' own files share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_OPTIONS_PARTS_H
#define PROBEKIT_ARPING_OPTIONS_PARTS_H

#include "options.h"

extern const struct cli options_cli;

/* After a refusal by cli_parse: puts behind its sentence what is to be used here. Returns
 * -why->error. */
int options_hint(struct fail *why);
/* -EINVAL for a MAC where an address belongs; either may be NULL. */
int options_check_mac(const char *target, const char *source, struct fail *why);

#endif
