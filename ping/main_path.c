/* main_path: every hop to a target, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "hops.h"
#include "main_one.h"
#include "plugin.h"

/* One checksum for all probes keeps them on one path where routers hash it. */
static int choose_checksum(struct parts *p, unsigned hops, struct fail *why)
{
	uint16_t one;

	if (getrandom(&one, sizeof(one), 0) != sizeof(one))
		return fail_errno(why, "getrandom");
	p->checksums = calloc(hops, sizeof(*p->checksums));
	if (!p->checksums)
		return fail_set(why, ENOMEM, "no memory for %u hops", hops);
	for (unsigned i = 0; i < hops; i++)
		p->checksums[i] = one;
	return 0;
}

int main_path_shape(struct parts *p, struct fail *why)
{
	unsigned hops = options_path_hops(&p->o);

	if (!p->o.path)
		return 0;
	p->o.live = !p->o.quiet && outputs_live(&p->o.out);
	if (p->to.group)
		return fail_set(why, EINVAL, "--path leads to one host, not to a group");
	p->trace = trace_open(hops);
	if (!p->trace)
		return fail_set(why, ENOMEM, "no memory for %u hops", hops);
	/* What is known of the path is not to hide who limits it. */
	if (p->o.pmtu == PMTU_DO)
		p->o.pmtu = PMTU_PROBE;
	if (p->o.names == OPTIONS_NAMES_OF_NAMES)
		p->o.names = OPTIONS_NAMES;
	return choose_checksum(p, hops, why);
}

static struct hops_report report_of(struct parts *p)
{
	return (struct hops_report){.report = p->report,
		.records = &p->records,
		.trace = p->trace,
		.names = p->names,
		.host = p->to.host,
		.device = p->to.leaves_by,
		.target = p->to.target,
		.source = p->to.source,
		.data_bytes = (size_t)p->o.data_bytes,
		.tos = p->o.tos < 0 ? 0 : (int16_t)p->o.tos,
		.quiet = p->o.quiet,
		.stats = p->o.out.stats,
		.explain = p->o.out.explain,
		.prom = p->o.out.prom != NULL};
}

static void announce(struct parts *p, const struct hops_report *report)
{
	const struct socket_opened *k = &p->socket;
	const struct plan_config plan = options_path_plan(&p->o);
	const struct records_start s = {.target = p->o.target,
		.addr = p->to.target,
		.source = p->to.source,
		.interface = p->to.leaves_by,
		.socket = wire_socket(k->wire) == WIRE_RAW ? "raw" : "ping",
		.missing = *k->missing ? k->missing : NULL,
		.data_bytes = (uint64_t)p->o.data_bytes,
		.interval_ns = p->o.interval_ns,
		.timeout_ns = plan.timeout_ns,
		.id = k->id};

	if (wire_note(k->wire))
		report_warn(p->report, "%s: WARNING: %s", p->o.program, wire_note(k->wire));
	hops_report_header(report);
	records_start(&p->records, &s, clock_wall());
}

/* A path that ends before the target is critical where that was seen, not where the end came before
 * anybody could answer. */
static enum report_state state_of(const struct trace *t, const struct trace_verdict *v)
{
	switch (v->state) {
	case TRACE_REACHED:
		return REPORT_OK;
	case TRACE_LOOPS:
	case TRACE_STOPS:
		return REPORT_CRITICAL;
	case TRACE_NOTHING:
	case TRACE_ENDS:
		break;
	}
	return trace_silent(t, v->hop) ? REPORT_CRITICAL : REPORT_UNKNOWN;
}

/* The verdict's first line says it all. */
static int plugin(struct parts *p, const struct hops_report *report, const struct trace_verdict *v,
	const struct records_summary *s, const char *failed)
{
	const struct plugin of = {
		.program = p->o.program, .thresholds = p->o.out.thresholds, .failed = failed};
	const struct trace_look look = hops_report_look(report);
	struct strbuf text = {.p = NULL};
	const char *end;
	int status;

	trace_say(&text, p->trace, &look, report->tos);
	end = text.bad ? NULL : memchr(text.p, '\n', text.used);
	if (end)
		text.used = (size_t)(end - text.p);
	if (v->state == TRACE_REACHED)
		strbuf_print(&text, ", RTA = %.3f ms", (double)s->rtt_mean_ns / 1e6);
	strbuf_put_char(&text, '\0');
	status = plugin_say(
		&of, p->report, s, state_of(p->trace, v), text.bad ? "out of memory" : text.p);
	strbuf_close(&text);
	return status;
}

static int conclude(struct parts *p, const struct hops_report *report, const struct hops_sum *sum,
	const char *failed)
{
	struct records_summary s = hops_records_summary(report, sum);
	const struct trace_verdict v = trace_verdict(p->trace);
	const struct trace_hop *target = trace_hop(p->trace, v.hop);

	hops_report_end(report, sum);
	records_summary(&p->records, &s, clock_wall());
	if (p->o.out.prom && v.state == TRACE_REACHED)
		records_prom(&p->records, &s, target->rtts, target->tally.rtt_sum_ns);
	else if (p->o.out.prom)
		records_prom(&p->records, &s, trace_hop(p->trace, trace_hops(p->trace))->rtts, 0);
	if (p->o.out.nagios)
		return plugin(p, report, &v, &s, failed);
	return v.state != TRACE_REACHED;
}

int main_path_run(struct parts *p, struct fail *why)
{
	const struct session_config session = {.plan = p->plan,
		.wires = {p->socket.wire},
		.wait = p->wait,
		.deadline_ns = p->o.deadline_ns ? clock_now() + p->o.deadline_ns : INT64_MAX};
	struct hops_report report = report_of(p);
	struct strbuf title = {.p = NULL};
	struct pathview_config view = {.trace = p->trace,
		.look = hops_report_look(&report),
		.tos = report.tos,
		.wait = p->wait,
		.keys = STDIN_FILENO,
		.terminal = STDOUT_FILENO};
	struct hops_config c = {.engine = {.plan = p->plan, .probes = {p->probe}},
		.probe = p->probe,
		.trace = p->trace,
		.names = p->names,
		.report = &report,
		.evidence = p->evidence.file ? &p->evidence : NULL,
		.target = p->to.target,
		.bound_ifindex = p->to.bound_ifindex,
		.rounds = options_path_rounds(&p->o),
		.timeout_ns = options_path_plan(&p->o).timeout_ns,
		.report_every_ns = p->o.report_every_ns};
	struct hops_sum sum = {0};
	int rc = session_open(&p->session, &session, why), status;

	announce(p, &report);
	c.engine.session = p->session;
	hops_report_title(&report, &title);
	strbuf_put_char(&title, '\0');
	view.title = title.bad ? "" : title.p;
	if (rc >= 0 && p->o.live)
		rc = pathview_open(&c.view, &view, why);
	plan_paused(p->plan, p->planned_ns, clock_now());
	rc = rc < 0 ? rc : hops_loop(&c, &sum, why);
	pathview_close(c.view);
	strbuf_close(&title);
	status = conclude(p, &report, &sum, rc < 0 ? why->text : NULL);
	return rc < 0 ? rc : status;
}
