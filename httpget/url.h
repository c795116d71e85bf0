/* url: an http or https URL in its parts (RFC 3986, RFC 9110 4.2), strictly, and what of it other
 * programs read in another way. Pure but for memory. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_URL_H
#define PROBEKIT_HTTPGET_URL_H

#include <stdint.h>

#include "fail.h"
#include "slice.h"
#include "strbuf.h"

enum url_host { URL_NAME, URL_IP4, URL_IP6 };

enum { URL_HOST_TEXT = 256, URL_MAX_BYTES = 65536 };

/* What is allowed but read in more than one way; bits of url.notes. */
enum url_note {
	URL_SCHEME_GUESSED,
	URL_HOST_UPPER,
	URL_HOST_NUMBER,
	URL_HOST_DOT,
	URL_HOST_IDN,
	URL_HOST_MIXED,
	URL_USERINFO,
	URL_PORT_EMPTY,
	URL_PORT_ZEROS,
	URL_DOT_SEGMENTS,
	URL_HIDDEN_DOTS,
	URL_PERCENT_BAD,
	URL_PERCENT_CONTROL,
	URL_UNSAFE,
	URL_NOT_ASCII,
	URL_FRAGMENT,
	URL_NOTES
};

/* The slices are borrowed from the text that was parsed; none where the part is missing. */
struct url {
	bool https;
	struct slice user, password; /* percent-encoded as given */
	struct slice host_given;     /* with its brackets and zone */
	struct slice path, query, fragment;
	enum url_host kind;
	char host[URL_HOST_TEXT];  /* lower case, no brackets, no zone */
	char shown[URL_HOST_TEXT]; /* as people read an xn-- name (host_convert); empty: as host */
	char zone[32];		   /* of a link-local address; empty none */
	uint16_t port;
	bool port_given;
	uint32_t notes; /* 1 << enum url_note */
};

/* -EINVAL with a sentence that says which byte is wrong and what could have been meant; a name that
 * is not ASCII stays in host as it is, for idn. "host:port/path" without a scheme is http. */
int url_parse(struct url *out, const char *text, struct fail *why);
/* Why a note matters, as a sentence without its end. */
const char *url_note_text(enum url_note which);

/* What goes into the request line: path and query, percent-encoded where they hold bytes that no
 * request may; "/" for an empty path. */
void url_put_target(struct strbuf *to, const struct url *u);
/* The host as Host and an absolute form name it: brackets, no zone, the port where it is not the
 * scheme's own (RFC 9110 7.2, RFC 6874 3). */
void url_put_authority(struct strbuf *to, const struct url *u);
void url_put_origin(struct strbuf *to, const struct url *u); /* "https://host:port" */
/* Same scheme, host and port (RFC 9110 4.3.1). */
bool url_same_origin(const struct url *a, const struct url *b);
/* A reference as Location gives it, against its base, as an absolute URL without dot segments
 * (RFC 3986 5.2); blanks and other bytes no URL has are percent-encoded. */
void url_resolve(struct strbuf *to, const struct url *base, struct slice reference);
/* Decodes percent-encoding (userinfo); false for one that is cut or makes a NUL. */
bool url_decode(struct strbuf *to, struct slice s);

#endif
