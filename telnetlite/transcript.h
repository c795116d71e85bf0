/* transcript: a session as lines of text, to be read by people and replayed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_TRANSCRIPT_H
#define PROBEKIT_TELNETLITE_TRANSCRIPT_H

#include <stdint.h>

#include "bytes.h"
#include "fail.h"
#include "strbuf.h"

/* A line is "TIME MARK TEXT". TEXT has C's escapes, so that each line is printable ASCII. */
enum transcript_mark {
	TRANSCRIPT_IN,	    /* "<" data that came, a line of it at most */
	TRANSCRIPT_IN_RAW,  /* "<!" a telnet command that came, as bytes */
	TRANSCRIPT_OUT,	    /* ">" what was typed or sent */
	TRANSCRIPT_OUT_RAW, /* ">!" a telnet command that was sent */
	TRANSCRIPT_NOTE	    /* "--" what happened: connected, closed ... */
};

/* Notes that say what the engine was given: the words before their values. */
#define TRANSCRIPT_TERMINAL "terminal"
#define TRANSCRIPT_WINDOW "window" /* COLUMNSxROWS, 0x0 for none */
#define TRANSCRIPT_ENV "env"	   /* NAME=VALUE or NAME */

/* One direction's line that is not whole yet. */
struct transcript_line {
	struct strbuf text;
	int64_t since_realtime_ns;
};
enum { TRANSCRIPT_LINE_BYTES = 4096 };

/* Adds data to the line; whole lines (and such as grew too long) are put into to. */
void transcript_data(struct strbuf *to, struct transcript_line *line, enum transcript_mark mark,
	struct bytes data, int64_t at_realtime_ns);
/* Puts what is there of a line. */
void transcript_flush(struct strbuf *to, struct transcript_line *line, enum transcript_mark mark);
/* One line by itself. */
void transcript_put(
	struct strbuf *to, enum transcript_mark mark, struct bytes data, int64_t at_realtime_ns);

/* Reads a line: its mark, and its bytes added to data. -EINVAL where it is none; the first line of
 * a file, which begins with #, is for the caller to skip. */
int transcript_read(
	const char *line, enum transcript_mark *mark, struct strbuf *data, struct fail *why);

#endif
