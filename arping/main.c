/* arping: ask a link who has an address, and whether anyone else says so too. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "clock.h"
#include "explain.h"
#include "main_nodes.h"
#include "main_sweep.h"
#include "main_watch.h"
#include "options.h"
#include "plugin.h"
#include "socket.h"
#include "tool.h"
#include "version.h"
#include "wait.h"

/* Everything a run needs, in the order it is opened. */
struct parts {
	struct options o;
	struct resolve *resolve;
	struct link link;
	struct wire *wire;
	struct report *report;
	struct capfile *evidence;
	struct wait *wait;
	struct plan *plan;
	struct ask *ask;
	struct hear_config hear;
	struct text text;
	struct records records;
	struct dad_step steps[DAD_STEPS];
	size_t steps_n;
	struct session *session;
	struct owners owners;
	struct records_summary sum;
};

static int open_wire(struct parts *p, struct fail *why)
{
	const struct wire_config c = options_wire(&p->o, &p->link);

	return socket_open(&p->wire, &c, why);
}

static int open_outputs(struct parts *p, struct fail *why)
{
	const struct report_config c = outputs_report(&p->o.out, REPORT_CLOCK_NONE);
	int rc = report_open(&p->report, &c, why);

	if (rc >= 0 && p->o.out.pcap)
		rc = evidence_open(&p->evidence, p->o.out.pcap, p->link.name, why);
	return rc;
}

static int open_questions(struct parts *p, struct fail *why)
{
	struct ask_config ask = options_ask(&p->o, &p->link);
	uint64_t random;
	struct dad_config dad;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random) ||
		getrandom(ask.nonce, sizeof(ask.nonce), 0) != sizeof(ask.nonce))
		return fail_errno(why, "getrandom");
	p->hear = options_hear(&p->o, &p->link);
	memcpy(p->hear.nonce, ask.nonce, sizeof(ask.nonce));
	dad = options_dad(&p->o, &p->link, random);
	if (p->o.rfc)
		p->steps_n = dad_plan(p->steps, &dad);
	return ask_open(&p->ask, &ask, why);
}

