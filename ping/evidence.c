/* evidence: this run's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "cksum.h"
#include "file.h"
#include "icmp.h"
#include "ip4.h"
#include "ip6.h"
#include "pcapng.h"
#include "reason.h"
#include "text.h"

enum {
	HELD = 1024,
	COMMENT = 200,
	HEADERS = IP6_HEADER_BYTES,
	QUOTED_BYTES = 8,
	HOPS_UNKNOWN = 64,
	PARAMETER_PROBLEM4 = 12
};

struct held {
	uint8_t *bytes;
	size_t size;
	uint64_t nth;
	int64_t realtime_ns;
	bool request, decided;
	char comment[COMMENT];
};

struct evidence {
	struct evidence_config c;
	struct file *file;
	struct held held[HELD];
	unsigned first, n_held;
	int error; /* the first one, negative; nothing is written after it */
};

int evidence_open(struct evidence **out, const struct evidence_config *c, struct fail *why)
{
	struct evidence *e = calloc(1, sizeof(*e));
	int rc;

	if (!e)
		return fail_set(why, ENOMEM, "no memory for a capture");
	e->c = *c;
	if ((rc = file_create(&e->file, c->path, why)) < 0 ||
		(rc = pcapng_begin(file_stream(e->file), "probekit ping " PROBEKIT_VERSION, why)) <
			0 ||
		(rc = pcapng_interface(file_stream(e->file), PCAPNG_RAW, c->device, 0, why)) < 0) {
		evidence_abandon(e);
		return rc;
	}
	*out = e;
	return 0;
}

const char *evidence_folder(const struct evidence *e)
{
	return file_folder(e->file);
}

static void write_first(struct evidence *e)
{
	struct held *h = &e->held[e->first];
	const struct pcapng_packet about = {.at_realtime_ns = h->realtime_ns,
		.whole_bytes = (uint32_t)h->size,
		.direction = h->request ? PCAPNG_OUT : PCAPNG_IN,
		.comment = h->comment};

	if (!e->error)
		e->error = pcapng_packet(
			file_stream(e->file), &about, bytes_of(h->bytes, h->size), NULL);
	/* A pipe's reader looks at the packets while they come. */
	if (!e->error && !file_folder(e->file) && fflush(file_stream(e->file)))
		e->error = -errno;
	free(h->bytes);
	h->bytes = NULL;
	e->first = (e->first + 1) % HELD;
	e->n_held--;
}

static struct held *held_at(struct evidence *e, unsigned i)
{
	return &e->held[(e->first + i) % HELD];
}

static void swap(struct held *a, struct held *b)
{
	struct held c = *a;

	*a = *b;
	*b = c;
}

/* Moves the i-th to where its time belongs. Packets are heard of in another order: a request's
 * stamp comes behind it, and replies are read behind requests that left after they came. */
static void put_in_order(struct evidence *e, unsigned i)
{
	for (; i && held_at(e, i - 1)->realtime_ns > held_at(e, i)->realtime_ns; i--)
		swap(held_at(e, i - 1), held_at(e, i));
	for (; i + 1 < e->n_held && held_at(e, i + 1)->realtime_ns < held_at(e, i)->realtime_ns;
		i++)
		swap(held_at(e, i), held_at(e, i + 1));
}

static void write_decided(struct evidence *e)
{
	while (e->n_held && e->held[e->first].decided)
		write_first(e);
}

/* The next free place, with room for size bytes; NULL when memory is short. */
static struct held *hold(struct evidence *e, size_t size)
{
	struct held *h;

	if (e->n_held == HELD)
		write_first(e);
	h = held_at(e, e->n_held);
	*h = (struct held){.bytes = malloc(size), .size = size};
	if (!h->bytes)
		return NULL;
	e->n_held++;
	return h;
}

static size_t header_bytes(const struct evidence *e)
{
	return e->c.target.family == ADDR_V6 ? IP6_HEADER_BYTES : IP4_HEADER_BYTES;
}

