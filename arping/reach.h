/* reach: whether the addresses of a sweep are on its link. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_REACH_H
#define PROBEKIT_ARPING_REACH_H

#include "link.h"
#include "targets.h"

/* 0, or -errno with a sentence about one of another family, or that is behind a router, on another
 * link or a group. Only so many are looked at; of a large set a sample, since its order is
 * scattered. routed: the interface is the routes' choice, not the user's; otherwise nothing but
 * families and zones is looked at. */
int reach_check(const struct targets *t, const struct link *l, bool routed, struct fail *why);

#endif
