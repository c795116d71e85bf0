/* watch_state: what a watch knows, in a file between two runs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_WATCH_STATE_H
#define PROBEKIT_ARPING_WATCH_STATE_H

#include <stdio.h>

#include "fail.h"
#include "watch.h"

/* A line an address: "198.18.0.2 02:00:00:00:00:0b FIRST LAST", times in seconds since 1970.
 * offset: realtime less the watch's own time. A file that is not there is an empty one. */
int watch_load(struct watch *w, const char *path, int64_t offset_ns, struct fail *why);
void watch_save(const struct watch *w, FILE *to, int64_t offset_ns);

#endif
