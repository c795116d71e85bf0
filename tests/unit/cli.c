/* cli: options of every kind, what is refused and how, usage and words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>

#include "tap.h"

enum { ARGUMENTS = 80 };

struct values {
	bool quiet;
	int family, color;
	const char *from, *json;
	struct cli_list labels;
	struct cli_ordered steps;
	int64_t count, interval_ns, low;
};

static const char *const colors[] = {"auto", "always", "never", NULL};

#define AT(member) offsetof(struct values, member)
static const struct cli_option options[] = {
	{'q', "quiet", CLI_FLAG, AT(quiet), .help = "only the summary", .group = "Output"},
	{'4', NULL, CLI_SET, AT(family), .min = 4, .help = "IPv4 only"},
	{'6', NULL, CLI_SET, AT(family), .min = 6, .help = "IPv6 only"},
	{'I', "interface", CLI_TEXT, AT(from), .argument = "NAME or ADDR",
		.help = "leave by this interface, or from this address, which must be one that "
			"this host has"},
	{'j', "json", CLI_OPTIONAL, AT(json), .argument = "FILE", .help = "JSON Lines"},
	{0, "label", CLI_LIST, AT(labels), .argument = "KEY=VALUE", .help = "copied"},
	{'c', "count", CLI_INTEGER, AT(count), .min = 1, .max = 65535, .argument = "N",
		.help = "stop after N", .group = "Pacing"},
	{'i', "interval", CLI_SECONDS, AT(interval_ns), .min = 2000000, .max = INT64_MAX,
		.argument = "S", .help = "how often"},
	{'l', "low", CLI_INTEGER, AT(low), .min = INT64_MIN, .max = 9},
	{0, "do", CLI_ORDERED, AT(steps), .min = 1},
	{0, "undo", CLI_ORDERED, AT(steps), .min = 2},
	{0, "color", CLI_CHOICE, AT(color), .choices = colors, .argument = "WHEN",
		.help = "colour"},
};
static const struct cli cli = {.synopsis = "[options] <destination>...",
	.options = options,
	.n = sizeof options / sizeof *options,
	.footer = "Exit status: 0 answered"};

/* Parses a line of words between blanks; the words stay valid until the next call. */
static int parse(const char *line, struct values *v, struct fail *why, char **argv)
{
	static char words[4096];
	int argc = 0;
	char *rest = words;

	snprintf(words, sizeof words, "%s", line);
	while (argc < ARGUMENTS - 1 && (argv[argc] = strsep(&rest, " ")))
		argc++;
	argv[argc] = NULL;
	*v = (struct values){.count = 7, .interval_ns = 1};
	return cli_parse(&cli, argc, argv, v, why);
}

static void kinds(void)
{
	char *argv[ARGUMENTS];
	struct values v;
	struct fail why;

	is_int(parse("ping host", &v, &why, argv), 1, "no option: the operand comes first");
	is_int(v.count, 7, "a default stays");
	is_int(parse("ping -q host -c 3 second --interval=.25 -6", &v, &why, argv), 6,
		"options may follow operands");
	is_text(argv[6], "host", "the operands are last,");
	is_text(argv[7], "second", "in their order");
	ok(v.quiet, "a flag is set");
	is_int(v.family, 6, "a set writes its number");
	is_int(v.count, 3, "a whole number is read");
	is_int(v.interval_ns, 250000000, "seconds become ns");
	parse("ping -Ieth0 --json --color never -- -c", &v, &why, argv);
	is_text(v.from, "eth0", "text may touch its letter");
	is_text(v.json, "-", "an optional value left out is -");
	is_int(v.color, 2, "a choice gives its index");
	is_int(v.count, 7, "nothing behind -- is an option");
	parse("ping --json=out --label a=1 --label b=2", &v, &why, argv);
	is_text(v.json, "out", "an optional value is read");
	is_int(v.labels.n, 2, "a list grows");
	is_text(v.labels.items[1], "b=2", "in order");
	is_int(parse("ping -j out", &v, &why, argv), 2, "the letter of an optional takes no value");
	is_text(v.json, "-", "and means -");
	is_int(parse("ping -qc2 --cou 5", &v, &why, argv), 4, "letters join, names may be short");
	is_int(v.count, 5, "the last one counts");
	is_int(parse("ping -c 010", &v, &why, argv), 3, "a leading zero");
	is_int(v.count, 10, "does not mean octal");
	parse("ping -c 0x10", &v, &why, argv);
	is_int(v.count, 16, "0x means hex");
	parse("ping -l -3", &v, &why, argv);
	is_int(v.low, -3, "a negative number is a value");
}

