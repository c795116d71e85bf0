/* main_refuse: what a run that could not be made says, and its status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_refuse.h"

#include <errno.h>

int main_failure(const struct options *o)
{
	return o->out.nagios ? REPORT_UNKNOWN : 2;
}

/* A monitoring system reads standard output, where a bar would begin its numbers. */
int main_refuse(const struct options *o, const char *program, int rc, const struct fail *why)
{
	if (!o->out.nagios) {
		fprintf(stderr, "%s: %s\n", program, why->text);
		return rc == -ERANGE ? 1 : main_failure(o);
	}
	fputs("ARPING UNKNOWN - ", stdout);
	for (const char *c = why->text; *c; c++)
		putchar(*c == '|' ? '/' : *c);
	putchar('\n');
	return main_failure(o);
}
