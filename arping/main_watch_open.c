/* main_watch_open: opens what a watch works with, and closes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "clock.h"
#include "main_watch_parts.h"
#include "socket.h"
#include "tool.h"
#include "watch_link.h"

enum { ANY_VLAN = -2 };
#define SECOND INT64_C(1000000000)

static int find_link(struct main_watch *p, struct fail *why)
{
	int rc;

	p->target = p->o->read_pcap;
	if (p->o->read_pcap)
		return 0;
	if ((rc = resolve_open(&p->resolve, why)) < 0 ||
		(rc = watch_link_find(&p->link, p->o->interface, p->resolve, why)) < 0)
		return rc;
	p->target = p->link.name;
	return 0;
}

static int open_watch(struct main_watch *p, struct fail *why)
{
	int vlan = p->o->vlan_text ? eth_vlan(p->o->tci) : 0;
	struct watch_config c = {.most = 65536,
		.both_ns = 2 * SECOND,
		.quiet_ns = p->o->gone_ns / 5,
		.ask_every_ns = p->o->gone_ns / 15,
		.gone_ns = p->o->gone_ns,
		.vlan = vlan		  ? vlan
			: p->o->read_pcap ? ANY_VLAN
					  : HEAR_NO_VLAN};
	int64_t offset_ns = p->o->read_pcap ? 0 : clock_wall() - clock_now();
	int rc = 0;

	if (!p->o->read_pcap) {
		watch_link_facts(&p->link, &c);
		p->sources[0] = watch_link_source(&p->link, ADDR_V4);
		p->sources[1] = watch_link_source(&p->link, ADDR_V6);
		c.mute[0] = addr_is_unspecified(&p->sources[0]);
		c.mute[1] = addr_is_unspecified(&p->sources[1]);
	}
	p->watch = watch_open(&c);
	if (!p->watch)
		return fail_set(why, ENOMEM, "no memory for addresses");
	if (p->o->state && (rc = watch_load(p->watch, p->o->state, offset_ns, why)) >= 0)
		rc = watch_keep_open(&p->keep, p->o->state, !p->o->read_pcap, why);
	return rc;
}

static int open_wire(struct main_watch *p, struct fail *why)
{
	struct wire_config c = options_wire(p->o, &p->link);

	c.take = WIRE_TAKE_ARP | WIRE_TAKE_ND;
	c.all_multicast = true;
	c.burst = 4096;
	return socket_open(&p->wire, &c, why);
}

static int open_source(struct main_watch *p, struct fail *why)
{
	if (p->o->read_pcap)
		return capture_open_file(&p->capture, p->o->read_pcap, NULL, why);
	return open_wire(p, why);
}

static int open_outside(struct main_watch *p, struct fail *why)
{
	const struct report_config report = outputs_report(&p->o->out, REPORT_CLOCK_NONE);
	int rc;

	p->exec.fd = -1;
	if ((rc = find_link(p, why)) < 0 || (rc = main_exec_open(&p->exec, p->o->exec, why)) < 0 ||
		(rc = open_watch(p, why)) < 0)
		return rc;
	if (p->o->vendor && (rc = vendor_open(&p->vendors, p->o->vendor, why)) < 0)
		return rc;
	if ((rc = open_source(p, why)) < 0)
		return rc;
	if ((rc = report_open(&p->report, &report, why)) >= 0 && p->o->out.pcap)
		rc = evidence_open(&p->evidence, p->o->out.pcap, p->target, why);
	return rc;
}

/* A lane that is never spent: at each of its turns one address may be asked. */
static int open_inside(struct main_watch *p, struct fail *why)
{
	const struct plan_config plan = {
		.lanes = 1, .interval_ns = p->o->interval_ns ? p->o->interval_ns : SECOND};
	const struct ask_config ask = options_ask(p->o, &p->link);
	struct session_config session = {
		.wires = {p->wire}, .capture = p->capture, .deadline_ns = INT64_MAX};
	int rc;

	if ((rc = tool_drop(p->report, watch_keep_folder(&p->keep), capfile_folder(p->evidence),
		     why)) < 0 ||
		(rc = wait_open(&p->wait, why)) < 0 || (rc = ask_open(&p->ask, &ask, why)) < 0)
		return rc;
	p->start_ns = clock_now();
	p->plan = plan_open(&plan, p->start_ns);
	if (!p->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	session.plan = p->plan;
	session.wait = p->wait;
	if (p->o->deadline_ns)
		session.deadline_ns = p->start_ns + p->o->deadline_ns;
	return session_open(&p->session, &session, why);
}

int main_watch_open(struct main_watch *p, struct fail *why)
{
	int rc = open_outside(p, why);

	return rc < 0 ? rc : open_inside(p, why);
}

void main_watch_close(struct main_watch *p)
{
	main_exec_close(&p->exec);
	session_close(p->session);
	ask_close(p->ask);
	plan_close(p->plan);
	wait_close(p->wait);
	watch_close(p->watch);
	watch_keep_abandon(&p->keep);
	wire_close(p->wire);
	capture_close(p->capture);
	vendor_close(p->vendors);
	capfile_abandon(p->evidence);
	report_abandon(p->report);
	resolve_close(p->resolve);
}
