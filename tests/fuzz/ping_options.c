/* ping_options: a command line, its words between bytes of value 10; what is accepted is within its
 * range and makes sense to every module. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"
#include "options.h"
#include "words.h"

static void must_be_in_range(const struct options *o)
{
	const int64_t days_68 = INT64_C(2147483647) * 1000000000;

	WITHIN(o->count, 0, INT64_MAX);
	WITHIN(o->interval_ns, 0, days_68);
	WITHIN(o->timeout_ns, -1, days_68);
	WITHIN(o->deadline_ns, 0, days_68);
	WITHIN(o->id, -1, 65535);
	WITHIN(o->flow_label, -1, 0xfffff);
	WITHIN(o->preload, 1, 65536);
	WITHIN(o->mark, 0, UINT32_MAX);
	WITHIN(o->data_bytes, 0, INT32_MAX);
	WITHIN(o->send_buffer, 0, INT32_MAX);
	WITHIN(o->tos, -1, 255);
	WITHIN(o->ttl, -1, 255);
	must(o->n_pattern <= sizeof o->pattern_bytes);
	WITHIN(o->gap_ns, 0, INT64_MAX);
	WITHIN(o->retries, o->many ? 0 : -1, 255);
	WITHIN(o->backoff_percent, 100, 1000);
	WITHIN(o->pmtu, PMTU_SYSTEM, PMTU_PROBE);
	WITHIN(o->timestamp, TIMESTAMP_NONE, TIMESTAMP_PRESPECIFIED);
	WITHIN(o->bounds.max_loss_percent, -1, 100);
	must(o->order.shard <= o->order.shards);
	must(o->target || o->many);
	must(!(o->up_in_row && o->down_in_row) && o->up_in_row >= 0 && o->down_in_row >= 0);
	must(!(o->ipv4 && o->ipv6));
}

static void must_plan(const struct plan_config *c)
{
	must(c->lanes && c->interval_ns >= 0 && c->gap_ns >= 0 && c->timeout_ns >= 0);
	must(c->slowest_ns >= 0 && c->linger_ns >= 0 && c->preload <= 65536 && c->retries <= 255);
	must(c->in_flight <= 1U << 18);
}

static void must_wire(const struct wire_config *c, const uint8_t *ip_options)
{
	must(c->packet_bytes >= 8 && c->packet_bytes <= 65535);
	must(c->ttl >= -1 && c->ttl <= 255 && c->tos >= -1 && c->tos <= 255);
	must(c->flow_label <= 0xfffff && c->send_buffer_bytes >= 0);
	must(c->ip_options.left <= IP4_OPTIONS_MAX_BYTES);
	must(!c->ip_options.left || c->ip_options.p == ip_options);
}

/* One target, of either family. */
static void must_make_sense(const struct options *o, const char *text)
{
	struct destination p = {.host = "host", .leaves_by = "lo", .ifindex = 1};
	uint8_t ip_options[IP4_OPTIONS_MAX_BYTES];
	struct fail why = {.error = 0};
	struct wire_config wire;
	struct text_header header;
	int rc;

	must(addr_parse(&p.target, text));
	p.source = p.target;
	rc = options_wire(o, &p, ip_options, &wire, &why);
	must(rc >= 0 || *why.text);
	if (rc < 0)
		return;
	must_wire(&wire, ip_options);
	header = options_header(o, &p, &wire);
	must(header.flow_label >= -1 && header.flow_label <= 0xfffff);
	must(options_text(o, &p).data_bytes == (size_t)o->data_bytes);
	must(options_probe(o, &p, 1).pattern_bytes <= PROBE_PATTERN_MAX);
	options_wants_names(o, &p);
}

static void must_configure(const struct options *o)
{
	struct plan_config plan = o->many ? options_sweep_plan(o, 1000) : options_plan(o);
	struct report_config report = options_report(o);
	struct destination_want want = options_destination(o);

	must_plan(&plan);
	must(report.n_labels <= CLI_LIST_MAX);
	must(want.n_interfaces <= CLI_LIST_MAX);
	if (o->many) {
		must(options_gather(o).n == o->n_operands);
		options_sweep_wire(o, ADDR_V4);
		options_lists(o);
		return;
	}
	options_ends(o);
	if (o->path) {
		plan = options_path_plan(o);
		must_plan(&plan);
		must(plan.lanes == options_path_hops(o) && plan.lanes <= 255);
		must(options_path_rounds(o) || o->deadline_ns || o->live);
	}
	must_make_sense(o, "198.18.0.2");
	must_make_sense(o, "2001:db8::2");
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
	must(!strchr(why.text, '\n') || memchr(data, '\n', size));
	if (rc < 0 || o.help || o.version)
		return 0;
	must_be_in_range(&o);
	must_configure(&o);
	return 0;
}
