/* main_walk: one whole connection as a ladder, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_walk.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "escape.h"
#include "explain.h"
#include "plugin.h"
#include "priv.h"
#include "route.h"
#include "term.h"
#include "tool.h"
#include "walk_records.h"
#include "walk_text.h"

/* Everything a walk needs, in the order it is opened. */
struct main_walk {
	const struct options *o;
	struct resolve *resolve;
	struct destination to;
	struct strbuf send;
	struct capflow *capflow;
	struct fail missing; /* why there is none */
	struct report *report;
	struct wait *wait;
	struct walk *walk;
	struct walk_text text;
	struct records records;
	int64_t start_ns;
};

static int find(struct main_walk *p, struct fail *why)
{
	const struct destination_want want = options_destination(p->o);
	int rc = resolve_open(&p->resolve, why);

	if (rc < 0 || (rc = destination_find(&p->to, &want, p->resolve, why)) < 0)
		return rc;
	if (p->to.group)
		return fail_set(why, EINVAL, "%s is no one host's address", p->o->host);
	return p->o->walk.send ? escape_read(&p->send, p->o->walk.send, false, why) : 0;
}

/* Without privilege the connection is made all the same; only a capture cannot be promised then. */
static int open_outputs(struct main_walk *p, struct fail *why)
{
	const struct report_config report = outputs_report(&p->o->out, REPORT_CLOCK_NONE);
	const struct capflow_config c = {
		.pcap = p->o->out.pcap, .program = "probekit tcpprobe " PROBEKIT_VERSION};
	int rc = capflow_open(&p->capflow, &c, &p->missing);

	if (rc < 0 && ((rc != -EPERM && rc != -ENOENT) || p->o->out.pcap))
		return fail_set(why, p->missing.error, "%s", p->missing.text);
	return report_open(&p->report, &report, why);
}

/* From here on nothing needs privilege, and no file is opened. */
static int drop(struct main_walk *p, struct fail *why)
{
	struct priv_limits limits = {0};
	size_t n = report_folders(p->report, limits.folders);

	if (p->capflow)
		limits.folders[n] = capflow_folder(p->capflow);
	return priv_drop(&limits, NULL, why);
}

