/* pathview: a path on a terminal, redrawn as it changes, and the keys that steer it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PATHVIEW_H
#define PROBEKIT_PATHVIEW_H

#include "trace_text.h"
#include "wait.h"

struct pathview_config {
	const struct trace *trace; /* borrowed, all of it */
	const char *title;	   /* its first line, printable */
	struct trace_look look;	   /* columns and width are the view's */
	int16_t tos;		   /* of the probes */
	/* What stands below the title, in place of the trace's verdict and table; NULL: those. */
	void (*put)(const void *who, struct strbuf *to, const struct trace_look *look);
	const void *who;
	struct wait *wait;
	int keys;     /* where keys come from, if that is a terminal */
	int terminal; /* where it is drawn */
};

/* Every call but the first takes NULL and does nothing then. */
struct pathview;
int pathview_open(struct pathview **out, const struct pathview_config *c, struct fail *why);
/* Clears what is drawn, and gives the terminal its mode back. */
void pathview_close(struct pathview *v);

enum pathview_key { PATHVIEW_KEY_NONE, PATHVIEW_KEY_QUIT, PATHVIEW_KEY_PAUSE, PATHVIEW_KEY_RESET };
/* The next key pressed that is not the view's own; NONE: there is none yet. */
enum pathview_key pathview_key(struct pathview *v);
void pathview_paused(struct pathview *v, bool paused); /* what it is to say */

void pathview_touch(struct pathview *v); /* there is something new to draw */
/* Draws, ten times a second at most. */
void pathview_turn(struct pathview *v, int64_t now_ns);
/* The terminal was closed, as the last turn found: it is all for nothing. */
bool pathview_is_lost(const struct pathview *v);
int64_t pathview_due_ns(const struct pathview *v); /* when a turn would; INT64_MAX: never */
void pathview_clear(struct pathview *v);	   /* before other text, or a suspension */

#endif
