/* facts: the card of a connection: how it came to be, what it is like, how it ended. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_FACTS_H
#define PROBEKIT_TELNETLITE_FACTS_H

#include "notice.h"
#include "reach.h"
#include "records.h"
#include "talk.h"
#include "watch.h"

struct facts {
	struct notice *notice; /* borrowed, as all is */
	struct records *records;
	bool shown;
	const struct watch *watch;
	struct records_summary *end; /* what facts_end told is left there too */
};

/* Each address that was tried. */
void facts_attempts(const struct facts *f, const struct reach *r);
void facts_connection(const struct facts *f, const struct reach *r, int fd);
/* The end; with -v or --facts as text too. status is the exit status. */
void facts_end(const struct facts *f, const struct reach *r, int fd, const struct talk_result *t,
	int status, const char *error);

#endif
