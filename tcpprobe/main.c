/* tcpprobe: ask a TCP port by SYN, and say what answered and who. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "clock.h"
#include "explain.h"
#include "main_list.h"
#include "main_mtu.h"
#include "main_parts.h"
#include "main_path.h"
#include "main_walk.h"
#include "plugin.h"
#include "port.h"
#include "socket.h"
#include "tool.h"
#include "version.h"

static int open_probes(struct parts *p, struct fail *why)
{
	struct syn_config c = {.target = p->to.target,
		.source = p->to.source,
		.port = p->o.port,
		.source_port = (uint16_t)p->o.source_port,
		.held = p->pinned > 0,
		.own = p->own,
		.tos = p->o.tos < 0 ? 0 : (uint8_t)p->o.tos};

	if (getrandom(&c.key, sizeof(c.key), 0) != sizeof(c.key))
		return fail_errno(why, "getrandom");
	p->text = (struct text){.report = p->report,
		.program = p->o.program,
		.host = p->o.host,
		.target = c.target,
		.source = c.source,
		.port = c.port,
		.mss = p->own.mss,
		.connects = p->unprivileged,
		.cannot =
			p->unprivileged ? "challenge-ack, syn-proxy, forged-rst, own-drops" : NULL,
		.quiet = p->o.quiet,
		.verbose = p->o.verbose};
	p->records = (struct records){p->report, p->o.target, c.target, c.port};
	p->probes = c;
	return p->unprivileged ? 0 : syn_open(&p->syn, &c, why);
}

static int open_connects(struct parts *p, int64_t deadline_ns, struct fail *why)
{
	const struct connects_config c = {.plan = p->plan,
		.wait = p->wait,
		.target = p->to.target,
		.source = p->to.source,
		.device = *p->to.device ? p->to.device : NULL,
		.port = p->o.port,
		.ttl = p->o.ttl ? (int)p->o.ttl : -1,
		.tos = (int)p->o.tos,
		.mark = (uint32_t)p->o.mark,
		.deadline_ns = deadline_ns};

	return connects_open(&p->connects, &c, why);
}

static int open_engine(struct parts *p, struct fail *why)
{
	const struct plan_config plan = options_plan(&p->o, p->unprivileged);
	struct session_config session = {.wires = {p->wire}, .deadline_ns = INT64_MAX};
	int rc = wait_open(&p->wait, why);

	if (rc < 0 || (rc = open_probes(p, why)) < 0)
		return rc;
	p->plan = plan_open(&plan, clock_now());
	if (!p->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	session.plan = p->plan;
	session.wait = p->wait;
	if (p->o.deadline_ns)
		session.deadline_ns = clock_now() + p->o.deadline_ns;
	p->deadline_ns = session.deadline_ns;
	return p->unprivileged ? open_connects(p, session.deadline_ns, why)
			       : session_open(&p->session, &session, why);
}

/* What may be looked up again cannot stay bound to the addresses of now. */
static int prepare_again(struct parts *p, struct wire_config *wire, struct fail *why)
{
	if (p->to.literal)
		return fail_set(
			why, EINVAL, "%s is an address: --reresolve wants a name", p->o.host);
	if (!p->to.source_given)
		wire->source = (struct addr){.family = ADDR_NONE};
	wire->connect = (struct addr){.family = ADDR_NONE};
	p->again = (struct again){.resolve = p->resolve,
		.host = p->o.host,
		.source = p->to.source_given ? p->to.source : wire->source,
		.ifindex = p->to.bound_ifindex,
		.mark = (uint32_t)p->o.mark,
		.tos = p->o.tos < 0 ? 0 : (uint8_t)p->o.tos,
		.ttl = (uint8_t)p->o.ttl,
		.settings = p->settings,
		.after = (uint64_t)p->o.reresolve};
	return 0;
}

static int open_run(struct parts *p, struct fail *why)
{
	struct wire_config wire;
	int rc = main_find(p, why);

	if (rc < 0)
		return rc;
	wire = options_wire(&p->o, &p->to);
	if (p->o.reresolve && (rc = prepare_again(p, &wire, why)) < 0)
		return rc;
	rc = socket_open(&p->wire, &wire, p->o.port, (uint16_t)p->o.reference, why);
	if (rc >= 0)
		rc = main_pin(p, why);
	/* What only a raw socket gives is not left out unsaid. */
	p->unprivileged = rc == -EPERM && !p->o.out.pcap && !p->o.source_port && !p->o.mark &&
			  !p->o.reference;
	if ((rc < 0 && !p->unprivileged) || (rc = main_open_outputs(p, why)) < 0 ||
		(rc = main_drop(p, why)) < 0)
		return rc;
	return open_engine(p, why);
}

