/* jsonlint: a strict reader of one JSON text (RFC 8259). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_JSONLINT_READ_H
#define PROBEKIT_JSONLINT_READ_H

#include <stdbool.h>
#include <stddef.h>

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT
};

struct json {
	enum json_kind kind;
	char *key;  /* of a member, NULL elsewhere */
	char *text; /* a string's content (UTF-8, cut at a NUL), a number as written */
	struct json *first, *last, *next; /* the items of this one, and what follows it */
	struct json *made_next;		  /* for json_free */
};

/* All of n bytes, which need no NUL; NULL with what is wrong and where. The caller frees it. */
struct json *json_read(const char *text, size_t n, char *problem, size_t problem_size);
void json_free(struct json *j); /* NULL is fine */
/* A member of an object, NULL where there is none. */
const struct json *json_member(const struct json *object, const char *key);
/* Whether j is a string of this content; false for NULL. */
bool json_is(const struct json *j, const char *text);

#endif
