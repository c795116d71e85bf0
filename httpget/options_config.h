/* options_config: the command line as what each part wants to be told. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_OPTIONS_CONFIG_H
#define PROBEKIT_HTTPGET_OPTIONS_CONFIG_H

#include "journey.h"
#include "options_read.h"

/* All that does not depend on the URL. Borrows from both. */
struct journey_config options_journey(const struct options *o, const struct options_texts *t);
/* What -d gives, joined by "&"; files are read. */
int options_data(const struct options *o, struct strbuf *to, struct fail *why);
/* The file the content of the nth URL goes to: NULL nowhere, "-" standard output, else in to. */
int options_target(const struct options *o, size_t n, char *to, size_t size, const char **path,
	struct fail *why);
/* The same URL with what -d gives behind its ?, for -G. */
void options_get(struct strbuf *to, const char *url, const struct strbuf *data);

#endif
