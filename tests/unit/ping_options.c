/* ping_options: what ping's command line makes of words. With an argument: the table's words, for
 * tests/cli/ping_options.t. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <unistd.h>

#include "options.h"
#include "tap.h"
#include "words.h"

/* Parses a line of words between blanks; the words stay valid until the next call. */
static int parse(struct options *o, const char *line)
{
	static struct words w;
	struct fail why = {0};

	words_split(&w, line, strlen(line), " ");
	return options_parse(o, w.argc, w.argv, &why);
}

static void defaults(void)
{
	struct options o;

	is_int(parse(&o, "ping host"), 0, "a destination is enough");
	is_text(o.target, "host", "... and is the target");
	is_int(o.count, 0, "no end");
	is_int(o.interval_ns, 1000000000, "a second between probes");
	is_int(o.data_bytes, 56, "56 bytes");
	is_int(o.preload, 1, "one at a time");
	ok(o.ttl < 0 && o.tos < 0 && o.id < 0 && !o.mark && o.flow_label < 0,
		"the system's TTL, DS field, identifier, mark and flow label");
	is_int(o.family, ADDR_NONE, "any family");
	is_int(options_plan(&o).timeout_ns, 10000000000, "ten seconds to wait");
}

static void values(void)
{
	struct options o;

	is_int(parse(&o, "ping host -c 3 -i 0.25 -W 0.5"), 0, "options may follow the target");
	is_text(o.target, "host", "... which stays the target");
	is_int(o.count, 3, "-c");
	is_int(o.interval_ns, 250000000, "-i");
	is_int(options_plan(&o).timeout_ns, 500000000, "-W");
	parse(&o, "ping -W 0 host");
	is_int(options_plan(&o).timeout_ns, INT64_MAX, "-W 0 waits without end");
	parse(&o, "ping -c 5 -w 2.5 host");
	is_int(o.deadline_ns, 2500000000, "-w takes a fraction");
	is_int(options_plan(&o).count, 0, "... and makes the count one of answers");
	parse(&o, "ping -Q 0x10 host");
	is_int(o.tos, 16, "-Q is the whole field, hex too");
	parse(&o, "ping --dscp ef host");
	is_int(o.tos, 46 << 2, "--dscp leaves the ECN bits alone");
	parse(&o, "ping -n -H host");
	is_int(o.names, OPTIONS_NAMES, "-H behind -n counts");
	parse(&o, "ping -H -n host");
	is_int(o.names, OPTIONS_NO_NAMES, "... and -n behind -H");
	parse(&o, "ping -f host");
	is_int(o.interval_ns, 0, "-f has no interval of its own");
	parse(&o, "ping -f -i 0.01 host");
	is_int(o.interval_ns, 10000000, "... but for a given one");
}

static void families(void)
{
	struct options o;

	parse(&o, "ping -4 host");
	is_int(o.family, ADDR_V4, "-4");
	parse(&o, "ping -6 host");
	is_int(o.family, ADDR_V6, "-6");
	parse(&o, "/usr/bin/probekit-ping4 host");
	is_int(o.family, ADDR_V4, "ping4 by name, behind a prefix");
	parse(&o, "ping6 host");
	is_int(o.family, ADDR_V6, "ping6 by name");
	is_int(parse(&o, "ping4 -6 host"), -EINVAL, "ping4 -6 is refused");
	is_int(parse(&o, "ping -R host"), 0, "-R is fine");
	is_int(o.family, ADDR_NONE, "... and leaves the family open");
	is_int(parse(&o, "ping -4 -F 5 host"), 0, "-F on IPv4 is fine");
	parse(&o, "ping --source-route 198.18.0.1 host");
	is_int(o.family, ADDR_V4, "a source route is IPv4's");
}

static void patterns(void)
{
	static const struct {
		const char *line;
		unsigned n;
		uint8_t first, last;
	} cases[] = {
		{"ping -p ff00 host", 2, 0xff, 0x00},
		{"ping -p f host", 1, 0x0f, 0x0f},
		{"ping -p abc host", 2, 0xab, 0x0c},
		{"ping -p 000102030405060708090a0b0c0d0e0f1011 host", 16, 0x00, 0x0f},
	};
	struct options o;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_int(parse(&o, cases[i].line), 0, "%s", cases[i].line);
		is_int(o.n_pattern, cases[i].n, "... its length");
		is_int(o.pattern_bytes[0], cases[i].first, "... its first byte");
		is_int(o.pattern_bytes[o.n_pattern - 1], cases[i].last, "... its last byte");
	}
}

int main(int argc, char **argv __attribute__((unused)))
{
	if (argc > 1) {
		options_words(stdout);
		return 0;
	}
	defaults();
	values();
	families();
	patterns();
	return tap_done();
}
