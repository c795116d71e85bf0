/* path_report: the way of a port's SYNs as text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "path_report.h"

#include <string.h>

#include "clock.h"
#include "path.h"
#include "path_say.h"
#include "plural.h"

static const char *name_of(const void *who, const struct addr *a)
{
	return names_known(who, a);
}

struct trace_look path_report_look(const struct path_report *r)
{
	return (struct trace_look){.columns = TRACE_TIMES, .name = name_of, .who = r->names};
}

static unsigned flows_of_port(const struct path_report *r)
{
	return r->compared ? r->n - 1 : r->n;
}

static void put_way(const struct path_report *r, struct strbuf *to)
{
	if (r->connects)
		strbuf_put_text(to, "connect()");
	else if (flows_of_port(r) > 1)
		strbuf_print(to, "SYN, MSS %u (MTU %u), %u flows", r->mss, r->mtu_bytes,
			flows_of_port(r));
	else
		strbuf_print(to, "SYN from port %u, MSS %u (MTU %u)", r->flows[0].source_port,
			r->mss, r->mtu_bytes);
}

void path_report_title(const struct path_report *r, struct strbuf *to)
{
	char target[ADDR_TEXT], source[ADDR_TEXT];

	strbuf_print(to, "PATH from %s (%s) to %s (%s) port %u", report_addr(source, &r->source),
		r->device, r->host, report_addr(target, &r->target), r->flows[0].port);
	if (r->compared)
		strbuf_print(to, " and port %u", r->flows[r->n - 1].port);
	strbuf_put_text(to, " by ");
	put_way(r, to);
	strbuf_print(to, ", %u %s at most", trace_hops(r->flows[0].trace),
		plural(trace_hops(r->flows[0].trace), "hop", "hops"));
}

void path_report_header(const struct path_report *r)
{
	struct strbuf b = {.p = NULL};

	if (r->quiet)
		return;
	path_report_title(r, &b);
	strbuf_put_char(&b, '\n');
	report_put_strbuf(r->report, &b);
	report_flush(r->report);
}

static void put_tables(
	const struct path_report *r, struct strbuf *to, const struct trace_look *look)
{
	trace_table(to, r->all ? r->all : r->flows[0].trace, look);
	if (!r->compared)
		return;
	strbuf_print(to, "port %u:\n", r->flows[r->n - 1].port);
	trace_table(to, r->flows[r->n - 1].trace, look);
}

static void tables(const struct path_report *r, enum trace_columns columns)
{
	struct trace_look look = path_report_look(r);
	struct strbuf b = {.p = NULL};

	look.columns = columns;
	put_tables(r, &b, &look);
	report_put_strbuf(r->report, &b);
}

void path_report_tables(const struct path_report *r)
{
	report_stamp(r->report, clock_wall());
	tables(r, TRACE_TIMES);
	report_put_text(r->report, "\n");
	report_flush(r->report);
}

static void put_verdicts(const struct path_report *r, struct strbuf *to,
	const struct path_verdict *v, const struct trace_look *look)
{
	const struct path_flow *other = &r->flows[r->n - 1];

	if (flows_of_port(r) > 1)
		path_say_flows(to, r->flows, flows_of_port(r), r->all, &r->target, look);
	else
		path_say_verdict(to, &r->flows[0], v, look);
	if (r->compared) {
		const struct path_verdict w = path_judge(other, &r->target);

		path_say_verdict(to, other, &w, look);
		path_say_compared(to, &r->flows[0], v, other, &w, look);
	}
	path_say_changes(to, &r->flows[0], v);
}

void path_report_draw(const void *report, struct strbuf *to, const struct trace_look *look)
{
	const struct path_report *r = report;
	const struct path_verdict v = path_judge(&r->flows[0], &r->target);
	struct strbuf lines = {.p = NULL};

	put_verdicts(r, &lines, &v, look);
	trace_wrap(to, &lines, look->width);
	strbuf_close(&lines);
	put_tables(r, to, look);
}

/* What only a raw socket sees. */
static void blindness(const struct path_report *r)
{
	if (r->connects)
		report_text(r->report,
			"without privilege by connect(): translation, marks, rewritten numbers and "
			"answers in the target's name do not show, and each probe has a port of "
			"its "
			"own, so that routers may send them different ways\n");
}

/* What kept probes from leaving, as the verdict knows of those that left only. */
static void unsent(const struct path_report *r, const struct path_sum *sum)
{
	if (sum->unsent)
		report_text(r->report, "%llu probe%s could not be sent: %s\n",
			(unsigned long long)sum->unsent, sum->unsent == 1 ? "" : "s",
			strerrordesc_np(sum->local_error));
	if (sum->drops)
		report_text(r->report,
			"%llu packets were dropped at this program's own sockets: answers may be "
			"among them\n",
			(unsigned long long)sum->drops);
}

void path_report_end(const struct path_report *r, const struct path_sum *sum)
{
	const struct path_verdict v = path_judge(&r->flows[0], &r->target);
	const struct trace_look look = path_report_look(r);
	struct strbuf b = {.p = NULL};

	names_wait(r->names);
	if (!r->quiet) {
		tables(r, TRACE_TIMES);
		report_put_text(r->report, "\n");
	}
	if (r->stats) {
		tables(r, TRACE_SPREAD);
		tables(r, TRACE_HEADERS);
	}
	if (!r->quiet) {
		put_verdicts(r, &b, &v, &look);
		report_put_strbuf(r->report, &b);
		if (v.fate == PATH_REJECTED && addr_equal(&v.who, &r->source))
			report_text(r->report,
				"that is this host: nobody on %s answers for the next hop's "
				"address, or a filter here refuses\n",
				r->device);
		blindness(r);
		unsent(r, sum);
	}
	if (r->explain)
		path_explain(r, &v);
	report_flush(r->report);
	path_records_end(r, clock_wall());
}
