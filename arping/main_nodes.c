/* main_nodes: a run that asks all IPv6 nodes of a link, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_nodes.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "clock.h"
#include "nodes_report.h"
#include "plural.h"
#include "records.h"
#include "records_sweep.h"
#include "route.h"
#include "session.h"
#include "socket.h"
#include "times.h"
#include "tool.h"
#include "vendor.h"

enum { SOURCES = 4, ROUNDS = 2, ECHO_REQUEST = 128, ADDRESSES = 32 };
#define INTERVAL_NS INT64_C(250000000)
#define TIMEOUT_NS INT64_C(1000000000)

/* Everything a run needs, in the order it is opened. */
struct parts {
	const struct options *o;
	struct resolve *resolve;
	struct link link;
	struct addr sources[SOURCES]; /* hosts answer from an address like the one that asks */
	size_t sources_n;
	struct vendor *vendors;
	struct wire *wire;
	struct report *report;
	struct wait *wait;
	struct plan *plan;
	struct craft *craft;
	struct session *session;
	uint16_t id;
	struct histogram *histogram;
	struct nodes nodes;
	int64_t start_ns;
	uint64_t questions, drops;
	bool interrupted;
};

static bool same_prefix(const struct addr *a, const struct addr *b)
{
	return !memcmp(a->bytes, b->bytes, 8);
}

static int find_sources(struct parts *p, struct fail *why)
{
	struct route_address list[ADDRESSES];
	int n = route_addresses(list, ADDRESSES, p->link.ifindex, ADDR_V6, why);

	for (int i = 0; i < n && i < ADDRESSES && p->sources_n < SOURCES; i++) {
		bool known = list[i].tentative;

		for (size_t k = 0; k < p->sources_n; k++)
			known = known || same_prefix(&p->sources[k], &list[i].addr);
		if (!known)
			p->sources[p->sources_n++] = list[i].addr;
	}
	if (n >= 0 && !p->sources_n)
		return fail_set(
			why, EADDRNOTAVAIL, "%s has no IPv6 address to ask from", p->link.name);
	return n < 0 ? n : 0;
}

static int find_link(struct parts *p, struct fail *why)
{
	const struct link_want want = {.interface = p->o->interface};
	int rc = resolve_open(&p->resolve, why);

	if (rc >= 0 && !p->o->interface)
		return fail_set(why, EINVAL, "which link? -I INTERFACE says so");
	if (rc < 0 || (rc = link_find(&p->link, &want, p->resolve, why)) < 0)
		return rc;
	if (p->link.state != LINK_READY)
		return fail_set(why, p->link.state == LINK_DOWN ? ENETDOWN : EOPNOTSUPP,
			"Interface \"%s\" is %s", p->link.name,
			p->link.state == LINK_DOWN ? "down" : "not ARPable");
	return find_sources(p, why);
}

static int open_wire(struct parts *p, struct fail *why)
{
	struct wire_config c = options_wire(p->o, &p->link);

	c.take = WIRE_TAKE_ECHO6;
	c.burst = 4096;
	return socket_open(&p->wire, &c, why);
}

