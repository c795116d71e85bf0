/* main_parts: what the sources of main share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_MAIN_PARTS_H
#define PROBEKIT_TELNETLITE_MAIN_PARTS_H

#include "facts.h"
#include "options.h"
#include "report.h"
#include "watch.h"

enum {
	STATUS_FAILED = 1,
	STATUS_LOCAL = 2,
	STATUS_TLS = 4,
	STATUS_CUT = 5,
	STATUS_TIMEOUT = 6,
	STATUS_SIGNAL = 128
};

/* Everything a session needs. */
struct parts {
	struct options o;
	struct script script;
	struct resolve *names;
	struct wait *wait;
	struct report *report;
	struct notice notice;
	struct records records;
	struct facts facts;
	struct watch watch;
	struct reach reach;
	struct tls_config tls_config;
	struct channel channel;
	struct outlet outlet;
	struct records_summary summary;
	struct histogram *steps; /* NULL: not counted */
	int log_fd, nowhere;
};

/* main_open.c. 0, or -errno. What is read before a name is looked up, and what is opened behind. */
int main_read(struct parts *p, struct fail *why);
int main_open(struct parts *p, struct fail *why);
/* Standard output, or nothing where that belongs to something else. */
int main_open_output(struct parts *p, struct fail *why);
/* Of a run that could not be made no file is left. */
void main_abandon(struct parts *p);
/* Closes all of it, what was opened or not; the exit status, worse where a file did not end well.
 */
int main_close(struct parts *p, int status);

/* main_talk.c: what is done on a connection. */
/* TLS from the first byte on. 0, or the exit status. */
int main_secure(struct parts *p, struct fail *why);
/* The session, to its end: the exit status, or -errno. */
int main_talk(struct parts *p, struct fail *why);
/* The close of the connection is to be seen before it is told. */
void main_settle(struct parts *p);

#endif
