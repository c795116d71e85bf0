/* tool: what the main of every tool does alike: how a run begins, why it could not be made, and how
 * its files end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TOOL_H
#define PROBEKIT_TOOL_H

#include <stdio.h>

#include "capfile.h"
#include "fail.h"
#include "outputs.h"
#include "report.h"

/* The first thing: characters as the user's locale has them, privilege lowered until it is raised,
 * SIGPIPE ignored, for a reader that goes away ends a run without it. size zeroed bytes for the
 * tool's parts, to be freed; NULL after it said why on standard error. argv is main's. */
void *tool_begin(char *const *argv, size_t size);
/* "PROGRAM: sentence" on standard error. */
void tool_complain(const char *program, const struct fail *why);
enum { TOOL_TEXT = 128 };
/* For --version: enters the sandbox and says what of it holds: "sandbox: capabilities dropped yes,
 * ". Returns to. */
const char *tool_sandbox(char to[static TOOL_TEXT]);
/* The same as a line, behind what was printed to the file before. */
void tool_print_sandbox(FILE *to);
const char *tool_yes(bool b); /* "yes", "no" */
/* What needs privilege or opens a file is done: both are gone for good. Files of the report (NULL
 * is fine) and in these two folders, NULL for none, can still be renamed into place. */
int tool_drop(const struct report *r, const char *folder, const char *second, struct fail *why);
/* The status of what could not be done: 2; a monitoring plugin's 3. */
int tool_failure(const struct outputs *o);
/* The status of a run that asked nothing: 1 where a signal ended it or the reader of its output
 * went away, else tool_failure. */
int tool_unasked(const struct outputs *o, bool ended, const struct report *r);
/* Says why nothing can be done: on standard error; to a monitoring system on standard output as
 * "SERVICE UNKNOWN - sentence". Returns status, to that system 3. */
int tool_refuse(const struct outputs *o, const char *program, const char *service, int status,
	const struct fail *why);
/* rc, why: what closing a file gave. False where that failed, which it says on standard error; a
 * reader that went away is fine. */
bool tool_kept(const char *program, int rc, const struct fail *why);
/* The last thing: puts the files of a report and of a capture in place, frees both and leaves NULL;
 * where there are none, NULL is fine, and so it is for c. False where one was not kept. */
bool tool_close(const char *program, struct report **r, struct capfile **c);

#endif
