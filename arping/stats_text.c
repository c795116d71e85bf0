/* stats_text: a run's statistics in full. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "explain.h"
#include "plural.h"
#include "text.h"
#include "times.h"

static void owners(struct report *r, const struct owners *o)
{
	char mac[MAC_TEXT], first[TIMES_MS];

	for (size_t i = 0; i < o->n; i++)
		report_text(r, "%s: %" PRIu64 " %s, %" PRIu64 " %s, first rtt %s ms\n",
			text_mac(mac, &o->list[i].mac), o->list[i].answers,
			plural(o->list[i].answers, "answer", "answers"), o->list[i].claims,
			plural(o->list[i].claims, "claim", "claims"),
			times_ms(first, o->list[i].rtt_ns));
}

void explain_stats(struct report *r, const struct summary *s, int64_t offset_ns)
{
	if (s->answered) {
		times_rtt(r, s->rtt_min_ns, s->rtt_mean_ns, s->rtt_max_ns, s->rtt_deviation_ns);
		times_percentiles(r, s->histogram);
	}
	times_jitter(r, s->story, false);
	owners(r, s->owners);
	report_text(r,
		"link: %" PRIu64 " lost, %" PRIu64 " late, %" PRIu64 " pending, %" PRIu64
		" repeated, %" PRIu64 " claims, %" PRIu64 " malformed, %" PRIu64
		" on another VLAN\n",
		s->lost, s->late, s->pending, s->repeated, s->claims, s->malformed, s->elsewhere);
	times_host(r, s->unsent, s->drops, s->user_stamped, s->clock_steps);
	times_outage(r, s->story, offset_ns);
	report_flush(r);
}
