/* har: exchanges as an HTTP Archive 1.2, which browsers' network panels open. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_HAR_H
#define PROBEKIT_HTTPGET_HAR_H

#include "exchange.h"

struct har;

/* The file is written beside its name and renamed by har_close. */
int har_open(struct har **out, const char *path, struct fail *why);
void har_add(struct har *h, const struct exchange *x);
int har_close(struct har *h, struct fail *why); /* NULL is fine */
void har_abandon(struct har *h);		/* NULL is fine */
const char *har_folder(const struct har *h);	/* where the rename happens; borrowed */

/* One entry as JSON, for har_add. */
void har_put_entry(struct strbuf *to, const struct exchange *x);

#endif
