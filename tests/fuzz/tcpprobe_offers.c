/* tcpprobe_offers: answers to the questions of --offers, in any order: a byte of what was asked,
 * one of time, two of length, a packet. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/offers.h"

#include "../../tcpprobe/offers_report.h"
#include "../../tcpprobe/offers_syn.h"
#include "must.h"

enum { STEP_NS = 10000000, ASK = 7, OTHER_NUMBER = 0x80, UNANSWERED = 0x40 };

static void take(struct offers_answer *a, struct bytes *b, int64_t at_ns)
{
	uint8_t head = bytes_u8(b);
	struct bytes one;
	struct frame f = {.layer = FRAME_IP, .ttl = -1, .tos = -1};
	struct packet p;

	*a = (struct offers_answer){.ask = (enum offers_ask)(head & ASK),
		.tries = 1,
		.sent_ns = at_ns - STEP_NS / 10,
		.at_ns = at_ns,
		.cookie_bytes = -1,
		.mptcp_version = -1};
	a->syn_flags = offers_syn_flags(a->ask);
	bytes_u8(b);
	one = bytes_take(b, bytes_u16(b));
	if (head & UNANSWERED) {
		a->fate = OFFERS_SILENT;
		return;
	}
	f.bytes = one;
	f.whole_bytes = (uint32_t)one.left;
	packet_read(&f, &p);
	if (p.has_tcp)
		offers_syn_read(a, &p, p.tcp.acknowledgment - (head & OTHER_NUMBER ? 7 : 1));
	must(a->cookie_bytes >= -1 && a->cookie_bytes <= 16);
	must(a->mptcp_version >= -1 && a->mptcp_version < 16);
}

static void check(const struct offers *o, const struct offers_seen *s)
{
	must(o->answered <= o->asked && o->asked <= s->n);
	must(o->measured_hz >= 0 && o->measured_hz <= 2e6);
	must(!o->hz || o->measured_hz > 0);
	must(o->ports <= s->n && o->clocks <= o->ports);
	must(offers_hosts(o) >= 1 && offers_hosts(o) <= s->n + 1);
	must(!(o->dropped & o->resisted) || !s->drops);
	must(o->state == VERDICT_OPEN || o->sack == OFFERS_UNKNOWN);
	must(o->mptcp != OFFERS_YES || o->mptcp_version >= 0);
	must(o->cookie != OFFERS_YES || o->cookie_bytes > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	struct offers_seen s = {.n = 0};
	struct offers o;
	int64_t at_ns = STEP_NS;

	while (b.left >= 4 && s.n < OFFERS_ASKS) {
		at_ns += b.p[1] * (int64_t)STEP_NS;
		take(&s.asked[s.n++], &b, at_ns);
	}
	offers_judge(&o, &s);
	check(&o, &s);
	return 0;
}
