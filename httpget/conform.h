/* conform: findings about what the fields of a response say (RFC 9110). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_CONFORM_H
#define PROBEKIT_HTTPGET_CONFORM_H

#include "fail.h"
#include "findings.h"
#include "http.h"

/* Behind the head. range: what was asked ("bytes=2-4"), NULL for none. */
void conform_head(struct findings *f, const struct http *h, const char *range);
/* Behind the content: its first bytes, decoded; whole: they are all of it. Those of a part say
 * nothing of its type. */
void conform_content(struct findings *f, const struct http *h, struct bytes first, bool whole);

/* Whether a response goes on with a file behind so many bytes, or says that there is nothing (416
 * of just that size). -EPROTO with why where it does not. */
int conform_resume(const struct http *h, uint64_t from, struct fail *why);

/* Whether the content of a part has as many bytes as Content-Range says, or the framing tells that;
 * more or fewer are a finding. False for fewer: it was cut. */
bool conform_part(struct findings *f, const struct http *h);

/* "bytes 2-4/5" in its parts; all UINT64_MAX for an unknown size. False for anything else. */
bool conform_range(struct slice value, uint64_t *from, uint64_t *to, uint64_t *all);

/* Whether a condition, an HTTP date with a minus before it for "unchanged since", does not hold: as
 * the server says or, where it does not know conditions, its date; what curl takes for a 304. */
bool conform_unmet(const struct http *h, const char *since, const char *range);

#endif
