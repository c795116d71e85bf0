/* fping_options: fping's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fping_options.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MS_NS = 1000000, DATA_DEFAULT = 56, TIMEOUT_MS = 500, COUNT_TIMEOUT_MAX_MS = 2000 };
static const double BACKOFF_MIN = 1, BACKOFF_MAX = 5;

#define VALUE(letter, name, argument, help)                                                        \
	{                                                                                          \
		letter, name, CLI_TEXT, 0, 0, 0, argument, help, NULL, NULL                        \
	}
#define FLAG(letter, name, help)                                                                   \
	{                                                                                          \
		letter, name, CLI_FLAG, 0, 0, 0, NULL, help, NULL, NULL                            \
	}

/* Read by fping's own rules: the kinds are for the completions. */
static const struct cli_option rows[] = {
	FLAG('4', "ipv4", "IPv4 only"),
	FLAG('6', "ipv6", "IPv6 only"),
	VALUE('b', "size", "BYTES", "bytes of data in a request (56)"),
	VALUE('B', "backoff", "N", "each retry waits N times as long, 1 to 5 (1.5)"),
	VALUE('c', "count", "N", "ask every target N times"),
	VALUE('f', "file", "FILE", "targets from a file, one a line (- is standard input)"),
	FLAG('g', "generate", "targets from FIRST LAST or from a prefix"),
	VALUE('H', "ttl", "N", "time to live of requests"),
	VALUE('I', "iface", "IFACE", "leave by this interface"),
	FLAG('l', "loop", "ask until interrupted"),
	FLAG('m', "all", "all addresses of a name"),
	FLAG('M', "dontfrag", "forbid fragmentation"),
	VALUE('O', "tos", "N", "type of service of requests"),
	VALUE('p', "period", "MSEC", "between requests to one target (1000)"),
	VALUE('r', "retry", "N", "how often a silent target is asked again (3)"),
	FLAG('R', "random", "random data"),
	VALUE('S', "src", "IP", "source address"),
	VALUE('t', "timeout", "MSEC",
		"how long to wait (500; with -c, -C, -l the period, 2000 at most)"),
	FLAG('a', "alive", "print who answers"),
	FLAG('A', "addr", "print addresses"),
	VALUE('C', "vcount", "N", "as -c, with the time of each request"),
	FLAG('d', "rdns", "print names, by reverse lookup always"),
	FLAG('D', "timestamp", "the time before each line"),
	FLAG('e', "elapsed", "print how long an answer took"),
	VALUE('i', "interval", "MSEC", "between any two requests (10)"),
	FLAG('n', "name", "print names, by reverse lookup where an address was given"),
	FLAG('N', "netdata", "what netdata reads (with -l -Q)"),
	FLAG('o', "outage", "print how long a target was away"),
	FLAG('q', "quiet", "no line a target or a request"),
	VALUE('Q', "squiet", "SECS", "as -q, and a summary every SECS seconds"),
	FLAG('s', "stats", "print totals"),
	FLAG('u', "unreach", "print who does not answer"),
	FLAG('v', "version", "print the version"),
	VALUE('x', "reachable", "N", "tell whether at least N targets answer"),
	FLAG('h', "help", "print this"),
};
const struct cli fping_options_cli = {
	.synopsis = "[options] [targets...]", .options = rows, .n = sizeof(rows) / sizeof(*rows)};

static const struct cli_option *by_letter(char letter)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

static const struct cli_option *by_name(const char *name, size_t size)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strlen(rows[i].name) == size && !strncmp(rows[i].name, name, size))
			return &rows[i];
	return NULL;
}

/* Numbers as fping reads them: what follows one does not matter. */
static bool whole(const char *text, int64_t *out)
{
	char *end;
	long long value = strtoll(text, &end, 10);

	*out = value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : value;
	return end != text;
}

static bool real(const char *text, double *out)
{
	char *end;

	*out = strtod(text, &end);
	return end != text && isfinite(*out);
}

static bool span(const char *text, double unit_ns, int64_t *out_ns)
{
	double value;

	if (!real(text, &value) || value < 0 || value * unit_ns > (double)INT32_MAX * 1e9)
		return false;
	*out_ns = (int64_t)(value * unit_ns + 0.5);
	return true;
}

static int take_family(struct fping_options *o, enum addr_family family, struct fail *why)
{
	if (o->family && o->family != family)
		return fail_set(why, EINVAL, "%s: can't specify both -4 and -6", o->program);
	o->family = family;
	return 0;
}

