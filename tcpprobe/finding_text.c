/* finding_text: what a port is, in a line: its state, by whom and why. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "plural.h"
#include "reason.h"
#include "text.h"
#include "times.h"

static void rejected(const struct text *t, const struct summary *s)
{
	char from[ADDR_TEXT], reason[REASON_TEXT];
	int hops = verdict_hops(s->rejecter_ttl);

	report_text(t->report, "rejected by %s", report_addr(from, &s->rejecter));
	if (s->by_target)
		report_text(t->report, " itself");
	else if (s->by_us)
		report_text(t->report, ", which is this host");
	else if (hops > 0)
		report_text(t->report, " (%d %s away by its TTL)", hops,
			plural((uint64_t)hops, "hop", "hops"));
	report_text(
		t->report, ": %s", reason_numbered(reason, t->target.family, s->type, s->code, 0));
}

static void closed(const struct text *t, const struct verdict_finding *v)
{
	char signals[VERDICT_SIGNALS_TEXT];

	if (v->reason == VERDICT_FORGED_RST)
		report_text(t->report, "closed by a middlebox: the RSTs are not the host's (%s)",
			verdict_signals_print(signals, v->signals));
	else if (v->signals)
		report_text(t->report, "closed, by the host or by a middlebox (%s)",
			verdict_signals_print(signals, v->signals));
	else
		report_text(t->report, "closed%s",
			v->confidence == VERDICT_HIGH ? " by the host itself" : "");
}

void text_finding(const struct text *t, const struct summary *s)
{
	const struct verdict_finding v = summary_finding(s);
	struct report *r = t->report;

	switch (v.reason) {
	case VERDICT_ICMP:
		rejected(t, s);
		break;
	case VERDICT_RST:
	case VERDICT_FORGED_RST:
		closed(t, &v);
		break;
	case VERDICT_SYN_PROXY:
		report_text(r, "open, or a SYN proxy answers for every port (window 0)");
		break;
	case VERDICT_OWN_DROPS:
		report_text(r, "unknown: %" PRIu64 " %s dropped at our own socket", s->drops,
			plural(s->drops, "packet was", "packets were"));
		break;
	case VERDICT_UNSENT:
		report_text(r, "unknown: this host did not send (%s)", strerror(s->local_error));
		break;
	case VERDICT_SYN_ACK:
	case VERDICT_CHALLENGE_ACK:
	case VERDICT_SILENCE:
	case VERDICT_DISAGREE:
	case VERDICT_NOT_WAITED:
		report_text(r, "%s", verdict_state_word(v.state));
		break;
	}
}

static void distance(
	const struct text *t, const char *what, unsigned n, int hops, int64_t ns, const char *bound)
{
	char ms[TIMES_MS];

	report_text(t->report, "%u %s", n, what);
	if (hops > 0)
		report_text(t->report, " from %d hop%s away", hops, hops > 1 ? "s" : "");
	if (ns >= 0)
		report_text(t->report, ", %s ms at %s", times_ms(ms, ns), bound);
}

void text_comparison(const struct text *t, uint16_t reference, const struct inquiry *i)
{
	const struct verdict_trial *v = &i->trial;
	const struct verdict_compared *c = &i->compared;

	if (t->quiet)
		return;
	report_text(t->report, "\ncompared with port %u: ", reference);
	distance(t, "RSTs", v->port.n, c->port_hops, c->port_ns, "most");
	report_text(t->report, "; its ");
	distance(t, v->known.resets ? "RSTs" : "SYN-ACKs", v->known.n, c->known_hops, c->known_ns,
		"least");
	if (v->low_ttl)
		report_text(t->report,
			"\nwith TTL %u: port %u answered %u SYNs; port %u %u, and %u expired on "
			"the way",
			v->low_ttl, t->port, v->port.low_answered, reference, v->known.low_answered,
			v->known.low_expired);
	report_text(t->report, "%s\n", c->usable ? "" : "\ntoo few answers to compare");
	report_flush(t->report);
}
