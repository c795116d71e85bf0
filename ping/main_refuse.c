/* main_refuse: why nothing can be done, told to whom the run was for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>

#include "main_parts.h"

/* A monitoring system reads standard output, where a bar would begin its numbers. */
int main_refuse(const struct options *o, const char *program, int rc, const struct fail *why)
{
	if (!o->out.nagios) {
		fprintf(stderr, "%s: %s\n", program, why->text);
		return rc == -ERANGE ? 1 : 2;
	}
	fputs("PING UNKNOWN - ", stdout);
	for (const char *c = why->text; *c; c++)
		putchar(*c == '|' ? '/' : *c);
	putchar('\n');
	return REPORT_UNKNOWN;
}
