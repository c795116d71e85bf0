/* stats_text: a run's statistics in full. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <time.h>

#include "dscp.h"
#include "explain.h"
#include "text.h"

static void percentiles(struct report *r, const struct histogram *h)
{
	static const struct {
		const char *name;
		double q;
	} wanted[] = {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p99.9", 0.999}};
	char rtt[32];

	report_text(r, "rtt percentiles:");
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		report_text(r, "%s %s %s", i ? "," : "", wanted[i].name,
			text_rtt(rtt, histogram_quantile_ns(h, wanted[i].q), true));
	report_text(r, " ms\n");
}

static void jitter(struct report *r, const struct story *s)
{
	char smoothed[32], mean[32];

	if (s->difference_ns < 0)
		return;
	report_text(r, "jitter: %s ms (RFC 3550), mean difference %s ms, %" PRIu64 " reordered\n",
		text_rtt(smoothed, s->jitter_ns, true), text_rtt(mean, s->difference_ns, true),
		s->reordered);
}

static void outage(struct report *r, const struct story *s, int64_t offset_ns)
{
	time_t start = (time_t)((s->outage_start_ns + offset_ns) / 1000000000);
	struct tm utc;
	char text[32];

	if (!s->outage_start_ns)
		return;
	gmtime_r(&start, &utc);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
	report_text(r,
		"outage: %" PRId64 ".%03" PRId64 " s from %s, longest run %" PRIu64
		" probes of %" PRIu64 " runs\n",
		s->outage_ns / 1000000000, s->outage_ns / 1000000 % 1000, text, s->longest_loss,
		s->loss_runs);
}

static void header_fields(struct report *r, const struct summary *s)
{
	char changes[HEADERS_TEXT];
	const char *name;

	if (s->ttl >= 0)
		report_text(
			r, "replies: ttl %d, changed %" PRIu64 " times", s->ttl, s->ttl_changes);
	if (s->ttl >= 0 && s->tos >= 0) {
		name = dscp_name((unsigned)s->tos >> 2);
		report_text(r, "; dscp %u%s%s%s, ecn %u, changed %" PRIu64 " times",
			(unsigned)s->tos >> 2, name ? " (" : "", name ? name : "", name ? ")" : "",
			(unsigned)s->tos & 3, s->tos_changes);
	}
	if (s->ttl >= 0)
		report_text(r, "\n");
	if (*headers_text(changes, &s->headers, s->sent_tos))
		report_text(r, "changed on the way: %s\n", changes);
}

void explain_stats(struct report *r, const struct summary *s, int64_t offset_ns)
{
	if (s->received)
		percentiles(r, s->histogram);
	jitter(r, s->story);
	report_text(r,
		"path: %" PRIu64 " lost, %" PRIu64 " late, %" PRIu64 " pending, %" PRIu64
		" rejected, %" PRIu64 " duplicate, %" PRIu64 " corrupted, %" PRIu64 " forged\n",
		s->lost, s->late, s->pending, s->rejected, s->duplicates, s->corrupted, s->forged);
	report_text(r,
		"this host: %" PRIu64 " not sent, %" PRIu64 " dropped at our socket, %" PRIu64
		" timed by this program's clock, %u clock steps\n",
		s->unsent, s->drops, s->user_stamped, s->clock_steps);
	outage(r, s->story, offset_ns);
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
