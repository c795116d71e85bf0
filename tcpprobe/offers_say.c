/* offers_say: what a port offers, as a card and in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "offers_report.h"
#include "plural.h"
#include "text.h"

/* Hosts send a SYN-ACK again after a second at the earliest (RFC 6298 2.1). */
#define WATCH_LEAST_NS INT64_C(1100000000)

static double seconds(int64_t ns)
{
	return (double)ns / 1e9;
}

static const char *word(enum offers_has has)
{
	return has == OFFERS_YES ? "yes" : has == OFFERS_NO ? "no" : "unknown";
}

static void window(struct report *to, const struct offers *o)
{
	report_text(to, "  window            %u", o->window);
	if (o->has_window_scale)
		report_text(to, ", scale %u: up to %" PRIu64 " bytes", o->window_scale,
			(uint64_t)UINT16_MAX << (o->window_scale > 14 ? 14 : o->window_scale));
	else
		report_text(to, ", no scale");
	report_text(to, "\n");
}

static void timestamps(struct report *to, const struct offers *o)
{
	report_text(to, "  timestamps        %s", word(o->timestamps));
	if (o->timestamps == OFFERS_YES) {
		if (o->hz)
			report_text(to, ", about %" PRIu32 " a second (measured %.4g)", o->hz,
				o->measured_hz);
		else if (o->measured_hz > 0)
			report_text(to, ", %.4g a second", o->measured_hz);
		switch (o->clock) {
		case OFFERS_CLOCK_ONE:
			report_text(to, ", one clock over %u ports", o->ports);
			break;
		case OFFERS_CLOCK_EACH:
			report_text(to, ", each connection starts elsewhere");
			break;
		case OFFERS_CLOCK_MANY:
			report_text(to, ", at least %u clocks over %u ports", o->clocks, o->ports);
			break;
		case OFFERS_CLOCK_UNKNOWN:
			break;
		}
	}
	report_text(to, "\n");
}

/* What came of a kind of SYN that had no SYN-ACK. */
static const char *fate(const struct offers *o, enum offers_ask ask)
{
	if (o->dropped & 1U << ask)
		return ": such SYNs stay without answer, others do not";
	if (o->resisted & 1U << ask)
		return ": such SYNs are refused, others are not";
	return "";
}

static void features(struct report *to, const struct offers *o)
{
	report_text(to, "  ECN               %s%s; accurate ECN %s%s\n", word(o->ecn),
		fate(o, OFFERS_ECN), word(o->accecn), fate(o, OFFERS_ACCECN));
	report_text(to, "  fast open         %s%s", word(o->cookie), fate(o, OFFERS_COOKIE));
	if (o->cookie == OFFERS_YES)
		report_text(to, ", a cookie of %d bytes", o->cookie_bytes);
	report_text(to, "\n  MPTCP             %s%s", word(o->mptcp), fate(o, OFFERS_MPTCP));
	if (o->mptcp == OFFERS_YES)
		report_text(to, ", version %d", o->mptcp_version);
	report_text(to, "\n");
}

static void retransmissions(struct report *to, const struct offers_seen *s)
{
	unsigned shown = s->n_again < OFFERS_AGAIN ? s->n_again : OFFERS_AGAIN;

	report_text(to, "  SYN-ACK again     ");
	if (!s->n_again)
		report_text(to, "%s", s->watched_ns < WATCH_LEAST_NS ? "unknown" : "not");
	for (unsigned i = 0; i < shown; i++)
		report_text(to, "%s%.2f", i ? ", " : "after ", seconds(s->again_ns[i]));
	report_text(to, "%s; watched for %.1f s\n", s->n_again ? " s" : "", seconds(s->watched_ns));
}

static void hosts(struct report *to, const struct offers *o)
{
	unsigned n = offers_hosts(o);

	report_text(to, "  hosts             ");
	if (n > 1)
		report_text(to, "at least %u behind this address", n);
	else
		report_text(to, "nothing tells of more than one");
	report_text(to, "%s%s%s\n", o->differ_window ? "; windows differ" : "",
		o->differ_options ? "; options differ" : "", o->differ_ttl ? "; TTLs differ" : "");
}

void offers_card(struct report *to, const struct offers *o, const struct offers_seen *s)
{
	if (o->has_mss)
		report_text(to, "  MSS               %u\n", o->mss);
	else
		report_text(
			to, "  MSS               none, which is 536 or 1220 (RFC 9293 3.7.1)\n");
	window(to, o);
	report_text(to, "  SACK              %s\n", word(o->sack));
	timestamps(to, o);
	features(to, o);
	report_text(to, "  SYN cookies       %s%s\n",
		o->cookies == OFFERS_YES  ? "active"
		: o->cookies == OFFERS_NO ? "not active"
					  : "unknown",
		fate(o, OFFERS_PLAIN));
	retransmissions(to, s);
	hosts(to, o);
	report_text(to, "  SYN proxy         %s\n",
		o->proxy == OFFERS_YES ? "suspected: the window is 0" : "nothing tells of one");
	report_text(to,
		"%u %s by %" PRIu64 " %s, %u %s; the one left unanswered was reset at the end\n",
		o->asked, plural(o->asked, "question", "questions"), s->sent,
		plural(s->sent, "SYN", "SYNs"), o->answered,
		plural(o->answered, "SYN-ACK", "SYN-ACKs"));
}

