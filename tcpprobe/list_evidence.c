/* list_evidence: a list's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "list_evidence.h"

#include <stdio.h>
#include <string.h>

#include "reason.h"
#include "text.h"
#include "times.h"

enum { FRAME_BYTES = 1600 };

int list_evidence_open(struct capfile **out, const char *path, struct fail *why)
{
	const struct capfile_config file = {.path = path,
		.application = "probekit tcpprobe " PROBEKIT_VERSION,
		.linktype = PCAPNG_RAW};

	return capfile_open(out, &file, why);
}

/* A try of a question, as capfile knows packets. */
static uint64_t name_of(uint64_t number, unsigned tried)
{
	return number * KEYED_TRIES + tried;
}

void list_evidence_sent(struct capfile *c, const struct grid_cell *cell, unsigned round,
	struct bytes packet, int64_t realtime_ns)
{
	char comment[CAPFILE_COMMENT], host[ADDR_TEXT];

	snprintf(comment, sizeof(comment), "%s port %u, try %u: no answer when this was written",
		report_addr(host, &cell->target.addr), cell->port, round + 1);
	capfile_sent(c, name_of(cell->number, round), packet, realtime_ns, comment);
}

static const char *word_of(const struct keyed_answer *a, char reason[static REASON_TEXT])
{
	switch (a->kind) {
	case SYN_OPEN:
		return "open (SYN-ACK)";
	case SYN_CLOSED:
		return "closed (RST)";
	case SYN_REJECTED:
		return reason_numbered(reason, a->from.family, a->type, a->code, a->info);
	case SYN_STALE:
		return "taken for part of an older connection";
	case SYN_FORGED:
		return "answers no probe, not counted";
	case SYN_NONE:
		break;
	}
	return "";
}

static void describe(
	char to[static CAPFILE_COMMENT], const struct keyed_answer *a, int64_t rtt_ns, bool rebuilt)
{
	char rtt[48] = "", ms[TIMES_MS], reason[REASON_TEXT], host[ADDR_TEXT];

	if (rtt_ns >= 0)
		snprintf(rtt, sizeof(rtt), ", rtt %s ms", times_ms(ms, rtt_ns));
	snprintf(to, CAPFILE_COMMENT, "%s port %u, try %u: %s%s%s", report_addr(host, &a->host),
		a->port, a->tried + 1, word_of(a, reason), rtt,
		rebuilt ? "; IP header rebuilt" : "");
}

/* A raw IPv6 socket gives the segment alone. */
static void put_frame(struct capfile *c, const struct keyed_answer *a, const struct frame *f,
	int64_t rtt_ns, int64_t realtime_ns)
{
	const struct ip6 header = {.next_header = IPPROTO_TCP,
		.hop_limit = f->ttl < 0 ? 0 : (uint8_t)f->ttl,
		.traffic_class = f->tos < 0 ? 0 : (uint8_t)f->tos,
		.payload_bytes = (uint16_t)f->bytes.left,
		.source = f->from,
		.destination = f->to};
	bool rebuilt = f->layer == FRAME_TRANSPORT;
	uint8_t space[FRAME_BYTES];
	struct bytes_out out = bytes_to(space, sizeof(space));
	char comment[CAPFILE_COMMENT];

	if (rebuilt)
		ip6_put(&out, &header);
	bytes_put(&out, f->bytes.p, f->bytes.left);
	describe(comment, a, rtt_ns, rebuilt);
	capfile_heard(c, bytes_written(&out), realtime_ns, comment);
}

void list_evidence_heard(struct capfile *c, const struct keyed_answer *a, uint64_t number,
	const struct frame *frame, int64_t rtt_ns, int64_t offset_ns)
{
	char comment[CAPFILE_COMMENT];

	if (a->kind != SYN_FORGED) {
		describe(comment, a, rtt_ns, true);
		capfile_decide(c, name_of(number, a->tried), 0, comment);
	}
	if (frame)
		put_frame(c, a, frame, rtt_ns, frame->at_ns + offset_ns);
}
