/* main_walk: one whole connection as a ladder, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_walk.h"

#include "clock.h"
#include "escape.h"
#include "explain.h"
#include "main_connection.h"
#include "plugin.h"
#include "tool.h"
#include "walk_records.h"
#include "walk_text.h"

struct main_walk {
	struct main_connection m;
	struct strbuf send;
	struct walk *walk;
	struct walk_text text;
	int64_t start_ns;
};

static int open_walk(void *of, struct fail *why)
{
	struct main_walk *p = of;
	const struct options *o = p->m.o;
	struct walk_config c = {.capflow = p->m.capflow,
		.wait = p->m.wait,
		.target = p->m.to.target,
		.device = *p->m.to.device ? p->m.to.device : NULL,
		.port = o->port,
		.source_port = (uint16_t)o->source_port,
		.ttl = o->ttl ? (int)o->ttl : -1,
		.tos = (int)o->tos,
		.mark = (uint32_t)o->mark,
		.send = bytes_of(p->send.p, p->send.used),
		.timeout_ns = o->timeout_ns,
		.deadline_ns = p->m.deadline_ns};

	if (p->m.to.source_given)
		c.source = p->m.to.source;
	return walk_open(&p->walk, &c, why);
}

static int open_all(struct main_walk *p, struct fail *why)
{
	const struct options *o = p->m.o;
	int rc = o->walk.send ? escape_read(&p->send, o->walk.send, false, why) : 0;

	if (rc < 0 || (rc = main_connection_open(&p->m, why)) < 0)
		return rc;
	p->start_ns = clock_now();
	p->text = (struct walk_text){.report = p->m.report,
		.host = o->host,
		.target = p->m.to.target,
		.source = p->m.to.source,
		.port = o->port,
		.quiet = o->quiet,
		.unseen = !p->m.capflow,
		.missing = p->m.missing.text,
		.ladder = main_connection_ladder()};
	p->text.ladder.start_ns = p->start_ns;
	return main_connection_start(&p->m, open_walk, p, why);
}

static void tell(struct main_walk *p, const struct walk_event *e)
{
	const struct flow_tuple *t;
	const struct flow *f;
	unsigned flow = e->packet.flow;

	switch (e->kind) {
	case WALK_PACKET:
		f = capflow_flow(p->m.capflow, flow);
		t = capflow_tuple(p->m.capflow, flow);
		if (!p->text.begun)
			p->text.ladder.start_ns = p->start_ns = e->at_ns;
		walk_text_packet(&p->text, t, f, &e->packet);
		walk_records_packet(&p->m.records, t, f, p->start_ns, &e->packet);
		break;
	case WALK_MARK:
		walk_text_mark(&p->text, e->at_ns, e->text);
		walk_records_mark(&p->m.records, e->text, e->at_ns - p->start_ns, clock_wall());
		break;
	case WALK_SIGNAL:
		walk_paused(p->walk, main_connection_pause(&p->m, e->signal));
		if (wait_ends(e->signal))
			walk_stop(p->walk);
		break;
	}
}

static int run(struct main_walk *p, struct fail *why)
{
	const struct main_connection *m = &p->m;
	struct walk_event e;
	int rc = 0;

	while (!report_failed(m->report) && !capflow_unread(m->capflow) &&
		(rc = walk_next(p->walk, &e, why)) > 0)
		tell(p, &e);
	return rc;
}

static int status_of(const struct options *o, const struct summary *s, const struct report *report)
{
	enum verdict_state state = summary_state(s);

	if (!s->sent)
		return tool_unasked(&o->out, s->interrupted, report);
	return !(state == VERDICT_OPEN || (state == VERDICT_CLOSED && o->refused == REFUSED_OK));
}

static int conclude(struct main_walk *p)
{
	const struct walk_result r = walk_result(p->walk);
	const struct summary s = walk_summary(&r, &p->m.to.target);
	const struct explain_place place = {
		p->m.to.target, p->m.o->port, true, false, p->m.to.next_hop, p->m.to.leaves_by};
	const struct plugin v = options_plugin(p->m.o);
	int status = status_of(p->m.o, &s, p->m.report);
	struct records_summary sum;

	walk_text_end(&p->text, &r, &s);
	if (p->m.o->out.explain) {
		explain_run(p->m.report, &place, &s);
		walk_explain(&p->text, &r);
	}
	walk_records_end(&p->m.records, &r, &s, clock_wall());
	main_connection_summarise(&p->m, &s, !status, &sum);
	return p->m.o->out.nagios ? plugin_line(&v, p->m.report, &sum, summary_state(&s)) : status;
}

static int walk(struct main_walk *p)
{
	struct fail why = {0};
	int rc = open_all(p, &why), status;

	if (rc < 0)
		return tool_refuse(&p->m.o->out, p->m.o->program, PLUGIN_SERVICE, 2, &why);
	walk_text_header(&p->text);
	rc = run(p, &why);
	status = conclude(p);
	return main_connection_end(&p->m, status, rc, &why);
}

int main_walk(const struct options *o)
{
	struct main_walk p = {.m = {.o = o}};
	int status = walk(&p);

	walk_close(p.walk);
	main_connection_close(&p.m);
	strbuf_close(&p.send);
	return status;
}
