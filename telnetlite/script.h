/* script: the steps of a session that runs by itself, read from options and files. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_SCRIPT_H
#define PROBEKIT_TELNETLITE_SCRIPT_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"
#include "fail.h"
#include "strbuf.h"

enum script_kind {
	SCRIPT_SEND,
	SCRIPT_SECRET, /* sends what must not be shown */
	SCRIPT_EXPECT, /* waits until the expression matches */
	SCRIPT_FAIL,   /* from here on a match of this one ends the script; without one none does */
	SCRIPT_QUIET,  /* waits until nothing came for span_ns */
	SCRIPT_STARTTLS, /* the TLS handshake */
	SCRIPT_CLOSE	 /* sends FIN */
};

struct script_step {
	enum script_kind kind;
	unsigned line;		/* in its file; 0: given as an option */
	struct strbuf text;	/* as it was written, with a NUL, for messages; not of a secret */
	struct strbuf bytes;	/* to send */
	regex_t regex, refusal; /* by which the server says that it has no TLS */
	bool has_regex, has_refusal;
	int64_t span_ns, timeout_ns;
};

struct script {
	struct script_step *steps;
	size_t n, size;
	int64_t timeout_ns; /* of the steps that are added from now on; set it first */
};

/* Adds a step by its word: send TEXT, send-secret FILE, expect REGEX, expect-fail [REGEX], quiet
 * SECONDS, timeout SECONDS, starttls [smtp|pop3|imap|ftp], close. An unquoted TEXT or REGEX is all
 * of value; one in single or double quotes is what they hold. starttls with a protocol adds the
 * steps that ask for it, from the greeting on. -EINVAL with "unknown step 'x'" and alike. */
int script_add(
	struct script *s, const char *word, const char *value, unsigned line, struct fail *why);
/* A line of a script file: "word value"; an empty one and one that starts with # are none. */
int script_add_line(struct script *s, const char *text, unsigned line, struct fail *why);
/* All of a file, "-" is standard input. Errors begin with "FILE:LINE: ". */
int script_load(struct script *s, const char *path, struct fail *why);
void script_close(struct script *s);
/* The word of a kind, as scripts have it. */
const char *script_word(enum script_kind kind);

#endif
