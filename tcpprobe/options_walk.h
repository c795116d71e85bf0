/* options_walk: the options of runs that make a connection; a member of struct options. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OPTIONS_WALK_H
#define PROBEKIT_TCPPROBE_OPTIONS_WALK_H

#include <stdbool.h>

#include "cli.h"

struct options_walk {
	bool walk, mtu;
	const char *send; /* NULL: no request */
};

/* The rows of the option table; `at` is the offset of this struct. */
#define WALK_AT(at, field) ((at) + offsetof(struct options_walk, field))
#define WALK_OPTIONS(at)                                                                           \
	{0, "walk", CLI_FLAG, WALK_AT(at, walk), 0, 0, NULL,                                       \
		"one whole connection as a ladder of its packets", NULL, "One connection"},        \
		{0, "mtu", CLI_FLAG, WALK_AT(at, mtu), 0, 0, NULL,                                 \
			"the path MTU inside connections: is there a black hole?", NULL, NULL},    \
	{                                                                                          \
		0, "send", CLI_TEXT, WALK_AT(at, send), 0, 0, "TEXT",                              \
			"what a walk sends: \\r \\n \\t \\xNN are escapes", NULL, NULL             \
	}

#endif