static void put_header(const struct evidence *e, struct bytes_out *o, const struct addr *from,
	const struct addr *to, int ttl, int tos, size_t icmp_bytes)
{
	uint8_t hops = ttl < 0 ? HOPS_UNKNOWN : (uint8_t)ttl;
	struct ip4 v4 = {.tos = tos < 0 ? 0 : (uint8_t)tos,
		.ttl = hops,
		.protocol = IPPROTO_ICMP,
		.total_bytes = (uint16_t)(IP4_HEADER_BYTES + icmp_bytes),
		.dont_fragment = true,
		.source = *from,
		.destination = *to};
	struct ip6 v6 = {.traffic_class = tos < 0 ? 0 : (uint8_t)tos,
		.next_header = IPPROTO_ICMPV6,
		.hop_limit = hops,
		.payload_bytes = (uint16_t)icmp_bytes,
		.source = *from,
		.destination = *to};

	if (e->c.target.family == ADDR_V6)
		ip6_put(o, &v6);
	else
		ip4_put(o, &v4);
}

/* Kernel sockets leave an ICMPv6 checksum to the kernel; in the file it is right. */
static void fix_checksum6(
	const struct evidence *e, struct held *h, const struct addr *from, const struct addr *to)
{
	uint8_t *icmp = h->bytes + IP6_HEADER_BYTES;
	size_t n = h->size - IP6_HEADER_BYTES;
	uint16_t sum;

	if (e->c.target.family != ADDR_V6 || n < ICMP_HEADER_BYTES)
		return;
	icmp[2] = icmp[3] = 0;
	sum = cksum_finish(cksum_add(
		cksum_pseudo6(from->bytes, to->bytes, (uint32_t)n, IPPROTO_ICMPV6), icmp, n));
	icmp[2] = (uint8_t)(sum >> 8);
	icmp[3] = (uint8_t)sum;
}

/* A packet of which only the ICMP message is known. */
static struct held *rebuild(struct evidence *e, const struct addr *from, const struct addr *to,
	int ttl, int tos, struct bytes icmp)
{
	struct held *h = hold(e, header_bytes(e) + icmp.left);
	struct bytes_out o;

	if (!h)
		return NULL;
	o = bytes_to(h->bytes, h->size);
	put_header(e, &o, from, to, ttl, tos, icmp.left);
	bytes_put(&o, icmp.p, icmp.left);
	return h;
}

void evidence_sent(struct evidence *e, uint64_t nth, struct bytes icmp, int64_t realtime_ns)
{
	struct held *h = rebuild(e, &e->c.source, &e->c.target, e->c.ttl, e->c.tos, icmp);

	if (!h)
		return;
	fix_checksum6(e, h, &e->c.source, &e->c.target);
	h->nth = nth;
	h->realtime_ns = realtime_ns;
	h->request = true;
	snprintf(h->comment, sizeof(h->comment),
		"probe %llu: no answer when this was written (IP header rebuilt)",
		(unsigned long long)nth + 1);
	put_in_order(e, e->n_held - 1);
}

static const char *verdict_text(const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		return o->answer.verdict == ANSWER_FRESH  ? "reply"
		       : o->answer.verdict == ANSWER_LATE ? "late reply"
							  : "duplicate reply";
	case OUTCOME_CORRUPT:
		return "corrupted reply, not counted";
	case OUTCOME_FORGED:
		return "not an answer of ours: its tag or sequence is wrong";
	case OUTCOME_ERROR:
		return "ICMP error";
	case OUTCOME_REDIRECT:
		return "redirect";
	case OUTCOME_UNSENT:
		return "refused by this host";
	case OUTCOME_LOST:
		return "lost";
	}
	return "";
}

static void comment(
	const struct evidence *e, struct held *h, const struct outcome *o, const char *rebuilt)
{
	const struct match *m = &o->match;
	char probe[40] = "", detail[96] = "";

	if (m->has_probe)
		snprintf(probe, sizeof(probe), "probe %llu: ", (unsigned long long)o->nth + 1);
	if (o->kind == OUTCOME_REPLY && o->answer.rtt_ns >= 0) {
		char rtt[32];

		snprintf(detail, sizeof(detail), ", rtt %s ms",
			text_rtt(rtt, o->answer.rtt_ns, true));
	} else if (o->kind == OUTCOME_ERROR || o->kind == OUTCOME_REDIRECT) {
		char reason[80];

		snprintf(detail, sizeof(detail), ": %s",
			reason_text(reason, sizeof(reason), (enum addr_family)e->c.target.family,
				m->type, m->code, m->info));
	}
	snprintf(h->comment, sizeof(h->comment), "%s%s%s%s", probe, verdict_text(o), detail,
		rebuilt);
	h->decided = true;
}

