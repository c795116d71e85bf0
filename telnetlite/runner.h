/* runner: a script's steps in order: what came in, what is to be done. Pure but for memory; times
 * are handed in. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_RUNNER_H
#define PROBEKIT_TELNETLITE_RUNNER_H

#include "bytes.h"
#include "script.h"

enum { RUNNER_WINDOW = 16384 }; /* so much of what came is looked at */

enum runner_do {
	RUNNER_WAIT,	 /* until until_ns, or more bytes */
	RUNNER_SEND,	 /* bytes; secret: show them nowhere */
	RUNNER_STARTTLS, /* then runner_secured */
	RUNNER_CLOSE,	 /* send FIN */
	RUNNER_PASSED,	 /* a step is done: step, took_ns */
	RUNNER_FAILED,	 /* step, why; once, then RUNNER_DONE */
	RUNNER_DONE
};
enum runner_why { RUNNER_TIMEOUT, RUNNER_UNWANTED, RUNNER_CLOSED, RUNNER_NO_TLS };

struct runner_event {
	enum runner_do what;
	int64_t until_ns;
	struct bytes bytes;
	const struct script_step *step;
	size_t number; /* of the step, from 1 */
	int64_t took_ns;
	enum runner_why why;
	struct bytes instead; /* what came in the step that failed, at most its last 512 bytes */
};

/* What of a stream is no escape sequence of a terminal. */
struct plainer {
	int state;
};

struct runner {
	const struct script *script; /* borrowed */
	size_t at;		     /* the step */
	bool begun, failed, closed, secured;
	int64_t since_ns, heard_ns;
	const struct script_step *unwanted;
	struct plainer plainer;
	bool mid_line; /* the window does not begin where a line does */
	size_t used;
	char window[RUNNER_WINDOW + 1]; /* without escapes, NUL and CR */
};

void runner_init(struct runner *r, const struct script *s, int64_t now_ns);
void runner_heard(struct runner *r, struct bytes data, int64_t now_ns);
/* Whether more came than the rest of the answer's line: before a handshake nobody can say from
 * whom. */
bool runner_has_more(const struct runner *r);
void runner_secured(struct runner *r); /* the handshake is done; what came before it is forgotten */
void runner_ended(struct runner *r);   /* nothing more will come */
/* Until it says WAIT or DONE. Views are borrowed until the next call. */
enum runner_do runner_next(struct runner *r, int64_t now_ns, struct runner_event *out);
/* The same while nothing can be sent: WAIT until the step's time is over, then FAILED. */
enum runner_do runner_hold(struct runner *r, int64_t now_ns, struct runner_event *out);

#endif
