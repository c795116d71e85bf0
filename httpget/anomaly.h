/* anomaly: what a response can have that RFC 9110 and RFC 9112 do not allow or that receivers read
 * in different ways, as a table: clause, severity, what another receiver would read. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_ANOMALY_H
#define PROBEKIT_HTTPGET_ANOMALY_H

enum anomaly {
	/* the status line */
	ANOMALY_EMPTY_LINE,
	ANOMALY_VERSION,
	ANOMALY_STATUS_DIGITS,
	ANOMALY_STATUS_RANGE,
	ANOMALY_STATUS_BLANKS,
	ANOMALY_NO_REASON,
	/* any line of the head */
	ANOMALY_BARE_LF,
	ANOMALY_BARE_CR,
	ANOMALY_NUL,
	ANOMALY_CONTROL,
	ANOMALY_NO_COLON,
	ANOMALY_NO_NAME,
	ANOMALY_NAME_BLANK,
	ANOMALY_NAME_BYTE,
	ANOMALY_FOLD,
	ANOMALY_FOLD_FIRST,
	ANOMALY_TWICE,
	/* framing */
	ANOMALY_LENGTH_INVALID,
	ANOMALY_LENGTH_OVERFLOW,
	ANOMALY_LENGTH_REPEATED,
	ANOMALY_LENGTH_CONFLICT,
	ANOMALY_LENGTH_CHUNKED,
	ANOMALY_LENGTH_NO_BODY,
	ANOMALY_CODING_OLD,
	ANOMALY_CODING_UNKNOWN,
	ANOMALY_CODING_REPEATED,
	ANOMALY_CODING_IDENTITY,
	ANOMALY_CODING_NO_BODY,
	ANOMALY_NO_LENGTH,
	ANOMALY_EXTRA,
	ANOMALY_UPGRADE,
	/* chunks */
	ANOMALY_CHUNK_SIZE,
	ANOMALY_CHUNK_OVERFLOW,
	ANOMALY_CHUNK_ZEROS,
	ANOMALY_CHUNK_BLANK,
	ANOMALY_CHUNK_EXTENSION,
	ANOMALY_CHUNK_EXTENSION_BAD,
	ANOMALY_CHUNK_LF,
	ANOMALY_CHUNK_END,
	ANOMALY_TRAILER,
	ANOMALY_TRAILER_FIELD,
	/* what is not HTTP/1 */
	ANOMALY_VERSION_09,
	ANOMALY_NOT_HTTP,
	/* cut */
	ANOMALY_CUT_EMPTY,
	ANOMALY_CUT_HEAD,
	ANOMALY_CUT_LENGTH,
	ANOMALY_CUT_CHUNK,
	ANOMALY_CUT_TRAILER,
	ANOMALY_CUT_CODING,
	ANOMALY_CUT_TLS,
	ANOMALY_CUT_RESET,
	/* limits */
	ANOMALY_LIMIT_LINE,
	ANOMALY_LIMIT_HEAD,
	ANOMALY_LIMIT_FIELDS,
	ANOMALY_LIMIT_INTERIM,
	ANOMALY_LIMIT_TRAILER,
	ANOMALY_LIMIT_EXTENSION,
	ANOMALY_LIMIT_BODY,
	ANOMALY_LIMIT_RATIO,
	ANOMALY_LIMIT_STAGES,
	/* what the fields say */
	ANOMALY_CODED_EXTRA,
	ANOMALY_CODED_BAD,
	ANOMALY_RANGE_UNASKED,
	ANOMALY_RANGE_WRONG,
	ANOMALY_DATE_BAD,
	ANOMALY_LOCATION_MISSING,
	ANOMALY_TYPE_MISSING,
	ANOMALY_TYPE_DIFFERS,
	ANOMALY_CHARSET_DIFFERS,
	ANOMALIES
};

/* ERROR: against a MUST, or receivers disagree about where the message ends or what it says. */
enum anomaly_severity { ANOMALY_NOTE, ANOMALY_WARNING, ANOMALY_ERROR };

struct anomaly_row {
	const char *name; /* as in records: "length-conflict" */
	enum anomaly_severity severity;
	const char *clause; /* "RFC 9112 6.3"; NULL for limits of our own */
	const char *what;   /* a clause, without a full stop */
	const char *others; /* what another receiver would read or do; NULL: the same */
};

const struct anomaly_row *anomaly_row(enum anomaly which);
const char *anomaly_severity_name(enum anomaly_severity severity);

#endif