static void explain_cookies(struct report *to, const struct offers *o)
{
	switch (o->cookies) {
	case OFFERS_YES:
		report_text(to,
			"SYN cookies are active (syn_cookies): a SYN without timestamps got "
			"neither SACK nor a window scale, one with them got %s. A host does so "
			"when its queue of half-open connections is full, or always where it is "
			"set so; look there at: nstat -az TcpExtSyncookiesSent TcpExtListenDrops, "
			"ss -ltn.\n",
			o->has_window_scale ? "both" : "SACK");
		break;
	case OFFERS_NO:
		report_text(to,
			"SYN cookies are not active (syn_cookies): SACK and window scale do not "
			"depend on timestamps.\n");
		break;
	case OFFERS_UNKNOWN:
		report_text(to, "Whether SYN cookies are active is unknown: %s (syn_cookies).\n",
			o->sack == OFFERS_NO && !o->has_window_scale
				? "it offers neither SACK nor a window scale in any case"
				: "the SYN without timestamps was not answered");
		break;
	}
}

static void explain_proxy(struct report *to, const struct offers *o)
{
	if (o->proxy == OFFERS_YES)
		report_text(to,
			"The SYN-ACK's window is 0 (syn_proxy): no data may be sent yet. Firewalls "
			"that answer SYNs for a server do so until the handshake is complete; MSS, "
			"scale and the rest are then the firewall's own.\n");
}

static void explain_window(struct report *to, const struct offers *o)
{
	if (!o->has_window_scale)
		report_text(to,
			"Without a window scale at most 65,535 bytes are on the way at once "
			"(window_scale): 5 Mbit/s over a path of 100 ms.\n");
	if (o->sack == OFFERS_NO)
		report_text(to,
			"Without SACK (sack) each round-trip mends one loss. Where the server "
			"should offer it, a box on the way may strip it.\n");
}

static void explain_hosts(struct report *to, const struct offers *o)
{
	if (offers_hosts(o) > 1)
		report_text(to,
			"Equal SYNs from several ports are answered differently (hosts, clock, "
			"differ_window, differ_options): several hosts share the address. They "
			"need not be alike; ask each alone where one is at fault.\n");
	else if (o->clock == OFFERS_CLOCK_EACH)
		report_text(to,
			"Every connection's timestamps start elsewhere (clock): how many hosts "
			"there are cannot be told from them.\n");
	if (o->differ_ttl)
		report_text(to, "TTLs differ (differ_ttl): several paths, or several hosts.\n");
}

static void explain_retransmits(
	struct report *to, const struct offers *o, const struct offers_seen *s)
{
	if (s->n_again)
		report_text(to,
			"Without our ACK the SYN-ACK came %u %s more (retransmits, "
			"retransmits_ms).%s\n",
			s->n_again, plural(s->n_again, "time", "times"),
			o->cookies == OFFERS_YES ? " Somebody does keep state, cookies or not."
						 : "");
	else if (s->watched_ns < WATCH_LEAST_NS)
		report_text(to,
			"Whether the SYN-ACK comes again is unknown: it was not watched for long "
			"enough (watched_ms).\n");
	else if (o->cookies == OFFERS_YES)
		report_text(to, "The SYN-ACK did not come again (syn_ack_retransmits): with "
				"cookies nothing is "
				"remembered that could be sent again.\n");
	else
		report_text(to, "The SYN-ACK did not come again while it was watched (retransmits, "
				"watched_ms); most hosts begin after 1 to 3 s.\n");
}

static void explain_refused(struct report *to, const struct offers *o)
{
	if (o->dropped)
		report_text(to,
			"Some kinds of SYN stay without any answer (unanswered): what the kind "
			"adds to a SYN is dropped on the way or by the host, and clients that use "
			"it wait for a time-out.\n");
	if (o->resisted)
		report_text(to, "Some kinds of SYN are reset or rejected (refused).\n");
}

void offers_explain(struct report *to, const struct offers *o, const struct offers_seen *s)
{
	report_text(to, "\n");
	if (o->state != VERDICT_OPEN) {
		report_text(to,
			"No SYN-ACK came (state), so that nothing is known of what the port "
			"offers. Ask it again without --offers and with --explain.\n");
		return;
	}
	explain_window(to, o);
	explain_cookies(to, o);
	explain_proxy(to, o);
	explain_hosts(to, o);
	explain_retransmits(to, o, s);
	explain_refused(to, o);
	if (s->drops)
		report_text(to,
			"%" PRIu64 " packets were dropped at our own socket (drops): what is "
			"unknown may be among them.\n",
			s->drops);
}
