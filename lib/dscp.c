/* dscp: names of differentiated services code points. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "dscp.h"

#include <stddef.h>
#include <stdlib.h>
#include <strings.h>

static const struct {
	const char *name;
	unsigned char value;
} names[] = {
	{"cs0", 0}, {"le", 1}, {"cs1", 8}, {"af11", 10}, {"af12", 12}, {"af13", 14}, {"cs2", 16},
	{"af21", 18}, {"af22", 20}, {"af23", 22}, {"cs3", 24}, {"af31", 26}, {"af32", 28},
	{"af33", 30}, {"cs4", 32}, {"af41", 34}, {"af42", 36}, {"af43", 38}, {"cs5", 40},
	{"va", 44}, {"ef", 46}, {"cs6", 48}, {"cs7", 56},
	{"df", 0}, /* an alias: after cs0, which prints */
};

bool dscp_parse(unsigned *out, const char *text)
{
	char *end;
	unsigned long n;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcasecmp(names[i].name, text)) {
			*out = names[i].value;
			return true;
		}
	if (*text < '0' || *text > '9')
		return false;
	n = strtoul(text, &end, 0);
	*out = (unsigned)n;
	return !*end && n < 64;
}

const char *dscp_name(unsigned dscp)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].value == dscp)
			return names[i].name;
	return NULL;
}
