/* main_path: every hop to a port, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_path.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "path.h"
#include "path_say.h"
#include "plugin.h"
#include "socket.h"
#include "tool.h"

enum { ECN_ECT0 = 2 /* RFC 3168 5 */ };

/* What only a path needs. */
struct way {
	struct wire *errors;
	struct names *names;
	struct trail *trail;
	struct path_flow flows[TRAIL_FLOWS];
	struct rounds *rounds;
	struct trace *all;
	struct sight kernels[2]; /* the SYNs of connect(), to either port */
	unsigned n, hops;
	struct path_report report;
};

/* The session and the names let go of what they work with. */
static void close_way(struct parts *p, struct way *w)
{
	session_close(p->session);
	p->session = NULL;
	for (unsigned i = 0; i < w->n; i++) {
		trace_close(w->flows[i].trace);
		free(w->flows[i].sights);
	}
	trace_close(w->all);
	free(w->rounds);
	trail_close(w->trail);
	names_close(w->names);
	wire_close(w->errors);
}

/* What only raw sockets give is not left out unsaid. */
static bool may_connect(const struct options *o)
{
	return !o->out.pcap && !o->source_port && !o->mark && !o->flows && !o->ecn;
}

static int open_sockets(struct parts *p, struct way *w, struct fail *why)
{
	struct wire_config wire = options_wire(&p->o, &p->to);
	int rc;

	wire.ttl = -1;
	if (p->o.ecn)
		wire.tos = (wire.tos < 0 ? 0 : wire.tos) | ECN_ECT0;
	rc = socket_open(&p->wire, &wire, p->o.port, p->o.other_port, why);
	if (rc >= 0)
		rc = socket_open_errors(&w->errors, &wire, why);
	p->unprivileged = rc == -EPERM && may_connect(&p->o);
	if (rc >= 0)
		rc = main_pin(p, why);
	return p->unprivileged ? 0 : rc;
}

static int open_names(struct parts *p, struct way *w, struct fail *why)
{
	int rc = names_open(&w->names, p->report, p->o.numeric ? NULL : p->resolve, why);

	if (rc >= 0 && !p->o.numeric)
		rc = wait_add(p->wait, resolve_fd(p->resolve), POLLIN, why);
	return rc;
}

static int open_outputs(struct parts *p, struct way *w, struct fail *why)
{
	int rc;

	p->o.live = !p->o.quiet && outputs_live(&p->o.out);
	if (!p->o.numeric && (rc = resolve_start(p->resolve, why)) < 0)
		return rc;
	if ((rc = main_open_outputs(p, why)) < 0 || (rc = main_drop(p, why)) < 0 ||
		(rc = wait_open(&p->wait, why)) < 0)
		return rc;
	p->records = (struct records){p->report, p->o.target, p->to.target, p->o.port};
	return open_names(p, w, why);
}

/* What connect() sends: the source is for telling errors of our own. */
static int look(struct parts *p, struct way *w, unsigned i, uint16_t port, struct fail *why)
{
	const struct syn_fields f = {.target = p->to.target,
		.source = p->to.source,
		.source_port = 1,
		.port = port,
		.ttl = 64};
	struct craft *craft = NULL;
	struct syn_packet packet = {0};
	int rc = craft_open(&craft, why);

	if (rc >= 0)
		rc = syn_packet_build(&packet, craft, &p->own, &f, why);
	if (rc >= 0)
		sight_of_segment(&w->kernels[i], packet.segment);
	w->kernels[i].source = p->to.source;
	craft_close(craft);
	return rc;
}

static int open_flow(struct way *w, unsigned i, uint16_t port, uint64_t rounds)
{
	struct path_flow *f = &w->flows[i];

	f->port = port;
	f->trace = trace_open(w->hops);
	f->sights = calloc(w->hops, sizeof(*f->sights));
	if (!f->trace || !f->sights)
		return -ENOMEM;
	f->source_port = w->trail ? trail_source_port(w->trail, i) : 0;
	f->sent = w->trail ? trail_sight(w->trail, i) : &w->kernels[i];
	rounds_init(&w->rounds[i], f->trace, rounds);
	return 0;
}

