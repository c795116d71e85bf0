/* dscp: names of differentiated services code points. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "dscp.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <strings.h>

const char *const dscp_names[] = {"cs0", "le", "cs1", "af11", "af12", "af13", "cs2", "af21", "af22",
	"af23", "cs3", "af31", "af32", "af33", "cs4", "af41", "af42", "af43", "cs5", "va", "ef",
	"cs6", "cs7", "df", /* an alias: after cs0, which prints */
	NULL};
static const unsigned char values[] = {
	0, 1, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 44, 46, 48, 56, 0};
enum { NAMES = sizeof(values) / sizeof(*values) };
_Static_assert(NAMES + 1 == sizeof(dscp_names) / sizeof(*dscp_names), "a value for each name");

bool dscp_parse(unsigned *out, const char *text)
{
	char *end;
	unsigned long n;

	for (size_t i = 0; i < NAMES; i++)
		if (!strcasecmp(dscp_names[i], text)) {
			*out = values[i];
			return true;
		}
	if (*text < '0' || *text > '9')
		return false;
	n = strtoul(text, &end, 0);
	*out = (unsigned)n;
	return !*end && n < 64;
}

int dscp_option(const char *text, struct fail *why)
{
	unsigned dscp;

	if (!dscp_parse(&dscp, text))
		return fail_set(why, EINVAL,
			"'%s' is no DSCP: a name such as ef, af41, cs5, or 0 to 63", text);
	return (int)dscp << 2;
}

const char *dscp_name(unsigned dscp)
{
	for (size_t i = 0; i < NAMES; i++)
		if (values[i] == dscp)
			return dscp_names[i];
	return NULL;
}

const char *dscp_ecn_name(unsigned tos)
{
	static const char *const names[] = {"not-ect", "ect1", "ect0", "ce"};

	return names[tos & 3];
}