void evidence_frame(
	struct evidence *e, const struct frame *f, const struct outcome *o, int64_t offset_ns)
{
	struct held *h;

	if (f->layer == FRAME_IP) {
		h = hold(e, f->bytes.left);
		if (h)
			memcpy(h->bytes, f->bytes.p, f->bytes.left);
	} else {
		h = rebuild(e, &o->match.from, f->to.family ? &f->to : &e->c.source, f->ttl, f->tos,
			f->bytes);
	}
	if (!h)
		return;
	h->realtime_ns = f->at_ns + offset_ns;
	comment(e, h, o, f->layer == FRAME_IP ? "" : " (IP header rebuilt)");
	put_in_order(e, e->n_held - 1);
	write_decided(e);
}

void evidence_report(struct evidence *e, const struct wire_report *r, const struct outcome *o)
{
	uint8_t message[ICMP_HEADER_BYTES + HEADERS + QUOTED_BYTES];
	struct bytes_out out = bytes_to(message, sizeof(message));
	bool pointer4 = e->c.target.family == ADDR_V4 && r->type == PARAMETER_PROBLEM4;
	struct icmp m = {
		.type = r->type, .code = r->code, .rest = pointer4 ? r->info << 24 : r->info};
	struct bytes quote = bytes_head(r->quote, QUOTED_BYTES);
	struct held *h;

	m.id = (uint16_t)(m.rest >> 16);
	m.sequence = (uint16_t)m.rest;
	icmp_put(&out, &m);
	put_header(e, &out, &e->c.source, &e->c.target, e->c.ttl, e->c.tos,
		ICMP_HEADER_BYTES + e->c.data_bytes);
	bytes_put(&out, quote.p, quote.left);
	if (e->c.target.family == ADDR_V4) {
		uint16_t sum = cksum_of(message, out.used);

		message[2] = (uint8_t)(sum >> 8);
		message[3] = (uint8_t)sum;
	}
	h = rebuild(e, &r->offender, &e->c.source, -1, -1, bytes_written(&out));
	if (!h)
		return;
	fix_checksum6(e, h, &r->offender, &e->c.source);
	h->realtime_ns = o->at_realtime_ns;
	comment(e, h, o, " (rebuilt from the socket's error queue)");
	put_in_order(e, e->n_held - 1);
	write_decided(e);
}

void evidence_fate(struct evidence *e, const struct outcome *o, int64_t offset_ns)
{
	if (o->kind == OUTCOME_REDIRECT) /* the request went on */
		return;
	for (unsigned i = 0; i < e->n_held; i++) {
		struct held *h = held_at(e, i);

		if (!h->request || h->decided || h->nth != o->nth)
			continue;
		if (o->answer.sent_ns)
			h->realtime_ns = o->answer.sent_ns + offset_ns;
		comment(e, h, o, " (IP header rebuilt)");
		put_in_order(e, i);
		break;
	}
	write_decided(e);
}

bool evidence_unread(const struct evidence *e)
{
	return e->error == -EPIPE;
}

int evidence_close(struct evidence *e, struct fail *why)
{
	int rc;

	while (e->n_held)
		write_first(e);
	if (e->error) {
		rc = fail_set(
			why, -e->error, "cannot write to %s: %s", e->c.path, strerror(-e->error));
		evidence_abandon(e);
		return rc;
	}
	rc = file_commit(e->file, why);
	free(e);
	return rc;
}

void evidence_abandon(struct evidence *e)
{
	if (!e)
		return;
	file_abandon(e->file);
	for (unsigned i = 0; i < HELD; i++)
		free(e->held[i].bytes);
	free(e);
}
