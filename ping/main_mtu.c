/* main_mtu: the search for a path's MTU, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "main_one.h"
#include "mtu_report.h"
#include "route.h"

static uint32_t header_bytes(const struct parts *p)
{
	return (p->to.target.family == ADDR_V6 ? IP6_HEADER_BYTES : IP4_HEADER_BYTES) +
	       ICMP_HEADER_BYTES;
}

/* The largest probe is what the first link takes; what is known of the path is not to cut it. */
int main_mtu_shape(struct parts *p, struct fail *why)
{
	enum { LARGEST = 65535 };
	struct route_interface link;
	int rc = p->o.mtu ? route_interface(&link, NULL, p->to.ifindex, why) : 0;

	if (rc < 0 || !p->o.mtu)
		return rc;
	p->link_mtu_bytes = link.mtu_bytes < LARGEST ? link.mtu_bytes : LARGEST;
	p->o.data_bytes = p->link_mtu_bytes - header_bytes(p);
	p->o.pmtu = PMTU_PROBE;
	return 0;
}

int main_mtu_find(struct parts *p, struct fail *why)
{
	enum { LEAST4 = 68, LEAST6 = 1280 }; /* what every link takes (RFC 791, RFC 8200 5) */
	const struct session_config session = {.plan = p->plan,
		.wires = {p->socket.wire},
		.wait = p->wait,
		.deadline_ns = p->o.deadline_ns ? clock_now() + p->o.deadline_ns : INT64_MAX};
	struct mtu_config c = {.engine = {.plan = p->plan, .probes = {p->probe}},
		.probe = p->probe,
		.report = p->report,
		.target = p->to.target,
		.bound_ifindex = p->to.bound_ifindex,
		.header_bytes = header_bytes(p),
		.least = p->to.target.family == ADDR_V6 ? LEAST6 : LEAST4,
		.most = p->link_mtu_bytes};
	const struct tally *t = plan_tally(p->plan, 0);
	struct records_summary sum;
	struct mtu_found found = {0};
	int rc = session_open(&p->session, &session, why);

	c.engine.session = p->session;
	rc = rc < 0 ? rc : mtu_loop(&c, &found, why);
	mtu_report_text(p->report, p->to.host, p->to.leaves_by, &c, &found);
	mtu_report_record(&p->records, &c, &found, clock_wall());
	records_unknown(&sum);
	sum.target = p->o.target;
	sum.addr = p->to.target;
	sum.transmitted = t->sent;
	sum.received = t->answered;
	sum.lost = t->lost;
	sum.rejected = t->rejected;
	sum.unsent = t->unsent;
	sum.targets = sum.alive = UINT64_MAX;
	sum.up = found.mtu_bytes > 0;
	sum.interrupted = found.interrupted;
	sum.elapsed_ns = found.took_ns;
	records_summary(&p->records, &sum, clock_wall());
	return rc < 0 ? rc : !found.mtu_bytes || !found.complete;
}