static int take_flag(struct fping_options *o, char letter, struct fail *why)
{
	bool *const flags[128] = {['g'] = &o->generate,
		['l'] = &o->loop,
		['m'] = &o->all_addresses,
		['M'] = &o->dont_fragment,
		['R'] = &o->random,
		['a'] = &o->alive,
		['A'] = &o->addresses,
		['d'] = &o->reverse,
		['D'] = &o->stamps,
		['e'] = &o->elapsed,
		['n'] = &o->names,
		['N'] = &o->netdata,
		['o'] = &o->outage,
		['q'] = &o->quiet,
		['s'] = &o->stats,
		['u'] = &o->unreachable,
		['v'] = &o->version,
		['h'] = &o->help};

	if (letter == '4' || letter == '6')
		return take_family(o, letter == '4' ? ADDR_V4 : ADDR_V6, why);
	*flags[(unsigned char)letter] = true;
	return 0;
}

static int take_source(struct fping_options *o, const char *value, struct fail *why)
{
	if (addr_parse(&o->source, value))
		return 0;
	return fail_set(why, EINVAL, "%s: can't parse source address: %s", o->program, value);
}

static int take_tos(struct fping_options *o, const char *value)
{
	char *end;
	long tos = strtol(value, &end, 0);

	o->tos = (int)(tos & 0xff);
	return end == value;
}

static int take_ttl(struct fping_options *o, const char *value, struct fail *why)
{
	int64_t ttl;

	if (!whole(value, &ttl) || !ttl)
		return 1;
	if (ttl < 1 || ttl > 255)
		return fail_set(why, EINVAL, "%s: ttl %u out of range", o->program, (unsigned)ttl);
	o->ttl = (int)ttl;
	return 0;
}

/* 0, 1 for the usage, negative. */
static int take_value(struct fping_options *o, char letter, const char *value, struct fail *why)
{
	switch (letter) {
	case 'b':
		return !whole(value, &o->data_bytes);
	case 'B':
		return !real(value, &o->backoff);
	case 'C':
		o->vector = true;
		return !whole(value, &o->count) || o->count < 1;
	case 'c':
		return !whole(value, &o->count) || o->count < 1;
	case 'f':
		o->file = value;
		return 0;
	case 'H':
		return take_ttl(o, value, why);
	case 'I':
		o->device = value;
		return 0;
	case 'i':
		return !span(value, MS_NS, &o->interval_ns);
	case 'O':
		return take_tos(o, value);
	case 'p':
		return !span(value, MS_NS, &o->period_ns);
	case 'Q':
		o->quiet = true;
		return !span(value, 1e9, &o->report_ns);
	case 'r':
		return !whole(value, &o->retries);
	case 'S':
		return take_source(o, value, why);
	case 't':
		return !span(value, MS_NS, &o->timeout_ns);
	default:
		return !whole(value, &o->reachable) || o->reachable < 1;
	}
}

static int refuse(
	const char *program, const char *what, const char *text, int size, struct fail *why)
{
	return fail_set(why, EINVAL, "%s: %s -- '%.*s'\nsee 'fping -h' for usage information",
		program, what, size, text);
}

/* One word with its value, which may be the next word. */
static int take_long(struct fping_options *o, char **argv, int *at, struct fail *why)
{
	const char *word = argv[*at] + 2, *equals = strchr(word, '=');
	size_t size = equals ? (size_t)(equals - word) : strlen(word);
	const struct cli_option *row = by_name(word, size);

	if (!row)
		return refuse(o->program, "invalid option", word, (int)strlen(word), why);
	if (!row->argument && equals)
		return refuse(o->program, "option takes no arguments", word, (int)size, why);
	if (!row->argument)
		return take_flag(o, row->letter, why);
	if (!equals && !argv[*at + 1])
		return refuse(o->program, "option requires an argument", word, (int)size, why);
	return take_value(o, row->letter, equals ? equals + 1 : argv[++*at], why);
}

static int take_letters(struct fping_options *o, char **argv, int *at, struct fail *why)
{
	int rc = 0;

	for (const char *p = argv[*at] + 1; *p && !rc; p++) {
		const struct cli_option *row = by_letter(*p);

		if (!row)
			return refuse(o->program, "invalid option", p, 1, why);
		if (!row->argument) {
			rc = take_flag(o, *p, why);
			continue;
		}
		if (!p[1] && !argv[*at + 1])
			return refuse(o->program, "option requires an argument", p, 1, why);
		return take_value(o, *p, p[1] ? p + 1 : argv[++*at], why);
	}
	return rc;
}

