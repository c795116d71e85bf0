/* list_plugin: a list as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "list_plugin.h"

#include <inttypes.h>
#include <stdio.h>

#include "list_report.h"
#include "plural.h"
#include "report_table.h"
#include "strbuf.h"

enum { NAMED = 10 };

struct numbers {
	uint64_t open, unexpected;
	int64_t rtt_ns;
	double silent_percent;
};
static const struct report_field fields[] = {
	PERF(numbers, "open", REPORT_U64, open, "Open ports.", NULL, NULL),
	PERF(numbers, "unexpected", REPORT_U64, unexpected, "Ports not as expected.", NULL, NULL),
	PERF(numbers, "rtt_avg_ms", REPORT_MS, rtt_ns, "Mean round-trip time.", NULL, NULL),
	PERF(numbers, "loss_percent", REPORT_REAL, silent_percent, "Silent ports.", NULL, NULL),
};
static const struct report_type type = {
	"tcpprobe", "plugin", "A list's numbers.", fields, COUNT(fields)};

struct wrong {
	const struct list *l;
	struct strbuf names;
	uint64_t n;
	bool worse_than_closed;
};

static void take(void *to, uint64_t index, const struct grid_cell *cell)
{
	struct wrong *w = to;
	unsigned state = list_port_at(w->l, index)->state;
	char name[LIST_NAME];

	if (list_as_expected(w->l, cell->port, state))
		return;
	w->worse_than_closed = w->worse_than_closed || state != VERDICT_CLOSED;
	if (w->n < NAMED)
		strbuf_print(&w->names, "%s%s %u is %s", w->n ? ", " : "",
			list_name(name, &cell->target), cell->port,
			verdict_state_word((enum verdict_state)state));
	else if (w->n == NAMED)
		strbuf_print(&w->names, ", ...");
	w->n++;
}

static enum report_state state_of(const struct wrong *w, const struct plugin *v,
	const struct numbers *n, const struct list_sum *s)
{
	enum report_state state = REPORT_OK;

	/* Of what the next run is to ask nothing is known either. */
	if (s->found[VERDICT_UNKNOWN] + s->left && s->found[VERDICT_UNKNOWN] == w->n)
		return REPORT_UNKNOWN;
	if (w->n)
		state = w->worse_than_closed || list_config(w->l)->expect->given ? REPORT_CRITICAL
										 : v->refused;
	return outputs_judge(&v->thresholds, state, n->rtt_ns, n->silent_percent);
}

int list_plugin_line(const struct list *l, const struct plugin *v, const char *failed)
{
	const struct list_sum *s = list_sum(l);
	struct wrong w = {.l = l};
	const struct numbers n = {.open = s->found[VERDICT_OPEN],
		.unexpected = s->unexpected,
		.rtt_ns = s->rtts.answered ? tally_mean_ns(&s->rtts) : INT64_MIN,
		.silent_percent =
			s->asked ? 100.0 * (double)s->found[VERDICT_FILTERED] / (double)s->asked
				 : 0};
	struct report *r = list_config(l)->report;
	struct outputs_perf perf;
	enum report_state state;

	if (list_walk(l, take, &w) < 0)
		failed = "out of memory";
	state = failed ? REPORT_UNKNOWN : state_of(&w, v, &n, s);
	if (failed)
		strbuf_print(&w.names, "%s%s", w.names.used ? "; " : "", failed);
	else if (!w.n)
		strbuf_print(&w.names, "%" PRIu64 " %s as expected", s->asked - s->left,
			plural(s->asked - s->left, "port is", "ports are"));
	if (s->left)
		strbuf_print(&w.names, ", %" PRIu64 " left for the next run", s->left);
	strbuf_put_char(&w.names, '\0');
	outputs_perf(&perf, &v->thresholds);
	report_perfdata(r, &type, &n, NULL, perf.of, COUNT(perf.of));
	if (w.names.bad)
		state = REPORT_UNKNOWN;
	report_nagios(r, "TCPPROBE", state, w.names.bad ? "out of memory" : w.names.p);
	strbuf_close(&w.names);
	return (int)state;
}
