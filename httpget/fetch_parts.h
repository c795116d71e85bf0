/* fetch_parts: what the sources of fetch share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_FETCH_PARTS_H
#define PROBEKIT_HTTPGET_FETCH_PARTS_H

#include <sys/types.h>

#include "fetch.h"

enum { READ_FIRST = 16384, READ_BYTES = 524288 };

enum fetch_state { FETCHING_LINK, FETCHING_TLS, FETCHING_SEND, FETCHING_READ, FETCHING_OVER };

struct fetch {
	struct fetch_config c;
	struct link *link;
	struct exchange *x;
	enum fetch_state state;
	struct bytes in; /* read and not parsed yet */
	int64_t at_ns;
	int64_t looked_ns; /* for signals */
	bool keep, full, reset;
	size_t size;
	uint8_t *buffer;
};

/* What the kernel knows of the connection by now. */
void fetch_look(struct fetch *f);
/* Reads into f->in; as recv, or a negative errno with the exchange's why filled. */
ssize_t fetch_read(struct fetch *f);
/* A larger buffer where the last read filled the small one. */
void fetch_grow(struct fetch *f);

#endif