static int open_flows(struct parts *p, struct way *w, struct fail *why)
{
	uint64_t rounds = options_path_rounds(&p->o);
	int rc = 0;

	w->rounds = calloc(w->n, sizeof(*w->rounds));
	if (!w->rounds)
		return fail_set(why, ENOMEM, "no memory for the hops");
	for (unsigned i = 0; rc >= 0 && i < w->n; i++) {
		bool other = p->o.compare && i == w->n - 1;

		rc = open_flow(w, i, other ? p->o.other_port : p->o.port, rounds);
		if (rc >= 0 && p->unprivileged)
			rc = look(p, w, i, w->flows[i].port, why);
		w->rounds[i].once = p->o.flows > 0;
	}
	if (p->o.flows)
		w->all = trace_open(w->hops);
	return rc < 0 || (p->o.flows && !w->all) ? fail_set(why, ENOMEM, "no memory for the hops")
						 : 0;
}

static int open_trail(struct parts *p, struct way *w, struct fail *why)
{
	struct trail_config c = {.target = p->to.target,
		.source = p->to.source,
		.hops = w->hops,
		.n = w->n,
		.own = p->own,
		.tos = p->o.tos < 0 ? 0 : (uint8_t)p->o.tos};

	if (p->unprivileged)
		return 0;
	if (getrandom(&c.key, sizeof(c.key), 0) != sizeof(c.key))
		return fail_errno(why, "getrandom");
	c.own.flags = TCP_SYN | (p->o.ecn ? TCP_ECE | TCP_CWR : 0);
	c.tos |= p->o.ecn ? ECN_ECT0 : 0;
	for (unsigned i = 0; i < w->n; i++) {
		bool other = p->o.compare && i == w->n - 1;

		c.flows[i].port = other ? p->o.other_port : p->o.port;
		c.flows[i].fresh = p->o.flows && !other;
	}
	c.flows[0].source_port = (uint16_t)p->o.source_port;
	c.held = p->pinned > 0;
	return trail_open(&w->trail, &c, why);
}

