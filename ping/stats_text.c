/* stats_text: a run's statistics in full. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "dscp.h"
#include "explain.h"
#include "plural.h"
#include "times.h"

static void header_fields(struct report *r, const struct summary *s)
{
	char changes[HEADERS_TEXT];
	const char *name;

	if (s->ttl >= 0)
		report_text(r, "replies: ttl %d, changed %" PRIu64 " %s", s->ttl, s->ttl_changes,
			plural(s->ttl_changes, "time", "times"));
	if (s->ttl >= 0 && s->tos >= 0) {
		name = dscp_name((unsigned)s->tos >> 2);
		report_text(r, "; dscp %u%s%s%s, ecn %u, changed %" PRIu64 " %s",
			(unsigned)s->tos >> 2, name ? " (" : "", name ? name : "", name ? ")" : "",
			(unsigned)s->tos & 3, s->tos_changes,
			plural(s->tos_changes, "time", "times"));
	}
	if (s->ttl >= 0)
		report_text(r, "\n");
	if (*headers_text(changes, &s->headers, s->sent_tos))
		report_text(r, "changed on the way: %s\n", changes);
}

void explain_stats(struct report *r, const struct summary *s, int64_t offset_ns)
{
	if (s->received)
		times_percentiles(r, s->histogram);
	times_jitter(r, s->story, true);
	report_text(r,
		"path: %" PRIu64 " lost, %" PRIu64 " late, %" PRIu64 " pending, %" PRIu64
		" rejected, %" PRIu64 " duplicate, %" PRIu64 " corrupted, %" PRIu64 " forged\n",
		s->lost, s->late, s->pending, s->rejected, s->duplicates, s->corrupted, s->forged);
	times_host(r, s->unsent, s->drops, s->user_stamped, s->clock_steps);
	times_outage(r, s->story, offset_ns);
	header_fields(r, s);
	report_flush(r);
}

void explain_limits(struct report *r, const struct bounds_verdict *v)
{
	if (!v->given)
		return;
	if (v->held)
		report_text(r, "limits: held\n");
	else
		report_text(r, "limits: not held: %s (limits_failed)\n", v->failed);
	report_flush(r);
}
