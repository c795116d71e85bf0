/* nodes_report: what the nodes of a link that answered come to: numbers, words, a plugin's line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "nodes_report.h"

#include <inttypes.h>
#include <stdio.h>

#include "plural.h"
#include "times.h"

enum { LINE = 160 };

void nodes_times(struct nodes_sum *s)
{
	tally_init(&s->times);
	for (size_t i = 0; i < s->nodes->n; i++) {
		if (s->nodes->list[i].rtt_ns < 0)
			continue;
		tally_answer(&s->times, s->nodes->list[i].rtt_ns);
		histogram_add(s->histogram, s->nodes->list[i].rtt_ns);
	}
}

void nodes_summarise(struct records_summary *out, const struct nodes_sum *s)
{
	records_unknown(out);
	out->transmitted = out->broadcasts = s->sent;
	out->received = s->nodes->received;
	out->unsent = s->unsent;
	out->alive = s->nodes->n;
	out->duplicates = s->nodes->duplicates;
	out->duplicate = s->nodes->duplicates > 0;
	out->up = s->nodes->n > 0;
	out->drops = s->drops;
	out->clock_steps = s->clock_steps;
	out->interrupted = s->interrupted;
	if (!s->times.answered)
		return;
	out->rtt_min_ns = s->times.rtt_min_ns;
	out->rtt_mean_ns = tally_mean_ns(&s->times);
	out->rtt_max_ns = s->times.rtt_max_ns;
	out->rtt_deviation_ns = tally_deviation_ns(&s->times);
	times_of_histogram(&out->times, s->histogram);
}

void nodes_stats(struct report *r, const struct nodes_sum *s)
{
	const struct tally *t = &s->times;

	if (t->answered) {
		times_rtt(r, t->rtt_min_ns, tally_mean_ns(t), t->rtt_max_ns, tally_deviation_ns(t));
		times_percentiles(r, s->histogram);
	}
	report_text(r,
		"link: %" PRIu64 " %s, %" PRIu64 " %s of %zu %s, %" PRIu64
		" with more than one MAC\n",
		s->sent, plural(s->sent, "question", "questions"), s->nodes->received,
		plural(s->nodes->received, "answer", "answers"), s->nodes->n,
		plural(s->nodes->n, "address", "addresses"), s->nodes->duplicates);
	times_host(r, s->unsent, s->drops, 0, s->clock_steps);
	report_flush(r);
}

void nodes_explain(struct report *r, const struct nodes_sum *s)
{
	report_text(r, "\n");
	if (!s->nodes->n)
		report_text(r,
			"Nobody on %s answered %" PRIu64 " %s to all nodes (alive 0, sent): no "
			"IPv6 host is there, or those that are do not answer a group. Next: "
			"--watch, which hears who speaks.\n",
			s->interface, s->sent, plural(s->sent, "echo request", "echo requests"));
	else
		report_text(r,
			"%zu %s on %s answered %" PRIu64 " %s to all nodes (alive, sent). Who does "
			"not answer a group, as many firewalls and some systems do not, is not "
			"among them: that an address is missing says nothing.\n",
			s->nodes->n, plural(s->nodes->n, "address", "addresses"), s->interface,
			s->sent, plural(s->sent, "echo request", "echo requests"));
	if (s->nodes->duplicates)
		report_text(r,
			"%" PRIu64 " %s answered by more than one MAC (duplicate_addresses): two "
			"hosts with one address lose each other's packets. Next: unplug one, or "
			"look for the MACs in the switch's table.\n",
			s->nodes->duplicates,
			plural(s->nodes->duplicates, "address was", "addresses were"));
	if (s->early)
		report_text(r, "The run was ended before others had the time to answer.\n");
	report_flush(r);
}

static enum report_state judge(
	const struct plugin *v, const struct records_summary *record, const struct nodes_sum *s)
{
	enum report_state state =
		s->nodes->n && !s->nodes->duplicates ? REPORT_OK : REPORT_CRITICAL;

	if (s->early && !s->nodes->duplicates)
		return REPORT_UNKNOWN;
	return outputs_judge(&v->thresholds, state, record->rtt_mean_ns, record->loss_percent);
}

int nodes_plugin(const struct plugin *v, struct report *r, const struct records_summary *record,
	const struct nodes_sum *s)
{
	enum report_state state = judge(v, record, s);
	char text[LINE];
	int n = snprintf(text, sizeof(text), "%s%zu %s answered on %s",
		s->early ? "Ended early; " : "", s->nodes->n,
		plural(s->nodes->n, "address", "addresses"), s->interface);

	if (s->nodes->duplicates && n > 0)
		snprintf(text + n, sizeof(text) - (size_t)n, ", %" PRIu64 " with more than one MAC",
			s->nodes->duplicates);
	plugin_numbers(v, r, record);
	report_nagios(r, PLUGIN_SERVICE, state, text);
	return (int)state;
}
