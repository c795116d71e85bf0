/* report: records described by a table of fields, rendered as JSON Lines, Prometheus, Nagios or a
 * schema from that same table; all text on standard output; the only escaper. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REPORT_H
#define PROBEKIT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "addr.h"
#include "bytes.h"
#include "fail.h"

/* The C type at a field's offset, and the value that means unknown (null). */
enum report_kind {
	REPORT_U64,	/* uint64_t, UINT64_MAX */
	REPORT_I64,	/* int64_t, INT64_MIN */
	REPORT_MS,	/* int64_t nanoseconds, INT64_MIN; printed in milliseconds with 6 decimals,
			   trailing zeros cut */
	REPORT_SECONDS, /* the same in seconds, 9 decimals */
	REPORT_REAL,	/* double, NaN; 9 significant digits */
	REPORT_TEXT,	/* const char *, NULL; escaped */
	REPORT_ADDR,	/* struct addr, ADDR_NONE */
	REPORT_BOOL,	/* int8_t 0, 1; -1 unknown */
	REPORT_TIME,   /* int64_t ns since 1970 (CLOCK_REALTIME), INT64_MIN; RFC 3339 UTC with ns */
	REPORT_BYTES,  /* struct bytes, printed in hex; p NULL */
	REPORT_MS_LIST /* struct report_list of int64_t ns; INT64_MIN an item is null */
};
/* A number for a REPORT_U64 field: unknown where it is negative. */
static inline uint64_t report_u64(int64_t value)
{
	return value < 0 ? UINT64_MAX : (uint64_t)value;
}

struct report_list {
	const int64_t *items;
	size_t n;
};

enum {
	REPORT_REQUIRED = 1, /* the schema says: never null */
	REPORT_PERFDATA = 2, /* goes into the Nagios line's performance data */
	REPORT_LABEL = 4     /* its value is a Prometheus label of the record's samples */
};

struct report_field {
	const char *key; /* ends in _ms, _bytes ... where it has a unit */
	enum report_kind kind;
	size_t offset;
	unsigned flags;
	const char *help; /* one sentence, for the schema and lib/json.md */
	const char *prom; /* metric name, with labels in braces if any; NULL: not exported. Times
			     become seconds. What is no number is not exported. */
	const char *prom_type; /* gauge, counter, or summary (where a label is quantile) */
};

struct report_type {
	const char *tool, *name; /* "ping", "reply" */
	const char *help;
	const struct report_field *fields;
	size_t n;
};

enum report_clock { REPORT_CLOCK_NONE, REPORT_CLOCK_UNIX, REPORT_CLOCK_ISO, REPORT_CLOCK_LOCAL };
enum report_color { REPORT_COLOR_AUTO, REPORT_COLOR_ALWAYS, REPORT_COLOR_NEVER };

struct report_config {
	const char *
		json; /* NULL none, "-" instead of text on standard output, else a file beside it */
	const char *prom; /* NULL none, "-", or a file */
	bool no_text; /* text is thrown away (a Nagios line or Prometheus owns standard output) */
	enum report_clock clock;
	enum report_color color;
	const char *const *labels; /* KEY=VALUE */
	size_t n_labels;
};

struct report;
struct strbuf;

/* Opens the files (temporary names beside them). -EINVAL for a label that is not KEY=VALUE with a
 * key of letters, digits and underscores, for a key given twice, and for two things on standard
 * output. The names in c are borrowed until close. Before a sandbox: the time zone is read too. */
int report_open(struct report **out, const struct report_config *c, struct fail *why);

/* The folders where report_close must still be able to rename; returns how many. Borrowed. */
size_t report_folders(const struct report *r, const char *folders[static 2]);

/* One record: a JSON line, written in one write, with v, tool, type, ts (from at_realtime_ns) and
 * the labels before the fields. Returns 0, or -errno once output failed (EPIPE too): the tool stops
 * then. */
int report_put(
	struct report *r, const struct report_type *t, const void *record, int64_t at_realtime_ns);
/* The same table as Prometheus samples; may be called for several records (targets) before close:
 * families are kept together, an unknown value has no sample, and of samples with equal labels the
 * first stays. target NULL: no such label. */
