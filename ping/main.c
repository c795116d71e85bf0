/* ping: ask a host for an echo and tell how long it takes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "explain.h"
#include "main_one.h"
#include "main_parts.h"
#include "mtu.h"
#include "plugin.h"
#include "run.h"
#include "term.h"
#include "tool.h"
#include "version.h"

static int open_outputs(struct parts *p, struct fail *why)
{
	struct report_config c = options_report(&p->o);
	struct evidence_config e = {.path = p->o.out.pcap,
		.device = p->to.leaves_by,
		.source = p->to.source,
		.target = p->to.target,
		.ttl = p->o.ttl < 0 ? 64 : (uint8_t)p->o.ttl,
		.tos = p->o.tos < 0 ? 0 : (uint8_t)p->o.tos,
		.data_bytes = (size_t)p->o.data_bytes,
		.hops = p->trace ? trace_hops(p->trace) : 0,
		.flows = p->flows ? p->flows->n : 0,
		.labels = p->flows ? p->flows->labels : NULL};
	int rc = report_open(&p->report, &c, why);

	if (rc >= 0 && p->o.out.pcap)
		rc = evidence_open(&p->evidence, &e, why);
	return rc;
}

static int open_socket(struct parts *p, struct fail *why)
{
	int rc = options_wire(&p->o, &p->to, p->ip_options, &p->wire_config, why);

	/* Of a hop's answers a raw socket shows more. */
	if (p->o.path)
		p->wire_config.socket = WIRE_RAW;
	return rc < 0 ? rc : socket_open(&p->socket, &p->wire_config, p->o.id, why);
}

/* From here on nothing needs privilege, and nothing is opened but by the name server's child. */
static int drop(struct parts *p, struct fail *why)
{
	int rc = options_wants_names(&p->o, &p->to) ? resolve_start(p->resolve, why) : 0;

	if (rc < 0)
		return rc;
	return tool_drop(p->report, capfile_folder(p->evidence.file), NULL, why);
}

static int open_names(struct parts *p, struct fail *why)
{
	bool wanted = options_wants_names(&p->o, &p->to);
	int rc = names_open(&p->names, p->report, wanted ? p->resolve : NULL, why);

	if (rc >= 0 && wanted)
		rc = wait_add(p->wait, resolve_fd(p->resolve), POLLIN, why);
	return rc;
}

static struct plan_config plan_of(const struct options *o)
{
	if (o->mtu)
		return mtu_plan(options_mtu_timeout(o));
	if (o->path)
		return options_path_plan(o);
	return o->flows ? options_flows_plan(o) : options_plan(o);
}

static int open_engine(struct parts *p, struct fail *why)
{
	struct plan_config plan = plan_of(&p->o);
	struct probe_config probe = options_probe(&p->o, &p->to, p->socket.id);
	struct text_config text = options_text(&p->o, &p->to);
	const struct graph_config graph = {.report = p->report,
		.terminal = report_has_text(p->report) ? STDOUT_FILENO : -1,
		.utf8 = term_is_utf8()};
	int rc;

	probe.lanes = plan.lanes;
	probe.checksums = p->flows ? p->flows->lane_checksums : p->checksums;
	if (getrandom(&probe.key, sizeof(probe.key), 0) != sizeof(probe.key))
		return fail_errno(why, "getrandom");
	if ((rc = wait_open(&p->wait, why)) < 0 || (rc = open_names(p, why)) < 0)
		return rc;
	if (p->o.graph && (rc = graph_open(&p->graph, &graph, why)) < 0)
		return rc;
	text.report = p->report;
	text.replaced = graph_is_live(p->graph);
	text.names = p->names;
	p->records =
		(struct records){p->report, p->o.target, (enum addr_family)p->to.target.family};
	if ((rc = probe_open(&p->probe, &probe, why)) < 0 ||
		(rc = text_open(&p->text, &text, why)) < 0)
		return rc;
	p->planned_ns = clock_now();
	p->plan = plan_open(&plan, p->planned_ns);
	graph_of(p->graph, p->plan);
	return p->plan ? 0 : fail_set(why, ENOMEM, "no memory for the probes in flight");
}

