/* journey_parts: what the sources of journey share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_JOURNEY_PARTS_H
#define PROBEKIT_HTTPGET_JOURNEY_PARTS_H

#include "journey.h"

/* What one hop needs while it lasts. */
struct hop {
	const struct journey_config *c;
	struct journey *j;
	struct exchange *x;
	struct request *request;
	struct where where;
	struct strbuf bytes; /* of the request */
	bool begun;	     /* content goes to the sink */
	bool discard;
};

/* journey_content.c: a piece of the response to where it belongs. */
int journey_take(struct hop *h, const struct fetch_event *fe, struct fail *why);
/* The exchange is over, whole or not. */
void journey_end_content(struct hop *h);

#endif
