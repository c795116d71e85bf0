/* host: the names of hosts that are not ASCII, as they are asked for and sent. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_HOST_H
#define PROBEKIT_HTTPGET_HOST_H

#include "url.h"

/* Whether host_convert has to load a library for it. */
bool host_is_foreign(const struct url *u);
/* Puts host into its xn-- form and shown into the other one, and notes where letters of several
 * alphabets are mixed. -EINVAL for what is no name, -ENOENT where the library is missing. */
int host_convert(struct url *u, struct fail *why);

#endif
