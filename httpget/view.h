/* view: what -v shows on standard error while an exchange goes on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_VIEW_H
#define PROBEKIT_HTTPGET_VIEW_H

#include "exchange.h"
#include "report.h"
#include "wirelog.h"

struct view {
	struct report *report; /* borrowed */
	const char *program;
	bool verbose; /* else it says nothing */
	bool silent;  /* no messages at all */
	struct wirelog log;
	bool report_wanted; /* a waterfall for each exchange */
	bool explain;
	unsigned columns;
	char unwatched[320]; /* why packets are not watched; empty: they are, or nobody asked */
	bool said_unwatched;
	bool told[ANOMALIES]; /* of the exchange, when it came */
};

/* A new exchange. */
void view_begin(struct view *v);
void view_connected(struct view *v, const struct exchange *x);
void view_secured(const struct view *v, const struct exchange *x);
void view_sent(const struct view *v, struct bytes request, struct packets_place at);
void view_span(const struct view *v, const struct http_event *e, struct packets_place at);
/* What was found, from errors on in any case: a response that two receivers read in two ways is no
 * good one. */
void view_finding(struct view *v, const struct http_event *e);
void view_findings(const struct view *v, const struct exchange *x);
void view_end(const struct view *v, const struct exchange *x);
/* Where a redirection points, and what it is not told. */
void view_redirect(const struct view *v, const struct exchange *x);

#endif
