/* main_offers: what a port offers, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#include "clock.h"
#include "main_parts.h"
#include "offers_report.h"
#include "offers_run.h"
#include "plugin.h"
#include "port.h"
#include "priv.h"
#include "socket.h"
#include "tool.h"

#define WATCH_NS (4 * (int64_t)CLOCK_SECOND)

struct work {
	struct parts *p;
	struct craft *craft;
	int held_fd;
	uint16_t held_port;
	struct histogram *histogram;
	struct story story;
	struct offers_seen seen;
};

/* The sandbox lets nobody listen, and some kernels let only the privileged filter. */
static int hold_port(struct work *w, struct fail *why)
{
	int able = priv_raise(why), rc;

	if (able < 0)
		return able;
	rc = port_hold(&w->held_fd, &w->p->to.source, &w->held_port, why);
	return priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0 ? -EPERM : rc;
}

static int open_work(struct work *w, struct fail *why)
{
	struct parts *p = w->p;
	struct wire_config wire;
	int rc = main_find(p, why);

	if (rc < 0)
		return rc;
	wire = options_wire(&p->o, &p->to);
	rc = socket_open(&p->wire, &wire, p->o.port, 0, why);
	/* What only a raw socket gives is not left out unsaid. */
	p->unprivileged = rc == -EPERM && !p->o.out.pcap && !p->o.mark && p->o.retransmits_ns < 0;
	if (rc >= 0)
		rc = hold_port(w, why);
	if ((rc < 0 && !p->unprivileged) || (rc = main_open_outputs(p, why)) < 0 ||
		(rc = main_drop(p, why)) < 0 || (rc = wait_open(&p->wait, why)) < 0 ||
		p->unprivileged)
		return rc;
	w->histogram = histogram_open();
	story_init(&w->story);
	return w->histogram ? craft_open(&w->craft, why)
			    : fail_set(why, ENOMEM, "no memory for the answers");
}

static void tell(void *to, const struct offers_answer *a, unsigned again)
{
	struct work *w = to;
	int64_t at_ns = a->at_ns ? a->at_ns : clock_now();

	offers_report_answer(
		&w->p->records, a, again, clock_map_realtime(wire_clock(w->p->wire), at_ns));
	if (again || (a->fate != OFFERS_SYN_ACK && a->fate != OFFERS_RESET))
		return;
	histogram_add(w->histogram, a->at_ns - a->sent_ns);
	story_answer(&w->story, a->nth, a->at_ns - a->sent_ns);
}

void main_offers_announce(struct parts *p, const char *method, const char *cannot)
{
	const struct records_start s = {.target = p->o.target,
		.method = method,
		.cannot = cannot,
		.addr = p->to.target,
		.source = p->to.source,
		.port = p->o.port,
		.source_port = UINT64_MAX,
		.mss = p->own.mss,
		.interval_ns = p->o.interval_ns,
		.timeout_ns = p->o.timeout_ns};

	p->text = (struct text){.report = p->report,
		.program = p->o.program,
		.host = p->o.host,
		.target = p->to.target,
		.source = p->to.source,
		.port = p->o.port,
		.mss = p->own.mss,
		.connects = cannot,
		.quiet = p->o.quiet,
		.verbose = !cannot && p->o.verbose}; /* the end says what cannot be told */
	p->records = (struct records){p->report, p->o.target, p->to.target, p->o.port};
	if (p->wire && wire_note(p->wire))
		report_warn(p->report, "%s: WARNING: %s", p->o.program, wire_note(p->wire));
	text_header(&p->text);
	records_start(&p->records, &s, clock_wall());
}

static int ask(struct work *w, struct fail *why)
{
	struct parts *p = w->p;
	struct offers_run_config c = {.wire = p->wire,
		.wait = p->wait,
		.evidence = p->evidence.file ? &p->evidence : NULL,
		.syn = {.craft = w->craft,
			.source = p->to.source,
			.target = p->to.target,
			.port = p->o.port,
			.own = p->own,
			.tos = p->o.tos < 0 ? 0 : (uint8_t)p->o.tos},
		.held_port = w->held_port,
		.interval_ns = p->o.interval_ns,
		.timeout_ns = p->o.timeout_ns,
		.watch_ns = p->o.retransmits_ns < 0 ? WATCH_NS : p->o.retransmits_ns,
		.deadline_ns = p->o.deadline_ns ? clock_now() + p->o.deadline_ns : INT64_MAX,
		.tell = tell,
		.to = w};

	if (getrandom(&c.key, sizeof(c.key), 0) != sizeof(c.key))
		return fail_errno(why, "getrandom");
	return offers_run(&c, &w->seen, why);
}

