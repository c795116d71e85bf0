/* options_config: the command line as what each part wants to be told. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_OPTIONS_CONFIG_H
#define PROBEKIT_HTTPGET_OPTIONS_CONFIG_H

#include "journey.h"
#include "options.h"

/* All that does not depend on the URL. Borrows from o. */
struct journey_config options_journey(const struct options *o);
/* What -d gives, joined by "&"; files are read. */
int options_data(const struct options *o, struct strbuf *to, struct fail *why);
/* The file the content of a URL goes to: NULL nowhere, "-" standard output, else in to. */
int options_target(const struct options *o, const char *url, char *to, size_t size,
	const char **path, struct fail *why);

#endif
