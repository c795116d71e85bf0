/* hops_view: a path on a terminal, redrawn as it changes, and the keys that steer it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_HOPS_VIEW_H
#define PROBEKIT_PING_HOPS_VIEW_H

#include "hops_report.h"
#include "wait.h"

struct hops_view_config {
	const struct hops_report *report; /* borrowed, all of it */
	struct wait *wait;
	int keys;     /* where keys come from, if that is a terminal */
	int terminal; /* where it is drawn */
};

/* Every call but the first takes NULL and does nothing then. */
struct hops_view;
int hops_view_open(struct hops_view **out, const struct hops_view_config *c, struct fail *why);
/* Clears what is drawn, and gives the terminal its mode back. */
void hops_view_close(struct hops_view *v);

enum hops_key { HOPS_KEY_NONE, HOPS_KEY_QUIT, HOPS_KEY_PAUSE, HOPS_KEY_RESET };
/* The next key pressed that is not the view's own; NONE: there is none yet. */
enum hops_key hops_view_key(struct hops_view *v);
void hops_view_paused(struct hops_view *v, bool paused); /* what it is to say */

void hops_view_touch(struct hops_view *v); /* there is something new to draw */
/* Draws, ten times a second at most. */
void hops_view_turn(struct hops_view *v, int64_t now_ns);
int64_t hops_view_due_ns(const struct hops_view *v); /* when a turn would; INT64_MAX: never */
void hops_view_clear(struct hops_view *v);	     /* before other text, or a suspension */

#endif