static void announce(struct parts *p)
{
	const struct socket_opened *k = &p->socket;
	struct text_header h = options_header(&p->o, &p->to, &p->wire_config);
	struct plan_config plan = plan_of(&p->o);
	struct records_start s = {.target = p->o.target,
		.addr = p->to.target,
		.source = p->to.source,
		.interface = p->to.leaves_by,
		.socket = wire_socket(k->wire) == WIRE_RAW ? "raw" : "ping",
		.missing = *k->missing ? k->missing : NULL,
		.data_bytes = (uint64_t)p->o.data_bytes,
		.interval_ns = p->o.flows ? plan.interval_ns : p->o.interval_ns,
		.timeout_ns = plan.timeout_ns,
		.id = k->id};

	if (p->to.broadcast)
		report_warn(p->report, "WARNING: pinging broadcast address");
	if (wire_note(k->wire))
		report_warn(p->report, "%s: WARNING: %s", p->o.program, wire_note(k->wire));
	if (p->o.verbose)
		report_warn(p->report, "%s: %s socket, identifier %u%s%s", p->o.program, s.socket,
			k->id, *k->missing ? "; missing: " : "", k->missing);
	text_header(p->text, &h);
	records_start(&p->records, &s, clock_wall());
	names_ask(p->names, &p->to.target, clock_now());
}

static int open_session(struct parts *p, struct fail *why)
{
	const struct session_config c = {.plan = p->plan,
		.wires = {p->socket.wire},
		.wait = p->wait,
		.deadline_ns = p->o.deadline_ns ? clock_now() + p->o.deadline_ns : INT64_MAX};

	return session_open(&p->session, &c, why);
}

static int run(struct parts *p, struct summary *sum, struct fail *why)
{
	struct run_config c = {.plan = p->plan,
		.session = p->session,
		.wire = p->socket.wire,
		.probe = p->probe,
		.report = p->report,
		.names = p->names,
		.text = p->text,
		.records = &p->records,
		.evidence = p->evidence.file ? &p->evidence : NULL,
		.graph = p->graph,
		.target = p->to.target,
		.bound_ifindex = p->to.bound_ifindex,
		.ends = options_ends(&p->o),
		.outstanding = p->o.outstanding,
		.back_to_back = options_back_to_back(&p->o),
		.interval_ns = p->o.interval_ns,
		.sent_tos = (int)p->o.tos};

	/* The grid of intervals begins here, not where what it took to come here began. */
	plan_paused(p->plan, p->planned_ns, clock_now());
	return run_loop(&c, sum, why);
}

static struct bounds_verdict judge(const struct parts *p, const struct summary *sum)
{
	const struct bounds_facts facts = {.targets = 1,
		.alive = sum->received > 0,
		.worst_loss_percent = sum->transmitted ? summary_loss_percent(sum) : 100,
		.rtts = sum->histogram,
		.mean_ms = (double)sum->rtt_mean_ns / 1e6};

	return bounds_judge(&p->o.bounds, &facts);
}

/* Limits of the user's own take the place of what an answer says by itself. */
static int status_of(
	const struct parts *p, const struct summary *sum, const struct bounds_verdict *limits)
{
	if (sum->has_goal)
		return !sum->goal_reached || !limits->held;
	if (limits->given)
		return !limits->held;
	return !sum->received ||
	       (p->o.deadline_ns && p->o.count && sum->received < (uint64_t)p->o.count);
}

