/* main_list: a run over a list of ports, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_list.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "list_evidence.h"
#include "list_plugin.h"
#include "list_report.h"
#include "port.h"
#include "priv.h"
#include "socket.h"
#include "tool.h"
#include "wait.h"

enum { SECOND_NS = 1000000000, PER_SECOND_SAMPLED = 2000, BURST = 16384, PACKET_BYTES = 128 };

/* Everything a list needs, in the order it is opened; of two, IPv4's is the first. */
struct parts {
	const struct options *o;
	struct resolve *resolve;
	struct targets *hosts;
	struct grid grid;
	struct destination leaves_by[2]; /* what -I says for each family */
	int held[2][KEYED_TRIES];	 /* sockets that keep our ports */
	struct wire *wires[2];
	struct leaves *leaves;
	struct keyed *keyed;
	struct report *report;
	struct capfile *evidence;
	struct wait *wait;
	struct list *list;
	struct list_config config;
	struct term_progress progress;
};

static int find_hosts(struct parts *p, struct fail *why)
{
	const struct options_list *l = &p->o->list;
	const char *host = p->o->host;
	bool alone = l->n_operands == 1 && *host;
	const struct gather_want want = {.texts = alone ? &host : l->operands,
		.n = l->n_operands,
		.file = l->targets_file,
		.exclude = l->exclude,
		.family = p->o->family,
		.all_addresses = l->all_addresses};
	int rc = resolve_open(&p->resolve, why);

	if (rc < 0 || (rc = gather_targets(&p->hosts, &want, p->resolve, why)) < 0 ||
		(rc = grid_init(&p->grid, p->hosts, &l->ports, &l->order, why)) < 0)
		return rc;
	if (!l->rate && targets_count(p->hosts) > LIST_HOSTS_UNASKED)
		return fail_set(why, EINVAL,
			"%" PRIu64 " hosts: more than %d are asked only at a --rate you name",
			targets_count(p->hosts), LIST_HOSTS_UNASKED);
	if (p->grid.count > LIST_MOST)
		return fail_set(why, E2BIG,
			"%" PRIu64 " hosts with %u ports each are more than %d questions: use "
			"--shard",
			targets_count(p->hosts), p->grid.n_ports, LIST_MOST);
	return 0;
}

/* -I, for each family there is. */
static int find_ways(struct parts *p, struct fail *why)
{
	int rc = 0;

	for (unsigned v6 = 0; v6 < 2; v6++)
		for (size_t i = 0; rc >= 0 && i < p->o->interfaces.n; i++)
			rc = destination_interface(&p->leaves_by[v6], p->o->interfaces.items[i],
				v6 ? ADDR_V6 : ADDR_V4, why);
	return rc;
}

static const char *device_of(const struct parts *p)
{
	return *p->leaves_by[0].device ? p->leaves_by[0].device : NULL;
}

/* Of -I; ADDR_NONE the route's. */
static struct addr source_of(const struct parts *p, unsigned v6)
{
	const struct addr none = {.family = ADDR_NONE};

	return p->leaves_by[v6].source_given ? p->leaves_by[v6].source : none;
}

/* A port for each try, kept from every other program of this host, or one for all. */
static int hold_ports(struct parts *p, struct keyed_config *k, unsigned v6, struct fail *why)
{
	struct addr any = {.family = v6 ? ADDR_V6 : ADDR_V4};
	int rc = 0;

	if (p->leaves_by[v6].source_given)
		any = p->leaves_by[v6].source;
	k->n_ports = p->o->source_port ? 1 : KEYED_TRIES;
	for (unsigned i = 0; rc >= 0 && i < k->n_ports; i++) {
		k->ports[v6][i] = (uint16_t)p->o->source_port;
		rc = port_reserve(&p->held[v6][i], &any, &k->ports[v6][i], why);
	}
	return rc;
}

static struct wire_config wire_of(const struct parts *p, unsigned v6)
{
	int64_t gap_ns = p->o->list.gap_ns;

