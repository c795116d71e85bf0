/* arping_options: what arping's command line makes of words. With an argument: the table's words,
 * for tests/cli/arping_options.t. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <unistd.h>

#include "../../arping/options.h"
#include "tap.h"
#include "words.h"

static const int64_t second = 1000000000;

/* Parses a line of words between blanks; the words stay valid until the next call. */
static int parse(struct options *o, const char *line)
{
	static struct words w;
	struct fail why = {0};

	words_split(&w, line, strlen(line), " ");
	return options_parse(o, w.argc, w.argv, &why);
}

static void test_lookup(void)
{
	struct options o;
	struct run_config r;

	is_int(parse(&o, "arping host -c 3 -i 0.25 -w 1.5"), 0, "options may follow the target");
	is_text(o.target, "host", "which stays the target");
	r = options_run(&o);
	is_int(r.count, 3, "-c");
	ok(r.at_count && !r.at_reply && !r.hear_ns, "with -w answers are counted");
	is_int(options_plan(&o).interval_ns, second / 4, "-i takes a fraction");
	is_int(o.deadline_ns, second * 3 / 2, "-w too");
	is_int(options_plan(&o).linger_ns, second, "a short interval is no wait");
	parse(&o, "arping -i 3 host");
	is_int(options_plan(&o).linger_ns, 3 * second, "a long one is");
	ok(options_plan(&o).hear_out, "others are heard out");
	parse(&o, "arping -W 0.2 host");
	is_int(options_plan(&o).linger_ns, second / 5, "-W says how long");
	parse(&o, "arping -i 0 host");
	is_int(options_plan(&o).pace, PLAN_ADAPTIVE, "-i 0 goes by the answers");
	is_int(options_plan(&o).slowest_ns, second, "and by seconds where none come");
	parse(&o, "arping -f --unique host");
	r = options_run(&o);
	ok(r.at_reply && r.hear_ns == second, "--unique hears others out");
	is_int(r.kind, ASK_REQUEST, "a request");
}

static void test_dad(void)
{
	struct options o;

	parse(&o, "arping -D host");
	ok(o.rfc && o.scale == 1.0, "-D alone is the RFC's");
	is_int(options_run(&o).kind, ASK_PROBE, "by probes");
	parse(&o, "arping -D -c 2 host");
	ok(!o.rfc, "-c takes even times");
	ok(options_run(&o).at_reply, "and ends with a conflict");
	parse(&o, "arping -D -w 3 host");
	ok(!o.rfc, "-w too");
	parse(&o, "arping -D -c 2 --dad-scale 0.5 host");
	ok(o.rfc && o.scale == 0.5, "--dad-scale is the RFC's again");
	parse(&o, "arping -D -c 1 -s 198.18.1.1 host");
	is_int(options_run(&o).kind, ASK_REQUEST, "with -s somebody asks");
}

static void test_modes(void)
{
	struct options o;

	parse(&o, "arping -U host");
	is_int(options_run(&o).kind, ASK_ANNOUNCE, "-U");
	is_int(o.mode, SUMMARY_ANNOUNCE, "announces");
	parse(&o, "arping -A -U host");
	is_int(options_run(&o).kind, ASK_REPLY, "-A with -U is -A");
	is_int(parse(&o, "arping --router -I eth0"), 0, "--router has no destination");
	is_int(o.family, ADDR_V6, "and is IPv6's");
	is_int(options_plan(&o).count, 2, "twice at most");
	is_int(parse(&o, "arping --router host"), -EINVAL, "a destination is one too much");
	is_int(parse(&o, "arping -D -U host"), -EINVAL, "one question at a time");
	is_int(parse(&o, "arping --dad-scale 1 host"), -EINVAL, "a scale needs -D");
	is_int(parse(&o, "arping --unique -D host"), -EINVAL, "--unique is a lookup's");
	is_int(parse(&o, "arping"), -EINVAL, "a destination is needed");
	ok(parse(&o, "arping a b") == 0 && o.sweep, "two make a sweep");
	is_int(parse(&o, "arping -D a b"), -EINVAL, "which is no duplicate address detection");
	is_int(parse(&o, "arping -4 -6 a"), -EINVAL, "one family");
}

static void test_sweep(void)
{
	struct options o;
	struct plan_config c;

	ok(parse(&o, "arping 198.18.0.0/24") == 0 && o.sweep && o.operands_n == 1, "a prefix");
	c = options_sweep_plan(&o, 254);
	ok(c.count == 1 && c.retries == 1 && c.gap_ns == second / 2000 && c.hear_out,
		"... is asked once and once again, 2000 a second");
	is_int(c.timeout_ns, second * 3 / 10, "... and waited for 0.3 s");
	ok(o.order.permuted && !o.order.shards, "... scattered, all of it");
	ok(parse(&o, "arping --localnet") == 0 && o.sweep, "--localnet needs no destination");
	parse(&o, "arping --rate max --retries 0 -W 0.1 -c 2 --seed 7 --shard 2/3 a b");
	c = options_sweep_plan(&o, 1 << 20);
	ok(!c.gap_ns && !c.retries && c.count == 2 && c.timeout_ns == second / 10, "other numbers");
	is_int(c.in_flight, 1 << 20, "... as many in flight as there are");
	ok(o.order.seed == 7 && o.order.shard == 2 && o.order.shards == 3, "... and a part");
	ok(parse(&o, "arping host") == 0 && !o.sweep, "one host is no sweep");
	ok(parse(&o, "arping --vendor host") == 0 && o.sweep, "... but with what is a sweep's");
	ok(parse(&o, "arping --exclude x host") == 0 && o.sweep, "... and what is excluded");
	is_int(parse(&o, "arping -U --vendor host"), -EINVAL, "... where nothing else is asked");
}

static void test_vlan(void)
{
	static const char *const wrong[] = {"4095", "-1", "x", "5:8", "5:", ":3", "5:x", ""};
	struct options o;
	char line[64];

	is_int(parse(&o, "arping --vlan 5 host"), 0, "a VLAN");
	is_int(o.tci, 5, "is the TCI's lowest bits");
	parse(&o, "arping --vlan 4094:7 host");
	is_int(o.tci, 0xeffe, "priority its highest");
	is_int(options_hear(&o, &(struct link){0}).vlan, 4094, "and what counts");
	is_int(parse(&o, "arping --vlan 0:3 host"), 0, "a priority without a VLAN");
	is_int(options_hear(&o, &(struct link){0}).vlan, HEAR_NO_VLAN, "counts as untagged");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		snprintf(line, sizeof line, "arping host --vlan %s", wrong[i]);
		is_int(parse(&o, line), -EINVAL, "'%s' is none", wrong[i]);
	}
}

int main(int argc, char **argv __attribute__((unused)))
{
	if (argc > 1) {
		options_words(stdout);
		return 0;
	}
	test_lookup();
	test_dad();
	test_modes();
	test_sweep();
	test_vlan();
	return tap_done();
}