static int open_source(struct parts *p, struct way *w, struct fail *why)
{
	const struct plan_config plan = options_path_plan(&p->o);
	const struct session_config session = {.wires = {p->wire, w->errors},
		.wait = p->wait,
		.plan = p->plan = plan_open(&plan, clock_now()),
		.deadline_ns = p->o.deadline_ns ? clock_now() + p->o.deadline_ns : INT64_MAX};
	const struct connects_config connects = {.plan = p->plan,
		.wait = p->wait,
		.target = p->to.target,
		.source = p->to.source,
		.device = *p->to.device ? p->to.device : NULL,
		.port = p->o.port,
		.tos = (int)p->o.tos,
		.deadline_ns = session.deadline_ns,
		.asks = true};

	if (!p->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	return p->unprivileged ? connects_open(&p->connects, &connects, why)
			       : session_open(&p->session, &session, why);
}

static int open_way(struct parts *p, struct way *w, struct fail *why)
{
	int rc = main_find(p, why);

	w->hops = options_path_hops(&p->o);
	w->n = options_path_flows(&p->o);
	if (rc < 0 || (rc = open_sockets(p, w, why)) < 0 || (rc = open_outputs(p, w, why)) < 0 ||
		(rc = open_trail(p, w, why)) < 0 || (rc = open_flows(p, w, why)) < 0)
		return rc;
	return open_source(p, w, why);
}

static void announce(struct parts *p, struct way *w)
{
	const struct records_start s = {.target = p->o.target,
		.method = p->unprivileged ? "connect" : "syn",
		.addr = p->to.target,
		.source = p->to.source,
		.port = p->o.port,
		.source_port = w->trail && !p->o.flows ? w->flows[0].source_port : UINT64_MAX,
		.mss = p->own.mss,
		.interval_ns = p->o.interval_ns,
		.timeout_ns = p->o.timeout_ns};

	w->report = (struct path_report){.report = p->report,
		.records = &p->records,
		.flows = w->flows,
		.n = w->n,
		.all = w->all,
		.compared = p->o.compare,
		.names = w->names,
		.host = p->o.host,
		.device = p->to.leaves_by,
		.target = p->to.target,
		.source = p->to.source,
		.mss = p->own.mss,
		.mtu_bytes = p->route.mtu_bytes,
		.connects = p->unprivileged,
		.quiet = p->o.quiet,
		.stats = p->o.out.stats,
		.explain = p->o.out.explain,
		.prom = p->o.out.prom != NULL};
	if (p->wire && wire_note(p->wire))
		report_warn(p->report, "%s: WARNING: %s", p->o.program, wire_note(p->wire));
	path_report_header(&w->report);
	records_start(&p->records, &s, clock_wall());
}

static int run(struct parts *p, struct way *w, struct path_sum *sum, struct fail *why)
{
	struct strbuf title = {.p = NULL};
	struct pathview_config view = {.trace = w->all ? w->all : w->flows[0].trace,
		.look = path_report_look(&w->report),
		.put = path_report_draw,
		.who = &w->report,
		.wait = p->wait,
		.keys = STDIN_FILENO,
		.terminal = STDOUT_FILENO};
	struct path_config c = {.source = {.plan = p->plan,
					.connects = p->connects,
					.session = p->session,
					.trail = w->trail,
					.hops = w->hops},
		.trail = w->trail,
		.flows = w->flows,
		.rounds = w->rounds,
		.n = w->n,
		.all = w->all,
		.names = w->names,
		.report = &w->report,
		.evidence = p->evidence.file ? &p->evidence : NULL,
		.target = p->to.target,
		.bound_ifindex = p->to.bound_ifindex,
		.timeout_ns = p->o.timeout_ns};
	int rc = 0;

	path_report_title(&w->report, &title);
	strbuf_put_char(&title, '\0');
	view.title = title.bad ? "" : title.p;
	if (p->o.live)
		rc = pathview_open(&c.view, &view, why);
	rc = rc < 0 ? rc : path_loop(&c, sum, why);
	pathview_close(c.view);
	strbuf_close(&title);
	return rc;
}

static bool is_as_wanted(const struct parts *p, const struct path_verdict *v)
{
	return v->fate == PATH_OPEN || (v->fate == PATH_CLOSED && p->o.refused == REFUSED_OK);
}

static enum report_state state_of(const struct plugin *v, enum path_fate fate)
{
	switch (fate) {
	case PATH_OPEN:
		return REPORT_OK;
	case PATH_CLOSED:
		return v->refused;
	case PATH_REJECTED:
	case PATH_DIES:
	case PATH_CIRCLES:
		return REPORT_CRITICAL;
	case PATH_UNKNOWN:
		break;
	}
	return REPORT_UNKNOWN;
}

static int plugin(const struct parts *p, const struct way *w, const struct path_verdict *found,
	const struct records_summary *sum)
{
	const struct plugin v = options_plugin(&p->o);
	const struct trace_look look = path_report_look(&w->report);
	struct strbuf text = {.p = NULL};
	int status;

	path_say_verdict(&text, &w->flows[0], found, &look);
	if (text.used)
		text.used--; /* the line's end */
	strbuf_put_char(&text, '\0');
	status = plugin_say(
		&v, p->report, sum, state_of(&v, found->fate), text.bad ? "out of memory" : text.p);
	strbuf_close(&text);
	return status;
}

static int conclude(struct parts *p, struct way *w, const struct path_sum *sum)
{
	const struct path_verdict v = path_judge(&w->flows[0], &p->to.target);
	struct summary s;
	struct records_summary record;

	path_report_end(&w->report, sum);
	s = path_records_summary(&w->report, sum);
	records_summarise(
		&record, &p->records, &s, is_as_wanted(p, &v), clock_wall() - clock_now());
	records_summary(&p->records, &record, clock_wall());
	if (p->o.out.prom)
		records_prom(&p->records, &record);
	if (p->o.out.nagios)
		return plugin(p, w, &v, &record);
	if (!sum->sent)
		return tool_unasked(&p->o.out, sum->interrupted, p->report);
	return !is_as_wanted(p, &v);
}

int main_path(struct parts *p)
{
	struct fail why = {0};
	struct path_sum sum = {0};
	struct way w = {.errors = NULL};
	int rc = open_way(p, &w, &why), status;

	if (rc < 0) {
		status = tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, &why);
	} else {
		announce(p, &w);
		rc = run(p, &w, &sum, &why);
		status = conclude(p, &w, &sum);
		if (rc < 0)
			tool_complain(p->o.program, &why);
		if (!tool_close(p->o.program, &p->report, &p->evidence.file) || rc < 0)
			status = tool_failure(&p->o.out);
	}
	close_way(p, &w);
	return status;
}