	return (struct wire_config){.socket = WIRE_RAW,
		.family = v6 ? ADDR_V6 : ADDR_V4,
		.protocol = IPPROTO_TCP,
		.stamps = gap_ns && gap_ns >= SECOND_NS / PER_SECOND_SAMPLED ? WIRE_STAMPS_ALL
									     : WIRE_STAMPS_SAMPLED,
		.source = source_of(p, v6),
		.device = device_of(p),
		.ttl = p->o->ttl ? (int)p->o->ttl : -1,
		.tos = (int)p->o->tos,
		.mark = (uint32_t)p->o->mark,
		.pmtudisc = -1,
		.burst = BURST,
		.unresolved = BURST,
		.packet_bytes = PACKET_BYTES,
		.no_headers = !v6};
}

static int open_family(struct parts *p, struct keyed_config *k, unsigned v6, struct fail *why)
{
	const struct wire_config c = wire_of(p, v6);
	int rc = hold_ports(p, k, v6, why);

	if (rc < 0)
		return rc;
	stack_read(&k->settings[v6], c.family, device_of(p) ? device_of(p) : "default");
	return socket_open_ports(&p->wires[v6], &c, k->ports[v6], k->n_ports, why);
}

static int open_probes(struct parts *p, struct fail *why)
{
	struct keyed_config k = {
		.ttl = (uint8_t)p->o->ttl, .tos = p->o->tos < 0 ? 0 : (uint8_t)p->o->tos};
	struct leaves_config ways = {.hosts = targets_count(p->hosts), .device = device_of(p)};
	int rc = 0;

	for (unsigned v6 = 0; rc >= 0 && v6 < 2; v6++) {
		ways.source[v6] = source_of(p, v6);
		if (targets_have(p->hosts, v6 ? ADDR_V6 : ADDR_V4))
			rc = open_family(p, &k, v6, why);
		/* A host without IPv6 still asks the others of a mixed list. */
		if (rc == -EAFNOSUPPORT && v6 && p->wires[0])
			rc = 0;
	}
	if (rc >= 0 && getrandom(&k.key, sizeof(k.key), 0) != sizeof(k.key))
		rc = fail_errno(why, "getrandom");
	if (rc < 0 || (rc = leaves_open(&p->leaves, &ways, why)) < 0)
		return rc;
	return keyed_open(&p->keyed, &k, why);
}

static int open_outputs(struct parts *p, struct fail *why)
{
	const struct report_config c = outputs_report(&p->o->out, REPORT_CLOCK_NONE);
	struct priv_limits limits = {0};
	int rc = report_open(&p->report, &c, why);
	size_t n;

	if (rc >= 0 && p->o->out.pcap)
		rc = list_evidence_open(&p->evidence, p->o->out.pcap, why);
	if (rc < 0)
		return rc;
	n = report_folders(p->report, limits.folders);
	if (p->evidence)
		limits.folders[n] = capfile_folder(p->evidence);
	rc = priv_drop(&limits, NULL, why);
	return rc < 0 ? rc : wait_open(&p->wait, why);
}

static int open_list(struct parts *p, struct fail *why)
{
	term_progress_init(&p->progress, p->o->quiet ? -1 : STDERR_FILENO);
	p->config = (struct list_config){.grid = &p->grid,
		.keyed = p->keyed,
		.leaves = p->leaves,
		.wires = {p->wires[0], p->wires[1]},
		.wait = p->wait,
		.report = p->report,
		.expect = &p->o->list.expect,
		.progress = &p->progress,
		.evidence = p->evidence,
		.device = device_of(p),
		.source = {source_of(p, 0), source_of(p, 1)},
		.ttl = (int)p->o->ttl,
		.tos = (int)p->o->tos,
		.mark = (uint32_t)p->o->mark,
		.interval_ns = p->o->list.gap_ns,
		.timeout_ns = p->o->timeout_ns,
		.deadline_ns = p->o->deadline_ns ? clock_now() + p->o->deadline_ns : INT64_MAX,
		.retries = p->o->list.retries < 0 ? LIST_RETRIES : (unsigned)p->o->list.retries,
		.tries_most = KEYED_TRIES,
		.refused_ok = p->o->refused == REFUSED_OK,
		.quiet = p->o->quiet,
		.verbose = p->o->verbose};
	return list_open(&p->list, &p->config, why);
}

static int open_parts(struct parts *p, struct fail *why)
{
	int rc = find_hosts(p, why);

	if (rc < 0 || (rc = find_ways(p, why)) < 0)
		return rc;
	rc = open_probes(p, why);
	/* What only a raw socket gives is not left out unsaid. */
	if (rc == -EPERM && !p->o->out.pcap && !p->o->source_port && !p->o->mark)
		rc = 0;
	if (rc < 0 || (rc = open_outputs(p, why)) < 0)
		return rc;
	return open_list(p, why);
}

