/* main_offers_connect: what a port offers as far as a connection tells, for want of a raw socket.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "main_parts.h"
#include "offers_connect.h"
#include "offers_report.h"
#include "plugin.h"
#include "priv.h"
#include "text.h"
#include "tool.h"

#define CANNOT                                                                                     \
	"window, clock rate, fast open, MPTCP, SYN cookies, SYN proxy, SYN-ACKs that come again"

static int ask(struct parts *p, struct offers_connected *out, struct fail *why)
{
	const struct dial_config c = {.addrs = &p->to.target,
		.n = 1,
		.port = p->o.port,
		.source = p->to.source_given ? p->to.source : (struct addr){.family = ADDR_NONE},
		.device = *p->to.device ? p->to.device : NULL,
		.ttl = p->o.ttl ? (int)p->o.ttl : -1,
		.tos = (int)p->o.tos,
		.timeout_ns = p->o.timeout_ns,
		.deadline_ns = p->o.deadline_ns ? clock_now() + p->o.deadline_ns : INT64_MAX};

	return offers_connect(out, &c, p->wait, why);
}

static const char *word(enum offers_has has)
{
	return has == OFFERS_YES  ? "yes"
	       : has == OFFERS_NO ? "no"
				  : "unknown: this host does not ask for it";
}

static void card(
	struct report *to, const struct offers *o, unsigned least_mss, const struct stack_syn *own)
{
	report_text(to, "  MSS               at least %u\n", least_mss);
	if (o->has_window_scale)
		report_text(to, "  window scale      %u\n", o->window_scale);
	else
		report_text(to, "  window scale      %s\n",
			own->window_scaling ? "none" : word(OFFERS_UNKNOWN));
	report_text(to, "  SACK              %s\n", word(o->sack));
	report_text(to, "  timestamps        %s\n", word(o->timestamps));
	report_text(to, "  ECN               %s\n", word(o->ecn));
}

static void say_missing(struct report *to)
{
	char command[128];

	report_text(to,
		"A connection told this; what it cannot tell (" CANNOT
		") needs a raw socket, once as root: %s\n",
		priv_setcap_command(command, sizeof(command)));
}

static int conclude(struct parts *p, const struct offers_connected *c, int64_t took_ns)
{
	const struct offers_seen seen = {.sent = 1};
	const struct plugin v = options_plugin(&p->o);
	struct summary s = offers_connect_summary(c, &p->to.target);
	struct records_summary sum;
	struct offers o;

	offers_of_connection(&o, c, &p->own);
	o.state = summary_state(&s);
	s.elapsed_ns = took_ns;
	records_summarise(&sum, &p->records, &s, c->connected, clock_wall() - clock_now());
	if (!p->o.quiet && c->connected)
		card(p->report, &o, offers_least_mss(c), &p->own);
	else
		text_summary(&p->text, &s);
	if (!p->o.quiet)
		say_missing(p->report);
	report_flush(p->report);
	offers_report(&p->records, &o, &seen, clock_wall());
	records_summary(&p->records, &sum, clock_wall());
	if (p->o.out.prom) {
		records_prom(&p->records, &sum);
		offers_report_prom(&p->records, &o, &seen);
	}
	if (p->o.out.nagios)
		return plugin_line(&v, p->report, &sum, o.state);
	return !s.sent ? tool_unasked(&p->o.out, s.interrupted, p->report) : !c->connected;
}

int main_offers_connect(struct parts *p)
{
	struct offers_connected c = {.connected = false};
	int64_t start_ns = clock_now();
	struct fail why = {0};
	int rc, status;

	main_offers_announce(p, "connect", CANNOT);
	rc = ask(p, &c, &why);
	status = conclude(p, &c, clock_now() - start_ns);
	if (rc < 0)
		tool_complain(p->o.program, &why);
	if (!tool_close(p->o.program, &p->report, &p->evidence.file) || rc < 0)
		status = tool_failure(&p->o.out);
	return status;
}
