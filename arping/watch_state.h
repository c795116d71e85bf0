/* watch_state: what a watch knows, in a file between two runs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_WATCH_STATE_H
#define PROBEKIT_ARPING_WATCH_STATE_H

#include <stdio.h>

#include "fail.h"
#include "file.h"
#include "watch.h"

/* A line an address: "198.18.0.2 02:00:00:00:00:0b FIRST LAST", times in seconds since 1970.
 * offset: realtime less the watch's own time. A file that is not there is an empty one. */
int watch_load(struct watch *w, const char *path, int64_t offset_ns, struct fail *why);
void watch_save(const struct watch *w, FILE *to, int64_t offset_ns);

/* The state file of a watch that runs: it is written over while the watch goes on, so that one that
 * is killed loses little. */
struct watch_keep {
	const char *path;  /* borrowed */
	struct file *file; /* for the next save; NULL: nothing is kept */
	bool live;	   /* written before the end, too */
	bool due;	   /* something changed since the last save */
	int64_t next_ns;   /* when the next save may be */
};
int watch_keep_open(struct watch_keep *k, const char *path, bool live, struct fail *why);
const char *watch_keep_folder(const struct watch_keep *k); /* of its renames; NULL none */
/* Saves what changed, once a second at most and a twentieth of the time. Returns when it is to be
 * called again, INT64_MAX not before the next change. A save that fails is told in why, and the end
 * alone is tried then. */
int64_t watch_keep_turn(struct watch_keep *k, const struct watch *w, int64_t now_ns,
	int64_t offset_ns, struct fail *why);
int watch_keep_end(
	struct watch_keep *k, const struct watch *w, int64_t offset_ns, struct fail *why);
void watch_keep_abandon(struct watch_keep *k);

#endif
