/* main_inquiry: whether a closed port's RSTs are the host's, after a run. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <sys/random.h>

#include "clock.h"
#include "inquiry.h"
#include "main_parts.h"

static int inquire(struct parts *p, struct summary *s, struct fail *why)
{
	struct inquiry_config c = {.wire = p->wire,
		.wait = p->wait,
		.syn = p->probes,
		.reference = (uint16_t)p->o.reference,
		.timeout_ns = p->o.timeout_ns,
		.deadline_ns = p->deadline_ns,
		.evidence = p->evidence.file ? &p->evidence : NULL,
		.first = s->sent + s->unsent};
	struct inquiry found;
	int rc;

	if (getrandom(&c.syn.key, sizeof(c.syn.key), 0) != sizeof(c.syn.key))
		return fail_errno(why, "getrandom");
	rc = inquiry_run(&c, &found, why);
	if (rc < 0)
		return rc;
	s->interrupted = found.interrupted;
	if (found.interrupted)
		return 0;
	s->has_compared = true;
	s->compared = found.compared;
	text_comparison(&p->text, c.reference, &found);
	records_comparison(&p->records, c.reference, &found, clock_wall());
	return 0;
}

int main_inquire(struct parts *p, struct summary *s, struct fail *why)
{
	if (!p->o.reference || s->interrupted || report_failed(p->report) ||
		summary_state(s) != VERDICT_CLOSED)
		return 0;
	return inquire(p, s, why);
}