static int read_words(struct fping_options *o, int argc, char **argv, struct fail *why)
{
	bool operands_only = false;
	int rc = 0;

	for (int at = 1; at < argc && !rc; at++) {
		if (operands_only || argv[at][0] != '-' || !argv[at][1])
			o->operands[o->n_operands++] = argv[at];
		else if (!strcmp(argv[at], "--"))
			operands_only = true;
		else if (argv[at][1] == '-')
			rc = take_long(o, argv, &at, why);
		else
			rc = take_letters(o, argv, &at, why);
	}
	return rc;
}

static int check(const struct fping_options *o, struct fail *why)
{
	if (o->alive && o->unreachable)
		return fail_set(why, EINVAL, "%s: specify only one of a, u", o->program);
	if (o->count && o->loop)
		return fail_set(why, EINVAL, "%s: specify only one of c, l", o->program);
	if (o->names && o->reverse)
		return fail_set(why, EINVAL, "%s: use either one of -d or -n", o->program);
	if (o->data_bytes < 0 || o->data_bytes > FPING_DATA_MAX)
		return fail_set(why, EINVAL, "%s: data size %u not valid, must be lower than %u",
			o->program, (unsigned)o->data_bytes, FPING_DATA_MAX);
	if (o->backoff < BACKOFF_MIN || o->backoff > BACKOFF_MAX)
		return fail_set(why, EINVAL,
			"%s: backoff factor %.1f not valid, must be between %.1f and %.1f",
			o->program, o->backoff, BACKOFF_MIN, BACKOFF_MAX);
	if (o->file ? o->generate || o->n_operands : o->generate && !o->n_operands)
		return 1;
	return o->generate &&
	       (o->n_operands > 2 || (o->n_operands == 1 && !strchr(o->operands[0], '/')));
}

/* -a, -u, -x and -q take the place of the usual lines; with -c and -l the first two mean nothing
 * else. */
static void settle(struct fping_options *o)
{
	o->verbose = !o->quiet && !o->alive && !o->unreachable && !o->reachable;
	o->per_reply = o->loop ? !o->report_ns : o->count && o->verbose;
	if (o->count || o->loop) {
		o->alive = o->unreachable = o->verbose = false;
		if (o->timeout_ns < 0)
			o->timeout_ns = o->period_ns < (int64_t)COUNT_TIMEOUT_MAX_MS * MS_NS
						? o->period_ns
						: (int64_t)COUNT_TIMEOUT_MAX_MS * MS_NS;
	}
	if (o->timeout_ns < 0)
		o->timeout_ns = (int64_t)TIMEOUT_MS * MS_NS;
	if (!o->file && !o->n_operands)
		o->file = "-";
}

int fping_options_parse(struct fping_options *o, int argc, char **argv, struct fail *why)
{
	const char *tail = argc ? argv[0] + strlen(argv[0]) : "";
	int rc;

	*o = (struct fping_options){.program = argc ? argv[0] : "fping",
		.family = argc && tail != argv[0] && tail[-1] == '6' ? ADDR_V6 : ADDR_NONE,
		.data_bytes = DATA_DEFAULT,
		.retries = 3,
		.backoff = 1.5,
		.period_ns = INT64_C(1000) * MS_NS,
		.interval_ns = INT64_C(10) * MS_NS,
		.timeout_ns = -1,
		.ttl = -1,
		.tos = -1,
		.operands = argv};
	rc = read_words(o, argc, argv, why);
	if (rc || o->help || o->version || (rc = check(o, why)))
		return rc;
	settle(o);
	return 0;
}

void fping_options_usage(const char *program, FILE *to)
{
	fprintf(to, "Usage: %s %s\n", program, fping_options_cli.synopsis);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct cli_option *r = &rows[i];
		char word[40];

		if (r->letter == '4' || r->letter == 'a')
			fprintf(to, "\n%s options:\n", r->letter == '4' ? "Probing" : "Output");
		snprintf(word, sizeof(word), "%s%s%s", r->name, r->argument ? "=" : "",
			r->argument ? r->argument : "");
		fprintf(to, "   -%c, --%-14s %s\n", r->letter, word, r->help);
	}
}
