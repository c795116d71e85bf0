/* fping_names: what fping calls its targets where names are asked for (-n, -d, -A). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FPING_NAMES_H
#define PROBEKIT_PING_FPING_NAMES_H

#include "fping_targets.h"

/* Fills out->names of a sealed set, where w wants any. */
int fping_names_open(struct fping_targets *out, const struct fping_want *w,
	struct resolve *resolver, struct fail *why);

#endif
