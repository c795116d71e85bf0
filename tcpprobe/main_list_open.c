/* main_list_open: what a run over a list opens, in its order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "list_evidence.h"
#include "main_list_parts.h"
#include "port.h"
#include "socket.h"
#include "tool.h"
#include "wait.h"

enum { SAMPLED_NS = 500000, BURST = 16384, PACKET_BYTES = 128 };

/* An earlier run's seed counts, as its order does. */
static int open_resume(struct list_parts *p, struct fail *why)
{
	const struct options_list *l = &p->o->list;
	int rc = l->resume ? resume_open(&p->resume, l->resume, why) : 0;

	p->order = l->order;
	if (p->resume.found && l->seed < 0)
		p->order.seed = p->resume.seed;
	return rc;
}

static int take_left(struct list_parts *p, struct fail *why)
{
	uint32_t n;
	int rc;

	if (!p->o->list.resume)
		return 0;
	rc = resume_check(&p->resume, &p->grid, &p->order, why);
	if (rc < 0 || (rc = resume_left(&p->resume, &p->left, &n, why)) < 0)
		return rc;
	p->config.n_left = n;
	resume_forget(&p->resume);
	return 0;
}

static int check_hosts(const struct list_parts *p, struct fail *why)
{
	struct target t;
	int rc = 0;

	for (uint64_t i = 0; rc >= 0 && targets_at(p->hosts, i, &t); i++)
		rc = options_check_target(
			&t.addr, addr_is_multicast(&t.addr) || addr_is_unspecified(&t.addr), why);
	return rc;
}

static int find_hosts(struct list_parts *p, struct fail *why)
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
		(rc = grid_init(&p->grid, p->hosts, &l->ports, &p->order, why)) < 0)
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
	return check_hosts(p, why);
}

/* -I, for each family there is. */
static int find_ways(struct list_parts *p, struct fail *why)
{
	int rc = 0;

	for (unsigned v6 = 0; v6 < 2; v6++)
		for (size_t i = 0; rc >= 0 && i < p->o->interfaces.n; i++)
			rc = destination_interface(&p->leaves_by[v6], p->o->interfaces.items[i],
				v6 ? ADDR_V6 : ADDR_V4, why);
	return rc;
}

static const char *device_of(const struct list_parts *p)
{
	return *p->leaves_by[0].device ? p->leaves_by[0].device : NULL;
}

/* Of -I; ADDR_NONE the route's. */
static struct addr source_of(const struct list_parts *p, unsigned v6)
{
	const struct addr none = {.family = ADDR_NONE};

	return p->leaves_by[v6].source_given ? p->leaves_by[v6].source : none;
}

/* A port for each try, kept from every other program of this host, or one for all. */
static int hold_ports(struct list_parts *p, struct keyed_config *k, unsigned v6, struct fail *why)
{
	struct addr any = {.family = v6 ? ADDR_V6 : ADDR_V4};
	char text[ADDR_TEXT];
	int rc = 0;

	if (p->leaves_by[v6].source_given)
		any = p->leaves_by[v6].source;
	k->n_ports = p->o->source_port ? 1 : KEYED_TRIES;
	for (unsigned i = 0; rc >= 0 && i < k->n_ports; i++) {
		k->ports[v6][i] = (uint16_t)p->o->source_port;
		rc = port_reserve(&p->held[v6][i], &any, &k->ports[v6][i], why);
	}
	return rc == -EADDRNOTAVAIL ? fail_set(why, EADDRNOTAVAIL, "%s is no address of this host",
					      addr_print(text, &any))
				    : rc;
}

/* Whether any output tells a round-trip time. */
static bool wants_times(const struct options *o)
{
	return !o->quiet || o->out.json || o->out.prom || o->out.nagios || o->out.stats ||
	       o->out.pcap;
}

static struct wire_config wire_of(const struct list_parts *p, unsigned v6)
{
	int64_t gap_ns = p->o->list.gap_ns;

