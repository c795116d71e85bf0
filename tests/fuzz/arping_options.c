/* arping_options: a command line, its words between bytes of value 10; what is accepted is within
 * its range and makes sense to every module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/options.h"
#include "must.h"
#include "words.h"

static void must_be_in_range(const struct options *o)
{
	const int64_t days_68 = INT64_C(2147483647) * 1000000000;

	WITHIN(o->count, 0, INT32_MAX);
	WITHIN(o->interval_ns, 0, days_68);
	WITHIN(o->timeout_ns, -1, days_68);
	WITHIN(o->deadline_ns, 0, days_68);
	must(o->scale >= 0 && o->scale <= 100);
	must((o->tci & 0xfff) <= 4094);
	must(o->sweep || o->watch || o->nodes ? !o->target : !o->target == o->router);
	must(!(o->ipv4 && o->ipv6) && o->dad + o->router <= 1);
	must(!o->rfc || o->dad);
	must(!o->source_mac || !eth_is_group(&o->mac));
}

static void must_make_sense(const struct options *o, const char *text)
{
	struct link l = {.name = "lo", .ifindex = 1};
	struct dad_step steps[DAD_STEPS];
	struct plan_config plan = options_plan(o);
	struct wire_config wire;
	struct dad_config dad;
	size_t n;

	must(addr_parse(&l.target, text));
	wire = options_wire(o, &l);
	dad = options_dad(o, &l, 1);
	n = dad_plan(steps, &dad);
	must(n >= 2 && n <= DAD_STEPS);
	for (size_t i = 1; i < n; i++)
		must(steps[i].after_ns > steps[i - 1].after_ns);
	must(plan.lanes == 1 && plan.linger_ns > 0 && plan.slowest_ns > 0 && plan.hear_out);
	must(wire.packet_bytes >= 60 && wire.device && wire.take);
	WITHIN(options_hear(o, &l).vlan, HEAR_NO_VLAN, 4094);
	must(options_ask(o, &l).tagged == !!o->vlan_text);
	WITHIN(options_run(o).hear_ns, 0, INT64_MAX);
	must(options_link(o).target == o->target);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct options o;
	struct fail why = {0};
	struct words w;

	words_split(&w, data, size, "\n");
	if (options_parse(&o, w.argc, w.argv, &why) < 0) {
		must(*why.text && why.error);
		return 0;
	}
	if (o.help || o.version)
		return 0;
	must_be_in_range(&o);
	if (o.sweep || o.watch || o.nodes)
		return 0;
	must_make_sense(&o, "198.18.1.1");
	must_make_sense(&o, "2001:db8::1");
	return 0;
}
