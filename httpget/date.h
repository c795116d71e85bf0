/* date: dates in HTTP (RFC 9110 5.6.7). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_DATE_H
#define PROBEKIT_HTTPGET_DATE_H

#include "slice.h"

/* Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT", and of its two older forms; false for
 * anything else. */
bool date_parse(struct slice text, int64_t *out_s);
/* The same of a date as people write it: "2026-01-31 12:00", "20260131", "31 Jan 2026 12:00:00
 * +0100"; UTC where no zone is given. */
bool date_guess(struct slice text, int64_t *out_s);
/* Days since 1970 of a date in the Gregorian calendar. */
int64_t date_days(int64_t year, int64_t month, int64_t day);
enum { DATE_TEXT = 40 };
const char *date_print(char to[static DATE_TEXT], int64_t s); /* the first form; returns to */

#endif
