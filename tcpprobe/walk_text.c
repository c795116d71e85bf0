/* walk_text: a walk as a ladder, and what it comes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "walk_text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "reason.h"
#include "text.h"
#include "times.h"

void walk_text_header(const struct walk_text *t)
{
	char host[256], target[ADDR_TEXT], source[ADDR_TEXT];

	if (t->quiet)
		return;
	report_text(t->report, "TCPPROBE %s (%s) port %u from %s: one connection by connect()\n",
		report_safe(host, sizeof(host), t->host), report_addr(target, &t->target), t->port,
		report_addr(source, &t->source));
	if (t->unseen)
		report_text(t->report, "No packet is seen: %s\n", t->missing);
	report_text(t->report, "\n");
	report_flush(t->report);
}

void walk_text_packet(struct walk_text *t, const struct flow_tuple *tuple, const struct flow *f,
	const struct capflow_packet *p)
{
	struct strbuf text = {0};

	if (t->quiet)
		return;
	if (!t->begun)
		ladder_head(&text, &t->ladder, tuple);
	t->begun = true;
	ladder_packet(&text, &t->ladder, f, p);
	report_put_strbuf(t->report, &text);
}

void walk_text_mark(const struct walk_text *t, int64_t at_ns, const char *what)
{
	struct strbuf text = {0};

	if (t->quiet)
		return;
	ladder_mark(&text, &t->ladder, at_ns, what);
	report_put_strbuf(t->report, &text);
}

static const char *times(uint64_t n)
{
	return n == 1 ? "once" : n == 2 ? "twice" : "several times";
}

static void say_end(const struct walk_text *t, const char *who, const struct flow_end *e)
{
	if (e->retransmits)
		report_text(t->report,
			"%s sent %" PRIu64 " of its %" PRIu64 " segments again: %" PRIu64
			" by time-out, %" PRIu64 " fast, %" PRIu64 " as a tail loss probe, %" PRIu64
			" needlessly\n",
			who, e->retransmits, e->segments, e->timeouts, e->fast, e->probes,
			e->spurious);
	if (e->syns > 1)
		report_text(t->report, "%s sent its SYN %" PRIu32 " times\n", who, e->syns);
	if (e->zero_windows)
		report_text(t->report, "%s closed its window %s\n", who, times(e->zero_windows));
	if (e->holes)
		report_text(
			t->report, "of what %s sent, something is missing in the capture\n", who);
}

static void say_close(const struct walk_text *t, const struct walk_result *r)
{
	const struct flow *f = r->flow;

	if (f->closed)
		report_text(t->report, "closed first from %s, by %s; ",
			f->closed_by == FLOW_OUT ? "here" : "there",
			f->closed_by_rst ? "RST" : "FIN");
	report_text(t->report, "at the end %s is here, %s there\n",
		flow_state_name(f->end[FLOW_OUT].state), flow_state_name(f->end[FLOW_IN].state));
}

static void say_flow(const struct walk_text *t, const struct walk_result *r)
{
	const struct flow *f = r->flow;
	char ms[TIMES_MS];

	if (!f->end[FLOW_OUT].segments) {
		report_text(t->report,
			"no SYN was seen to leave: a rule of this host, its route or its neighbour "
			"table keeps it\n");
		return;
	}
	if (f->end[FLOW_IN].has_syn && !r->connected)
		report_text(t->report,
			"a SYN-ACK came, but this host's kernel did not take it: a rule of its own "
			"drops it\n");
	if (f->handshake_ns >= 0)
		report_text(t->report, "handshake %s ms; ", times_ms(ms, f->handshake_ns));
	report_text(t->report, "segments: %" PRIu64 " sent, %" PRIu64 " came",
		f->end[FLOW_OUT].segments, f->end[FLOW_IN].segments);
	if (r->connected)
		report_text(t->report, "; %" PRIu64 " bytes sent, %" PRIu64 " received",
			r->sent_bytes, r->received_bytes);
	report_text(t->report, "\n");
	if (f->opened)
		say_close(t, r);
	say_end(t, "this host", &f->end[FLOW_OUT]);
	say_end(t, "the other end", &f->end[FLOW_IN]);
}

void walk_text_end(const struct walk_text *t, const struct walk_result *r, const struct summary *s)
{
	char target[ADDR_TEXT], reason[REASON_TEXT], from[ADDR_TEXT], ms[TIMES_MS];

	if (t->quiet)
		return;
	report_text(t->report, "\n%s port %u is %s", report_addr(target, &t->target), t->port,
		verdict_state_word(summary_state(s)));
	if (r->icmp.present)
		report_text(t->report, ": %s from %s",
			reason_numbered(
				reason, t->target.family, r->icmp.type, r->icmp.code, r->icmp.mtu),
			report_addr(from, &r->icmp.offender));
	report_text(t->report, "\n");
	if (r->flow)
		say_flow(t, r);
	else if (r->connected)
		report_text(t->report,
			"connect() took %s ms; %" PRIu64 " bytes sent, %" PRIu64 " received\n",
			times_ms(ms, r->connect_ns), r->sent_bytes, r->received_bytes);
	if (r->drops)
		report_text(t->report, "our own capture dropped %" PRIu64 " packets\n", r->drops);
	report_flush(t->report);
}
