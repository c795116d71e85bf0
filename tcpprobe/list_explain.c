/* list_explain: a list's statistics, and what it means in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "list_parts.h"
#include "list_report.h"
#include "plural.h"
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
	report_text(r, "%" PRIu64 " %s in %u %s, %.0f a second, %s ms in all\n", s->sent,
		plural(s->sent, "SYN", "SYNs"), s->rounds, plural(s->rounds, "round", "rounds"),
		s->sending_ns > 0 ? (double)s->sent * 1e9 / (double)s->sending_ns : 0.0,
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
			"%" PRIu64
			" %s: a SYN-ACK acknowledged our SYN (open). A SYN proxy answers "
			"in the same way.\n",
			n[VERDICT_OPEN],
			plural(n[VERDICT_OPEN], "port accepts connections",
				"ports accept connections"));
	if (n[VERDICT_CLOSED])
		report_text(r,
			"%" PRIu64 " %s answered by RST (closed): nothing listens there, or "
			"something on the way answers in the host's name; one such port by "
			"itself, as host:port with --reference, tells which.\n",
			n[VERDICT_CLOSED], plural(n[VERDICT_CLOSED], "port", "ports"));
	if (s->nearer)
		report_text(r,
			"Of %" PRIu64 " closed %s the RST has come over fewer hops than any "
			"SYN-ACK of the host (signals): a shorter path of equal cost, or a "
			"middlebox.\n",
			s->nearer, plural(s->nearer, "port", "ports"));
	if (n[VERDICT_REJECTED])
		report_text(r,
			"For %" PRIu64 " %s an ICMP error came (rejected; from, icmp_type and "
			"icmp_code of their records): look there for a rule or a missing route.\n",
			n[VERDICT_REJECTED], plural(n[VERDICT_REJECTED], "port", "ports"));
	if (n[VERDICT_MIXED])
		report_text(r,
			"The answers of %" PRIu64 " %s disagree (mixed): several hosts behind "
			"one address, or something on the way that answers too.\n",
			n[VERDICT_MIXED], plural(n[VERDICT_MIXED], "port", "ports"));
	if (n[VERDICT_STALE])
		report_text(r,
			"%" PRIu64 " %s took our SYNs for part of an older connection (stale), "
			"which says nothing of them.\n",
			n[VERDICT_STALE], plural(n[VERDICT_STALE], "port", "ports"));
}

static void explain_silence(struct report *r, const struct list_sum *s)
{
	const uint64_t *n = s->found;

	if (n[VERDICT_FILTERED])
		report_text(r,
			"%" PRIu64 " %s silent (filtered): SYNs or answers are thrown away, "
			"or the host is down.%s\n",
			n[VERDICT_FILTERED], plural(n[VERDICT_FILTERED], "port is", "ports are"),
			n[VERDICT_REJECTED] ? " As hosts and routers limit how many ICMP errors "
					      "they send, some of these may be rejected too: "
					      "a lower --rate tells."
					    : "");
	if (s->recovered)
		report_text(r,
			"%" PRIu64 " %s answered only when asked again (recovered): "
			"SYNs or answers are lost on the way at this rate.\n",
			s->recovered, plural(s->recovered, "port", "ports"));
	if (s->drops)
		report_text(r,
			"%" PRIu64 " %s dropped at our own socket (drops): what was sent "
			"meanwhile was asked again, slower.\n",
			s->drops, plural(s->drops, "packet was", "packets were"));
	if (n[VERDICT_UNKNOWN])
		report_text(r, "Of %" PRIu64 " %s nothing is known (unknown)%s%s.\n",
			n[VERDICT_UNKNOWN], plural(n[VERDICT_UNKNOWN], "port", "ports"),
			s->unsent ? "; this host refused to send: " : "",
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
			"%" PRIu64 " %s not as --expect has it (unexpected): on their "
			"hosts, compare ss -ltn and nft list ruleset with what is wanted.\n",
			l->sum.unexpected, plural(l->sum.unexpected, "port is", "ports are"));
	report_flush(r);
}