static void announce(struct parts *p)
{
	const struct records_start s = {.target = p->o.target,
		.method = p->unprivileged ? "connect" : "syn",
		.cannot = p->text.cannot,
		.addr = p->to.target,
		.source = p->to.source,
		.port = p->o.port,
		.source_port = p->o.source_port ? (uint64_t)p->o.source_port : UINT64_MAX,
		.mss = p->text.mss,
		.interval_ns = options_plan(&p->o, p->unprivileged).interval_ns,
		.timeout_ns = p->o.timeout_ns};

	if (p->wire && wire_note(p->wire))
		report_warn(p->report, "%s: WARNING: %s", p->o.program, wire_note(p->wire));
	text_header(&p->text);
	records_start(&p->records, &s, clock_wall());
}

static int run(struct parts *p, struct summary *sum, struct fail *why)
{
	const struct run_config c = {.plan = p->plan,
		.connects = p->connects,
		.wire = p->wire,
		.session = p->session,
		.syn = p->syn,
		.target = p->to.target,
		.report = p->report,
		.text = &p->text,
		.records = &p->records,
		.evidence = p->evidence.file ? &p->evidence : NULL,
		.again = p->o.reresolve ? &p->again : NULL,
		.pinned = p->o.source_port > 0};

	return run_loop(&c, sum, why);
}

static bool is_as_wanted(const struct parts *p, enum verdict_state state)
{
	return state == VERDICT_OPEN || (state == VERDICT_CLOSED && p->o.refused == REFUSED_OK);
}

static int status_of(const struct parts *p, const struct summary *s)
{
	if (!s->sent)
		return tool_unasked(&p->o.out, s->interrupted, p->report);
	return !is_as_wanted(p, summary_state(s));
}

static int conclude(struct parts *p, const struct summary *s)
{
	const struct plugin v = options_plugin(&p->o);
	const struct explain_place place = {p->to.target, p->o.port, p->unprivileged,
		p->route.local, p->to.next_hop, p->to.leaves_by};
	int64_t offset_ns = clock_wall() - clock_now();
	enum verdict_state state = summary_state(s);
	struct records_summary sum;

	records_summarise(&sum, &p->records, s, is_as_wanted(p, state), offset_ns);
	text_summary(&p->text, s);
	if (p->o.out.stats)
		text_stats(p->report, s, offset_ns);
	if (p->o.out.explain)
		explain_run(p->report, &place, s);
	records_summary(&p->records, &sum, clock_wall());
	if (p->o.out.prom)
		records_prom(&p->records, &sum);
	return p->o.out.nagios ? plugin_line(&v, p->report, &sum, state) : status_of(p, s);
}

static void close_parts(struct parts *p)
{
	session_close(p->session);
	connects_close(p->connects);
	syn_close(p->syn);
	plan_close(p->plan);
	wait_close(p->wait);
	wire_close(p->wire);
	if (p->pinned)
		port_release(p->pinned);
	capfile_abandon(p->evidence.file);
	report_abandon(p->report);
	resolve_close(p->resolve);
}

static int tcpprobe(struct parts *p)
{
	struct fail why = {0};
	struct summary sum = {0};
	int rc = open_run(p, &why), status;

	if (rc < 0)
		return tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, &why);
	announce(p);
	rc = run(p, &sum, &why);
	if (rc >= 0)
		rc = main_inquire(p, &sum, &why);
	status = conclude(p, &sum);
	if (rc < 0)
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
	rc = options_parse(&p->o, argc, argv, &why);
	if (rc < 0)
		rc = tool_refuse(&p->o.out, cli_name(argv), PLUGIN_SERVICE, 2, &why);
	else if (p->o.help || p->o.version)
		rc = tell(&p->o);
	else if (p->o.offers)
		rc = main_offers(p);
	else if (p->o.self_check)
		rc = main_selfcheck(p);
	else if (p->o.list.many)
		rc = main_list(&p->o);
	else if (p->o.walk.walk)
		rc = main_walk(&p->o);
	else if (p->o.walk.mtu)
		rc = main_mtu(&p->o);
	else
		rc = p->o.path ? main_path(p) : tcpprobe(p);
	close_parts(p);
	free(p);
	return rc;
}
