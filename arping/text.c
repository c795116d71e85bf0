/* text: the lines arping has always printed, and what stands beside them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "times.h"

#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

const char *text_mac(char to[static MAC_TEXT], const struct mac *m)
{
	mac_print(to, m);
	for (char *c = to; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return to;
}

/* Colour for what is wrong; nothing where there is to be none. */
static const char *paint(const struct text *t, const char *sequence)
{
	return report_colored(t->c.report) ? sequence : "";
}

void text_header(const struct text *t)
{
	struct report *r = t->c.report;
	char target[ADDR_TEXT], source[ADDR_TEXT];

	if (t->c.quiet)
		return;
	if (addr_is_unspecified(&t->c.target))
		report_text(r, "ROUTERS on %s, asked from %s\n", t->c.interface,
			addr_print(source, &t->c.source));
	else
		report_text(r, "ARPING %s from %s %s\n", addr_print(target, &t->c.target),
			addr_print(source, &t->c.source), t->c.interface);
	report_flush(r);
}

/* What an ARP packet names besides its sender, where that is not us. */
static void add_asked(const struct text *t, const struct heard *h)
{
	char addr[ADDR_TEXT], mac[MAC_TEXT];
	bool other = !addr_equal(&h->asked, &t->c.source);

	if (h->is_ndp)
		return;
	if (other)
		report_text(t->c.report, "for %s ", addr_print(addr, &h->asked));
	if (!hear_same(&h->asked_mac, &t->c.mac))
		report_text(
			t->c.report, "%s[%s]", other ? "" : "for ", text_mac(mac, &h->asked_mac));
}

static void add_rtt(const struct text *t, const struct outcome *o)
{
	char ms[TIMES_MS];

	if (o->answer.rtt_ns >= 0)
		report_text(t->c.report, " %sms", times_ms(ms, o->answer.rtt_ns));
	else
		report_text(t->c.report, " UNSOLICITED?");
}

static void add_marks(const struct text *t, const struct outcome *o)
{
	const struct heard *h = &o->heard;
	struct report *r = t->c.report;
	char mac[MAC_TEXT];

	if (h->is_ndp && !h->request && o->kind != OUTCOME_ROUTER)
		report_text(r, " flags=%s%s%s", h->router ? "R" : "", h->solicited ? "S" : "",
			h->override ? "O" : "");
	if (o->kind == OUTCOME_CONFLICT)
		report_text(r, " %s(it wants the address too)%s", paint(t, RED), paint(t, PLAIN));
	else if (o->owner && o->kind != OUTCOME_ROUTER)
		report_text(r, " %s(duplicate address)%s", paint(t, RED), paint(t, PLAIN));
	else if (o->again)
		report_text(r, " %s(repeated)%s", paint(t, YELLOW), paint(t, PLAIN));
	if (!hear_same(&h->mac, &h->ether))
		report_text(r, " %s(the frame is from %s)%s", paint(t, YELLOW),
			text_mac(mac, &h->ether), paint(t, PLAIN));
}

static void start_line(const struct text *t, const struct outcome *o)
{
	const struct heard *h = &o->heard;
	char addr[ADDR_TEXT], mac[MAC_TEXT];

	report_stamp(t->c.report, o->at_realtime_ns);
	report_text(t->c.report, "%s %s from %s [%s] ", h->unicast ? "Unicast" : "Broadcast",
		h->request ? "request" : "reply", addr_print(addr, &h->sender),
		text_mac(mac, &h->mac));
}

static void reply_line(const struct text *t, const struct outcome *o)
{
	start_line(t, o);
	if (o->kind == OUTCOME_REPLY)
		add_asked(t, &o->heard);
	add_rtt(t, o);
	add_marks(t, o);
	report_text(t->c.report, "\n");
}

static void router_lines(const struct text *t, const struct outcome *o)
{
	char addr[ADDR_TEXT], mac[MAC_TEXT];

	report_stamp(t->c.report, o->at_realtime_ns);
	report_text(t->c.report, "Router %s [%s] ", addr_print(addr, &o->heard.sender),
		text_mac(mac, &o->heard.mac));
	add_rtt(t, o);
	add_marks(t, o);
	report_text(t->c.report, "\n");
	text_router(t->c.report, &o->heard.ndp);
}

/* Who has the address may say so as often as it wants; somebody else who does is news. */
static void claim_line(const struct text *t, const struct outcome *o)
{
	if (!t->c.verbose && !(o->owner && o->first))
		return;
	start_line(t, o);
	report_text(t->c.report, " claimed, not asked");
	add_marks(t, o);
	report_text(t->c.report, "\n");
}

