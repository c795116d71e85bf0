/* offers_record: what a port offers, as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "offers_report.h"
#include "reason.h"
#include "records_types.h"
#include "report_table.h"

struct reply {
	const char *target, *ask, *state, *rtt_source, *flags, *reason;
	struct addr addr, from;
	uint64_t port, seq, source_port, ttl, window, mss, window_scale, timestamp, cookie_bytes,
		mptcp_version, again, icmp_type, icmp_code;
	int64_t rtt_ns, after_ns;
	int8_t sack;
	char flags_text[TCP_FLAGS_TEXT], reason_text[128]; /* what flags and reason point to */
};

#define WHERE(type)                                                                                \
	MUST(type, "target", REPORT_TEXT, target, "The target as it was given."),                  \
		MUST(type, "addr", REPORT_ADDR, addr, "The address that is asked."),               \
		MUST(type, "port", REPORT_U64, port, "The port that is asked.")

static const struct report_field answer_fields[] = {
	WHERE(reply),
	FIELD(reply, "seq", REPORT_U64, seq, "The SYN's number, from 1; null: none left."),
	MUST(reply, "ask", REPORT_TEXT, ask,
		"What its SYN asked: held (left unanswered to see retransmissions), series (one "
		"port again and again), fresh (a port of its own), plain (no timestamps), ecn, "
		"accecn, fast-open or mptcp."),
	MUST(reply, "answer", REPORT_TEXT, state,
		"What came: SYN-ACK, RST, ICMP error, ACK of another number, no answer (to any of "
		"its tries) or refused by this host."),
	FIELD(reply, "from", REPORT_ADDR, from, "Who sent it."),
	MUST(reply, "source_port", REPORT_U64, source_port, "The SYN's own port."),
	FIELD(reply, "ttl", REPORT_U64, ttl, "TTL or hop limit it came with."),
	FIELD(reply, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	FIELD(reply, "rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
	FIELD(reply, "retransmit", REPORT_U64, again,
		"Of a SYN-ACK that was sent again: the how manieth time."),
	FIELD(reply, "after_ms", REPORT_MS, after_ns, "How long after the first one."),
	FIELD(reply, "flags", REPORT_TEXT, flags, "The segment's flags."),
	FIELD(reply, "window", REPORT_U64, window, "The segment's window, not scaled."),
	FIELD(reply, "mss_bytes", REPORT_U64, mss, "The MSS a SYN-ACK offers."),
	FIELD(reply, "window_scale", REPORT_U64, window_scale, "The window scale it offers."),
	FIELD(reply, "sack", REPORT_BOOL, sack, "Whether SACK is permitted."),
	FIELD(reply, "timestamp", REPORT_U64, timestamp, "Its timestamp value."),
	FIELD(reply, "cookie_bytes", REPORT_U64, cookie_bytes, "Length of its fast open cookie."),
	FIELD(reply, "mptcp_version", REPORT_U64, mptcp_version, "Version of its MP_CAPABLE."),
	FIELD(reply, "icmp_type", REPORT_U64, icmp_type, "The type of the ICMP message."),
	FIELD(reply, "icmp_code", REPORT_U64, icmp_code, "The code of the ICMP message."),
	FIELD(reply, "icmp_text", REPORT_TEXT, reason,
		"Type and code of the ICMP message in words."),
};
const struct report_type records_offer_answer_type = {"tcpprobe", "offer_answer",
	"What came of one SYN of --offers.", answer_fields, COUNT(answer_fields)};

static uint64_t known(bool has, uint64_t value)
{
	return has ? value : UINT64_MAX;
}

static void fill_syn_ack(struct reply *out, const struct offers_answer *a)
{
	out->mss = known(a->has_mss, a->mss);
	out->window_scale = known(a->has_window_scale, a->window_scale);
	out->sack = a->sack;
	out->timestamp = known(a->has_timestamp, a->timestamp);
	out->cookie_bytes = known(a->cookie_bytes >= 0, (uint64_t)a->cookie_bytes);
	out->mptcp_version = known(a->mptcp_version >= 0, (uint64_t)a->mptcp_version);
}

static void fill_segment(struct reply *out, const struct offers_answer *a, unsigned again)
{
	out->flags = tcp_flags_print(out->flags_text, a->flags);
	out->window = a->window;
	if (again) {
		out->again = again;
		return;
	}
	out->rtt_ns = a->at_ns - a->sent_ns;
	out->rtt_source = a->kernel_stamps ? "kernel" : "user";
	if (a->fate == OFFERS_SYN_ACK)
		fill_syn_ack(out, a);
}

static void fill_rejection(struct reply *out, const struct offers_answer *a)
{
	out->icmp_type = a->type;
	out->icmp_code = a->code;
	out->reason = reason_text(out->reason_text, sizeof(out->reason_text),
		(enum addr_family)out->addr.family, a->type, a->code, 0);
}

int offers_report_answer(
	struct records *r, const struct offers_answer *a, unsigned again, int64_t realtime_ns)
{
	struct reply out = {.target = r->target,
		.ask = offers_ask_word(a->ask),
		.state = offers_fate_word(a->fate),
		.addr = r->addr,
		.from = a->from,
		.port = r->port,
		.seq = known(a->nth > 0, a->nth),
		.source_port = a->source_port,
		.ttl = known(a->ttl >= 0, (uint64_t)a->ttl),
		.window = UINT64_MAX,
		.mss = UINT64_MAX,
		.window_scale = UINT64_MAX,
		.timestamp = UINT64_MAX,
		.cookie_bytes = UINT64_MAX,
		.mptcp_version = UINT64_MAX,
		.again = UINT64_MAX,
		.icmp_type = UINT64_MAX,
		.icmp_code = UINT64_MAX,
		.rtt_ns = INT64_MIN,
		.after_ns = again ? a->after_ns : INT64_MIN,
		.sack = -1};

	if (!report_has_records(r->report))
		return 0;
	if (a->fate == OFFERS_REJECTED)
		fill_rejection(&out, a);
	else if (a->fate == OFFERS_SYN_ACK || a->fate == OFFERS_RESET || a->fate == OFFERS_STALE)
		fill_segment(&out, a, again);
	return report_put(r->report, &records_offer_answer_type, &out, realtime_ns);
}

struct card {
	const char *target, *state, *clock, *unanswered, *refused;
	struct addr addr;
	uint64_t port, ttl, mss, window, window_scale, hz, clocks, hosts, cookie_bytes,
		mptcp_version, retransmits, asked, answered, sent, drops;
	double measured_hz;
	struct report_list again;
	int64_t watched_ns;
	int8_t sack, timestamps, ecn, accecn, fast_open, mptcp, cookies, proxy, differ_ttl,
		differ_window, differ_options;
	char unanswered_text[80], refused_text[80]; /* what those point to */
};

static const struct report_field card_fields[] = {
	WHERE(card),
	MUST(card, "state", REPORT_TEXT, state,
		"open, closed, rejected, stale, filtered or unknown; the rest is known of an open "
		"port alone."),
	FIELD(card, "ttl", REPORT_U64, ttl, "TTL or hop limit of the first SYN-ACK."),
	METRIC(card, "mss_bytes", REPORT_U64, mss, "The MSS it offers.",
		"probe_tcp_offer_mss_bytes", "gauge"),
	METRIC(card, "window", REPORT_U64, window, "The segment's window, not scaled.",
		"probe_tcp_offer_window_bytes", "gauge"),
	FIELD(card, "window_scale", REPORT_U64, window_scale, "The window scale it offers."),
	METRIC(card, "sack", REPORT_BOOL, sack, "Whether SACK is permitted.",
		"probe_tcp_offer_sack", "gauge"),
	METRIC(card, "timestamps", REPORT_BOOL, timestamps, "Whether it takes timestamps.",
		"probe_tcp_offer_timestamps", "gauge"),
	FIELD(card, "timestamp_hz", REPORT_U64, hz,
		"The usual rate that is nearest to its clock's; null where none is near."),
	FIELD(card, "timestamp_measured_hz", REPORT_REAL, measured_hz,
		"Ticks a second, as one port saw them."),
	FIELD(card, "clock", REPORT_TEXT, clock,
		"Of its timestamps: one (the same to all ports), each (every connection starts "
		"elsewhere), many (groups of ports see different clocks)."),
	FIELD(card, "clocks", REPORT_U64, clocks, "Of many: how many at least."),
	METRIC(card, "hosts", REPORT_U64, hosts,
		"Hosts that there are at least behind the address, by clocks, windows and "
		"options.",
		"probe_tcp_offer_hosts", "gauge"),
	FIELD(card, "differ_ttl", REPORT_BOOL, differ_ttl,
		"Whether SYN-ACKs to equal SYNs came with different TTLs."),
	FIELD(card, "differ_window", REPORT_BOOL, differ_window, "The same of windows."),
	FIELD(card, "differ_options", REPORT_BOOL, differ_options, "The same of options."),
	METRIC(card, "ecn", REPORT_BOOL, ecn, "Whether it does ECN (RFC 3168).",
		"probe_tcp_offer_ecn", "gauge"),
	FIELD(card, "accurate_ecn", REPORT_BOOL, accecn,
		"Whether it does accurate ECN (RFC 9768)."),
	METRIC(card, "fast_open", REPORT_BOOL, fast_open,
		"Whether it gives fast open cookies (RFC 7413).", "probe_tcp_offer_fast_open",
		"gauge"),
	FIELD(card, "cookie_bytes", REPORT_U64, cookie_bytes, "Their length."),
	METRIC(card, "mptcp", REPORT_BOOL, mptcp, "Whether it does MPTCP (RFC 8684).",
		"probe_tcp_offer_mptcp", "gauge"),
	FIELD(card, "mptcp_version", REPORT_U64, mptcp_version, "Its version."),
	METRIC(card, "syn_cookies", REPORT_BOOL, cookies,
		"Whether SYN cookies are active: without timestamps SACK and window scale are "
		"gone.",
		"probe_tcp_offer_syn_cookies", "gauge"),
	METRIC(card, "syn_proxy", REPORT_BOOL, proxy,
		"Whether a SYN proxy is suspected: the SYN-ACK's window is 0.",
		"probe_tcp_offer_syn_proxy", "gauge"),
	FIELD(card, "syn_ack_retransmits", REPORT_U64, retransmits,
		"How often the unanswered SYN-ACK came again."),
	FIELD(card, "syn_ack_retransmits_ms", REPORT_MS_LIST, again,
		"How long after the first one, each."),
	FIELD(card, "watched_ms", REPORT_MS, watched_ns, "How long it was waited for."),
	FIELD(card, "unanswered", REPORT_TEXT, unanswered,
		"Kinds of SYN (ask) that stayed without answer while others had one."),
	FIELD(card, "refused", REPORT_TEXT, refused,
		"Kinds of SYN that were reset or rejected while others were not."),
	MUST(card, "asked", REPORT_U64, asked, "Questions that were sent."),
	MUST(card, "answered", REPORT_U64, answered, "Those with a SYN-ACK."),
	MUST(card, "sent", REPORT_U64, sent, "SYNs sent, further tries among them."),
	MUST(card, "drops", REPORT_U64, drops,
		"Packets this host dropped before we could read them."),
};
const struct report_type records_offers_type = {"tcpprobe", "offers",
	"What the peer's TCP offers, at the end.", card_fields, COUNT(card_fields)};

unsigned offers_hosts(const struct offers *o)
{
	unsigned by_clock = o->clock == OFFERS_CLOCK_MANY ? o->clocks : 1;
	unsigned by_answer = o->differ_window || o->differ_options ? 2 : 1;

	return by_clock > by_answer ? by_clock : by_answer;
}

static const char *clock_word(enum offers_clock clock)
{
	switch (clock) {
	case OFFERS_CLOCK_ONE:
		return "one";
	case OFFERS_CLOCK_EACH:
		return "each";
	case OFFERS_CLOCK_MANY:
		return "many";
	case OFFERS_CLOCK_UNKNOWN:
		break;
	}
	return NULL;
}

/* "ecn mptcp"; NULL for none. */
static const char *asks_print(char *to, size_t size, unsigned asks)
{
	size_t used = 0;

	*to = '\0';
	for (unsigned i = OFFERS_HELD; i <= OFFERS_MPTCP && used < size; i++)
		if (asks & 1U << i)
			used += (size_t)snprintf(to + used, size - used, "%s%s", used ? " " : "",
				offers_ask_word((enum offers_ask)i));
	return used ? to : NULL;
}

static void fill_open(struct card *out, const struct offers *o, const struct offers_seen *s)
{
	out->ttl = known(o->first->ttl >= 0, (uint64_t)o->first->ttl);
	out->mss = known(o->has_mss, o->mss);
	out->window = o->window;
	out->hosts = offers_hosts(o);
	out->differ_ttl = o->differ_ttl;
	out->differ_window = o->differ_window;
	out->differ_options = o->differ_options;
	out->retransmits = s->n_again;
	out->again = (struct report_list){
		s->again_ns, s->n_again < OFFERS_AGAIN ? s->n_again : OFFERS_AGAIN};
	out->watched_ns = s->watched_ns;
	out->unanswered =
		asks_print(out->unanswered_text, sizeof(out->unanswered_text), o->dropped);
	out->refused = asks_print(out->refused_text, sizeof(out->refused_text), o->resisted);
}

static void fill(struct card *out, const struct records *r, const struct offers *o,
	const struct offers_seen *s)
{
	*out = (struct card){.target = r->target,
		.state = verdict_state_word(o->state),
		.clock = clock_word(o->clock),
		.addr = r->addr,
		.port = r->port,
		.ttl = UINT64_MAX,
		.mss = UINT64_MAX,
		.window = UINT64_MAX,
		.window_scale = known(o->has_window_scale, o->window_scale),
		.hz = known(o->hz, o->hz),
		.clocks = known(o->clock == OFFERS_CLOCK_MANY, o->clocks),
		.hosts = UINT64_MAX,
		.cookie_bytes = known(o->cookie_bytes > 0, (uint64_t)o->cookie_bytes),
		.mptcp_version = known(o->mptcp_version >= 0, (uint64_t)o->mptcp_version),
		.retransmits = UINT64_MAX,
		.asked = o->asked,
		.answered = o->answered,
		.sent = s->sent,
		.drops = s->drops,
		.measured_hz = o->measured_hz > 0 ? o->measured_hz : (double)NAN,
		.watched_ns = INT64_MIN,
		.sack = (int8_t)o->sack,
		.timestamps = (int8_t)o->timestamps,
		.ecn = (int8_t)o->ecn,
		.accecn = (int8_t)o->accecn,
		.fast_open = (int8_t)o->cookie,
		.mptcp = (int8_t)o->mptcp,
		.cookies = (int8_t)o->cookies,
		.proxy = (int8_t)o->proxy,
		.differ_ttl = -1,
		.differ_window = -1,
		.differ_options = -1};
	if (o->state == VERDICT_OPEN && o->first)
		fill_open(out, o, s);
}

int offers_report(
	struct records *r, const struct offers *o, const struct offers_seen *s, int64_t realtime_ns)
{
	struct card out;

	fill(&out, r, o, s);
	return report_put(r->report, &records_offers_type, &out, realtime_ns);
}

int offers_report_prom(struct records *r, const struct offers *o, const struct offers_seen *s)
{
	struct card out;

	fill(&out, r, o, s);
	return report_prom(r->report, &records_offers_type, &out, r->target);
}