	return (struct wire_config){.socket = WIRE_RAW,
		.family = v6 ? ADDR_V6 : ADDR_V4,
		.protocol = IPPROTO_TCP,
		.stamps = !wants_times(p->o)	 ? WIRE_STAMPS_NONE
			  : gap_ns >= SAMPLED_NS ? WIRE_STAMPS_ALL
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

static int open_family(struct list_parts *p, struct keyed_config *k, unsigned v6, struct fail *why)
{
	const struct wire_config c = wire_of(p, v6);
	int rc = hold_ports(p, k, v6, why);

	if (rc < 0)
		return rc;
	return socket_open_ports(&p->wires[v6], &c, k->ports[v6], k->n_ports, why);
}

static int open_leaves(struct list_parts *p, struct fail *why)
{
	struct leaves_config ways = {.hosts = targets_count(p->hosts),
		.mark = (uint32_t)p->o->mark,
		.tos = p->o->tos < 0 ? 0 : (uint8_t)p->o->tos};

	for (unsigned v6 = 0; v6 < 2; v6++) {
		ways.source[v6] = source_of(p, v6);
		ways.ifindex[v6] = p->leaves_by[v6].bound_ifindex;
		stack_read(&ways.settings[v6], v6 ? ADDR_V6 : ADDR_V4);
	}
	return leaves_open(&p->leaves, &ways, why);
}

static int open_probes(struct list_parts *p, struct fail *why)
{
	struct keyed_config k = {
		.ttl = (uint8_t)p->o->ttl, .tos = p->o->tos < 0 ? 0 : (uint8_t)p->o->tos};
	int rc = 0;

	for (unsigned v6 = 0; rc >= 0 && v6 < 2; v6++) {
		if (targets_have(p->hosts, v6 ? ADDR_V6 : ADDR_V4))
			rc = open_family(p, &k, v6, why);
		/* A host without IPv6 still asks the others of a mixed list. */
		if (rc == -EAFNOSUPPORT && v6 && p->wires[0])
			rc = 0;
	}
	if (rc >= 0 && getrandom(&k.key, sizeof(k.key), 0) != sizeof(k.key))
		rc = fail_errno(why, "getrandom");
	if (rc < 0 || (rc = open_leaves(p, why)) < 0)
		return rc;
	return keyed_open(&p->keyed, &k, why);
}

static int open_outputs(struct list_parts *p, struct fail *why)
{
	const struct report_config c = outputs_report(&p->o->out, REPORT_CLOCK_NONE);
	int rc = report_open(&p->report, &c, why);

	if (rc >= 0 && p->o->out.pcap)
		rc = list_evidence_open(&p->evidence, p->o->out.pcap, why);
	if (rc < 0)
		return rc;
	rc = tool_drop(p->report, capfile_folder(p->evidence), file_folder(p->resume.next), why);
	return rc < 0 ? rc : wait_open(&p->wait, why);
}

static int open_list(struct list_parts *p, struct fail *why)
{
	p->grid.zone = p->leaves_by[1].bound_ifindex;
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
		.left = p->left,
		.n_left = p->config.n_left,
		.keep_left = p->o->list.resume != NULL,
		.resume = resume_may_go_on(&p->resume) && report_streams(p->report) ? &p->resume
										    : NULL,
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

int main_list_open(struct list_parts *p, struct fail *why)
{
	int rc = open_resume(p, why);

	if (rc < 0 || (rc = find_hosts(p, why)) < 0 || (rc = take_left(p, why)) < 0 ||
		(rc = find_ways(p, why)) < 0)
		return rc;
	rc = open_probes(p, why);
	/* What only a raw socket gives is not left out unsaid. */
	if (rc == -EPERM && !p->o->out.pcap && !p->o->source_port && !p->o->mark)
		rc = 0;
	if (rc < 0 || (rc = open_outputs(p, why)) < 0)
		return rc;
	return open_list(p, why);
}

void main_list_close(struct list_parts *p)
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
	resume_close(&p->resume);
	free(p->left);
}
