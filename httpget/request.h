/* request: the bytes of a request, as curl's options of the same names make them. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_REQUEST_H
#define PROBEKIT_HTTPGET_REQUEST_H

#include "bytes.h"
#include "fail.h"
#include "strbuf.h"
#include "url.h"

/* Texts are borrowed; NULL is none. */
struct request {
	const struct url *url;
	const char *method;
	unsigned minor; /* of HTTP/1.x */
	bool absolute;	/* to a proxy: the whole URL in the request line (RFC 9112 3.2.2) */
	bool compressed, close;
	const char *agent, *referer, *range, *bearer, *since, *cookie, *etag;
	struct slice user, password;		 /* basic authentication; user.p NULL for none */
	bool encoded;				 /* they are a URL's, percent-encoded */
	bool auto_referer;			 /* a redirection names where it comes from */
	const char *proxy_user, *proxy_password; /* for an http proxy */
	const char *const *headers;		 /* "Name: value" adds or replaces, "Name:" removes,
						    "Name;" sends an empty one */
	size_t n_headers;
	struct bytes body; /* p NULL: none */
};

/* -EINVAL for a header that is no header or would end the line early. */
int request_check_header(const char *header, struct fail *why);
/* Behind what to holds. The content goes as one chunk where the user's Transfer-Encoding ends in
 * chunked. Returns where the head ends. */
size_t request_put(struct strbuf *to, const struct request *r);
/* The range that is asked for, by -H or else by range; NULL none. */
const char *request_range(const struct request *r);
/* Whether some -H names this field. */
bool request_names(const struct request *r, const char *name);

#endif
