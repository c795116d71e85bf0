/* evidence: this run's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <stdio.h>
#include <string.h>

#include "reason.h"
#include "text.h"
#include "times.h"

int evidence_open(struct evidence *e, const char *path, const char *device,
	const struct addr *source, struct fail *why)
{
	const struct capfile_config file = {.path = path,
		.application = "probekit tcpprobe " PROBEKIT_VERSION,
		.linktype = PCAPNG_RAW,
		.device = device};

	e->source = *source;
	return capfile_open(&e->file, &file, why);
}

void evidence_sent(const struct evidence *e, uint64_t nth, struct bytes packet, int64_t realtime_ns)
{
	char text[CAPFILE_COMMENT];

	snprintf(text, sizeof(text), "probe %llu: no answer when this was written",
		(unsigned long long)nth + 1);
	capfile_sent(e->file, nth, packet, realtime_ns, text);
}

static const char *word_of(const struct outcome *o, char reason[static REASON_TEXT])
{
	switch (o->kind) {
	case OUTCOME_OPEN:
		return "open (SYN-ACK)";
	case OUTCOME_CLOSED:
		return "closed (RST)";
	case OUTCOME_REJECTED:
		return reason_numbered(
			reason, o->match.from.family, o->match.type, o->match.code, o->match.info);
	case OUTCOME_STALE:
		return "taken for part of an older connection";
	case OUTCOME_FORGED:
		return "answers no probe, not counted";
	case OUTCOME_UNSENT:
		return "refused by this host";
	case OUTCOME_LOST:
		return "lost";
	}
	return "";
}

static void describe(char to[static CAPFILE_COMMENT], const struct outcome *o, bool rebuilt)
{
	char rtt[48] = "", ms[TIMES_MS], reason[REASON_TEXT];

	if (o->answer.rtt_ns >= 0)
		snprintf(rtt, sizeof(rtt), ", rtt %s ms", times_ms(ms, o->answer.rtt_ns));
	snprintf(to, CAPFILE_COMMENT, "probe %llu: %s%s%s", (unsigned long long)o->nth + 1,
		word_of(o, reason), rtt, rebuilt ? "; IP header rebuilt" : "");
}

/* A raw IPv6 socket gives the segment alone. */
static void put_header(const struct evidence *e, const struct frame *f, struct bytes_out *o)
{
	const struct ip6 header = {.next_header = f->protocol,
		.hop_limit = f->ttl < 0 ? 0 : (uint8_t)f->ttl,
		.traffic_class = f->tos < 0 ? 0 : (uint8_t)f->tos,
		.payload_bytes = (uint16_t)f->bytes.left,
		.source = f->from,
		.destination = e->source};

	ip6_put(o, &header);
}

void evidence_heard(
	const struct evidence *e, const struct frame *f, int64_t offset_ns, const char *comment)
{
	bool rebuilt = f->layer == FRAME_TRANSPORT;
	size_t header = rebuilt ? IP6_HEADER_BYTES : 0;
	struct capfile_packet *p = capfile_hold(e->file, header + f->bytes.left);
	struct bytes_out out;

	if (!p)
		return;
	out = bytes_to(p->bytes, p->size);
	if (rebuilt)
		put_header(e, f, &out);
	memcpy(p->bytes + header, f->bytes.p, f->bytes.left);
	p->realtime_ns = f->at_ns + offset_ns;
	snprintf(p->comment, sizeof(p->comment), "%s%s", comment,
		rebuilt ? "; IP header rebuilt" : "");
	p->decided = true;
	capfile_settle(e->file, p);
}

void evidence_frame(
	const struct evidence *e, const struct frame *f, const struct outcome *o, int64_t offset_ns)
{
	char text[CAPFILE_COMMENT];

	describe(text, o, false);
	evidence_heard(e, f, offset_ns, text);
}

void evidence_fate(const struct evidence *e, const struct outcome *o, int64_t offset_ns)
{
	char text[CAPFILE_COMMENT];

	describe(text, o, true);
	capfile_decide(
		e->file, o->nth, o->answer.sent_ns ? o->answer.sent_ns + offset_ns : 0, text);
}
