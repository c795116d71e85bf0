/* telnet_run: a telnet engine fed, and what it did with it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNET_RUN_H
#define PROBEKIT_TELNET_RUN_H

#include <string.h>

#include "telnet.h"

static const char *const run_env[] = {"USER=jo\xff\x03", "LANG=C", "EMPTY"};
static const struct telnet_config run_full = {
	.terminal = "XTERM", .env = run_env, .n_env = 3, .columns = 255, .rows = 24};

/* What the engine does with these bytes: its data, answers and commands one after another. */
struct run {
	uint8_t data[8192], answers[8192];
	size_t n_data, n_answers, n_skipped;
	unsigned commands;
	enum telnet_reason last;
	struct telnet_event event;
};

static inline void note(struct run *r, const struct telnet_event *e)
{
	if (e->kind == TELNET_DATA) {
		memcpy(r->data + r->n_data, e->data.p, e->data.left);
		r->n_data += e->data.left;
		return;
	}
	if (e->kind == TELNET_SKIPPED) {
		r->n_skipped += e->data.left;
		return;
	}
	r->commands++;
	r->last = e->reason;
	r->event = *e;
	if (e->answer.left)
		memcpy(r->answers + r->n_answers, e->answer.p, e->answer.left);
	r->n_answers += e->answer.left;
}

static inline void feed(struct telnet *t, struct run *r, const void *p, size_t n, size_t piece)
{
	struct telnet_event e;

	for (size_t at = 0; at < n; at += piece) {
		struct bytes in = bytes_of((const char *)p + at, n - at < piece ? n - at : piece);

		while (telnet_next(t, &in, &e) != TELNET_MORE)
			note(r, &e);
	}
}

#endif
