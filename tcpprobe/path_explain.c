/* path_explain: what a port's path means, in plain words; each sentence names its evidence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "path_report.h"
#include "pathrecord.h"
#include "plural.h"

static void sent(const struct path_report *r)
{
	if (r->connects)
		report_text(r->report, "\nEach hop was asked by connections whose SYN lives so "
				       "many hops (path_hop: "
				       "sent).\n");
	else
		report_text(r->report,
			"\nEach hop was asked by SYNs to port %u that live so many hops (path_hop: "
			"sent). Those of one flow had the same addresses and ports, so that "
			"routers "
			"which share load by them sent all the same way.\n",
			r->flows[0].port);
}

static void dies(const struct path_report *r, const struct path_verdict *v)
{
	const struct path_flow *other = &r->flows[r->n - 1];
	const struct path_verdict w = path_judge(other, &r->target);
	char text[ADDR_TEXT];

	report_addr(text, &v->who);
	report_text(r->report,
		"%s sends errors for SYNs that end there, and nobody behind it does (path_port: "
		"fate "
		"dies, hop %u): it drops the SYN on its way out, or the next one does without a "
		"word, or their answers are lost.\n",
		text, v->hop);
	if (!r->compared)
		report_text(r->report,
			"Next: --compare with a port that the target answers tells a filter for "
			"port "
			"%u from a host that is off.\n",
			r->flows[0].port);
	else if (path_compare(v, &w).contrast == PATH_STOPPED)
		report_text(r->report,
			"Port %u goes the same way and arrives (path_port: contrast stopped), so "
			"the "
			"host is up and a rule for port %u is to blame. Next: the filter of %s, "
			"then "
			"that of the next hop.\n",
			other->port, r->flows[0].port, text);
	else
		report_text(r->report,
			"Port %u gets no further (path_port: contrast): it is not the port. Next: "
			"is "
			"the host up, and does it know the way back?\n",
			other->port);
}

static void verdict(const struct path_report *r, const struct path_verdict *v)
{
	char text[ADDR_TEXT];

	report_addr(text, &v->who);
	switch (v->fate) {
	case PATH_UNKNOWN:
		if (v->hop) {
			report_text(r->report,
				"Hop %u answered last (path_port: hop), and of what is behind it "
				"nothing is known (fate unknown): it was not asked, or not waited "
				"for. Next: without -w, or with a larger --ttl.\n",
				v->hop);
			break;
		}
		report_text(r->report, "Nothing came back at all (path_port: fate unknown). Next: "
				       "tcpprobe another "
				       "port, ping the gateway, look at this host's firewall.\n");
		break;
	case PATH_OPEN:
		report_text(r->report,
			"The port accepts connections over %u %s (path_port: fate open); this "
			"host reset each half-open one at once.\n",
			v->hop, plural(v->hop, "hop", "hops"));
		break;
	case PATH_CLOSED:
		report_text(r->report,
			"A RST in the target's name answers SYNs that live %u %s (path_port: fate "
			"closed). Whether it is the target's own: --compare with a port that is "
			"open shows how far the target is.\n",
			v->hop, plural(v->hop, "hop", "hops"));
		break;
	case PATH_REJECTED:
		report_text(r->report, "%s says %s (path_port: fate rejected, icmp_name): %s.\n",
			text, v->reason ? v->reason : "that it goes no further",
			v->by_target ? "a filter on the target refuses the port"
				     : "a filter there refuses it, or a route is missing");
		break;
	case PATH_DIES:
		dies(r, v);
		break;
	case PATH_CIRCLES:
		report_text(r->report,
			"%s answers as hop %u and again as hop %u (path_port: fate loops): routers "
			"between them send the SYN to each other. Next: their routing tables.\n",
			text, v->hop, v->again);
		break;
	}
}

static void nearer(const struct path_report *r, const struct path_verdict *v)
{
	if (v->nearer)
		report_text(r->report,
			"The answer's TTL is that of one sent a hop before (path_port: nearer), "
			"while "
			"all routers answer over as many hops as they are away (path_hop: "
			"hops_back): a "
			"filter at hop %u may answer in the target's name. Next: --compare.\n",
			v->hop - 1);
}

static void changed(const struct path_report *r, const struct path_verdict *v)
{
	const struct path_flow *f = &r->flows[0];
	bool answered = v->fate == PATH_OPEN || v->fate == PATH_CLOSED;
	struct change c = {0};

	if (!f->sights)
		return;
	if (change_next(&c, f->sent, f->sights, path_hops(f)))
		report_text(r->report,
			"Routers quote the SYN as it came to them (path_change: field, was, is); "
			"what lies between the two hops named changes it.\n");
	if (answered && path_quoted_to(f, v))
		report_text(r->report,
			"Behind hop %u nobody quotes it whole (path_port: quoted_to): a change "
			"there "
			"shows only in what the target answers.\n",
			path_quoted_to(f, v));
}

void path_explain(const struct path_report *r, const struct path_verdict *v)
{
	sent(r);
	verdict(r, v);
	nearer(r, v);
	for (unsigned hop = 1; hop <= trace_shown(r->flows[0].trace); hop++)
		pathrecord_explain_limits(r->report, r->flows[0].trace, hop);
	changed(r, v);
}
