/* jsonlint: a record against the schema that lib/report_schema.c prints. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_JSONLINT_SCHEMA_H
#define PROBEKIT_JSONLINT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "jsonlint_read.h"

/* Knows type, const, minimum 0, items and required, which is all that such a schema uses but for
 * patterns. False with what is wrong. */
bool schema_holds(
	const struct json *schema, const struct json *record, char *problem, size_t problem_size);

#endif