static void refusals(void)
{
	static const struct {
		const char *line, *text;
	} cases[] = {
		{"ping -Z", "invalid option -- 'Z'"},
		{"ping -qZ", "invalid option -- 'Z'"},
		{"ping --zz", "unrecognized option '--zz'"},
		{"ping --zz=3", "unrecognized option '--zz=3'"},
		{"ping -c", "option requires an argument -- 'c'"},
		{"ping --count", "option '--count' requires an argument"},
		{"ping --quiet=1", "option '--quiet' doesn't allow an argument"},
		{"ping --co 1", "option '--co' is ambiguous; possibilities: '--count' '--color'"},
		{"ping -c x", "option -c: 'x' is not a whole number"},
		{"ping -c 1.5", "option -c: '1.5' is not a whole number"},
		{"ping --count=", "option --count: '' is not a whole number"},
		{"ping -c 0x", "option -c: '0x' is not a whole number"},
		{"ping -c 0", "option -c: '0' is out of range: 1 to 65535"},
		{"ping --count 65536", "option --count: '65536' is out of range: 1 to 65535"},
		{"ping -c 99999999999999999999",
			"option -c: '99999999999999999999' is out of range: 1 to 65535"},
		{"ping -l 10", "option -l: '10' is out of range: at most 9"},
		{"ping -i 0", "option -i: '0' is out of range: at least 0.002"},
		{"ping -i 1,5", "option -i: '1,5' is not a number of seconds"},
		{"ping -i 1e3", "option -i: '1e3' is not a number of seconds"},
		{"ping -i 99999999999", "option -i: '99999999999' is out of range: at least 0.002"},
		{"ping --color red", "option --color: 'red' is none of auto, always, never"},
	};
	char *argv[ARGUMENTS];
	struct values v;
	struct fail why;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_int(parse(cases[i].line, &v, &why, argv), -EINVAL, "%s", cases[i].line);
		is_text(why.text, cases[i].text, "%s: its sentence", cases[i].line);
	}
	is_int(parse("ping -c 3", &v, &why, argv), 3, "a parse after a refused one starts anew");
}

/* Another tool's words and status, however the option was given. */
static void refusals_in_other_words(void)
{
	static const struct cli_refusal words[] = {
		{"cl", "invalid argument", true}, {"i", "bad timing interval", false}};
	static const struct {
		char *word;
		int rc;
		const char *text;
	} cases[] = {
		{"-cx", -ERANGE, "invalid argument: 'x'"},
		{"-c0", -ERANGE, "invalid argument: '0': out of range: 1 <= value <= 65535"},
		{"--count=0", -ERANGE, "invalid argument: '0': out of range: 1 <= value <= 65535"},
		{"-c99999999999999999999", -ERANGE,
			"invalid argument: '99999999999999999999': Numerical result out of range"},
		{"-ix", -EINVAL, "bad timing interval: x"},
		{"-i0", -EINVAL, "bad timing interval: 0"},
		{"--color=x", -EINVAL, "option --color: 'x' is none of auto, always, never"},
	};
	struct cli other = cli;
	struct values v;
	struct fail why;

	other.refusals = words;
	other.n_refusals = sizeof words / sizeof *words;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *argv[] = {"ping", cases[i].word, NULL};

		is_int(cli_parse(&other, 2, argv, &v, &why), cases[i].rc, "%s in other words",
			cases[i].word);
		is_text(why.text, cases[i].text, "%s: those words", cases[i].word);
	}
}

