/* sweep_evidence: the frames of a sweep as pcapng, each with the address it is about. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "sweep_parts.h"
#include "times.h"

enum { ABOUT_TEXT = ADDR_TEXT + 24 };

static int64_t realtime(const struct sweep *s, int64_t at_ns)
{
	return clock_map_realtime(session_clock(s->c->session), at_ns);
}

static uint64_t key_of(struct probe id)
{
	return (uint64_t)id.lane << 32 | (uint32_t)id.nth;
}

static const char *about(const struct sweep *s, struct probe id, char to[static ABOUT_TEXT])
{
	char addr[ADDR_TEXT] = "?";
	struct target t;

	if (targets_at(s->c->targets, id.lane, &t))
		addr_print(addr, &t.addr);
	snprintf(to, ABOUT_TEXT, "%s, question %u: ", addr, (unsigned)id.nth + 1);
	return to;
}

void sweep_keep_sent(const struct sweep *s, struct probe id, struct bytes frame)
{
	char text[CAPFILE_COMMENT], probe[ABOUT_TEXT];

	if (!s->c->evidence)
		return;
	snprintf(text, sizeof(text), "%sno answer when this was written", about(s, id, probe));
	capfile_sent(s->c->evidence, key_of(id), frame, realtime(s, clock_now()), text);
}

void sweep_keep_fate(const struct sweep *s, struct probe id, int64_t sent_ns, int error)
{
	char text[CAPFILE_COMMENT], probe[ABOUT_TEXT];

	if (!s->c->evidence)
		return;
	about(s, id, probe);
	if (error)
		snprintf(text, sizeof(text), "%srefused by this host: %s", probe, strerror(error));
	else
		snprintf(text, sizeof(text), "%slost", probe);
	capfile_decide(s->c->evidence, key_of(id), sent_ns ? realtime(s, sent_ns) : 0, text);
}

void sweep_keep_answer(
	const struct sweep *s, const struct sweep_heard *h, const struct frame *frame)
{
	const struct probe id = sweep_newest(s, h->lane);
	char text[CAPFILE_COMMENT], probe[ABOUT_TEXT], ms[TIMES_MS], rtt[TIMES_MS + 16] = "";
	int64_t sent_ns = h->answer.sent_ns;

	if (!s->c->evidence)
		return;
	about(s, id, probe);
	if (h->answer.rtt_ns >= 0)
		snprintf(rtt, sizeof(rtt), ", rtt %s ms", times_ms(ms, h->answer.rtt_ns));
	snprintf(text, sizeof(text), "%sanswered%s", probe, rtt);
	capfile_decide(s->c->evidence, key_of(id), sent_ns ? realtime(s, sent_ns) : 0, text);
	snprintf(text, sizeof(text), "%sanswer%s%s%s", probe,
		h->nth > 1 ? " by another MAC: a duplicate address" : "", rtt,
		hear_same(&h->mac, &h->ether) ? "" : ", from another MAC's frame");
	capfile_heard(s->c->evidence, frame->bytes, realtime(s, frame->at_ns), text);
}

void sweep_keep_odd(const struct sweep *s, const struct heard *h, const struct frame *frame)
{
	char text[CAPFILE_COMMENT];

	if (!s->c->evidence)
		return;
	if (h->kind == HEARD_MALFORMED)
		snprintf(text, sizeof(text), "malformed, not counted: %s",
			h->fault ? h->fault : "unknown");
	else
		snprintf(text, sizeof(text), "on another VLAN, not counted");
	capfile_heard(s->c->evidence, frame->bytes, realtime(s, frame->at_ns), text);
}