static int open_engine(struct parts *p, struct fail *why)
{
	const struct plan_config plan = options_plan(&p->o);
	struct session_config session = {.wires = {p->wire}, .deadline_ns = INT64_MAX};
	int rc;

	if ((rc = wait_open(&p->wait, why)) < 0 || (rc = open_questions(p, why)) < 0)
		return rc;
	p->text = (struct text){options_text(&p->o, &p->link)};
	p->text.c.report = p->report;
	p->records = (struct records){
		p->report, p->o.target ? p->o.target : p->link.name, p->link.target};
	p->plan = plan_open(&plan, clock_now());
	if (!p->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	session.plan = p->plan;
	session.wait = p->wait;
	if (p->o.deadline_ns)
		session.deadline_ns = clock_now() + p->o.deadline_ns;
	return session_open(&p->session, &session, why);
}

static void announce(struct parts *p)
{
	const struct plan_config plan = options_plan(&p->o);
	char mac[MAC_TEXT];
	struct records_start s = {.target = p->records.target,
		.addr = p->link.target,
		.source = p->link.source,
		.mode = records_mode(p->o.mode),
		.interface = p->link.name,
		.mac = mac_print(mac, &p->hear.mac),
		.vlan = p->hear.vlan == HEAR_NO_VLAN ? UINT64_MAX : (uint64_t)p->hear.vlan,
		.interval_ns = p->o.rfc ? INT64_MIN : plan.interval_ns,
		.timeout_ns = plan.timeout_ns ? plan.timeout_ns : INT64_MAX};

	if (addr_is_unspecified(&s.source))
		s.source = (struct addr){0};
	if (p->o.router)
		s.addr = p->records.addr = (struct addr){0};
	text_header(&p->text);
	records_start(&p->records, &s, clock_wall());
}

static int run(struct parts *p, struct summary *sum, struct fail *why)
{
	struct run_config c = options_run(&p->o);

	c.plan = p->plan;
	c.wire = p->wire;
	c.session = p->session;
	c.ask = p->ask;
	c.hear = &p->hear;
	c.report = p->report;
	c.text = &p->text;
	c.records = &p->records;
	c.evidence = p->evidence;
	c.steps = p->o.rfc ? p->steps : NULL;
	c.steps_n = p->steps_n;
	return run_loop(&c, &p->owners, sum, why);
}

/* As iputils counts; but an address is not said to be free before it was asked for as it must be.
 */
static int status_of(const struct parts *p, const struct summary *s)
{
	if (s->conflict)
		return 1;
	if (s->unfinished)
		return tool_failure(&p->o.out);
	if (!s->transmitted)
		return s->interrupted ? 1 : tool_failure(&p->o.out);
	if (s->mode == SUMMARY_DAD)
		return 0;
	if (s->mode == SUMMARY_ANNOUNCE)
		return 0;
	if (p->o.unique && s->owners->n > 1)
		return 1;
	if (p->o.deadline_ns && p->o.count && !p->o.first_reply)
		return s->received < (uint64_t)p->o.count;
	return !s->received;
}

static int conclude(struct parts *p, const struct summary *s, const char *failed)
{
	const struct plugin v = {.thresholds = p->o.out.thresholds, .failed = failed};
	const struct explain_place place = {.target = p->link.target,
		.gateway = p->link.gateway,
		.interface = p->link.name,
		.local = p->link.local};
	int64_t offset_ns = clock_wall() - clock_now();

	records_summarise(&p->sum, &p->records, s, offset_ns);
	text_summary(&p->text, s);
	if (p->o.out.stats)
		explain_stats(p->report, s, offset_ns);
	if (p->o.out.explain)
		explain_run(p->report, &place, s);
	records_summary(&p->records, &p->sum, clock_wall());
	if (p->o.out.prom)
		records_prom(&p->records, &p->sum);
	return p->o.out.nagios ? plugin_line(&v, p->report, &p->sum) : status_of(p, s);
}

static void close_parts(struct parts *p)
{
	session_close(p->session);
	ask_close(p->ask);
	plan_close(p->plan);
	wait_close(p->wait);
	wire_close(p->wire);
	capfile_abandon(p->evidence);
	report_abandon(p->report);
	resolve_close(p->resolve);
}

static int find_link(struct parts *p, struct fail *why)
{
	const struct link_want want = options_link(&p->o);
	int rc = resolve_open(&p->resolve, why);

	return rc < 0 ? rc : link_find(&p->link, &want, p->resolve, why);
}

/* What arping has always said of such interfaces on standard output, unless that is something
 * else's. Where nobody resolves
 * addresses there can be no duplicate of one. */
static int unfit(const struct parts *p, const struct fail *why)
{
	const struct report_config c = outputs_report(&p->o.out, REPORT_CLOCK_NONE);
	bool taken = c.no_text || (c.json && !strcmp(c.json, "-"));
	struct fail said = *why;

	if (p->link.state == LINK_DOWN)
		fail_set(&said, ENETDOWN, "Interface \"%s\" is down", p->link.name);
	else
		fail_set(&said, EOPNOTSUPP, "Interface \"%s\" is not ARPable%s", p->link.name,
			p->link.state == LINK_NO_MAC ? " (no ll address)" : "");
	if (p->o.out.nagios)
		return tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, &said);
	if (!p->o.quiet)
		fprintf(taken ? stderr : stdout, "%s\n", said.text);
	return p->o.dad && p->link.state != LINK_DOWN ? 0 : 2;
}

static int open_run(struct parts *p, struct fail *why)
{
	int rc;

	if (p->o.dad && !p->link.carrier)
		return fail_set(why, ENETDOWN,
			"%s has no carrier: whether the address is free cannot be told",
			p->link.name);
	if ((rc = open_wire(p, why)) < 0 || (rc = open_outputs(p, why)) < 0 ||
		(rc = tool_drop(p->report, capfile_folder(p->evidence), NULL, why)) < 0)
		return rc;
	return open_engine(p, why);
}

static int arping(struct parts *p)
{
	struct fail why = {0};
	struct summary sum = {0};
	int rc = find_link(p, &why), status;

	if (rc >= 0 && p->link.state != LINK_READY)
		return unfit(p, &why);
	if (rc >= 0)
		rc = open_run(p, &why);
	if (rc < 0)
		return tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, &why);
	announce(p);
	rc = run(p, &sum, &why);
	status = conclude(p, &sum, rc < 0 ? why.text : NULL);
	if (rc < 0 && !p->o.out.nagios)
		tool_complain(p->o.program, &why);
	if (!tool_close(p->o.program, &p->report, &p->evidence) || rc < 0)
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
		rc = tool_refuse(
			&p->o.out, cli_name(argv), PLUGIN_SERVICE, rc == -ERANGE ? 1 : 2, &why);
	else if (p->o.help || p->o.version)
		rc = tell(&p->o);
	else
		rc = p->o.watch	  ? main_watch(&p->o)
		     : p->o.nodes ? main_nodes(&p->o)
		     : p->o.sweep ? main_sweep(&p->o)
				  : arping(p);
	close_parts(p);
	free(p);
	return rc;
}
