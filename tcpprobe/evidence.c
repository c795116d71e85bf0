/* evidence: this run's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

struct evidence {
	struct capfile *file;
	struct addr source;
};

int evidence_open(struct evidence **out, const char *path, const char *device,
	const struct addr *source, struct fail *why)
{
	const struct capfile_config file = {.path = path,
		.application = "probekit tcpprobe " PROBEKIT_VERSION,
		.linktype = PCAPNG_RAW,
		.device = device};
	struct evidence *e = calloc(1, sizeof(*e));
	int rc;

	if (!e)
		return fail_set(why, ENOMEM, "no memory for a capture");
	e->source = *source;
	rc = capfile_open(&e->file, &file, why);
	if (rc < 0)
		evidence_abandon(e);
	else
		*out = e;
	return rc;
}

const char *evidence_folder(const struct evidence *e)
{
	return capfile_folder(e->file);
}

void evidence_sent(struct evidence *e, uint64_t nth, struct bytes packet, int64_t realtime_ns)
{
	struct capfile_packet *p = capfile_hold(e->file, packet.left);

	if (!p)
		return;
	memcpy(p->bytes, packet.p, packet.left);
	p->nth = nth;
	p->request = true;
	p->realtime_ns = realtime_ns;
	snprintf(p->comment, sizeof(p->comment), "probe %llu: no answer when this was written",
		(unsigned long long)nth + 1);
	capfile_settle(e->file, p);
}

static const char *word_of(const struct outcome *o, char reason[static TEXT_REASON])
{
	switch (o->kind) {
	case OUTCOME_OPEN:
		return "open (SYN-ACK)";
	case OUTCOME_CLOSED:
		return "closed (RST)";
	case OUTCOME_REJECTED:
		return text_reason(
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

static void comment(struct capfile_packet *p, const struct outcome *o, bool rebuilt)
{
	char rtt[48] = "", ms[TEXT_MS], reason[TEXT_REASON];

	if (o->answer.rtt_ns >= 0)
		snprintf(rtt, sizeof(rtt), ", rtt %s ms", text_ms(ms, o->answer.rtt_ns));
	snprintf(p->comment, sizeof(p->comment), "probe %llu: %s%s%s",
		(unsigned long long)o->nth + 1, word_of(o, reason), rtt,
		rebuilt ? "; IP header rebuilt" : "");
	p->decided = true;
}

/* A raw IPv6 socket gives the segment alone. */
static void put_header(const struct evidence *e, const struct frame *f, struct bytes_out *o)
{
	const struct ip6 header = {.next_header = IPPROTO_TCP,
		.hop_limit = f->ttl < 0 ? 0 : (uint8_t)f->ttl,
		.traffic_class = f->tos < 0 ? 0 : (uint8_t)f->tos,
		.payload_bytes = (uint16_t)f->bytes.left,
		.source = f->from,
		.destination = e->source};

	ip6_put(o, &header);
}

void evidence_frame(
	struct evidence *e, const struct frame *f, const struct outcome *o, int64_t offset_ns)
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
	comment(p, o, rebuilt);
	capfile_settle(e->file, p);
	capfile_turn(e->file);
}

void evidence_fate(struct evidence *e, const struct outcome *o, int64_t offset_ns)
{
	struct capfile_packet *p = capfile_request(e->file, o->nth);

	if (!p)
		return;
	if (o->answer.sent_ns)
		p->realtime_ns = o->answer.sent_ns + offset_ns;
	comment(p, o, true);
	capfile_settle(e->file, p);
	capfile_turn(e->file);
}

bool evidence_unread(const struct evidence *e)
{
	return capfile_unread(e->file);
}

int evidence_close(struct evidence *e, struct fail *why)
{
	int rc = capfile_close(e->file, why);

	free(e);
	return rc;
}

void evidence_abandon(struct evidence *e)
{
	if (!e)
		return;
	capfile_abandon(e->file);
	free(e);
}
