/* list_explain: a list's statistics, and what it means in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "list_parts.h"
#include "list_report.h"
#include "times.h"

void list_show_stats(const struct list *l)
{
	const struct list_sum *s = &l->sum;
	struct report *r = l->c->report;
	const struct tally *t = &s->rtts;
	char took[TIMES_MS];

	if (t->answered) {
		times_rtt(r, t->rtt_min_ns, tally_mean_ns(t), t->rtt_max_ns, tally_deviation_ns(t));
		times_percentiles(r, s->histogram);
	}
	report_text(r, "%" PRIu64 " SYNs in %u rounds, %.0f a second, %s ms in all\n", s->sent,
		s->rounds, s->sending_ns > 0 ? (double)s->sent * 1e9 / (double)s->sending_ns : 0.0,
		times_ms(took, s->elapsed_ns));
	report_text(r,
		"network: %" PRIu64 " recovered by asking again, %" PRIu64 " again, %" PRIu64
		" that answer no SYN\n",
		s->recovered, s->duplicates, s->forged);
	times_host(r, s->unsent, s->drops, s->user_stamped, s->clock_steps);
	report_flush(r);
}

static void explain_answers(struct report *r, const struct list_sum *s)
{
	const uint64_t *n = s->found;

	if (n[VERDICT_OPEN])
		report_text(r,
			"%" PRIu64 " ports accept connections: a SYN-ACK acknowledged our SYN "
			"(open). A SYN proxy answers in the same way.\n",
			n[VERDICT_OPEN]);
	if (n[VERDICT_CLOSED])
		report_text(r,
			"%" PRIu64 " ports answered by RST (closed): nothing listens there, or "
			"something on the way answers in the host's name; one such port by "
			"itself, as host:port, tells which.\n",
			n[VERDICT_CLOSED]);
	if (n[VERDICT_REJECTED])
		report_text(r,
			"For %" PRIu64 " ports an ICMP error came (rejected; from, icmp_type and "
			"icmp_code of their records): look there for a rule or a missing route.\n",
			n[VERDICT_REJECTED]);
	if (n[VERDICT_MIXED])
		report_text(r,
			"The answers of %" PRIu64 " ports disagree (mixed): several hosts behind "
			"one address, or something on the way that answers too.\n",
			n[VERDICT_MIXED]);
	if (n[VERDICT_STALE])
		report_text(r,
			"%" PRIu64 " ports took our SYNs for part of an older connection (stale), "
			"which says nothing of them.\n",
			n[VERDICT_STALE]);
}

static void explain_silence(struct report *r, const struct list_sum *s)
{
	const uint64_t *n = s->found;

	if (n[VERDICT_FILTERED])
		report_text(r,
			"%" PRIu64 " ports are silent (filtered): SYNs or answers are thrown away, "
			"or the host is down.%s\n",
			n[VERDICT_FILTERED],
			n[VERDICT_REJECTED] ? " As hosts and routers limit how many ICMP errors "
					      "they send, some of these may be rejected too: "
					      "a lower --rate tells."
					    : "");
	if (s->recovered)
		report_text(r,
			"%" PRIu64 " ports answered only when they were asked again (recovered): "
			"SYNs or answers are lost on the way at this rate.\n",
			s->recovered);
	if (s->drops)
		report_text(r,
			"%" PRIu64 " packets were dropped at our own socket (drops): what was sent "
			"meanwhile was asked again, slower.\n",
			s->drops);
	if (n[VERDICT_UNKNOWN])
		report_text(r, "Of %" PRIu64 " ports nothing is known (unknown)%s%s.\n",
			n[VERDICT_UNKNOWN], s->unsent ? "; this host refused to send: " : "",
			s->unsent ? strerror(s->local_error) : "");
}

void list_explain(const struct list *l)
{
	struct report *r = l->c->report;

	report_text(r, "\n");
	explain_answers(r, &l->sum);
	explain_silence(r, &l->sum);
	if (l->c->expect->given && l->sum.unexpected)
		report_text(r,
			"%" PRIu64 " ports are not as --expect has it (unexpected): on their "
			"hosts, compare ss -ltn and nft list ruleset with what is wanted.\n",
			l->sum.unexpected);
	report_flush(r);
}