static void list_overflow(void)
{
	char line[1024] = "ping", *argv[ARGUMENTS];
	struct values v;
	struct fail why;

	for (int i = 0; i < CLI_LIST_MAX; i++)
		snprintf(line + strlen(line), sizeof line - strlen(line), " --label=k");
	is_int(parse(line, &v, &why, argv), 1 + CLI_LIST_MAX, "a full list");
	is_int(v.labels.n, CLI_LIST_MAX, "holds them all");
	snprintf(line + strlen(line), sizeof line - strlen(line), " --label=k");
	is_int(parse(line, &v, &why, argv), -EINVAL, "one more is refused");
}

static void names(void)
{
	char *plain[] = {"ping", NULL}, *path[] = {"/usr/bin/probekit-ping", NULL},
	     *none[] = {NULL};

	is_text(cli_name(plain), "ping", "a plain name");
	is_text(cli_name(path), "probekit-ping", "a folder is cut off");
	is_text(cli_name(none), "?", "an argv without a name");
	ok(cli_is("ping6", "ping6"), "a personality by its name");
	ok(cli_is("/usr/bin/probekit-fping", "fping"), "behind folder and prefix");
	ok(cli_is("/opt/fping", "fping"), "behind a folder");
	ok(!cli_is("probekit-fping", "ping"), "fping is not ping");
	ok(!cli_is("ping", "ping6"), "nor ping ping6");
}

static const char *printed(void (*print)(FILE *))
{
	static char text[4096];
	FILE *to = fmemopen(text, sizeof text, "w");

	print(to);
	fclose(to);
	return text;
}

static void print_usage(FILE *to)
{
	cli_usage(&cli, "probekit-ping", to);
}

static void print_words(FILE *to)
{
	cli_words(&cli, to);
}

static void printing(void)
{
	is_text(printed(print_usage),
		"Usage: probekit-ping [options] <destination>...\n"
		"\nOutput:\n"
		"  -q, --quiet               only the summary\n"
		"  -4                        IPv4 only\n"
		"  -6                        IPv6 only\n"
		"  -I, --interface NAME or ADDR\n"
		"                            leave by this interface, or from this address, which\n"
		"                            must be one that this host has\n"
		"  -j, --json[=FILE]         JSON Lines\n"
		"      --label KEY=VALUE     copied\n"
		"\nPacing:\n"
		"  -c, --count N             stop after N\n"
		"  -i, --interval S          how often\n"
		"      --color WHEN          colour\n"
		"\nExit status: 0 answered\n",
		"usage is wrapped and leaves out hidden options");
	is_text(printed(print_words),
		"q quiet none\n4 - none\n6 - none\nI interface value\nj json optional\n- label "
		"value\n"
		"c count value\ni interval value\n- color value auto always never\n",
		"words for completions");
}

static void numbers(void)
{
	int64_t value;
	double real;

	ok(cli_integer("-0x7fffffffffffffff", &value) && value == -INT64_MAX,
		"a negative hex number");
	ok(!cli_integer("9223372036854775808", &value), "one past the end");
	ok(!cli_integer(" 1", &value) && !cli_integer("1 ", &value) && !cli_integer("+-1", &value),
		"blanks and two signs are refused");
	ok(cli_seconds(".5", &value) && value == 500000000, "seconds");
	ok(!cli_seconds("5s", &value), "no unit in seconds");
	ok(cli_decimal("12.5", &real) && real == 12.5, "a decimal");
	ok(!cli_decimal("1e5", &real), "no exponent");
}

static void ordered(void)
{
	char *argv[ARGUMENTS];
	struct values v;
	struct fail why;

	is_int(parse("ping --do a host --undo=b --do c", &v, &why, argv), 6,
		"options that share a list");
	is_int(v.steps.n, 3, "all of them are in it");
	ok(v.steps.items[0].which == 1 && v.steps.items[1].which == 2 &&
			v.steps.items[2].which == 1,
		"in the order of the line");
	is_text(v.steps.items[1].value, "b", "each with its value");
}

int main(void)
{
	ordered();
	kinds();
	refusals();
	refusals_in_other_words();
	list_overflow();
	names();
	printing();
	numbers();
	return tap_done();
}
