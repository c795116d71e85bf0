/* hops_report: a path as text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "hops_report.h"

#include <string.h>

#include "clock.h"
#include "hops.h"
#include "plural.h"

static const char *name_of(const void *who, const struct addr *a)
{
	return names_known(who, a);
}

struct trace_look hops_report_look(const struct hops_report *r)
{
	return (struct trace_look){.columns = TRACE_TIMES, .name = name_of, .who = r->names};
}

void hops_report_title(const struct hops_report *r, struct strbuf *to)
{
	char target[ADDR_TEXT], source[ADDR_TEXT];

	strbuf_print(to, "PATH from %s (%s) to %s (%s), %u %s at most, %zu data bytes",
		report_addr(source, &r->source), r->device, r->host,
		report_addr(target, &r->target), trace_hops(r->trace),
		plural(trace_hops(r->trace), "hop", "hops"), r->data_bytes);
}

void hops_report_header(const struct hops_report *r)
{
	struct strbuf b = {.p = NULL};

	hops_report_title(r, &b);
	strbuf_put_char(&b, '\n');
	report_put_strbuf(r->report, &b);
	report_flush(r->report);
}

void hops_report_outcome(
	const struct hops_report *r, const struct outcome *o, const struct trace_answer *answer)
{
	hops_records_outcome(r, o, answer);
}

static void table(const struct hops_report *r, enum trace_columns columns)
{
	struct trace_look look = hops_report_look(r);
	struct strbuf b = {.p = NULL};

	look.columns = columns;
	trace_table(&b, r->trace, &look);
	report_put_strbuf(r->report, &b);
}

void hops_report_table(const struct hops_report *r)
{
	report_stamp(r->report, clock_wall());
	table(r, TRACE_TIMES);
	report_put_text(r->report, "\n");
	report_flush(r->report);
}

void hops_report_flush(const struct hops_report *r)
{
	report_flush(r->report);
}

int hops_report_failed(const struct hops_report *r)
{
	return report_failed(r->report);
}

/* What kept probes from leaving, as the verdict knows of those that left only. */
static void unsent(const struct hops_report *r, const struct hops_sum *sum)
{
	uint64_t n = 0;

	for (unsigned hop = 1; hop <= trace_hops(r->trace); hop++)
		n += trace_hop(r->trace, hop)->tally.unsent;
	if (n)
		report_text(r->report, "%llu %s could not be sent: %s\n", (unsigned long long)n,
			plural(n, "probe", "probes"), strerrordesc_np(sum->local_error));
}

bool hops_report_is_own(const struct hops_report *r, const struct trace_verdict *v)
{
	return v->state == TRACE_STOPS &&
	       addr_equal(&trace_newest(r->trace, v->hop)->last.from, &r->source);
}

static void own(const struct hops_report *r)
{
	const struct trace_verdict v = trace_verdict(r->trace);

	if (hops_report_is_own(r, &v))
		report_text(r->report,
			"that is this host: nobody on %s answers for the next hop's address, or a "
			"filter here refuses\n",
			r->device);
}

void hops_report_end(const struct hops_report *r, const struct hops_sum *sum)
{
	const struct trace_look look = hops_report_look(r);
	struct strbuf b = {.p = NULL};

	names_wait(r->names);
	if (!r->quiet)
		table(r, TRACE_TIMES);
	if (r->stats) {
		table(r, TRACE_SPREAD);
		table(r, TRACE_HEADERS);
	}
	trace_say(&b, r->trace, &look, r->tos);
	report_put_strbuf(r->report, &b);
	own(r);
	unsent(r, sum);
	if (r->explain)
		hops_explain(r);
	report_flush(r->report);
	hops_records_path(r, clock_wall());
}
