/* cli: an option table: parse, range-check, usage and completion words from one place. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CLI_H
#define PROBEKIT_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "fail.h"

/* What an option's value is and which C type its offset points at. */
enum cli_kind {
	CLI_FLAG,     /* no value: bool set true */
	CLI_SET,      /* no value: int set to min (several options, one field) */
	CLI_TEXT,     /* const char *, borrowed from argv */
	CLI_OPTIONAL, /* long form only, "--json[=FILE]": const char *; "-" when the value is left
			 out, and when it is given by its letter */
	CLI_LIST,     /* repeatable: struct cli_list */
	CLI_ORDERED,  /* repeatable: struct cli_ordered, which several options may share */
	CLI_INTEGER,  /* int64_t in min..max: decimal (leading zeros too) or 0x hex */
	CLI_SECONDS, /* int64_t ns from a decimal number of seconds, a dot in every locale; min..max
			in ns */
	CLI_CHOICE   /* int: the index of the word in choices */
};

enum { CLI_LIST_MAX = 64 };
struct cli_list {
	const char *items[CLI_LIST_MAX]; /* borrowed from argv */
	size_t n;
};

/* What options gave that are carried out in the order of the command line. */
struct cli_ordered {
	struct {
		int which;	   /* the option's min */
		const char *value; /* borrowed from argv */
	} items[CLI_LIST_MAX];
	size_t n;
};

struct cli_option {
	char letter;	  /* 0 none */
	const char *name; /* long name without dashes, NULL none */
	enum cli_kind kind;
	size_t offset; /* into the caller's struct of values */
	int64_t min, max;
	const char *argument; /* its name in usage, NULL for none */
	const char *help;     /* one clause; NULL hides the option from usage and completion */
	const char *const *choices; /* NULL-terminated: the words of a CLI_CHOICE; of another kind,
				       words to offer that the value may begin with */
	const char *group;	    /* a heading that starts with this option, NULL none */
};

/* The words of a tool that is stood in for, in place of cli's own, for a bad value of these
 * options: "bad linger time" makes "bad linger time: VALUE". As numbers they are refused with
 * -ERANGE and "invalid argument: 'VALUE'", the bounds behind it where it is out of them. */
struct cli_refusal {
	const char *letters; /* of the options, however they were given */
	const char *words;
	bool number;
};

struct cli {
	const char *synopsis; /* behind the program's name: "[options] <destination>..." */
	const struct cli_option *options;
	size_t n;
	const char *footer; /* printed behind the options, NULL none */
	const struct cli_refusal *refusals;
	size_t n_refusals;
};

/* The name this program was started by, without its folder; "?" for an argv without one. */
const char *cli_name(char *const *argv);
/* Whether name (a folder and one prefix ending in '-' cut off) is this personality:
 * "/usr/bin/probekit-fping" is "fping". */
bool cli_is(const char *name, const char *personality);

/* Fills values (which holds the defaults already) and permutes argv so that the operands come last;
 * returns the index of the first operand, or -EINVAL with why as getopt words it for an unknown
 * option ("invalid option -- 'Z'", "unrecognized option '--zz'", "option requires an argument --
 * 'c'"), and for a value "option -c: 'x' is not a whole number", "... is out of range: 1 to 65535",
 * or as refusals have it. Does not print. */
int cli_parse(const struct cli *c, int argc, char **argv, void *values, struct fail *why);

/* Usage text, lines wrapped at 80 columns. */
void cli_usage(const struct cli *c, const char *name, FILE *to);
/* After text that is all a run was for (usage, version): 0 when it went out or its reader left;
 * else says on standard error what kept it back and returns 2, the exit status. */
int cli_printed(const char *name, FILE *to);
/* One line an option: letter or "-", name or "-", "none", "optional" or "value", choices; a blank
 * between them: what completions are made from. */
void cli_words(const struct cli *c, FILE *to);

/* Number readers, the same that options use, for what is inside a value. All of text must match. */
bool cli_integer(const char *text, int64_t *out);
bool cli_seconds(
	const char *text, int64_t *out_ns); /* 0.000000001 is the least step; "5", "0.2", ".5" */
bool cli_decimal(const char *text, double *out); /* a dot in every locale, no exponent */

#endif
