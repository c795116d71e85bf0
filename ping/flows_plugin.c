/* flows_plugin: a run by flows as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flows_plugin.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "plural.h"
#include "strbuf.h"

enum { NAMED = 10 /* bad flows, in the line */ };

struct numbers {
	uint64_t bad;
	double loss_percent;
	int64_t rtt_ns;
};

static const struct report_field fields[] = {
	{"bad", REPORT_U64, offsetof(struct numbers, bad), REPORT_PERFDATA,
		"How many flows lose more than chance explains.", NULL, NULL},
	{"worst_pl_percent", REPORT_REAL, offsetof(struct numbers, loss_percent), REPORT_PERFDATA,
		"Loss of the flow that lost most.", NULL, NULL},
	{"worst_rta_ms", REPORT_MS, offsetof(struct numbers, rtt_ns), REPORT_PERFDATA,
		"Mean round-trip time of the slowest flow.", NULL, NULL},
};
static const struct report_type type = {
	"ping", "plugin", "The numbers of --flows.", fields, sizeof(fields) / sizeof(*fields)};

static struct numbers numbers_of(const struct flows *f)
{
	struct numbers n = {
		.bad = f->verdict.bad, .loss_percent = (double)NAN, .rtt_ns = INT64_MIN};

	for (uint32_t i = 0; i < f->c->set->n; i++) {
		const struct tally *t = &f->each[i].t;
		double loss = stats_loss_percent(t->sent, t->answered);

		if (t->sent && !(loss <= n.loss_percent))
			n.loss_percent = loss;
		if (t->answered && tally_mean_ns(t) > n.rtt_ns)
			n.rtt_ns = tally_mean_ns(t);
	}
	return n;
}

/* What cannot be told is unknown, unless the thresholds make it critical. */
static enum report_state too_few(const struct plugin *v, const struct records_summary *s)
{
	enum report_state state =
		outputs_judge(&v->thresholds, REPORT_OK, s->rtt_mean_ns, s->loss_percent);

	return state == REPORT_CRITICAL ? state : REPORT_UNKNOWN;
}

static enum report_state state_of(
	const struct plugin *v, const struct spread *s, const struct records_summary *all)
{
	switch (s->kind) {
	case SPREAD_SILENT:
		return REPORT_CRITICAL;
	case SPREAD_BAD:
		return v->thresholds.critical_loss.set
			       ? outputs_judge(&v->thresholds, REPORT_WARNING, INT64_MIN,
					 100 * s->bad_loss)
			       : REPORT_CRITICAL;
	case SPREAD_TOO_FEW:
		return too_few(v, all);
	case SPREAD_EVEN:
	case SPREAD_TIMES:
	case SPREAD_TTLS:
	case SPREAD_ALIKE:
		break;
	}
	return REPORT_OK;
}

/* By the numbers that records and captures have for them. */
static void name_bad(struct strbuf *to, const struct flows *f)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < f->c->set->n && n <= NAMED; i++) {
		if (!f->judged[i].bad)
			continue;
		if (!n)
			strbuf_print(to, "; %s ", plural(f->verdict.bad, "flow", "flows"));
		else
			strbuf_print(to, ", ");
		if (n++ < NAMED)
			strbuf_print(to, "%u", i + 1);
		else
			strbuf_print(to, "...");
	}
}

static void tell(struct strbuf *to, const struct flows *f, const struct records_summary *s)
{
	char says[SPREAD_TEXT];

	if (!s->transmitted) {
		strbuf_print(to, "Nothing was sent");
		return;
	}
	strbuf_print(to, "%u flows, Packet loss = %.3g%%", f->c->set->n, s->loss_percent);
	if (s->received)
		strbuf_print(to, ", RTA = %.3f ms", (double)s->rtt_mean_ns / 1e6);
	strbuf_print(to, ": %s", spread_say(says, &f->verdict));
	name_bad(to, f);
}

int flows_plugin_line(const struct plugin *v, struct report *r, const struct flows *f,
	const struct records_summary *s)
{
	const struct numbers n = numbers_of(f);
	struct strbuf text = {.p = NULL};
	int status;

	tell(&text, f, s);
	strbuf_put_char(&text, '\0');
	report_perfdata(r, &type, &n, NULL, NULL, 0);
	status = plugin_say(
		v, r, s, state_of(v, &f->verdict, s), text.bad ? "out of memory" : text.p);
	strbuf_close(&text);
	return status;
}
