/* main_sweep: a run with many targets, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "destination.h"
#include "explain.h"
#include "main_parts.h"
#include "socket.h"
#include "sweep.h"
#include "sweep_plugin.h"
#include "tool.h"

/* Everything a sweep needs, in the order it is opened; index 0 is IPv4's, 1 IPv6's. */
struct parts {
	const struct options *o;
	struct resolve *resolve;
	struct targets *targets;
	struct unresolved unresolved;
	struct report *report;
	struct socket_opened sockets[2];
	struct probe_echo *probes[2];
	struct wait *wait;
	struct plan *plan;
	struct session *session;
	struct term_progress progress;
	uint32_t bound_ifindex; /* 0 any */
};

static int open_family(struct parts *p, unsigned i, enum addr_family family, struct fail *why)
{
	struct destination leaves = {0};
	struct wire_config c = options_sweep_wire(p->o, family);
	struct probe_config probe = {.target = {.family = (uint8_t)family},
		.lanes = (uint32_t)targets_count(p->targets),
		.target_of = engine_target_of,
		.who = p->targets,
		.data_bytes = (size_t)p->o->data_bytes,
		.pattern_bytes = p->o->n_pattern};
	int rc = 0;

	for (size_t n = 0; rc >= 0 && n < p->o->interfaces.n; n++)
		rc = destination_interface(&leaves, p->o->interfaces.items[n], family, why);
	if (leaves.source_given)
		c.source = leaves.source;
	c.device = *leaves.device ? leaves.device : NULL;
	p->bound_ifindex = leaves.bound_ifindex;
	if (rc < 0 || (rc = socket_open(&p->sockets[i], &c, p->o->id, why)) < 0)
		return rc;
	probe.id = p->sockets[i].id;
	memcpy(probe.pattern, p->o->pattern_bytes, sizeof(probe.pattern));
	if (getrandom(&probe.key, sizeof(probe.key), 0) != sizeof(probe.key))
		return fail_errno(why, "getrandom");
	return probe_open(&p->probes[i], &probe, why);
}

static int open_sockets(struct parts *p, struct fail *why)
{
	bool v4 = targets_have(p->targets, ADDR_V4), v6 = targets_have(p->targets, ADDR_V6);
	int64_t most = v6 ? PROBE_DATA_MAX6 : PROBE_DATA_MAX4;
	int rc = 0;

	if (p->o->data_bytes > (v4 ? PROBE_DATA_MAX4 : most))
		return fail_set(why, ERANGE,
			"invalid -s value: '%lld': out of range: 0 <= value <= %d",
			(long long)p->o->data_bytes, v4 ? PROBE_DATA_MAX4 : PROBE_DATA_MAX6);
	if (v4)
		rc = open_family(p, 0, ADDR_V4, why);
	/* A host without IPv6 can still sweep a mixed list: those targets are told as not sent. */
	if (rc >= 0 && v6)
		rc = open_family(p, 1, ADDR_V6, why);
	return rc == -EAFNOSUPPORT && p->probes[0] ? 0 : rc;
}

/* Of parts of one set the first alone tells them. */
static int pass_over(void *to, const char *text, const struct fail *why)
{
	struct parts *p = to;

	return p->o->order.shard > 1 ? 0 : unresolved_take(&p->unresolved, text, why);
}

static int open_parts(struct parts *p, struct fail *why)
{
	struct gather_want want = options_gather(p->o);
	struct report_config report = options_report(p->o);
	struct plan_config plan;
	int rc;

	want.pass_over = pass_over;
	want.passed_to = p;
	if ((rc = resolve_open(&p->resolve, why)) < 0 ||
		(rc = gather_targets(&p->targets, &want, p->resolve, why)) < 0 ||
		(rc = report_open(&p->report, &report, why)) < 0 || (rc = open_sockets(p, why)) < 0)
		return rc;
	if ((rc = tool_drop(p->report, NULL, NULL, why)) < 0 || (rc = wait_open(&p->wait, why)) < 0)
		return rc;
	plan = options_sweep_plan(p->o, (uint32_t)targets_count(p->targets));
	p->plan = plan_open(&plan, clock_now());
	return p->plan ? 0 : fail_set(why, ENOMEM, "no memory for %u targets", plan.lanes);
}

