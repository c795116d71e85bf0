/* finding_text: what a port is, in a line: its state, by whom and why. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "text.h"

static void rejected(const struct text *t, const struct summary *s)
{
	char from[ADDR_TEXT], reason[TEXT_REASON];
	int hops = verdict_hops(s->rejecter_ttl);

	report_text(t->report, "rejected by %s", addr_print(from, &s->rejecter));
	if (s->by_target)
		report_text(t->report, " itself");
	else if (hops > 0)
		report_text(t->report, " (%d hop%s away by its TTL)", hops, hops > 1 ? "s" : "");
	report_text(t->report, ": %s", text_reason(reason, t->target.family, s->type, s->code, 0));
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
		report_text(
			r, "unknown: %" PRIu64 " packets were dropped at our own socket", s->drops);
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