static void passed_over(const struct text *t, const struct outcome *o)
{
	const struct heard *h = &o->heard;
	char mac[MAC_TEXT];

	if (!t->c.verbose)
		return;
	report_stamp(t->c.report, o->at_realtime_ns);
	report_text(t->c.report, "Not counted: from %s, ", text_mac(mac, &h->ether));
	if (o->kind == OUTCOME_MALFORMED)
		report_text(t->c.report, "malformed: %s\n", h->fault);
	else if (h->vlan == HEAR_NO_VLAN)
		report_text(t->c.report, "without a VLAN tag\n");
	else
		report_text(t->c.report, "on VLAN %d\n", h->vlan);
}

void text_outcome(const struct text *t, const struct outcome *o)
{
	if (o->kind == OUTCOME_UNSENT && report_has_text(t->c.report))
		report_warn(t->c.report, "%s: sendto: %s", t->c.program, strerror(o->error));
	if (t->c.quiet)
		return;
	switch (o->kind) {
	case OUTCOME_REPLY:
	case OUTCOME_CONFLICT:
		reply_line(t, o);
		break;
	case OUTCOME_ROUTER:
		router_lines(t, o);
		break;
	case OUTCOME_CLAIM:
		claim_line(t, o);
		break;
	case OUTCOME_MALFORMED:
	case OUTCOME_ELSEWHERE:
		passed_over(t, o);
		break;
	case OUTCOME_UNSENT:
	case OUTCOME_LOST:
		break;
	}
}

static void received_line(struct report *r, const struct summary *s)
{
	report_text(r, "Received %" PRIu64 " response(s)", s->received);
	if (s->received_requests && s->received_broadcasts)
		report_text(r, " (%" PRIu64 " request(s), %" PRIu64 " broadcast(s))",
			s->received_requests, s->received_broadcasts);
	else if (s->received_requests)
		report_text(r, " (%" PRIu64 " request(s))", s->received_requests);
	else if (s->received_broadcasts)
		report_text(r, " (%" PRIu64 " broadcast(s))", s->received_broadcasts);
	report_text(r, "\n");
}

/* Without brackets, in which programs look for the one owner. */
static void owners_line(const struct text *t, const struct summary *s)
{
	const struct owners *o = s->owners;
	char addr[ADDR_TEXT], mac[MAC_TEXT];

	if (o->n < 2 || s->mode == SUMMARY_ROUTER)
		return;
	report_text(t->c.report, "%sDuplicate address:%s %s is at %zu MACs:", paint(t, RED),
		paint(t, PLAIN), addr_print(addr, &t->c.target), o->n + (size_t)o->beyond);
	for (size_t i = 0; i < o->n; i++)
		report_text(t->c.report, "%s %s", i ? "," : "", text_mac(mac, &o->list[i].mac));
	report_text(t->c.report, "\n");
}

static void verdict_line(const struct text *t, const struct summary *s)
{
	struct report *r = t->c.report;
	char addr[ADDR_TEXT], mac[MAC_TEXT] = "somebody";

	if (!t->c.verdict || (!s->verdict && !s->conflict))
		return;
	if (s->owners->n)
		text_mac(mac, &s->owners->list[0].mac);
	addr_print(addr, &t->c.target);
	if (s->by_probe)
		report_text(r, "%s is not to be used: %s is about to take it\n", addr, mac);
	else if (s->conflict)
		report_text(r, "%s is in use by %s\n", addr, mac);
	else if (s->announced)
		report_text(r, "%s was free and is announced\n", addr);
	else if (t->c.local)
		report_text(r, "%s is this host's own, and nobody else has it\n", addr);
	else
		report_text(r, "%s is free\n", addr);
}

void text_summary(const struct text *t, const struct summary *s)
{
	if (t->c.quiet)
		return;
	report_text(t->c.report, "Sent %" PRIu64 " probes (%" PRIu64 " broadcast(s))\n",
		s->transmitted, s->broadcasts);
	received_line(t->c.report, s);
	owners_line(t, s);
	verdict_line(t, s);
	report_flush(t->c.report);
}

void text_status(const struct text *t, const struct summary *s)
{
	char least[TIMES_MS], mean[TIMES_MS], most[TIMES_MS];

	report_warn(t->c.report,
		"\r%" PRIu64 "/%" PRIu64 " probes answered, %zu MACs, min/avg/max = %s/%s/%s ms",
		s->answered, s->transmitted, s->owners->n, times_ms(least, s->rtt_min_ns),
		times_ms(mean, s->rtt_mean_ns), times_ms(most, s->rtt_max_ns));
}