static void announce(struct parts *p)
{
	const struct options_list *l = &p->o->list;
	const struct list_start s = {.method = p->keyed ? "syn" : "connect",
		.hosts = targets_count(p->hosts),
		.ports = p->grid.n_ports,
		.asked = list_sum(p->list)->asked,
		.seed = l->order.seed,
		.shard = l->order.shards ? l->order.shard : UINT64_MAX,
		.shards = l->order.shards ? l->order.shards : UINT64_MAX,
		.retries = p->config.retries,
		.rate_pps = l->gap_ns ? (double)SECOND_NS / (double)l->gap_ns : (double)NAN,
		.timeout_ns = p->o->timeout_ns};

	for (unsigned i = 0; i < 2; i++)
		if (p->wires[i] && wire_note(p->wires[i]))
			report_warn(p->report, "%s: WARNING: %s", p->o->program,
				wire_note(p->wires[i]));
	list_show_header(p->list, &s);
	list_record_start(p->report, &s);
}

struct series {
	const struct list *list;
	unsigned n;
};

static void put_series(void *to, uint64_t index, const struct grid_cell *cell)
{
	struct series *s = to;

	(void)cell;
	if (s->n++ < LIST_SERIES)
		list_prom_port(s->list, index);
}

static int status_of(const struct parts *p)
{
	const struct list_sum *s = list_sum(p->list);

	if (s->asked && !s->sent)
		return s->interrupted ? 1 : tool_failure(&p->o->out);
	return s->unexpected > 0;
}

static int plugin(const struct parts *p, const char *failed)
{
	const struct outputs *out = &p->o->out;
	const struct plugin v = {.thresholds = out->thresholds,
		.refused = p->o->refused == REFUSED_OK	   ? REPORT_OK
			   : p->o->refused == REFUSED_WARN ? REPORT_WARNING
							   : REPORT_CRITICAL};

	return list_plugin_line(p->list, &v, failed);
}

static int conclude(struct parts *p, const char *failed)
{
	struct list_summary summary = {.seed = p->o->list.order.seed};
	struct series series = {.list = p->list};

	list_conclude(p->list);
	summary.sum = *list_sum(p->list);
	summary.up = !summary.sum.unexpected;
	list_show_table(p->list);
	list_show_differences(p->list);
	list_show_totals(p->list);
	if (p->o->out.stats)
		list_show_stats(p->list);
	if (p->o->out.explain)
		list_explain(p->list);
	if (p->o->out.prom)
		list_walk(p->list, put_series, &series);
	list_record_summary(p->report, &summary, p->o->out.prom != NULL);
	return p->o->out.nagios ? plugin(p, failed) : status_of(p);
}

static void close_parts(struct parts *p)
{
	list_close(p->list);
	wait_close(p->wait);
	keyed_close(p->keyed);
	leaves_close(p->leaves);
	for (unsigned v6 = 0; v6 < 2; v6++) {
		wire_close(p->wires[v6]);
		for (unsigned i = 0; i < KEYED_TRIES; i++)
			port_release(p->held[v6][i]);
	}
	capfile_abandon(p->evidence);
	report_abandon(p->report);
	targets_close(p->hosts);
	resolve_close(p->resolve);
}

static int run(struct parts *p)
{
	struct fail why = {0};
	int rc = open_parts(p, &why), status;

	if (rc < 0)
		return tool_refuse(&p->o->out, p->o->program, PLUGIN_SERVICE, 2, &why);
	announce(p);
	rc = list_run(p->list, &why);
	status = conclude(p, rc < 0 ? why.text : NULL);
	if (rc < 0 && !p->o->out.nagios)
		tool_complain(p->o->program, &why);
	if (!tool_close(p->o->program, &p->report, &p->evidence) || rc < 0)
		status = tool_failure(&p->o->out);
	return status;
}

int main_list(const struct options *o)
{
	struct parts *p = calloc(1, sizeof(*p));
	int status;

	if (!p)
		return 2;
	p->o = o;
	for (unsigned i = 0; i < 2 * KEYED_TRIES; i++)
		p->held[i / KEYED_TRIES][i % KEYED_TRIES] = -1;
	status = run(p);
	close_parts(p);
	free(p);
	return status;
}
