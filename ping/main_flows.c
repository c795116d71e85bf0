/* main_flows: a run with many flows to one target, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "explain.h"
#include "flows_plugin.h"
#include "flows_report.h"
#include "main_one.h"
#include "tool.h"

int main_flows_shape(struct parts *p, struct fail *why)
{
	uint32_t seed = (uint32_t)p->o.seed;

	if (!p->o.flows)
		return 0;
	if (p->to.group)
		return fail_set(why, EINVAL, "--flows asks one host, not a group");
	if (p->o.seed < 0 && getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		return fail_errno(why, "getrandom");
	p->flows = malloc(sizeof(*p->flows));
	if (!p->flows)
		return fail_set(why, ENOMEM, "no memory for the flows");
	flows_set_init(p->flows, (uint32_t)p->o.flows, p->to.target.family == ADDR_V6,
		p->o.seed < 0 ? seed : (uint64_t)p->o.seed);
	return 0;
}

static struct bounds_verdict judge(const struct parts *p, const struct flows *f)
{
	const struct tally *t = &f->all.t;
	const struct bounds_facts facts = {.targets = 1,
		.alive = t->answered > 0,
		.worst_loss_percent = t->sent ? stats_loss_percent(t->sent, t->answered) : 100,
		.rtts = f->all.rtts,
		.mean_ms = (double)tally_mean_ns(t) / 1e6};

	return bounds_judge(&p->o.bounds, &facts);
}

/* One bad member is what the run looks for: found, it is no success. */
static int conclude(struct parts *p, const struct flows *f, const char *failed)
{
	const struct plugin v = {
		.program = p->o.program, .thresholds = p->o.out.thresholds, .failed = failed};
	struct records_summary s = flows_report_summary(f, p->o.target);
	const struct bounds_verdict limits = judge(p, f);

	flows_report_end(f);
	if (p->o.out.stats)
		flows_report_stats(f);
	if (p->o.out.explain)
		flows_report_explain(f);
	if (p->o.out.stats || p->o.out.explain)
		explain_limits(p->report, &limits);
	flows_report_records(f);
	records_limits(&s, &limits);
	records_summary(&p->records, &s, clock_wall());
	if (p->o.out.prom)
		records_prom(&p->records, &s, f->all.rtts, f->all.t.rtt_sum_ns);
	if (p->o.out.nagios)
		return flows_plugin_line(&v, p->report, f, &s);
	if (limits.given)
		return !limits.held;
	return !f->all.t.answered || f->verdict.bad;
}

int main_flows_run(struct parts *p, struct fail *why)
{
	const struct session_config session = {.plan = p->plan,
		.wires = {p->socket.wire},
		.wait = p->wait,
		.deadline_ns = p->o.deadline_ns ? clock_now() + p->o.deadline_ns : INT64_MAX};
	struct term_progress progress;
	struct flows_config c = {.engine = {.plan = p->plan, .probes = {p->probe}},
		.probe = p->probe,
		.set = p->flows,
		.report = p->report,
		.records = &p->records,
		.evidence = p->evidence.file ? &p->evidence : NULL,
		.target = p->to.target,
		.host = p->to.host,
		.bound_ifindex = p->to.bound_ifindex,
		.count = options_flows_count(&p->o),
		.table = !p->o.quiet,
		.percentiles = p->o.out.stats,
		.progress = &progress};
	struct flows f = {0};
	int rc = session_open(&p->session, &session, why), status = 2;
	bool open;

	term_progress_init(&progress, p->o.quiet || p->o.out.nagios ? -1 : STDERR_FILENO);
	c.engine.session = p->session;
	plan_paused(p->plan, p->planned_ns, clock_now());
	open = rc >= 0 && (rc = flows_open(&f, &c, why)) >= 0;
	if (open) {
		rc = flows_loop(&f, why);
		status = conclude(p, &f, rc < 0 ? why->text : NULL);
	} else if (p->o.out.nagios) {
		rc = status = tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, why);
	}
	flows_close(&f);
	return rc < 0 ? rc : status;
}
