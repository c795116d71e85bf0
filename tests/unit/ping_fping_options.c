/* ping_fping_options: what fping's command line makes of words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "fping_options.h"
#include "tap.h"
#include "words.h"

enum { MS = 1000000 };

/* Parses a line of words between blanks; the words stay valid until the next call. */
static int parse(struct fping_options *o, const char *line, struct fail *why)
{
	static struct words w;

	*why = (struct fail){0};
	words_split(&w, line, strlen(line), " ");
	return fping_options_parse(o, w.argc, w.argv, why);
}

static void defaults(void)
{
	struct fping_options o;
	struct fail why;

	is_int(parse(&o, "fping a b", &why), 0, "two targets");
	is_int(o.n_operands, 2, "... are both there");
	is_int(o.timeout_ns, 500 * MS, "the time-out is 500 ms");
	is_int(o.interval_ns, 10 * MS, "... the interval 10");
	is_int(o.retries, 3, "... with three retries");
	ok(o.verbose && !o.per_reply && !o.file, "... and the usual lines");
	is_int(parse(&o, "/usr/bin/probekit-fping6 a", &why), 0, "fping6");
	is_int(o.family, ADDR_V6, "... is IPv6");
	is_int(parse(&o, "fping -c2", &why), 0, "no target");
	is_text(o.file, "-", "... means standard input");
}

static void modes(void)
{
	struct fping_options o;
	struct fail why;

	is_int(parse(&o, "fping a -C 5 -q -B1 -r1 -i10 -p 300.5", &why), 0, "a probe of SmokePing");
	is_int(o.count, 5, "... the count");
	ok(o.vector && o.quiet && !o.per_reply, "... a vector, no lines");
	is_int(o.period_ns, 300500000, "... a fraction of a period");
	is_int(o.timeout_ns, 300500000, "... is the time-out too");
	is_int(parse(&o, "fping -c1 -p 9000 a", &why), 0, "a long period");
	is_int(o.timeout_ns, 2000 * INT64_C(1000000),
		"... does not make a longer time-out than 2 s");
	is_int(parse(&o, "fping -c1 -p 9000 -t 5000 a", &why), 0, "... but -t does");
	is_int(o.timeout_ns, 5000 * INT64_C(1000000), "... as it is given");
	is_int(parse(&o, "fping -aec1 a", &why), 0, "letters in one word");
	ok(o.elapsed && !o.alive && !o.per_reply && o.count == 1, "... each is taken");
	is_int(parse(&o, "fping -l -Q2,cumulative a", &why), 0, "a loop with summaries");
	ok(o.report_ns == 2 * INT64_C(1000000000) && !o.per_reply, "... has no lines");
	is_int(parse(&o, "fping --count=3 --size 12 -- -x", &why), 0, "long options");
	ok(o.count == 3 && o.data_bytes == 12 && o.n_operands == 1, "... with values, till --");
}

static void refusals(void)
{
	static const char *const usage[] = {"-c x a", "-c0 a", "-C -1 a", "-i x a", "-i -1 a",
		"-p nan a", "-t inf a", "-p 1e300 a", "-g", "-g a", "-g a b c", "-f x a", "-f x -g",
		"-x0 a", "-b x a", "-O x a"};
	static const struct {
		const char *line, *text;
	} cases[] = {
		{"-Z a", "fping: invalid option -- 'Z'\nsee 'fping -h' for usage information"},
		{"--no a", "fping: invalid option -- 'no'\nsee 'fping -h' for usage information"},
		{"a -c", "fping: option requires an argument -- 'c'\n"
			 "see 'fping -h' for usage information"},
		{"-au a", "fping: specify only one of a, u"},
		{"-l -c1 a", "fping: specify only one of c, l"},
		{"-dn a", "fping: use either one of -d or -n"},
		{"-46 a", "fping: can't specify both -4 and -6"},
		{"-b 65489 a", "fping: data size 65489 not valid, must be lower than 65488"},
		{"-B 5.1 a", "fping: backoff factor 5.1 not valid, must be between 1.0 and 5.0"},
		{"-H 256 a", "fping: ttl 256 out of range"},
		{"-S a a", "fping: can't parse source address: a"},
	};
	struct fping_options o;
	struct fail why;
	char line[64];

	for (size_t i = 0; i < sizeof usage / sizeof *usage; i++) {
		snprintf(line, sizeof line, "fping %s", usage[i]);
		is_int(parse(&o, line, &why), 1, "usage: %s", usage[i]);
	}
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(line, sizeof line, "fping %s", cases[i].line);
		is_int(parse(&o, line, &why), -EINVAL, "refused: %s", cases[i].line);
		is_text(why.text, cases[i].text, "... in fping's words");
	}
}

int main(void)
{
	defaults();
	modes();
	refusals();
	return tap_done();
}