static int conclude(struct parts *p, const struct summary *sum, const char *failed)
{
	int64_t offset_ns = clock_wall() - clock_now();
	struct records_summary s = records_summarise(p->o.target, &p->to.target, sum, offset_ns);
	const struct bounds_verdict limits = judge(p, sum);
	struct plugin v = {
		.program = p->o.program, .thresholds = p->o.out.thresholds, .failed = failed};

	text_summary(p->text, sum);
	graph_histogram(p->graph);
	if (p->o.out.stats)
		explain_stats(p->report, sum, offset_ns);
	if (p->o.out.explain)
		explain_run(p->report, &p->to, sum);
	if (p->o.out.stats || p->o.out.explain)
		explain_limits(p->report, &limits);
	records_limits(&s, &limits);
	records_summary(&p->records, &s, clock_wall());
	if (p->o.out.prom)
		records_prom(&p->records, &s, sum->histogram, plan_tally(p->plan, 0)->rtt_sum_ns);
	if (p->o.out.nagios)
		return plugin_line(&v, p->report, &s);
	return status_of(p, sum, &limits);
}

static void close_parts(struct parts *p)
{
	session_close(p->session);
	text_close(p->text);
	graph_close(p->graph);
	free(p->flows);
	names_close(p->names);
	probe_close(p->probe);
	plan_close(p->plan);
	wait_close(p->wait);
	wire_close(p->socket.wire);
	capfile_abandon(p->evidence.file);
	report_abandon(p->report);
	resolve_close(p->resolve);
	trace_close(p->trace);
	free(p->checksums);
}

static int open_parts(struct parts *p, struct fail *why)
{
	struct destination_want want = options_destination(&p->o);
	int rc;

	if ((rc = resolve_open(&p->resolve, why)) < 0 ||
		(rc = destination_find(&p->to, &want, p->resolve, why)) < 0 ||
		(rc = main_mtu_shape(p, why)) < 0 || (rc = main_path_shape(p, why)) < 0 ||
		(rc = main_flows_shape(p, why)) < 0 || (rc = open_outputs(p, why)) < 0 ||
		(rc = open_socket(p, why)) < 0 || (rc = drop(p, why)) < 0 ||
		(rc = open_engine(p, why)) < 0)
		return rc;
	return p->o.mtu || p->o.path || p->flows ? 0 : open_session(p, why);
}

static int ping(struct parts *p)
{
	struct fail why = {0};
	struct summary sum = {0};
	int rc = open_parts(p, &why), status;

	if (rc < 0)
		return tool_refuse(
			&p->o.out, p->o.program, PLUGIN_SERVICE, rc == -ERANGE ? 1 : 2, &why);
	if (p->o.mtu) {
		rc = status = main_mtu_find(p, &why);
	} else if (p->o.path) {
		rc = status = main_path_run(p, &why);
	} else if (p->flows) {
		announce(p);
		rc = status = main_flows_run(p, &why);
	} else {
		announce(p);
		rc = run(p, &sum, &why);
		status = conclude(p, &sum, rc < 0 ? why.text : NULL);
	}
	if (rc < 0 && !p->o.out.nagios)
		tool_complain(p->o.program, &why);
	if (!tool_close(p->o.program, &p->report, &p->evidence.file) || rc < 0)
		status = tool_failure(&p->o.out);
	return status;
}

static int tell(const struct options *o)
{
	if (o->help)
		options_usage(o->program, stdout);
	else
		version_print(o->program, o->verbose, stdout);
	return cli_printed(o->program, stdout);
}

int main(int argc, char **argv)
{
	struct parts *p = tool_begin(argv, sizeof(*p));
	struct fail why = {0};
	int rc;

	if (!p)
		return 2;
	if (cli_is(cli_name(argv), "fping") || cli_is(cli_name(argv), "fping6")) {
		free(p);
		return main_fping(argc, argv);
	}
	rc = options_parse(&p->o, argc, argv, &why);
	if (rc < 0)
		rc = tool_refuse(
			&p->o.out, cli_name(argv), PLUGIN_SERVICE, rc == -ERANGE ? 1 : 2, &why);
	else if (p->o.help || p->o.version)
		rc = tell(&p->o);
	else if (p->o.many)
		rc = main_sweep(&p->o);
	else
		rc = ping(p);
	close_parts(p);
	free(p);
	return rc;
}