/* The held question alone says what the port is: the others may be refused for what they add. */
static void fill_summary(struct summary *out, const struct work *w, const struct offers *o)
{
	const struct offers_answer *f = o->first;

	*out = (struct summary){.sent = w->seen.sent,
		.open = o->answered,
		.closed = f->fate == OFFERS_RESET,
		.rejected = f->fate == OFFERS_REJECTED,
		.stale = f->fate == OFFERS_STALE,
		.duplicates = w->seen.n_again,
		.pending = w->seen.pending,
		.unsent = w->seen.local_error != 0,
		.drops = w->seen.drops,
		.local_error = w->seen.local_error,
		.rejecter = f->from,
		.rejecter_ttl = f->ttl,
		.type = f->type,
		.code = f->code,
		.by_target = addr_equal(&f->from, &w->p->to.target),
		.no_window = o->proxy == OFFERS_YES ? o->answered : 0,
		.rtt_min_ns = histogram_quantile_ns(w->histogram, 0),
		.rtt_mean_ns = histogram_quantile_ns(w->histogram, 0.5),
		.rtt_max_ns = histogram_quantile_ns(w->histogram, 1),
		.rtt_deviation_ns = -1,
		.histogram = w->histogram,
		.story = &w->story,
		.interrupted = w->seen.interrupted};
	out->by_us = out->rejected && !out->by_target && addr_equal(&f->from, &w->p->to.source);
	if (out->sent > summary_answered(out) + out->pending)
		out->lost = out->sent - summary_answered(out) - out->pending;
}

static int plugin(const struct parts *p, const struct records_summary *sum, enum verdict_state s)
{
	const struct plugin v = options_plugin(&p->o);

	return plugin_line(&v, p->report, sum, s);
}

static int conclude(struct work *w, int64_t took_ns)
{
	struct parts *p = w->p;
	int64_t offset_ns = clock_wall() - clock_now();
	struct records_summary sum;
	struct offers found;
	struct summary s;

	offers_judge(&found, &w->seen);
	fill_summary(&s, w, &found);
	s.elapsed_ns = took_ns;
	records_summarise(&sum, &p->records, &s, found.state == VERDICT_OPEN, offset_ns);
	if (!p->o.quiet && found.state == VERDICT_OPEN)
		offers_card(p->report, &found, &w->seen);
	else
		text_summary(&p->text, &s);
	if (p->o.out.stats)
		text_stats(p->report, &s, offset_ns);
	if (p->o.out.explain)
		offers_explain(p->report, &found, &w->seen);
	report_flush(p->report);
	offers_report(&p->records, &found, &w->seen, clock_wall());
	records_summary(&p->records, &sum, clock_wall());
	if (p->o.out.prom) {
		records_prom(&p->records, &sum);
		offers_report_prom(&p->records, &found, &w->seen);
	}
	if (p->o.out.nagios)
		return plugin(p, &sum, found.state);
	if (!s.sent && s.local_error)
		return 2;
	return found.state != VERDICT_OPEN;
}

int main_offers(struct parts *p)
{
	struct work *w = calloc(1, sizeof(*w));
	struct fail why = {0};
	int64_t start_ns = clock_now();
	int rc, status;

	if (!w) {
		fail_set(&why, ENOMEM, "no memory for the answers");
		return tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, &why);
	}
	w->p = p;
	w->held_fd = -1;
	rc = open_work(w, &why);
	if (rc < 0) {
		status = tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, &why);
	} else if (p->unprivileged) {
		status = main_offers_connect(p);
	} else {
		main_offers_announce(w->p, "offers", NULL);
		rc = ask(w, &why);
		status = conclude(w, clock_now() - start_ns);
		if (rc < 0)
			tool_complain(p->o.program, &why);
		if (!tool_close(p->o.program, &p->report, &p->evidence.file) || rc < 0)
			status = tool_failure(&p->o.out);
	}
	port_release(w->held_fd);
	craft_close(w->craft);
	histogram_close(w->histogram);
	free(w);
	return status;
}
