/* http_parts: what the sources of the response parser share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_HTTP_PARTS_H
#define PROBEKIT_HTTPGET_HTTP_PARTS_H

#include "http.h"

enum http_state {
	STATE_FIRST, /* before the five bytes that say it is HTTP/1 */
	STATE_EMPTY, /* behind the CR of an empty line before the status line */
	STATE_STATUS,
	STATE_FIELD,
	STATE_LENGTH,
	STATE_CHUNK,
	STATE_DATA,
	STATE_DATA_END,
	STATE_TRAILER,
	STATE_CLOSE,
	STATE_DONE
};

/* Queue an event; findings are of one byte unless said otherwise. */
void http_push_span(struct http *h, enum http_span kind, uint64_t offset, struct bytes data);
void http_push(struct http *h, enum anomaly which, uint64_t offset, uint64_t length);
/* The same, and nothing further is read. */
void http_refuse(struct http *h, enum anomaly which, uint64_t offset, uint64_t length);
/* Nothing further is read, through no fault of what came. */
void http_no_memory(struct http *h);

/* http_line.c: a whole line in h->line. */
struct slice http_line_text(const struct http *h); /* without its end */
bool http_line_bare(const struct http *h);	   /* ends in LF alone */
void http_line_bytes(struct http *h);		   /* findings about bytes of the line */
void http_status_line(struct http *h);
void http_field_line(struct http *h, bool trailer);

/* http_frame.c: the head is whole: how does the message end? Sets framing and what is left. */
void http_frame(struct http *h);

/* http_chunk.c */
void http_chunk_line(struct http *h);
void http_trailer_line(struct http *h);

#endif
