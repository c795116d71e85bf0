/* plugin_sweep: a sweep as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "plugin.h"
#include "plural.h"
#include "strbuf.h"

static enum report_state judge(
	const struct plugin *v, const struct records_summary *s, const struct sweep_sum *sum)
{
	if (sum->duplicates)
		return REPORT_CRITICAL;
	if (s->interrupted || sum->unasked || sum->refused)
		return REPORT_UNKNOWN;
	return outputs_judge(&v->thresholds,
		sum->alive || !sum->targets ? REPORT_OK : REPORT_CRITICAL, s->rtt_mean_ns,
		s->loss_percent);
}

static void name_some(struct strbuf *to, const struct addr *list, uint64_t n)
{
	char text[ADDR_TEXT];

	for (uint64_t i = 0; i < n && i < SWEEP_EXAMPLES; i++)
		strbuf_print(to, "%s%s", i ? ", " : ": ", addr_print(text, &list[i]));
	if (n > SWEEP_EXAMPLES)
		strbuf_print(to, " ...");
}

static void describe(
	struct strbuf *to, const struct records_summary *s, const struct sweep_sum *sum)
{
	uint64_t asked = sum->alive + sum->silent;

	if (s->interrupted || sum->unasked)
		strbuf_print(to, "Ended early, %" PRIu64 " not asked; ", sum->unasked);
	if (sum->refused)
		strbuf_print(to, "%" PRIu64 " not sent by this host: %s; ", sum->refused,
			strerror(sum->local_error));
	if (sum->duplicates) {
		strbuf_print(to, "%" PRIu64 " with more than one MAC", sum->duplicates);
		name_some(to, sum->duplicate_list, sum->duplicates);
		strbuf_print(to, "; ");
	}
	strbuf_print(to, "%" PRIu64 " of %" PRIu64 " %s silent", sum->silent, asked,
		plural(asked, "address", "addresses"));
	if (sum->silent)
		name_some(to, sum->silent_list, sum->silent);
	if (sum->alive)
		strbuf_print(to, "; RTA = %.3f ms", (double)s->rtt_mean_ns / 1e6);
}

int plugin_sweep(const struct plugin *v, struct report *r, const struct records_summary *s,
	const struct sweep_sum *sum)
{
	struct records_summary of_addresses = *s;
	uint64_t asked = sum->alive + sum->silent;
	enum report_state state;
	struct strbuf line = {0};

	of_addresses.loss_percent = asked ? (double)sum->silent * 100.0 / (double)asked : 0;
	state = judge(v, &of_addresses, sum);
	describe(&line, s, sum);
	plugin_numbers(v, r, &of_addresses);
	strbuf_put_char(&line, '\0');
	if (line.bad)
		state = REPORT_UNKNOWN;
	report_nagios(r, PLUGIN_SERVICE, state, line.bad ? "no memory for the line" : line.p);
	strbuf_close(&line);
	return (int)state;
}
