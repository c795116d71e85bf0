/* date: dates in HTTP (RFC 9110 5.6.7). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_DATE_H
#define PROBEKIT_HTTPGET_DATE_H

#include "slice.h"

/* Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT", and of its two older forms; false for
 * anything else. */
bool date_parse(struct slice text, int64_t *out_s);
enum { DATE_TEXT = 40 };
const char *date_print(char to[static DATE_TEXT], int64_t s); /* the first form; returns to */

#endif
