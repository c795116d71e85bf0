/* tcpprobe_options: what tcpprobe's command line makes of words. With an argument: the table's
 * words, for tests/cli/tcpprobe_options.t. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>

#include "../../tcpprobe/options.h"
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

static void test_targets(void)
{
	static const struct {
		const char *line, *host;
		uint16_t port;
	} cases[] = {
		{"tcpprobe host", "host", 80},
		{"tcpprobe host:443", "host", 443},
		{"tcpprobe host:https", "host", 443},
		{"tcpprobe 192.0.2.1:65535", "192.0.2.1", 65535},
		{"tcpprobe 2001:db8::1", "2001:db8::1", 80},
		{"tcpprobe [2001:db8::1]", "2001:db8::1", 80},
		{"tcpprobe [2001:db8::1]:22", "2001:db8::1", 22},
		{"tcpprobe [fe80::1%eth0]:22", "fe80::1%eth0", 22},
	};
	static const char *const bad[] = {"tcpprobe", "tcpprobe host:", "tcpprobe host:0",
		"tcpprobe host:65536", "tcpprobe host:nosuchservice", "tcpprobe :80",
		"tcpprobe [::1", "tcpprobe [::1]80", "tcpprobe []:80", "tcpprobe -4 -6 host"};
	struct options o;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_int(parse(&o, cases[i].line), 0, "%s", cases[i].line);
		is_text(o.host, cases[i].host, "... its host");
		is_int(o.port, cases[i].port, "... its port");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(parse(&o, bad[i]), -EINVAL, "%s is refused", bad[i]);
}

static void test_values(void)
{
	static const char *const bad[] = {"tcpprobe --send x host", "tcpprobe --walk -c1 host",
		"tcpprobe --walk --stats host", "tcpprobe --walk --mtu host",
		"tcpprobe --mtu --source-port 9 host", "tcpprobe --mtu -p1,2 host"};
	struct destination d = {.target = {.family = ADDR_V4}};
	struct options o;

	parse(&o, "tcpprobe host -c 3 -i 0.25 -W 2 --ttl 5 --source-port 7 --refused ok --dscp ef "
		  "--mark 9");
	is_int(options_plan(&o, false).count, 3, "-c");
	is_int(options_plan(&o, false).interval_ns, 250000000, "-i");
	is_int(options_plan(&o, false).timeout_ns, 2000000000, "-W");
	is_int(options_wire(&o, &d).ttl, 5, "--ttl");
	is_int(options_wire(&o, &d).tos, 0xb8, "--dscp");
	is_int(options_wire(&o, &d).mark, 9, "--mark");
	is_int(o.source_port, 7, "--source-port");
	is_int(o.refused, REFUSED_OK, "--refused");
	parse(&o, "tcpprobe host");
	is_int(options_plan(&o, false).interval_ns, 100000000, "ten a second, if nothing is said");
	is_int(options_wire(&o, &d).ttl, -1, "with the system's TTL");
	is_int(options_plan(&o, true).interval_ns, 200000000, "by connect() fewer");
	is_int(o.refused, REFUSED_CRIT, "a closed port is not as wanted");
	is_int(parse(&o, "tcpprobe --walk --send a\\r host"), 0, "--walk");
	ok(o.walk.walk && !strcmp(o.walk.send, "a\\r"), "... with a request");
	is_int(o.timeout_ns, 5000000000, "... has more time");
	parse(&o, "tcpprobe --mtu -W 2 host");
	ok(o.walk.mtu && o.timeout_ns == 2000000000, "--mtu");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_int(parse(&o, bad[i]), -EINVAL, "%s is refused", bad[i]);
}

static void test_lists(void)
{
	static const struct {
		const char *line;
		unsigned ports;
	} cases[] = {
		{"tcpprobe -p 22,80,8000-8002 host", 5},
		{"tcpprobe -p - host", 65535},
		{"tcpprobe -p -3 host", 3},
		{"tcpprobe -p 65530- host", 6},
		{"tcpprobe -p https,http,443 host", 2},
		{"tcpprobe a b", 1},
		{"tcpprobe 198.18.0.0/24", 1},
		{"tcpprobe 198.18.0.1-9", 1},
		{"tcpprobe --expect open:22,80 --expect closed:rest host", 2},
		{"tcpprobe --rate 5 host:443", 1},
		{"tcpprobe --targets file", 1},
		{"tcpprobe --seed 0 host", 1},
	};
	struct options o;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_int(parse(&o, cases[i].line), 0, "%s", cases[i].line);
		ok(o.list.many, "... is a list");
		is_int(portset_count(&o.list.ports), cases[i].ports, "... of so many ports");
	}
	parse(&o, "tcpprobe --rate 5 host:443");
	is_text(o.host, "host", "one host may bring its port along");
	ok(portset_has(&o.list.ports, 443), "... which is asked");
	is_int(o.list.gap_ns, 200000000, "--rate 5");
	parse(&o, "tcpprobe -p 22 host");
	is_int(o.list.gap_ns, 10000000, "a hundred a second, if nothing is said");
	parse(&o, "tcpprobe -p 22 --rate max host --seed 3 --shard 2/3");
	is_int(o.list.gap_ns, 0, "--rate max has no ceiling");
	is_int(o.list.order.shard * 10 + o.list.order.shards, 23, "--shard");
	is_int(o.list.order.seed, 3, "--seed");
	parse(&o, "tcpprobe host:443");
	ok(!o.list.many, "one port of one host is no list");
}

int main(int argc, char **argv __attribute__((unused)))
{
	if (argc > 1) {
		options_words(stdout);
		return 0;
	}
	test_targets();
	test_lists();
	test_values();
	return tap_done();
}
