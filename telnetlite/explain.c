/* explain: what a session's end means, each sentence with the keys of the record it rests on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "conclude.h"
#include "plural.h"
#include "talk.h"

enum {
	FINE = 0,
	STEP = 1,
	LOCAL = 2,
	REFUSED = 3,
	TLS = 4,
	CUT = 5,
	LATE = 6,
	PROXY = 7,
	NAME = 8
};

static void say(struct notice *n, const char *text)
{
	notice_line(n, NOTICE_PLAIN, "%s", text);
}

static void refused(struct notice *n, enum dial_blame by)
{
	switch (by) {
	case DIAL_BLAME_PEER:
		say(n, "A refusal is an answer: the host is up, or something answers in its name; "
		       "look there whether the service listens (ss -ltn), or ask tcpprobe who "
		       "refuses.");
		break;
	case DIAL_BLAME_FILTER:
		say(n, "The host itself says so by ICMP: it is up, and its own firewall refuses "
		       "the port.");
		break;
	case DIAL_BLAME_ABSENT:
		say(n, "That is not the host: on the link behind, nobody answers for its address; "
		       "it is down, or a rule there says so.");
		break;
	case DIAL_BLAME_WAY:
		say(n, "That is not the host: look there for a rule or a missing route; tcpprobe "
		       "--path says how far packets come.");
		break;
	case DIAL_BLAME_LINK:
		say(n, "This host says so itself: the next hop does not answer on its link; see "
		       "who that is (ip route get), and arping it.");
		break;
	case DIAL_BLAME_HERE:
		say(n, "This host itself keeps it from leaving: a missing route, or a rule of its "
		       "own; tcpprobe --self-check says which.");
		break;
	case DIAL_BLAME_UNKNOWN:
		break;
	}
}

static void unconnected(struct notice *n, const struct records_summary *s)
{
	char safe[1300];

	notice_line(n, NOTICE_PLAIN, "No session with %s came to be (error): %s.", s->target,
		report_safe(safe, sizeof safe, s->error));
	switch (s->status) {
	case REFUSED:
		refused(n, s->blame);
		break;
	case LATE:
		say(n, "Nothing answered in time: SYNs or their answers are dropped, or the host "
		       "is down; tcpprobe --path says how far they come.");
		break;
	case NAME:
		say(n, "No packet was sent to the target: look at the name and at the name "
		       "servers of this host.");
		break;
	case PROXY:
		say(n, "The proxy was reached and would not go on: the target itself was not "
		       "asked by us.");
		break;
	case TLS:
		say(n, "TCP connected and TLS did not: a plain session (without --tls) shows what "
		       "the port speaks, --facts the certificate.");
		break;
	default:
		break;
	}
}

static void connected(struct notice *n, const struct records_summary *s)
{
	if (s->connect_ns != INT64_MIN)
		notice_line(n, NOTICE_PLAIN, "%s accepted a connection after %.3f ms (connect_ms).",
			s->target, (double)s->connect_ns / CLOCK_MS);
	if (s->duration_ns == INT64_MIN) {
		say(n, "Nothing was sent: whether the service behind the port works is unknown.");
		return;
	}
	if (s->received_bytes)
		notice_line(n, NOTICE_PLAIN,
			"The peer spoke: its first byte came %.3f ms after the connection "
			"(first_received_ms), %llu in all (received_bytes).",
			(double)s->first_byte_ns / CLOCK_MS, (unsigned long long)s->received_bytes);
	else
		notice_line(n, NOTICE_PLAIN,
			"The peer said nothing at all (received_bytes) to %llu %s from here "
			"(sent_bytes): it may wait for another protocol, or for TLS.",
			(unsigned long long)s->sent_bytes, plural(s->sent_bytes, "byte", "bytes"));
	if (s->retransmissions != UINT64_MAX && s->retransmissions)
		notice_line(n, NOTICE_PLAIN,
			"%llu %s sent again (retransmits): packets or their acknowledgements "
			"were lost on the way.",
			(unsigned long long)s->retransmissions,
			plural(s->retransmissions, "segment was", "segments were"));
}

/* What cut it, by its name. */
static const char *cut(const struct records_summary *s)
{
	if (s->end == talk_end_name(TALK_CUT))
		return "TLS has a goodbye of its own, which did not come: what came may not be "
		       "all, or somebody on the way ended it.";
	if (s->end == talk_end_name(TALK_UNTAKEN))
		return "The peer had said all it had to say, and answered what still came by a "
		       "reset: it did not read all that was sent.";
	if (s->end == talk_end_name(TALK_LOST))
		return "The way to the peer broke; ping and tcpprobe --path say where.";
	return "A reset comes from a program that closes with data unread, crashes or refuses, or "
	       "from a middlebox that forgot the connection; --packets shows it with its TTL.";
}

static const char *late(const struct records_summary *s)
{
	if (s->end == talk_end_name(TALK_UNANSWERED))
		return "Nothing acknowledges what is sent: the peer, or the way to it, is gone "
		       "without a word; ping and tcpprobe --path say how far packets come.";
	if (s->received_bytes)
		return "The peer still held the connection open; it may wait for more, which "
		       "--linger and --idle bound.";
	return "Whether the service hangs or waits for something else is unknown: send what it "
	       "expects.";
}

static void ended(struct notice *n, const struct records_summary *s)
{
	bool by_reset = s->closed_how && *s->closed_how == 'r';

	notice_line(n, NOTICE_PLAIN, "It ended so: %s (end)%s%s%s.", s->end,
		!s->closed_by ? ""
		: by_reset    ? "; the reset was sent by "
			      : "; the first FIN was sent by ",
		!s->closed_by		 ? ""
		: s->closed_by[0] == 'h' ? "this end"
					 : "the peer",
		s->closed_by ? " (closed_by)" : "");
	switch (s->status) {
	case STEP:
		say(n, "The step that failed is told above, with what came instead; --trace shows "
		       "the steps before it.");
		break;
	case CUT:
		say(n, cut(s));
		break;
	case LATE:
		say(n, late(s));
		break;
	default:
		break;
	}
}

void explain(struct notice *n, const struct records_summary *s)
{
	if (s->error) {
		unconnected(n, s);
		return;
	}
	connected(n, s);
	if (s->duration_ns != INT64_MIN)
		ended(n, s);
}
