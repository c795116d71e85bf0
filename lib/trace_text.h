/* trace_text: a path as a table, and what to make of it in a sentence. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TRACE_TEXT_H
#define PROBEKIT_TRACE_TEXT_H

#include "strbuf.h"
#include "trace.h"

enum trace_columns {
	TRACE_TIMES,  /* last, mean, best, worst, deviation */
	TRACE_SPREAD, /* percentiles and jitter */
	TRACE_HEADERS /* what came with the answers: TTL, way back, quoted TTL and DSCP */
};
enum { TRACE_COLUMN_SETS = 3 };

struct trace_look {
	enum trace_columns columns;
	unsigned width; /* a line is no longer, 0: it may be */
	/* The name of an address, printable, borrowed until the next call; NULL: none. May be NULL
	 * itself. who is borrowed. */
	const char *(*name)(const void *who, const struct addr *a);
	const void *who;
};

/* Lines put to another text with none longer than width columns, 0: as they are. */
void trace_wrap(struct strbuf *to, const struct strbuf *lines, unsigned width);
/* "router.example, 198.18.3.1": an address, behind its name where it has one. */
void trace_put_addr(struct strbuf *to, const struct trace_look *look, const struct addr *a);
/* "hop 4 (198.18.3.1)"; who NULL: nobody is known there, "hop 4". */
void trace_put_hop(
	struct strbuf *to, const struct trace_look *look, unsigned hop, const struct addr *who);
/* A line of headings, then one or more a hop. */
void trace_table(struct strbuf *to, const struct trace *t, const struct trace_look *look);
/* The verdict, in a line, and lines on what else there is to say: changed DSCP (tos is that of the
 * probes), a changed length. Lines are wrapped at the look's width. */
void trace_say(
	struct strbuf *to, const struct trace *t, const struct trace_look *look, int16_t tos);

#endif
