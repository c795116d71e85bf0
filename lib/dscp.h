/* dscp: names of differentiated services code points (RFC 2474, 2597, 3246, 5865, 8622). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DSCP_H
#define PROBEKIT_DSCP_H

#include <stdbool.h>

#include "fail.h"

/* A name in any case (cs0 to cs7, af11 to af43, ef, va, le, df) or a number 0 to 63, also in hex.
 */
bool dscp_parse(unsigned *out, const char *text);
/* What an option gives: the DS field with that code point and no ECN bits, 0 to 252; -EINVAL. */
int dscp_option(const char *text, struct fail *why);
/* The name of a code point in lower case, or NULL. Static storage. */
const char *dscp_name(unsigned dscp);

/* Of the ECN bits of a DS field (RFC 3168 5): "not-ect", "ect0", "ect1", "ce". Static storage. */
const char *dscp_ecn_name(unsigned tos);

/* All of them, NULL at the end: what an option of a DSCP has for choices. */
extern const char *const dscp_names[];

#endif