/* A mark takes privilege; nothing leaves yet. */
static int open_socket(struct main_walk *p, const struct walk_config *c, struct fail *why)
{
	int rc = c->mark ? priv_raise(why) : 0;

	if (rc < 0)
		return rc;
	rc = walk_open(&p->walk, c, why);
	if (c->mark && priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		return -EPERM;
	return rc;
}

static int open_walk(struct main_walk *p, struct fail *why)
{
	struct walk_config c = {.capflow = p->capflow,
		.target = p->to.target,
		.device = *p->to.device ? p->to.device : NULL,
		.port = p->o->port,
		.source_port = (uint16_t)p->o->source_port,
		.ttl = p->o->ttl ? (int)p->o->ttl : -1,
		.tos = (int)p->o->tos,
		.mark = (uint32_t)p->o->mark,
		.send = bytes_of(p->send.p, p->send.used),
		.timeout_ns = p->o->timeout_ns,
		.deadline_ns = INT64_MAX};
	int rc = wait_open(&p->wait, why);

	if (rc < 0)
		return rc;
	c.wait = p->wait;
	if (p->to.source_given)
		c.source = p->to.source;
	p->start_ns = clock_now();
	if (p->o->deadline_ns)
		c.deadline_ns = p->start_ns + p->o->deadline_ns;
	return open_socket(p, &c, why);
}

static int open_all(struct main_walk *p, struct fail *why)
{
	int rc;

	if ((rc = find(p, why)) < 0 || (rc = open_outputs(p, why)) < 0)
		return rc;
	p->text = (struct walk_text){.report = p->report,
		.host = p->o->host,
		.target = p->to.target,
		.source = p->to.source,
		.port = p->o->port,
		.quiet = p->o->quiet,
		.unseen = !p->capflow,
		.missing = p->missing.text,
		.ladder = {.columns = isatty(STDOUT_FILENO) ? term_size(STDOUT_FILENO).columns
							    : LADDER_COLUMNS,
			.utf8 = term_is_utf8()}};
	p->records = (struct records){p->report, p->o->target, p->to.target, p->o->port};
	rc = open_walk(p, why);
	p->text.ladder.start_ns = p->start_ns;
	return rc < 0 ? rc : drop(p, why);
}

static void tell(struct main_walk *p, const struct walk_event *e)
{
	const struct flow_tuple *t;
	const struct flow *f;
	unsigned flow = e->packet.flow;

	switch (e->kind) {
	case WALK_PACKET:
		f = capflow_flow(p->capflow, flow);
		t = capflow_tuple(p->capflow, flow);
		if (!p->text.begun)
			p->text.ladder.start_ns = p->start_ns = e->at_ns;
		walk_text_packet(&p->text, t, f, &e->packet);
		walk_records_packet(&p->records, t, f, p->start_ns, &e->packet);
		break;
	case WALK_MARK:
		walk_text_mark(&p->text, e->at_ns, e->text);
		walk_records_mark(&p->records, e->text, e->at_ns - p->start_ns, clock_wall());
		break;
	case WALK_SIGNAL:
		if (e->signal == SIGINT || e->signal == SIGTERM || e->signal == SIGHUP)
			walk_stop(p->walk);
		break;
	}
}

static int run(struct main_walk *p, struct fail *why)
{
	struct walk_event e;
	int rc = 0;

	while (!report_failed(p->report) && !(p->capflow && capflow_unread(p->capflow)) &&
		(rc = walk_next(p->walk, &e, why)) > 0)
		tell(p, &e);
	return rc;
}

static int status_of(const struct main_walk *p, const struct summary *s, enum verdict_state state)
{
	if (!s->sent)
		return s->interrupted ? 1 : tool_failure(&p->o->out);
	return !(state == VERDICT_OPEN || (state == VERDICT_CLOSED && p->o->refused == REFUSED_OK));
}

static int conclude(struct main_walk *p)
{
	const struct walk_result r = walk_result(p->walk);
	const struct summary s = walk_summary(&r, &p->to.target);
	enum verdict_state state = summary_state(&s);
	const struct explain_place place = {p->to.target, p->o->port, true, false};
	struct records_summary sum;
	int status = status_of(p, &s, state);

	walk_text_end(&p->text, &r, &s);
	if (p->o->out.explain)
		explain_run(p->report, &place, &s);
	walk_records_end(&p->records, &r, &s, clock_wall());
	records_summarise(&sum, &p->records, &s, !status, clock_wall() - clock_now());
	records_summary(&p->records, &sum, clock_wall());
	if (p->o->out.prom)
		records_prom(&p->records, &sum);
	return status;
}

static bool close_capture(struct main_walk *p)
{
	struct fail why = {0};
	int rc;

	if (!p->capflow)
		return true;
	rc = capflow_close(p->capflow, &why);
	p->capflow = NULL;
	return tool_kept(p->o->program, rc, &why);
}

static int walk(struct main_walk *p)
{
	struct fail why = {0};
	int rc = open_all(p, &why), status;
	bool kept;

	if (rc < 0)
		return tool_refuse(&p->o->out, p->o->program, PLUGIN_SERVICE, 2, &why);
	walk_text_header(&p->text);
	rc = run(p, &why);
	status = conclude(p);
	if (rc < 0)
		tool_complain(p->o->program, &why);
	kept = close_capture(p);
	if (!tool_close(p->o->program, &p->report, NULL) || !kept || rc < 0)
		status = tool_failure(&p->o->out);
	return status;
}

int main_walk(const struct options *o)
{
	struct main_walk p = {.o = o};
	int status = walk(&p);

	walk_close(p.walk);
	wait_close(p.wait);
	capflow_abandon(p.capflow);
	report_abandon(p.report);
	resolve_close(p.resolve);
	strbuf_close(&p.send);
	return status;
}
