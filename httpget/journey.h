/* journey: one URL with all its redirections, from the first request to the content in its place.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_JOURNEY_H
#define PROBEKIT_HTTPGET_JOURNEY_H

#include "fetch.h"
#include "kept.h"
#include "progress.h"
#include "request.h"
#include "sink.h"
#include "view.h"
#include "where.h"

struct journey_config {
	struct request request;	   /* all but the URL */
	struct fetch_config fetch; /* all but where to and the request's bytes */
	struct where_want where;
	struct decode_limits decode;
	struct sink *sink;
	struct view *view;
	struct progress *progress;
	struct kept *kept;
	bool follow, fail, include, decoded, fresh, no_session;
	bool head_alone; /* content goes nowhere, where there is any */
	bool again;	 /* what may pass by itself is asked once more: its content goes nowhere */
	unsigned max_redirects;
	uint64_t resume_from; /* with -C */
	bool resume;
	int64_t connect_timeout_ns, max_time_ns,
		deadline_ns; /* spans, and a time; INT64_MAX none */
};

struct journey {
	struct exchange *of; /* the hops */
	unsigned n, redirects;
	char *referer;	  /* of a redirection; owned */
	bool unmet;	  /* what -z asked for is not so: there is nothing new to write */
	bool http_failed; /* --fail and a status of 400 and above */
	enum link_phase failed;
	struct fail why;
};

/* Fills j, whatever happens: failed and why say what was not as it should be. j is closed by the
 * caller. */
void journey_run(struct journey *j, const struct journey_config *c, const char *url);
void journey_close(struct journey *j);
const struct exchange *journey_last(const struct journey *j); /* NULL before the first */

#endif
