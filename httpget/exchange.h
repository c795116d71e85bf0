/* exchange: one request and its response, with all that is known about them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_EXCHANGE_H
#define PROBEKIT_HTTPGET_EXCHANGE_H

#include "findings.h"
#include "http.h"
#include "link.h"
#include "url.h"

enum { EXCHANGE_FIRST = 16 };

/* Times are monotonic, INT64_MIN where it did not come to that. */
struct exchange {
	char *text; /* the URL; owned */
	struct url url;
	const char *method;
	char dropped[256]; /* fields of the user's own that another origin is not told; empty none
			    */
	char *request;	   /* its head as it was sent; owned */
	unsigned hop, run; /* from 1: of the redirections, of the repetitions */
	bool reused;	   /* over a connection that was there */
	bool by_proxy;

	struct link_facts link;
	int64_t begun_ns, begun_realtime_ns;
	int64_t secured_ns;			      /* TLS is up */
	int64_t written_ns;			      /* the request is with the kernel */
	int64_t sent_ns, acked_ns;		      /* as the kernel stamped them */
	int64_t first_ns, head_ns, last_ns, ended_ns; /* first byte, head whole, last byte read */

	uint64_t request_bytes, read_bytes;
	uint8_t first[EXCHANGE_FIRST]; /* bytes of the response */
	unsigned n_first;
	struct http http;
	uint64_t content_bytes; /* without chunks */
	uint64_t decoded_bytes; /* UINT64_MAX: nothing was decoded */
	struct findings findings;
	bool peer_closed;

	struct secure_facts *tls; /* owned; NULL without TLS, and over a connection used again */
	bool has_tcp;
	struct dial_info tcp;	       /* at the end */
	int64_t rtt_ns;		       /* the least that was seen; INT64_MIN unknown */
	struct packets_facts *packets; /* owned; NULL: they were not watched */

	enum link_phase failed; /* LINK_FINE: a complete response */
	struct fail why;
};

void exchange_init(struct exchange *x);
void exchange_close(struct exchange *x); /* frees what it owns */
/* From begun to a time, INT64_MIN where that is unknown. */
int64_t exchange_since(const struct exchange *x, int64_t at_ns);
bool exchange_is_redirect(const struct exchange *x); /* 301, 302, 303, 307, 308 with a Location */
/* A status that may be another one a little later, as curl has it. */
bool exchange_may_pass(const struct exchange *x);

#endif
