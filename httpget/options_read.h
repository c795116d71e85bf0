/* options_read: what options name that lies elsewhere (headers and formats in files, the date of a
 * file) or have in curl's shorthand, as a request takes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_OPTIONS_READ_H
#define PROBEKIT_HTTPGET_OPTIONS_READ_H

#include "date.h"
#include "options.h"
#include "strbuf.h"

/* All zeros before options_read; what it holds is owned. */
struct options_texts {
	const char **headers; /* -H, and the lines of -H @FILE */
	size_t n_headers;
	struct strbuf lines;		       /* where they are, a NUL behind each */
	struct strbuf cookie, format, referer; /* all -b; -w; -e without ";auto" */
	char range[48];			       /* -r, with the dash that a lone number lacks */
	char since[DATE_TEXT + 1]; /* -z as an HTTP date, with its minus; empty: no condition */
	bool auto_referer;
};

/* -EINVAL for what is none of it, -errno for a file that cannot be read. warn gets a sentence about
 * an option that does nothing, as curl has it; it stays as it is for none. */
int options_read(
	struct options_texts *t, const struct options *o, struct fail *warn, struct fail *why);
/* A file's bytes ("-": standard input) without NULs and line ends, as curl reads them for -d. */
int options_read_file(struct strbuf *to, const char *path, struct fail *why);
void options_texts_close(struct options_texts *t);

#endif
