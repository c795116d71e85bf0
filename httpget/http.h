/* http: HTTP/1 responses, bytes in, spans and findings out (RFC 9112). It never edits a byte. Pure
 * but for the memory of the head. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_HTTP_H
#define PROBEKIT_HTTPGET_HTTP_H

#include "anomaly.h"
#include "bytes.h"
#include "slice.h"
#include "strbuf.h"

/* Limits, each with an option. 0 is no limit but for the first four. */
struct http_limits {
	uint64_t line_bytes, head_bytes, fields, interim;
	uint64_t trailer_bytes, extension_bytes;
};
#define HTTP_LIMITS_DEFAULT                                                                        \
	{                                                                                          \
		.line_bytes = 65536, .head_bytes = 262144, .fields = 1000, .interim = 32,          \
		.trailer_bytes = 65536, .extension_bytes = 65536                                   \
	}

enum http_span {
	HTTP_STATUS,   /* lines with their ends */
	HTTP_FIELD,    /* a folded field comes as several spans */
	HTTP_BLANK,    /* the empty line behind the head or the trailers */
	HTTP_BODY,     /* content that is not chunked */
	HTTP_CHUNK,    /* a chunk's size and extensions with the line's end */
	HTTP_DATA,     /* content of a chunk */
	HTTP_DATA_END, /* the CRLF behind it */
	HTTP_TRAILER,  /* a field line behind the last chunk */
	HTTP_STRAY     /* what belongs to no message: empty lines before, bytes behind */
};

enum http_framing {
	HTTP_FRAMING_UNKNOWN, /* the head is not there yet */
	HTTP_FRAMING_NONE,    /* no body by status or method */
	HTTP_FRAMING_LENGTH,
	HTTP_FRAMING_CHUNKED,
	HTTP_FRAMING_CLOSE,
	HTTP_FRAMING_TUNNEL /* CONNECT succeeded: what follows is not HTTP */
};

enum http_step {
	HTTP_MORE,    /* in is used up, or the message is over (see http_over) */
	HTTP_SPAN,    /* see span, offset, data */
	HTTP_FINDING, /* see finding, offset, length */
	HTTP_BAD      /* nothing further can be read; the last finding says why */
};

struct http_field {
	size_t name_at, name_bytes, value_at, value_bytes; /* into head; value with folds */
	uint64_t offset;				   /* of the line, in the stream */
	uint32_t line_bytes;
	bool trailer;
};

/* What was asked, as far as it decides where a response ends. */
enum http_method { HTTP_GET, HTTP_HEAD, HTTP_CONNECT };

struct http_event {
	enum http_span span;
	enum anomaly finding;
	uint64_t offset, length; /* in the bytes of this connection since http_begin's offset */
	struct bytes data;	 /* of a span; borrowed until the next call */
	bool interim;		 /* of a 1xx response */
};

enum { HTTP_PENDING = 24 };

struct http {
	/* the message so far; read these once head_done is set */
	bool head_done, done, bad;
	int status, minor;		/* minor: of HTTP/1.x; 9 for HTTP/0.9 */
	size_t reason_at, reason_bytes; /* into head */
	enum http_framing framing;
	uint64_t content_length; /* with HTTP_FRAMING_LENGTH, or as given where there is no body */
	bool has_length;
	bool no_memory;	     /* it was bad for that */
	bool keep;	     /* the connection may carry another request */
	uint64_t body_bytes; /* content so far, without chunk sizes */
	uint64_t chunks, interims;
	uint64_t head_bytes; /* of the final head with its empty line */
	struct strbuf head;  /* its lines, and the trailers' */
	struct http_field *fields;
	size_t n_fields, n_trailers;

	/* its own */
	struct http_limits limits;
	enum http_method method;
	bool allow_09;
	int state;
	uint64_t offset;    /* of the next byte */
	uint64_t left;	    /* of the body or chunk */
	struct strbuf line; /* one that is not whole yet, or was given out */
	bool line_whole;
	unsigned empty_lines;
	uint64_t line_at;
	uint64_t extension_bytes, trailer_bytes;
	struct http_event pending[HTTP_PENDING];
	unsigned n_pending, next_pending;
};

/* Begins a message at an offset of the connection's bytes; h is all zeros or was begun before (its
 * memory is used again). allow_09: a response without a status line is all body. */
void http_begin(struct http *h, const struct http_limits *limits, enum http_method method,
	bool allow_09, uint64_t offset);
void http_close(struct http *h); /* frees its memory */

/* Reads on, eating from in; called until it says HTTP_MORE or HTTP_BAD. What stays in in when the
 * message is done is not part of it. The same bytes give the same spans and findings however they
 * are cut, but that content comes in as many spans as there were pieces. */
enum http_step http_next(struct http *h, struct bytes *in, struct http_event *out);
/* The connection ended: HTTP_FINDING where that cuts the message, then HTTP_MORE. unclean: how
 * it ended where that leaves doubt (ANOMALY_CUT_TLS, ANOMALY_CUT_RESET), else ANOMALIES. Sets done
 * where the close was the end. */
enum http_step http_end(struct http *h, enum anomaly unclean, struct http_event *out);
/* Bytes came behind the end: as a finding. */
void http_extra(struct http *h, struct bytes in, struct http_event *out);

/* The nth field of that name, none past the last. Trailers are left out. */
struct slice http_value(const struct http *h, const char *name, unsigned nth);
const struct http_field *http_find(const struct http *h, const char *name, unsigned nth);
struct slice http_name_of(const struct http *h, const struct http_field *f);
struct slice http_value_of(const struct http *h, const struct http_field *f);
/* All fields of that name as one list (RFC 9110 5.3), behind what to holds. */
void http_join(const struct http *h, const char *name, struct strbuf *to);
/* Whether a comma-separated field has this item, parameters left out. */
bool http_lists(const struct http *h, const char *name, const char *item);

/* What the first bytes of something else look like: "SSH", "TLS", "HTTP/2", "SMTP or FTP"; NULL. */
const char *http_foreign(struct bytes first);

#endif
