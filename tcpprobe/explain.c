/* explain: what a run means in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain.h"

#include <inttypes.h>
#include <string.h>

#include "icmp.h"
#include "plural.h"
#include "reason.h"
#include "text.h"

static void open_port(struct report *r, const struct explain_place *p, const struct summary *s)
{
	report_text(r,
		"Port %u accepts connections: SYN-ACKs acknowledged %" PRIu64
		" of our SYNs (open). "
		"%s.\n",
		p->port, s->open,
		p->connected ? "Each connection was closed at once, which the program behind the "
			       "port saw"
			     : "Each was reset at once, so the program behind the port saw no "
			       "connection");
	if (s->no_window && s->no_window == s->open)
		report_text(r,
			"Their window is 0 (reason): a SYN proxy answers so, for every port, "
			"before it asks the host.\n");
	report_text(r,
		"A SYN proxy or load balancer answers in the same way; whether the service behind "
		"it works, only a request tells.\n");
}

static void look_on_host(struct report *r, const struct explain_place *p)
{
	report_text(r,
		"On the host, see whether the service runs and on which address: ss -ltn "
		"'sport = :%u'.\n",
		p->port);
}

static void forged_port(
	struct report *r, const struct explain_place *p, const struct verdict_finding *v)
{
	char signals[VERDICT_SIGNALS_TEXT];

	report_text(r,
		"The RSTs of port %u are not from who answers the other port (reason, signals: "
		"%s): something nearer answers in the host's name, so the service may well run.\n",
		p->port, verdict_signals_print(signals, v->signals));
	report_text(r, "Look for a rule that rejects with a TCP reset on the firewalls and load "
		       "balancers between.\n");
}

static void closed_port(struct report *r, const struct explain_place *p, const struct summary *s)
{
	const struct verdict_finding v = summary_finding(s);

	report_text(r, "RSTs acknowledged %" PRIu64 " of our SYNs (closed).\n", s->closed);
	if (v.reason == VERDICT_FORGED_RST) {
		forged_port(r, p, &v);
		return;
	}
	if (v.confidence == VERDICT_HIGH)
		report_text(r,
			"They have come as far and taken as long as what the host surely sent "
			"(who): nothing listens on port %u.\n",
			p->port);
	else
		report_text(r,
			"Nothing listens on port %u, or something on the way answers in the "
			"host's name (confidence). --reference with a port that the host surely "
			"answers would tell more.\n",
			p->port);
	look_on_host(r, p);
}

/* The kernel tells its own sockets when nobody on the link answers, and so does a rule. */
static void rejected_here(struct report *r, const struct explain_place *p, const struct summary *s)
{
	const struct addr *hop = p->next_hop.family ? &p->next_hop : &p->target;
	char text[ADDR_TEXT];

	report_addr(text, hop);
	if (!icmp_is_nobody_there(p->target.family, s->type, s->code))
		report_text(r,
			"That is this host: a rule or a route of its own keeps our SYNs from "
			"leaving. tcpprobe --self-check says which.\n");
	else if (p->next_hop.family)
		report_text(r,
			"That is this host: the gateway %s does not answer on its link, or a rule "
			"here says so. Next: arping -I %s %s.\n",
			text, p->leaves_by, text);
	else
		report_text(r,
			"That is this host: %s does not answer on its link; it is down, or not of "
			"this link, or a rule here says so. Next: arping -I %s %s.\n",
			text, p->leaves_by, text);
}

static void rejected(struct report *r, const struct explain_place *p, const struct summary *s)
{
	char from[ADDR_TEXT], reason[REASON_TEXT];

	report_text(r, "%s said by ICMP that our SYNs went no further (rejected, rejecter): %s.\n",
		report_addr(from, &s->rejecter),
		reason_numbered(reason, p->target.family, s->type, s->code, 0));
	if (s->by_target)
		report_text(
			r, "That is the host itself: its own firewall refuses port %u.\n", p->port);
	else if (s->by_us)
		rejected_here(r, p, s);
	else if (icmp_is_nobody_there(p->target.family, s->type, s->code))
		report_text(r, "That is not the host: on the link behind, nobody answers for its "
			       "address; it is down, or a rule there says so.\n");
	else
		report_text(r, "That is not the host: look there for a rule or a missing route.\n");
}

static void filtered(struct report *r, const struct explain_place *p, const struct summary *s)
{
	report_text(r,
		"No answer of any kind came to %" PRIu64
		" SYNs (lost, with no drops here): they, or all answers, are thrown away "
		"silently, or the host is down.\n",
		s->lost);
	report_text(r,
		"tcpprobe --self-check says whether this host is at fault. Ask another port, or by "
		"ping, "
		"whether the host answers at all.%s\n",
		p->local ? " It is an address of this host: look at its own rules (nft list "
			   "ruleset)."
			 : "");
}

static void mixed(struct report *r, const struct summary *s)
{
	report_text(r,
		"The answers disagree: %" PRIu64 " open, %" PRIu64 " closed, %" PRIu64
		" rejected. Several hosts behind one address, a rule that limits rates, or a "
		"service that was started or ended meanwhile do that.\n",
		s->open, s->closed, s->rejected);
}

static void unknown(struct report *r, const struct summary *s)
{
	if (s->unsent)
		report_text(r,
			"This host refused to send %" PRIu64 " %s (unsent: %s): a rule or a "
			"route of its own. The port is unknown.\n",
			s->unsent, plural(s->unsent, "probe", "probes"), strerror(s->local_error));
	else if (s->drops)
		report_text(r,
			"%" PRIu64 " %s dropped at our own socket (drops): answers may "
			"be among them, and the port is unknown.\n",
			s->drops, plural(s->drops, "packet was", "packets were"));
	else
		report_text(r, "The run ended before anything was known.\n");
}

void explain_run(struct report *r, const struct explain_place *p, const struct summary *s)
{
	report_text(r, "\n");
	switch (summary_state(s)) {
	case VERDICT_OPEN:
		open_port(r, p, s);
		break;
	case VERDICT_CLOSED:
		closed_port(r, p, s);
		break;
	case VERDICT_REJECTED:
		rejected(r, p, s);
		break;
	case VERDICT_FILTERED:
		filtered(r, p, s);
		break;
	case VERDICT_MIXED:
		mixed(r, s);
		break;
	case VERDICT_STALE:
		report_text(r,
			"The host took %" PRIu64 " SYNs for part of an older connection (stale) "
			"and so said nothing of the port; another --source-port may help.\n",
			s->stale);
		break;
	case VERDICT_UNKNOWN:
		unknown(r, s);
		break;
	}
	if (summary_answered(s) && s->lost)
		report_text(r,
			"%" PRIu64 " of %" PRIu64 " SYNs stayed without answer (lost) though "
			"others had one: loss on the way, or a limit of rates.\n",
			s->lost, s->sent);
	report_flush(r);
}
