/* fetch_parts: what the sources of fetch share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_FETCH_PARTS_H
#define PROBEKIT_HTTPGET_FETCH_PARTS_H

#include <sys/types.h>

#include "fetch.h"

enum { READ_FIRST = 16384, READ_BYTES = 65536 };

enum fetch_state { FETCHING_LINK, FETCHING_TLS, FETCHING_SEND, FETCHING_READ, FETCHING_OVER };

struct fetch {
	struct fetch_config c;
	struct link *link;
	struct exchange *x;
	enum fetch_state state;
	struct bytes in; /* read and not parsed yet */
	int64_t at_ns;
	int64_t looked_ns;	     /* for signals */
	bool keep, full, reset, cut; /* cut: not all of the request was sent */
	uint64_t request_to; /* in what the connection sent: behind the request; 0 not yet */
	uint64_t read_to;    /* in the connection's stream: behind the last byte read */
	size_t size;
	uint8_t *buffer;
};

/* What the kernel knows of the connection by now. */
void fetch_look(struct fetch *f);
/* Reads into f->in; as recv, or a negative errno with the exchange's why filled. */
ssize_t fetch_read(struct fetch *f);
/* What came behind a whole response and is in TLS already, as what is to be parsed. */
void fetch_read_rest(struct fetch *f);
/* fetch_packets.c: what the connection's packets tell of it; nothing where they are not watched. */
void fetch_watch(struct fetch *f);
void fetch_watch_request(struct fetch *f, bool written);
void fetch_watch_secured(struct fetch *f);
void fetch_watch_read(struct fetch *f, size_t n);
void fetch_watch_keys(struct fetch *f, struct strbuf *keys); /* frees them */
void fetch_watch_sent(struct fetch *f, struct fetch_event *e);
void fetch_watch_span(struct fetch *f, struct fetch_event *e);
void fetch_watch_end(struct fetch *f);
/* A larger buffer where the last read filled the small one. */
void fetch_grow(struct fetch *f);

#endif
