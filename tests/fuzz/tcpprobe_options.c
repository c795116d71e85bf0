/* tcpprobe_options: a command line, its words between bytes of value 10; what is accepted is within
 * its range and makes sense to every module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/options.h"

#include "must.h"
#include "words.h"

static void must_be_in_range(const struct options *o)
{
	WITHIN(o->count, 0, INT64_MAX);
	WITHIN(o->interval_ns, o->list.many ? -1 : 0, INT64_MAX);
	WITHIN(o->timeout_ns, 0, INT64_MAX);
	WITHIN(o->tos, -1, 255);
	WITHIN(o->ttl, -1, 255);
	WITHIN(o->source_port, 0, 65535);
	WITHIN(o->list.retries, -1, 7);
	must(o->flows >= 0 && !(o->ipv4 && o->ipv6));
	must(o->self_check || o->list.many || (o->target && o->port));
	must(memchr(o->host, 0, sizeof o->host));
	must(!o->list.many || o->list.gap_ns >= 0);
}

static void must_plan(const struct plan_config *c)
{
	must(c->lanes && c->interval_ns >= 0 && c->gap_ns >= 0 && c->timeout_ns >= 0);
	must(c->slowest_ns >= 0 && c->linger_ns >= 0 && c->preload <= 65536 && c->retries <= 255);
}

static void must_make_sense(const struct options *o)
{
	struct plan_config plan = options_plan(o, false);
	struct destination_want want = options_destination(o);

	must_plan(&plan);
	plan = options_plan(o, true);
	must_plan(&plan);
	must(want.n_interfaces <= CLI_LIST_MAX);
	if (!o->path)
		return;
	plan = options_path_plan(o);
	must_plan(&plan);
	WITHIN(options_path_hops(o), 1, 255);
	must(options_path_flows(o) >= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fail why = {.error = 0};
	struct options o;
	struct words w;
	int rc;

	words_split(&w, data, size, "\n");
	rc = options_parse(&o, w.argc, w.argv, &why);
	must(rc <= 0 && (rc == 0 || *why.text));
	if (rc < 0 || o.help || o.version)
		return 0;
	must_be_in_range(&o);
	if (!o.list.many && !o.self_check)
		must_make_sense(&o);
	return 0;
}
