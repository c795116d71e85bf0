/* outlet: standard output, written without ever being kept waiting. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_OUTLET_H
#define PROBEKIT_TELNETLITE_OUTLET_H

#include <stdbool.h>
#include <stddef.h>

#include "bytes.h"

struct outlet {
	int fd; /* to be polled and written; its own where it is not the one given */
	int given;
	size_t most;	/* bytes in one write, 0 any */
	bool is_socket; /* MSG_DONTWAIT serves */
};

/* A pipe or terminal is opened anew, since to make the given one non-blocking would make it so for
 * all who share it. Where that fails only pieces that do not block are written.
 * A pipe is made larger where it may be. */
void outlet_open(struct outlet *o, int fd);
void outlet_close(struct outlet *o); /* the one given stays open */
/* Eats what went out from from. 0, or -errno: -EAGAIN when it is full. */
int outlet_put(struct outlet *o, struct bytes *from);

#endif
