/* main_mtu: the path MTU inside connections, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_mtu.h"

#include "blackhole_report.h"
#include "clock.h"
#include "main_connection.h"
#include "plugin.h"
#include "route.h"
#include "tool.h"
#include "walk_records.h"

struct main_mtu {
	struct main_connection m;
	struct blackhole *hole;
	struct ladder ladder;
	int64_t start_ns;
	uint32_t shown; /* the connection whose error was shown last */
};

static int open_hole(void *of, struct fail *why)
{
	struct main_mtu *p = of;
	const struct options *o = p->m.o;
	struct route_interface link;
	struct blackhole_config c = {.capflow = p->m.capflow,
		.wait = p->m.wait,
		.target = p->m.to.target,
		.device = *p->m.to.device ? p->m.to.device : NULL,
		.port = o->port,
		.ttl = o->ttl ? (int)o->ttl : -1,
		.tos = (int)o->tos,
		.mark = (uint32_t)o->mark,
		.timeout_ns = o->timeout_ns,
		.deadline_ns = p->m.deadline_ns};
	int rc = route_interface(&link, NULL, p->m.to.ifindex, why);

	if (rc < 0)
		return rc;
	c.link_mtu_bytes = link.mtu_bytes;
	if (p->m.to.source_given)
		c.source = p->m.to.source;
	return blackhole_open(&p->hole, &c, why);
}

static void announce(const struct main_mtu *p)
{
	char host[256], target[ADDR_TEXT], source[ADDR_TEXT];
	struct report *r = p->m.report;

	if (p->m.o->quiet)
		return;
	report_text(r, "TCPPROBE %s (%s) port %u from %s: the path MTU inside connections\n",
		report_safe(host, sizeof(host), p->m.o->host), report_addr(target, &p->m.to.target),
		p->m.o->port, report_addr(source, &p->m.to.source));
	if (!p->m.capflow)
		report_text(r, "No packet is seen: %s\n", p->m.missing.text);
	report_text(r, "\n");
	report_flush(r);
}

/* The ladder is shown by -v; of a connection's ICMP errors the first is in any case. */
static void tell_packet(struct main_mtu *p, const struct blackhole_event *e)
{
	const struct capflow_packet *packet = &e->packet;
	const struct flow *f = capflow_flow(p->m.capflow, packet->flow);
	const struct flow_tuple *t = capflow_tuple(p->m.capflow, packet->flow);
	struct strbuf text = {0};

	if (!p->ladder.start_ns)
		p->ladder.start_ns = p->start_ns = packet->at_ns;
	if (packet->kind == CAPFLOW_SEGMENT && !p->m.o->verbose)
		return;
	walk_records_packet(&p->m.records, t, f, p->start_ns, packet);
	if (p->m.o->quiet || (!p->m.o->verbose && p->shown == e->connection))
		return;
	p->shown = e->connection;
	ladder_packet(&text, &p->ladder, f, packet);
	report_put_strbuf(p->m.report, &text);
}

static void tell(struct main_mtu *p, const struct blackhole_event *e)
{
	const struct blackhole_found f = blackhole_found(p->hole);
	bool quiet = p->m.o->quiet;

	switch (e->kind) {
	case BLACKHOLE_CONNECTED:
		if (!quiet)
			blackhole_text_connected(p->m.report, &f, e->connection);
		break;
	case BLACKHOLE_ROUND:
		if (!quiet)
			blackhole_text_round(p->m.report, &e->round);
		blackhole_records_round(&p->m.records, &e->round, clock_wall());
		break;
	case BLACKHOLE_PACKET:
		tell_packet(p, e);
		break;
	case BLACKHOLE_SIGNAL:
		blackhole_paused(p->hole, main_connection_pause(&p->m, e->signal));
		if (wait_ends(e->signal))
			blackhole_stop(p->hole);
		break;
	}
}

static int run(struct main_mtu *p, struct fail *why)
{
	const struct main_connection *m = &p->m;
	struct blackhole_event e;
	int rc = 0;

	while (!report_failed(m->report) && !capflow_unread(m->capflow) &&
		(rc = blackhole_next(p->hole, &e, why)) > 0)
		tell(p, &e);
	return rc;
}

static int plugin(const struct main_mtu *p, const struct blackhole_found *f,
	const struct summary *s, const struct records_summary *sum)
{
	const struct plugin v = options_plugin(p->m.o);
	char text[BLACKHOLE_LINE];

	if (f->verdict == BLACKHOLE_NO_CONNECTION)
		return plugin_line(&v, p->m.report, sum, summary_state(s));
	blackhole_line(text, f);
	return plugin_say(&v, p->m.report, sum,
		f->verdict == BLACKHOLE_IS_HOLE	     ? REPORT_CRITICAL
		: f->verdict == BLACKHOLE_IS_UNKNOWN ? REPORT_UNKNOWN
						     : REPORT_OK,
		text);
}

static int conclude(struct main_mtu *p)
{
	const struct blackhole_found f = blackhole_found(p->hole);
	const struct summary s = blackhole_summary(&f, &p->m.to.target);
	bool good = f.verdict == BLACKHOLE_IS_CLEAN || f.verdict == BLACKHOLE_IS_TOLD;
	struct records_summary sum;

	if (!p->m.o->quiet)
		blackhole_text_found(p->m.report, &f);
	if (p->m.o->out.explain)
		blackhole_explain(p->m.report, &f);
	blackhole_records_found(&p->m.records, &f, clock_wall());
	main_connection_summarise(&p->m, &s, good, &sum);
	return p->m.o->out.nagios ? plugin(p, &f, &s, &sum) : !good;
}

static int search(struct main_mtu *p)
{
	struct fail why = {0};
	int rc = main_connection_open(&p->m, &why), status;

	if (rc >= 0)
		rc = main_connection_start(&p->m, open_hole, p, &why);
	if (rc < 0)
		return tool_refuse(&p->m.o->out, p->m.o->program, PLUGIN_SERVICE, 2, &why);
	p->ladder = main_connection_ladder();
	announce(p);
	rc = run(p, &why);
	status = conclude(p);
	return main_connection_end(&p->m, status, rc, &why);
}

int main_mtu(const struct options *o)
{
	struct main_mtu p = {.m = {.o = o}};
	int status = search(&p);

	blackhole_close(p.hole);
	main_connection_close(&p.m);
	return status;
}
