/* slice: a piece of text that ends where it says, not at a NUL. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_SLICE_H
#define PROBEKIT_HTTPGET_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Borrowed; p is NULL where there is nothing, which an empty text is not. */
struct slice {
	const char *p;
	size_t n;
};

struct slice slice_of(const char *text); /* NULL gives none */
struct slice slice_at(const char *p, size_t n);
bool slice_is(struct slice s, const char *text);      /* to the byte */
bool slice_like(struct slice s, const char *text);    /* ASCII letters in any case */
bool slice_same(struct slice a, struct slice b);      /* the same, two slices */
bool slice_starts(struct slice s, const char *begin); /* in any case */
struct slice slice_trim(struct slice s);	      /* blanks and tabs at both ends */
/* The item before the next separator outside of double quotes, trimmed, and s behind it; items may
 * be empty. False when s is used up. */
bool slice_item(struct slice *s, char separator, struct slice *out);
/* What stands before the first c, and s behind it; all of s where there is none. */
struct slice slice_until(struct slice *s, char c);
/* Decimal digits and nothing else; false for none and for what a uint64_t cannot hold. */
bool slice_number(struct slice s, uint64_t *out);
/* A copy with its NUL, cut to size; returns to. */
const char *slice_copy(char *to, size_t size, struct slice s);
/* The text of a quoted-string without quotes and backslashes, cut to size; others as they are. */
const char *slice_unquote(char *to, size_t size, struct slice s);
int slice_hex(char c); /* the value of a hex digit, -1 for another character */

#endif
