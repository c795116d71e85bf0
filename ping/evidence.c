/* evidence: this run's own packets as pcapng, each with a comment that says what it is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <netinet/in.h>
#include <string.h>

#include "cksum.h"
#include "icmp.h"
#include "ip4.h"
#include "ip6.h"
#include "reason.h"
#include "times.h"

enum { HEADERS = IP6_HEADER_BYTES, QUOTED_BYTES = 8, HOPS_UNKNOWN = 64, PARAMETER_PROBLEM4 = 12 };

int evidence_open(struct evidence *e, const struct evidence_config *c, struct fail *why)
{
	const struct capfile_config file = {.path = c->path,
		.application = "probekit ping " PROBEKIT_VERSION,
		.linktype = PCAPNG_RAW,
		.device = c->device};

	e->c = *c;
	return capfile_open(&e->file, &file, why);
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
static void fix_checksum6(const struct evidence *e, struct capfile_packet *h,
	const struct addr *from, const struct addr *to)
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

/* The label of a flow's request, behind version and traffic class (RFC 8200 3). */
static void put_label(const struct evidence *e, struct capfile_packet *h, uint64_t nth)
{
	uint32_t label;

	if (e->c.target.family != ADDR_V6 || !e->c.flows)
		return;
	label = e->c.labels[nth % e->c.flows];
	h->bytes[1] = (uint8_t)((h->bytes[1] & 0xf0) | label >> 16);
	h->bytes[2] = (uint8_t)(label >> 8);
	h->bytes[3] = (uint8_t)label;
}

/* A packet of which only the ICMP message is known. */
static struct capfile_packet *rebuild(const struct evidence *e, const struct addr *from,
	const struct addr *to, int ttl, int tos, struct bytes icmp)
{
	struct capfile_packet *h = capfile_hold(e->file, header_bytes(e) + icmp.left);
	struct bytes_out o;

	if (!h)
		return NULL;
	o = bytes_to(h->bytes, h->size);
	put_header(e, &o, from, to, ttl, tos, icmp.left);
	bytes_put(&o, icmp.p, icmp.left);
	return h;
}

static int ttl_of(const struct evidence *e, uint64_t nth)
{
	return e->c.hops ? (int)(nth % e->c.hops) + 1 : e->c.ttl;
}

enum { PROBE_TEXT = 64 };
static const char *probe_text(char to[static PROBE_TEXT], const struct evidence *e, uint64_t nth)
{
	unsigned long long n = nth;

	if (e->c.hops)
		snprintf(to, PROBE_TEXT, "hop %llu, probe %llu: ", n % e->c.hops + 1,
			n / e->c.hops + 1);
	else if (e->c.flows)
		snprintf(to, PROBE_TEXT, "flow %llu, probe %llu: ", n % e->c.flows + 1,
			n / e->c.flows + 1);
	else
		snprintf(to, PROBE_TEXT, "probe %llu: ", n + 1);
	return to;
}

void evidence_sent(const struct evidence *e, uint64_t nth, struct bytes icmp, int64_t realtime_ns)
{
	struct capfile_packet *h =
		rebuild(e, &e->c.source, &e->c.target, ttl_of(e, nth), e->c.tos, icmp);
	char probe[PROBE_TEXT];

	if (!h)
		return;
	fix_checksum6(e, h, &e->c.source, &e->c.target);
	put_label(e, h, nth);
	h->nth = nth;
	h->realtime_ns = realtime_ns;
	h->request = true;
	snprintf(h->comment, sizeof(h->comment),
		"%sno answer when this was written (IP header rebuilt)", probe_text(probe, e, nth));
	capfile_settle(e->file, h);
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

static void describe(char to[static CAPFILE_COMMENT], const struct evidence *e,
	const struct outcome *o, const char *rebuilt)
{
	const struct match *m = &o->match;
	char probe[PROBE_TEXT] = "", detail[96] = "";

	if (m->has_probe)
		probe_text(probe, e, o->nth);
	if (o->kind == OUTCOME_REPLY && o->answer.rtt_ns >= 0) {
		char rtt[32];

		snprintf(detail, sizeof(detail), ", rtt %s ms", times_ms(rtt, o->answer.rtt_ns));
	} else if (o->kind == OUTCOME_ERROR || o->kind == OUTCOME_REDIRECT) {
		char reason[80];

		snprintf(detail, sizeof(detail), ": %s",
			reason_text(reason, sizeof(reason), (enum addr_family)e->c.target.family,
				m->type, m->code, m->info));
	}
	snprintf(to, CAPFILE_COMMENT, "%s%s%s%s", probe, verdict_text(o), detail, rebuilt);
}

static void put_frame(
	const struct evidence *e, const struct frame *f, const struct outcome *o, int64_t offset_ns)
{
	struct capfile_packet *h;

	if (f->layer == FRAME_IP) {
		h = capfile_hold(e->file, f->bytes.left);
		if (h)
			memcpy(h->bytes, f->bytes.p, f->bytes.left);
	} else {
		h = rebuild(e, &o->match.from, f->to.family ? &f->to : &e->c.source, f->ttl, f->tos,
			f->bytes);
	}
	if (!h)
		return;
	h->realtime_ns = f->at_ns + offset_ns;
	describe(h->comment, e, o, f->layer == FRAME_IP ? "" : " (IP header rebuilt)");
	h->decided = true;
	capfile_settle(e->file, h);
}

static void put_report(
	const struct evidence *e, const struct wire_report *r, const struct outcome *o)
{
	uint8_t message[ICMP_HEADER_BYTES + HEADERS + QUOTED_BYTES];
	struct bytes_out out = bytes_to(message, sizeof(message));
	bool pointer4 = e->c.target.family == ADDR_V4 && r->type == PARAMETER_PROBLEM4;
	struct icmp m = {
		.type = r->type, .code = r->code, .rest = pointer4 ? r->info << 24 : r->info};
	struct bytes quote = bytes_head(r->quote, QUOTED_BYTES);
	struct capfile_packet *h;

	m.id = (uint16_t)(m.rest >> 16);
	m.sequence = (uint16_t)m.rest;
	icmp_put(&out, &m);
	put_header(e, &out, &e->c.source, &e->c.target, e->c.hops ? 1 : e->c.ttl, e->c.tos,
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
	describe(h->comment, e, o, " (rebuilt from the socket's error queue)");
	h->decided = true;
	capfile_settle(e->file, h);
}

static void decide(const struct evidence *e, const struct outcome *o, int64_t offset_ns)
{
	char text[CAPFILE_COMMENT];

	if (o->kind == OUTCOME_REDIRECT) /* the request went on */
		return;
	describe(text, e, o, " (IP header rebuilt)");
	capfile_decide(
		e->file, o->nth, o->answer.sent_ns ? o->answer.sent_ns + offset_ns : 0, text);
}

void evidence_outcome(const struct evidence *e, const struct outcome *o, const struct frame *f,
	const struct wire_report *r, int64_t offset_ns)
{
	if (o->match.has_probe && o->answer.verdict != ANSWER_DUPLICATE)
		decide(e, o, offset_ns);
	if (f)
		put_frame(e, f, o, offset_ns);
	if (r)
		put_report(e, r, o);
}
