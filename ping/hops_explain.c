/* hops_explain: what a path means, in plain words; each sentence names its evidence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "hops_report.h"
#include "pathrecord.h"
#include "plural.h"

enum { FEW = 5 /* lost probes that may be chance */ };

static const char *addr_of(char to[static ADDR_TEXT], const struct trace *t, unsigned hop)
{
	const struct trace_responder *w = trace_newest(t, hop);
	const struct addr none = {.family = ADDR_NONE};

	return addr_print(to, w ? &w->last.from : &none);
}

static void sent(const struct hops_report *r)
{
	unsigned hops = trace_shown(r->trace);

	report_text(r->report, "\n");
	if (!hops)
		return;
	report_text(r->report,
		"Each hop was asked by echo requests that live so many hops, up to %u (path_hop: "
		"sent). All had one identifier and one checksum, so that routers which share load "
		"by "
		"them sent all the same way.\n",
		hops);
}

/* The hop before it that answers, 0 for this host. */
static unsigned before(const struct trace *t, unsigned hop)
{
	while (--hop && !trace_newest(t, hop))
		;
	return hop;
}

static void lossy(const struct hops_report *r, const struct trace_verdict *v)
{
	const struct trace_hop *h = trace_hop(r->trace, v->hop);
	unsigned good = before(r->trace, v->loss_from);
	char from[ADDR_TEXT], to[ADDR_TEXT];

	report_text(r->report,
		"Of %" PRIu64 " %s to the target %" PRIu64 " had no answer (path: loss_percent); "
		"hops from %u on lose as much, those before it do not (path: loss_from). ",
		h->tally.answered + h->tally.lost,
		plural(h->tally.answered + h->tally.lost, "probe", "probes"), h->tally.lost,
		v->loss_from);
	if (h->tally.lost < FEW)
		report_text(r->report, "These are too few to be sure where: unknown. Next: more "
				       "rounds (-c 100).\n");
	else
		report_text(r->report,
			"They are lost between %s and %s, or their answers on the way back, which "
			"may be another. Next: the same from the other end.\n",
			good ? addr_of(from, r->trace, good) : "this host",
			addr_of(to, r->trace, v->loss_from));
}

static void limited(const struct hops_report *r, unsigned hop)
{
	const struct trace_hop *h = trace_hop(r->trace, hop);

	if (pathrecord_explain_limits(r->report, r->trace, hop))
		return;
	if (!h->n_who && h->tally.lost && hop < trace_end(r->trace))
		report_text(r->report,
			"Hop %u never answers (path_hop: answered 0) and passes probes on: it "
			"sends "
			"no errors, or a filter drops them.\n",
			hop);
}

static void ends(const struct hops_report *r, const struct trace_verdict *v)
{
	char text[ADDR_TEXT];

	if (!trace_silent(r->trace, v->hop)) {
		report_text(r->report,
			"Of what is behind hop %u, %s, nothing is known: it was not asked, or not "
			"waited for (path_hop: sent, lost).\n",
			v->hop, addr_of(text, r->trace, v->hop));
		return;
	}
	report_text(r->report,
		"Nobody behind hop %u, %s, answers (path: fate ends). Whether probes or answers "
		"are "
		"dropped there is unknown. Next: ask from the other end, or another protocol: a "
		"filter may stop ICMP alone.\n",
		v->hop, addr_of(text, r->trace, v->hop));
}

static void loops(const struct hops_report *r, const struct trace_verdict *v)
{
	char text[ADDR_TEXT];

	report_text(r->report,
		"%s answers as hop %u and again as hop %u (path: again): routers between them send "
		"packets for the target to each other. Next: their routing tables.\n",
		addr_of(text, r->trace, v->hop), v->hop, v->again);
}

static void stops(const struct hops_report *r, const struct trace_verdict *v)
{
	const struct trace_answer *a = &trace_newest(r->trace, v->hop)->last;
	char text[ADDR_TEXT];

	addr_print(text, &a->from);
	if (a->kind == TRACE_TOO_BIG)
		report_text(r->report,
			"%s may not cut probes into fragments and they are larger than its next "
			"link's %u bytes (path: mtu_bytes). Next: ping --mtu.\n",
			text, a->mtu_bytes);
	else if (hops_report_is_own(r, v))
		report_text(r->report,
			"%s, this host, says %s (path: icmp_name): no probe got as far as the "
			"first hop. Next: arping the gateway, or the target where it is on %s.\n",
			text, a->reason ? a->reason : "nothing that is known", r->device);
	else
		report_text(r->report,
			"%s sends probes back and says %s (path: icmp_name): a route is missing, "
			"the "
			"host is off, or a filter refuses. Next: that router's own view.\n",
			text, a->reason ? a->reason : "nothing that is known");
}

static void nothing(const struct hops_report *r)
{
	report_text(r->report,
		trace_silent(r->trace, 0)
			? "Nothing came back at all (path: fate nothing): not even the first "
			  "router "
			  "answers. Next: ping the gateway, look at this host's firewall.\n"
			: "No probe left and was waited for (path_hop: sent, lost): of the path "
			  "nothing "
			  "is known.\n");
}

static void verdict(const struct hops_report *r)
{
	struct trace_verdict v = trace_verdict(r->trace);

	switch (v.state) {
	case TRACE_NOTHING:
		nothing(r);
		break;
	case TRACE_REACHED:
		if (v.loss_from)
			lossy(r, &v);
		else
			report_text(r->report,
				"The target answered every probe that reached hop %u (path: fate "
				"reached, loss_percent 0).\n",
				v.hop);
		break;
	case TRACE_ENDS:
		ends(r, &v);
		break;
	case TRACE_LOOPS:
		loops(r, &v);
		break;
	case TRACE_STOPS:
		stops(r, &v);
		break;
	}
}

static void changed(const struct hops_report *r)
{
	struct trace_remark remark = {.is = r->tos};

	while (trace_remarked(r->trace, &remark))
		report_text(r->report,
			"Hop %u saw DS field %d where %d was sent or seen before (path_hop: "
			"quoted_tos): hop %u or the link before it changes marks.\n",
			remark.hop, remark.is, remark.was, remark.hop > 1 ? remark.hop - 1 : 1);
	for (unsigned hop = 1; hop <= trace_shown(r->trace); hop++)
		if (trace_hop(r->trace, hop)->n_who > 1)
			report_text(r->report,
				"On hop %u %u addresses answered (path_responder), though all "
				"probes "
				"looked alike: the path changed, or load is shared by packet.\n",
				hop, trace_hop(r->trace, hop)->n_who);
}

/* The first hop from which the way back is longer or shorter than the way there. */
static void asymmetric(const struct hops_report *r)
{
	for (unsigned hop = 1; hop <= trace_shown(r->trace); hop++) {
		const struct trace_responder *w = trace_newest(r->trace, hop);
		unsigned back =
			w && w->last.kind != TRACE_REFUSED ? trace_hops_back(w->last.ttl) : 0;

		if (!back || back == hop || w->last.kind == TRACE_TOO_BIG)
			continue;
		report_text(r->report,
			"From hop %u on the way back seems to have %u %s (path_hop: hops_back), "
			"if "
			"its answers began with a TTL of 64, 128 or 255: another way than there.\n",
			hop, back, plural(back, "hop", "hops"));
		return;
	}
}

void hops_explain(const struct hops_report *r)
{
	sent(r);
	verdict(r);
	for (unsigned hop = 1; hop <= trace_shown(r->trace); hop++)
		limited(r, hop);
	changed(r);
	asymmetric(r);
}
