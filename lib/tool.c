/* tool: what the main of every tool does alike: how a run begins, why it could not be made, and how
 * its files end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tool.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli.h"
#include "priv.h"

void *tool_begin(char *const *argv, size_t size)
{
	struct fail why = {.text = "out of memory"};
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	void *parts = calloc(1, size);

	setlocale(LC_CTYPE, "");
	sigaction(SIGPIPE, &ignore, NULL);
	if (parts && priv_begin(&why) >= 0)
		return parts;
	tool_complain(cli_name(argv), &why);
	free(parts);
	return NULL;
}

void tool_complain(const char *program, const struct fail *why)
{
	fprintf(stderr, "%s: %s\n", program, why->text);
}

const char *tool_yes(bool b)
{
	return b ? "yes" : "no";
}

const char *tool_sandbox(char to[static TOOL_TEXT])
{
	struct priv_state state = {0};

	priv_drop(&(struct priv_limits){0}, &state, NULL);
	snprintf(to, TOOL_TEXT,
		"sandbox: capabilities dropped %s, no_new_privs %s, Landlock %s, seccomp %s",
		tool_yes(state.capabilities_empty), tool_yes(state.no_new_privs),
		tool_yes(state.landlock), tool_yes(state.seccomp));
	return to;
}

void tool_print_sandbox(FILE *to)
{
	char sandbox[TOOL_TEXT];

	fflush(to);
	fprintf(to, "%s\n", tool_sandbox(sandbox));
}

int tool_drop(const struct report *r, const char *folder, const char *second, struct fail *why)
{
	struct priv_limits limits = {0};
	size_t n = r ? report_folders(r, limits.folders) : 0;

	if (folder)
		limits.folders[n++] = folder;
	limits.folders[n] = second;
	return priv_drop(&limits, NULL, why);
}

int tool_failure(const struct outputs *o)
{
	return o->nagios ? REPORT_UNKNOWN : 2;
}

int tool_unasked(const struct outputs *o, bool ended, const struct report *r)
{
	return ended || report_failed(r) == EPIPE ? 1 : tool_failure(o);
}

int tool_refuse(const struct outputs *o, const char *program, const char *service, int status,
	const struct fail *why)
{
	if (!o->nagios) {
		tool_complain(program, why);
		return status;
	}
	printf("%s UNKNOWN - ", service);
	/* A bar would begin the numbers. */
	for (const char *c = why->text; *c; c++)
		putchar(*c == '|' ? '/' : *c);
	putchar('\n');
	return REPORT_UNKNOWN;
}

bool tool_kept(const char *program, int rc, const struct fail *why)
{
	if (rc >= 0 || why->error == EPIPE)
		return true;
	tool_complain(program, why);
	return false;
}

bool tool_close(const char *program, struct report **r, struct capfile **c)
{
	struct fail why = {0};
	bool kept = !c || tool_kept(program, capfile_close(*c, &why), &why);

	if (c)
		*c = NULL;
	kept = tool_kept(program, report_close(*r, &why), &why) && kept;
	*r = NULL;
	return kept;
}
