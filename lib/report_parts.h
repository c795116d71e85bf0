/* report_parts: what report's own files share; nobody else includes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REPORT_PARTS_H
#define PROBEKIT_REPORT_PARTS_H

#include <locale.h>

#include "file.h"
#include "report.h"
#include "report_prom.h"
#include "strbuf.h"

struct report {
	struct strbuf text;   /* for standard output, not written yet */
	struct strbuf line;   /* the record in the making */
	struct strbuf labels; /* as members of a JSON object, each with a comma behind it */
	struct strbuf perf;   /* performance data of the Nagios line */
	const char *json_name;
	struct file *json, *prom;
	struct report_families families;
	int json_fd; /* -1 none */
	int out_error, json_error;
	enum report_clock clock;
	bool has_text, colored;
	locale_t plain; /* for a decimal dot in printf */
};

/* Writes all of from, also where another program made the terminal non-blocking; 0 or an errno
 * value. EPIPE too when it is stuck and INT, TERM or HUP is pending. */
int report_write(int fd, const struct strbuf *from);

#endif