static int run(struct parts *p, struct sweep_sum *sum, struct fail *why)
{
	const struct session_config session = {.plan = p->plan,
		.wires = {p->sockets[0].wire, p->sockets[1].wire},
		.wait = p->wait,
		.deadline_ns = p->o->deadline_ns ? clock_now() + p->o->deadline_ns : INT64_MAX};
	struct sweep_config c = {
		.engine = {.plan = p->plan, .probes = {p->probes[0], p->probes[1]}},
		.report = p->report,
		.targets = p->targets,
		.unresolved = &p->unresolved,
		.lists = options_lists(p->o),
		.count = (uint64_t)p->o->count,
		.details = p->o->out.stats,
		.sent_tos = (int)p->o->tos,
		.prom = p->o->out.prom != NULL,
		.until_interrupted = !p->o->count,
		.report_every_ns = p->o->report_every_ns,
		.bound_ifindex = p->bound_ifindex,
		.progress = &p->progress};
	int rc = session_open(&p->session, &session, why);

	term_progress_init(&p->progress, p->o->quiet ? -1 : STDERR_FILENO);
	c.engine.session = p->session;
	if (!p->o->out.nagios)
		unresolved_warn(&p->unresolved, p->o->program, p->report);
	return rc < 0 ? rc : sweep_loop(&c, sum, why);
}

static struct bounds_verdict judge(const struct parts *p, const struct sweep_sum *sum)
{
	const struct bounds_facts facts = {.targets = sum->targets,
		.alive = sum->alive,
		.worst_loss_percent = sum->worst_loss_percent,
		.rtts = sum->rtts,
		.mean_ms = (double)sum->total.rtt_mean_ns / 1e6};

	return bounds_judge(&p->o->bounds, &facts);
}

static int plugin(struct parts *p, const struct sweep_sum *sum, const struct bounds_verdict *limits,
	const char *failed)
{
	const struct sweep_plugin v = {.plugin = {.program = p->o->program,
					       .thresholds = p->o->out.thresholds,
					       .failed = failed},
		.plan = p->plan,
		.targets = p->targets,
		.unresolved = &p->unresolved,
		.bounds = &p->o->bounds,
		.limits = limits,
		.total = &sum->total};

	return sweep_plugin_line(&v, p->report);
}

static int conclude(struct parts *p, struct sweep_sum *sum, const char *failed)
{
	const struct bounds_verdict limits = judge(p, sum);
	struct records records = {.report = p->report};
	/* Without a limit of the user's own, every target has to answer. */
	int result = limits.given ? !limits.held : p->unresolved.n ? 2 : sum->alive < sum->targets;

	if (p->o->out.stats)
		explain_limits(p->report, &limits);
	records_limits(&sum->total, &limits);
	records_summary(&records, &sum->total, clock_wall());
	if (p->o->out.prom)
		records_many_prom(&records, &sum->total, sum->rtts, sum->rtt_sum_ns);
	if (p->o->out.nagios)
		result = plugin(p, sum, &limits, failed);
	return tool_close(p->o->program, &p->report, NULL) ? result : tool_failure(&p->o->out);
}

static void close_parts(struct parts *p)
{
	session_close(p->session);
	plan_close(p->plan);
	wait_close(p->wait);
	for (unsigned i = 0; i < 2; i++) {
		probe_close(p->probes[i]);
		wire_close(p->sockets[i].wire);
	}
	report_abandon(p->report);
	targets_close(p->targets);
	unresolved_close(&p->unresolved);
	resolve_close(p->resolve);
}

int main_sweep(const struct options *o)
{
	struct parts p = {.o = o};
	struct sweep_sum sum = {0};
	struct fail why = {0};
	int rc = open_parts(&p, &why), result = 2;

	if (rc >= 0) {
		rc = run(&p, &sum, &why);
		result = conclude(&p, &sum, rc < 0 ? why.text : NULL);
		histogram_close(sum.rtts);
	}
	if (rc < 0 && p.session) {
		if (!o->out.nagios)
			tool_complain(o->program, &why);
		result = tool_failure(&o->out);
	} else if (rc < 0) {
		result = tool_refuse(
			&o->out, o->program, PLUGIN_SERVICE, rc == -ERANGE ? 1 : 2, &why);
	}
	close_parts(&p);
	return result;
}