int report_prom(
	struct report *r, const struct report_type *t, const void *record, const char *target);
/* One cumulative histogram family in seconds: bounds ascending, counts at or below each, all, sum.
 * name and help are borrowed until close. */
int report_prom_histogram(struct report *r, const char *name, const char *help, const char *target,
	const double *bounds, const uint64_t *counts, size_t n, uint64_t count, double sum_seconds);

/* A plugin's verdict, which is its exit status too. */
enum report_state { REPORT_OK, REPORT_WARNING, REPORT_CRITICAL, REPORT_UNKNOWN };
/* How a REPORT_PERFDATA field shows in performance data. */
struct report_perf {
	const char *key;		/* of the field */
	const char *label;		/* NULL: the key without its unit */
	const char *warning, *critical; /* ranges as threshold_print gives them, NULL none */
};
/* Adds a record's REPORT_PERFDATA fields to the line that report_nagios prints, in the table's
 * order: "rta=0.12ms;100;500;0 pl=0%;20;60;0". Those that perf does not name go without ranges, an
 * unknown value is U. target is put before the labels; NULL where there is only one. */
void report_perfdata(struct report *r, const struct report_type *t, const void *record,
	const char *target, const struct report_perf *perf, size_t n);
/* The plugin's one line on standard output, whatever no_text says: "PING OK - text|rta=...". */
int report_nagios(struct report *r, const char *service, enum report_state state, const char *text);

/* Text on standard output, unless JSON took its place there; buffered until a newline or a flush.
 * printf's own numbers have a dot in every locale. Arguments that came from outside are escaped by
 * report_safe first. */
int report_text(struct report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a string that is ready, without printf's cost. */
int report_put_text(struct report *r, const char *text);
/* The same for text that was put together, which is freed. Where memory ran out for it, output ends
 * as failed. */
int report_put_strbuf(struct report *r, struct strbuf *text);
/* What was to be told cannot be, for want of memory: output ends as failed. */
void report_no_memory(struct report *r);
/* One line on standard error, behind what standard output holds so far. A run that works has none.
 */
void report_warn(struct report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The wall-clock prefix of a line, as --time-format wants it: nothing, or "... ". */
int report_stamp(struct report *r, int64_t at_realtime_ns);
int report_flush(struct report *r);
bool report_colored(const struct report *r); /* standard output is to have colour */
bool report_has_text(const struct report *r);
bool report_has_records(
	const struct report *r); /* JSON goes somewhere: report_put does something */
/* Records leave as they are put, instead of in a file that gets its name at the end. */
bool report_streams(const struct report *r);
void report_sync(const struct report *r);  /* those put so far go to the disk, if that is where */
int report_failed(const struct report *r); /* 0, or the errno that output ended with */

/* Copies from to a buffer so that a terminal shows it as it is: printable UTF-8 stays, all else
 * (C0, C1, DEL, changes of direction, invalid) becomes \xNN. Returns to, always terminated, cut at
 * whole characters. */
const char *report_safe(char *to, size_t size, const char *from);
/* An address as records have it: a link-local one with its zone's name, for another host may have
 * it on another link. Returns to. */
const char *report_addr(char to[static ADDR_TEXT], const struct addr *a);
/* RFC 8259 escaping of a string's inside; invalid UTF-8 becomes U+FFFD. Returns the bytes it needs;
 * what does not fit is cut at a whole escape. */
size_t report_escape(char *to, size_t size, struct bytes from);

/* The last thing: flushes, renames files into place; frees r. A file that could not be written
 * whole is removed. -EPIPE when a reader went away and all else is well: no reason for a message.
 */
int report_close(struct report *r, struct fail *why);
/* Without renaming: what was written beside is removed; frees r. NULL is fine. */
void report_abandon(struct report *r);

/* A JSON Schema (2020-12) for the records of these types, and the same as Markdown tables. */
void report_schema(FILE *to, const struct report_type *const *types, size_t n);
void report_markdown(FILE *to, const struct report_type *const *types, size_t n);

#endif
