/* text: the lines arping has always printed, and what stands beside them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_TEXT_H
#define PROBEKIT_ARPING_TEXT_H

#include <stdbool.h>

#include "outcome.h"
#include "report.h"
#include "summary.h"

struct text_config {
	struct report *report; /* borrowed, as all that follows */
	const char *program;   /* before what goes to standard error */
	struct addr target, source;
	struct mac mac; /* of what we send */
	const char *interface;
	bool quiet, verbose;
	bool verdict; /* say in words whether the address is free */
	bool local;   /* it is this host's own */
};

struct text {
	struct text_config c;
};
void text_header(const struct text *t);
void text_outcome(const struct text *t, const struct outcome *o);
void text_summary(const struct text *t, const struct summary *s);
/* The line for SIGQUIT, on standard error. */
void text_status(const struct text *t, const struct summary *s);

/* text_router.c: what an advertisement says, indented. */
void text_router(struct report *r, const struct ndp *m);

/* In capitals, as arping prints it. */
const char *text_mac(char to[static MAC_TEXT], const struct mac *m);

#endif
