/* walk_explain: what a walked connection means, each sentence by the keys of the walk record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "walk_text.h"

static void explain_losses(struct report *r, const struct flow *f)
{
	const struct flow_end *here = &f->end[FLOW_OUT], *there = &f->end[FLOW_IN];

	if (here->retransmits)
		report_text(r,
			"This host sent %" PRIu64
			" segments again (sent_retransmits): they were lost on the way, or what "
			"acknowledged them was.\n",
			here->retransmits);
	if (there->retransmits)
		report_text(r,
			"The other end sent %" PRIu64 " segments again (received_retransmits), of "
			"which this capture saw more than "
			"one: what acknowledged them was lost, or late.\n",
			there->retransmits);
	if (there->zero_windows)
		report_text(r,
			"The other end closed its window (received_zero_windows): its program "
			"does not read what it is sent.\n");
}

static void explain_end(struct report *r, const struct walk_result *w)
{
	const struct flow *f = w->flow;

	if (w->unanswered)
		report_text(r, "The request was sent and nothing came back (request_answered): the "
			       "program "
			       "waits for more, as the end of a line, or hangs.\n");
	if (w->peer_kept_open)
		report_text(r,
			"The other end did not close after this one (kept_open, state_there): its "
			"program keeps the connection; there, ss -tn state close-wait shows it.\n");
	if (f && f->closed && f->closed_by_rst && f->closed_by == FLOW_IN)
		report_text(r, "A RST from there ended it (closed_by, closed_how): the program "
			       "closed with data unread, or a middlebox did; a TTL unlike that of "
			       "the other segments stands in the note of that packet.\n");
}

void walk_explain(const struct walk_text *t, const struct walk_result *w)
{
	const struct flow *f = w->flow;

	if (!w->connected && f && f->end[FLOW_IN].has_syn)
		report_text(t->report,
			"The SYN-ACK reached this host's interface and not its TCP (state_here, "
			"error): look at this host's own input rules.\n");
	if (!w->connected)
		return;
	explain_end(t->report, w);
	if (f)
		explain_losses(t->report, f);
}