static int open_parts(struct parts *p, struct fail *why)
{
	const struct report_config report = outputs_report(&p->o->out, REPORT_CLOCK_NONE);
	struct session_config session = {.deadline_ns = INT64_MAX};
	struct plan_config plan = {.lanes = 1,
		.interval_ns = INTERVAL_NS,
		.linger_ns = p->o->timeout_given ? p->o->timeout_ns : TIMEOUT_NS,
		.hear_out = true};
	int rc;

	if ((rc = find_link(p, why)) < 0)
		return rc;
	if (p->o->vendor && (rc = vendor_open(&p->vendors, p->o->vendor, why)) < 0)
		return rc;
	if ((rc = open_wire(p, why)) < 0 || (rc = report_open(&p->report, &report, why)) < 0)
		return rc;
	if ((rc = tool_drop(p->report, NULL, NULL, why)) < 0 ||
		(rc = wait_open(&p->wait, why)) < 0 || (rc = craft_open(&p->craft, why)) < 0)
		return rc;
	p->histogram = histogram_open();
	if (!p->histogram)
		return fail_set(why, ENOMEM, "no memory for percentiles");
	if (getrandom(&p->id, sizeof(p->id), 0) != sizeof(p->id))
		return fail_errno(why, "getrandom");
	plan.count = (p->o->count ? (uint64_t)p->o->count : ROUNDS) * p->sources_n;
	p->questions = plan.count;
	plan.timeout_ns = plan.linger_ns;
	p->start_ns = clock_now();
	p->plan = plan_open(&plan, p->start_ns);
	if (!p->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	session.plan = p->plan;
	session.wait = p->wait;
	session.wires[0] = p->wire;
	if (p->o->deadline_ns)
		session.deadline_ns = p->start_ns + p->o->deadline_ns;
	return session_open(&p->session, &session, why);
}

/* A hop limit of 1: nothing of it leaves the link. */
static int send_echo(struct parts *p, struct probe id, struct fail *why)
{
	struct eth link = {.source = p->link.mac, .tags_n = p->o->vlan_text != NULL};
	struct ip6 header = {.hop_limit = 1, .source = p->sources[id.nth % p->sources_n]};
	struct icmp echo = {.family = ADDR_V6, .type = ECHO_REQUEST, .id = p->id};
	struct bytes frame;
	int rc;

	addr_parse(&header.destination, "ff02::1");
	link.destination = eth_group(&header.destination);
	link.tags[0] = (struct eth_tag){.tpid = ETH_TYPE_VLAN, .tci = p->o->tci};
	echo.sequence = (uint16_t)(id.nth + 1);
	rc = craft_frame6(p->craft, &link, &header, &echo, &frame, why);
	return rc < 0 ? rc : session_put(p->session, 0, id, frame, NULL, why);
}

static void record(const struct parts *p, const struct node *n, const struct answer *a,
	const struct session_event *e)
{
	char addr[ADDR_TEXT], mac[MAC_TEXT], vendor[VENDOR_TEXT];
	struct records_host r = {.addr = n->addr,
		.target = addr_print(addr, &n->addr),
		.mac = mac_print(mac, &n->mac),
		.ether_mac = mac,
		.vendor = vendor_text(vendor, p->vendors, &n->mac),
		.seq = plan_tally(p->plan, 0)->sent,
		.owner = 1 + n->many,
		.rtt_ns = a->rtt_ns < 0 ? INT64_MIN : a->rtt_ns,
		.rtt_source = a->stamp == STAMP_KERNEL ? "kernel" : "user",
		.other_mac = n->many,
		.local_mac = eth_is_local(&n->mac)};

	records_host(p->report, &r, clock_map_realtime(session_clock(p->session), e->at_ns));
}

static bool on_our_vlan(const struct parts *p, const struct packet *k)
{
	return (k->has_vlan ? eth_vlan(k->vlan) : 0) == (p->o->vlan_text ? eth_vlan(p->o->tci) : 0);
}

static void take_frame(struct parts *p, const struct session_event *e)
{
	const struct node *n;
	struct answer a;
	struct packet k;
	uint16_t sequence;

	packet_read(&e->wire.frame, &k);
	if (!nodes_match(&k, p->id, &sequence) || !sequence || !on_our_vlan(p, &k))
		return;
	a = plan_answer(p->plan, (struct probe){0, sequence - UINT64_C(1)}, e->at_ns,
		e->wire.frame.stamp, e->wire.at_user_ns);
	if (a.verdict == ANSWER_STRANGER)
		return;
	n = nodes_take(&p->nodes, &k, a.rtt_ns);
	if (n)
		record(p, n, &a, e);
}

static int step(struct parts *p, const struct session_event *e, struct fail *why)
{
	if (e->kind == SESSION_SEND)
		return send_echo(p, e->probe, why);
	if (e->kind == SESSION_FRAME)
		take_frame(p, e);
	if (e->kind == SESSION_DROPS)
		p->drops += e->wire.count;
	if (e->kind == SESSION_LINK)
		return fail_set(why, e->wire.error, "%s is %s", p->link.name,
			e->wire.error == ENODEV ? "gone" : "down");
	if (e->kind == SESSION_SIGNAL && e->signal == SIGTSTP)
		session_suspend(p->session);
	if (e->kind == SESSION_SIGNAL && wait_ends(e->signal)) {
		p->interrupted = true;
		plan_stop(p->plan);
	}
	return 0;
}

static void show_node(const struct parts *p, const struct node *n)
{
	char addr[ADDR_TEXT], mac[MAC_TEXT], rtt[TIMES_MS], vendor[VENDOR_TEXT];
	const char *name = vendor_text(vendor, p->vendors, &n->mac);

	report_text(p->report, "%-26s  %s  %8s ms", addr_print(addr, &n->addr),
		text_mac(mac, &n->mac), times_ms(rtt, n->rtt_ns));
	if (p->vendors)
		report_text(p->report, "  %s",
			name			? name
			: eth_is_local(&n->mac) ? "(locally administered)"
						: "(unknown)");
	report_text(p->report, "%s\n", n->many ? "  DUPLICATE" : "");
}

static void show_nodes(struct parts *p)
{
	nodes_sort(&p->nodes);
	for (size_t i = 0; i < p->nodes.n && !p->o->quiet; i++)
		show_node(p, &p->nodes.list[i]);
	if (!p->o->quiet)
		report_text(p->report, "%zu %s answered\n", p->nodes.n,
			plural(p->nodes.n, "address", "addresses"));
}

/* The exit status. */
static int conclude(struct parts *p, bool whole)
{
	struct nodes_sum sum = {.nodes = &p->nodes,
		.interface = p->link.name,
		.sent = plan_tally(p->plan, 0)->sent,
		.unsent = plan_tally(p->plan, 0)->unsent,
		.drops = p->drops,
		.clock_steps = session_clock(p->session)->steps,
		.interrupted = p->interrupted,
		.histogram = p->histogram};
	struct records r = {.report = p->report, .target = p->link.name};
	struct records_summary s = {.target = p->link.name, .mode = records_mode(SUMMARY_SWEEP)};
	const struct plugin plugin = {.thresholds = p->o->out.thresholds};

	sum.early = p->interrupted || sum.sent + sum.unsent < p->questions;
	show_nodes(p);
	nodes_times(&sum);
	nodes_summarise(&s, &sum);
	s.elapsed_ns = clock_now() - p->start_ns;
	if (p->o->out.stats)
		nodes_stats(p->report, &sum);
	if (p->o->out.explain)
		nodes_explain(p->report, &sum);
	records_summary(&r, &s, clock_wall());
	if (p->o->out.prom)
		records_prom(&r, &s);
	if (p->o->out.nagios && whole)
		return nodes_plugin(&plugin, p->report, &s, &sum);
	return !p->nodes.n || (p->o->unique && p->nodes.duplicates);
}

static int run(struct parts *p, struct fail *why)
{
	struct session_event e;
	int rc = 1, status;

	if (!p->o->quiet)
		report_text(p->report, "ARPING all nodes on %s\n", p->link.name);
	while (rc > 0 && !report_failed(p->report) &&
		(rc = session_next(p->session, &e, why)) > 0) {
		rc = step(p, &e, why);
		rc = rc < 0 ? rc : 1;
	}
	status = conclude(p, rc >= 0);
	return rc < 0 ? rc : status;
}

static void close_parts(struct parts *p)
{
	session_close(p->session);
	histogram_close(p->histogram);
	craft_close(p->craft);
	plan_close(p->plan);
	wait_close(p->wait);
	wire_close(p->wire);
	vendor_close(p->vendors);
	report_abandon(p->report);
	resolve_close(p->resolve);
	free(p);
}

int main_nodes(const struct options *o)
{
	struct parts *p = calloc(1, sizeof(*p));
	struct fail why = {.text = "out of memory"};
	int rc = p ? 0 : -ENOMEM, status;

	if (p) {
		p->o = o;
		rc = open_parts(p, &why);
	}
	if (rc >= 0)
		rc = run(p, &why);
	status = rc < 0 ? tool_refuse(&o->out, o->program, PLUGIN_SERVICE, 2, &why) : rc;
	if (p && !tool_close(o->program, &p->report, NULL))
		status = tool_failure(&o->out);
	if (p)
		close_parts(p);
	return status;
}
