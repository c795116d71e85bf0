/* write_out: -w, the variables that curl knows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_WRITE_OUT_H
#define PROBEKIT_HTTPGET_WRITE_OUT_H

#include "journey.h"

struct write_out {
	const struct journey *journey;
	const char *url, *path; /* as given, and where the content went; NULL nowhere */
	const char *referer;	/* as sent; NULL or empty none */
	size_t number;		/* of the URL, from 0 */
	uint64_t written_bytes;
	int status; /* the exit status it means */
};

/* Appends the format with its variables and \n, \t, \r put in, what stands behind %{stderr} to err.
 * A variable that is not known gives nothing; what follows %{onerror} is for a failure. */
void write_out_put(
	struct strbuf *to, struct strbuf *err, const char *format, const struct write_out *w);

#endif
