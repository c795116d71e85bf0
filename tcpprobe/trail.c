/* trail: the SYNs of a path, which live so many hops each and are alike in all that routers hash;
 * and which of them a packet is about. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "trail.h"

#include <errno.h>
#include <stdlib.h>

#include "icmp_extension.h"
#include "port.h"

/* Of a sequence number the high bits count and the low ones vouch for it. */
enum { TAG_BITS = 10, TAG_MASK = (1 << TAG_BITS) - 1, NUMBERS = 1 << (32 - TAG_BITS) };
enum { REMEMBERED = 65536, PROTOCOL_TCP = 6 };

struct trail {
	struct trail_config c;
	struct craft *craft;
	uint32_t sequence, timestamp; /* of number 0 */
	uint64_t newest;	      /* number */
	int held[TRAIL_FLOWS];
	struct sight sights[TRAIL_FLOWS];
};

static uint64_t number_of(const struct trail *t, struct probe id)
{
	return id.nth * t->c.hops * t->c.n + id.lane;
}

static struct probe probe_of(const struct trail *t, uint64_t number)
{
	uint64_t lanes = (uint64_t)t->c.hops * t->c.n;

	return (struct probe){(uint32_t)(number % lanes), number / lanes};
}

static uint32_t sequence_of(const struct trail *t, uint64_t number)
{
	uint32_t tag = (uint32_t)auth_tag(&t->c.key, &number, sizeof(number)) & TAG_MASK;

	return t->sequence + ((uint32_t)number << TAG_BITS) + tag;
}

/* The number a count of which only the low bits are known means; false for none of the newest. */
static bool recall(const struct trail *t, uint32_t low, uint64_t *number)
{
	uint64_t behind = (t->newest - low) & (NUMBERS - 1);

	*number = t->newest - behind;
	return behind <= t->newest && behind < REMEMBERED;
}

static bool find(const struct trail *t, uint32_t sequence, uint64_t *number)
{
	return recall(t, (sequence - t->sequence) >> TAG_BITS, number) &&
	       sequence_of(t, *number) == sequence;
}

static struct syn_fields fields_of(const struct trail *t, struct probe id)
{
	const struct trail_flow *flow = &t->c.flows[trail_flow(t, id)];
	uint64_t number = number_of(t, id);

	return (struct syn_fields){.target = t->c.target,
		.source = t->c.source,
		.source_port = flow->source_port,
		.port = flow->port,
		.sequence = sequence_of(t, number),
		.timestamp = t->timestamp + (uint32_t)number,
		.ttl = (uint8_t)trail_hop(t, id),
		.tos = t->c.tos};
}

static int take_port(struct trail *t, unsigned flow, struct fail *why)
{
	struct trail_flow *f = &t->c.flows[flow];

	if (!f->source_port && flow && !f->fresh) {
		f->source_port = t->c.flows[flow - 1].source_port;
		return 0;
	}
	if (!flow && t->c.held)
		return 0;
	return port_reserve(&t->held[flow], &t->c.source, &f->source_port, why);
}

/* Before anything is sent: what the quotes are compared with. */
static int look(struct trail *t, unsigned flow, struct fail *why)
{
	const struct probe first = {flow * t->c.hops, 0};
	const struct syn_fields f = fields_of(t, first);
	struct syn_packet packet;
	uint32_t sequence, timestamp;
	int rc = syn_packet_build(&packet, t->craft, &t->c.own, &f, why);

	if (rc >= 0)
		sight_of_packet(&t->sights[flow], packet.whole,
			(enum addr_family)t->c.target.family, &sequence, &timestamp);
	return rc;
}

int trail_open(struct trail **out, const struct trail_config *c, struct fail *why)
{
	struct trail *t = calloc(1, sizeof(*t));
	int rc;

	if (!t)
		return fail_set(why, ENOMEM, "no memory for the probes");
	t->c = *c;
	t->sequence = (uint32_t)auth_tag(&c->key, "sequence", 8);
	t->timestamp = (uint32_t)auth_tag(&c->key, "time", 4);
	for (unsigned i = 0; i < TRAIL_FLOWS; i++)
		t->held[i] = -1;
	rc = craft_open(&t->craft, why);
	for (unsigned i = 0; rc >= 0 && i < c->n; i++) {
		rc = take_port(t, i, why);
		rc = rc < 0 ? rc : look(t, i, why);
	}
	if (rc < 0)
		trail_close(t);
	else
		*out = t;
	return rc;
}

void trail_close(struct trail *t)
{
	if (!t)
		return;
	for (unsigned i = 0; i < TRAIL_FLOWS; i++)
		port_release(t->held[i]);
	craft_close(t->craft);
	free(t);
}

uint16_t trail_source_port(const struct trail *t, unsigned flow)
{
	return t->c.flows[flow].source_port;
}

unsigned trail_flow(const struct trail *t, struct probe id)
{
	return id.lane / t->c.hops;
}

unsigned trail_hop(const struct trail *t, struct probe id)
{
	return id.lane % t->c.hops + 1;
}

const struct sight *trail_sight(const struct trail *t, unsigned flow)
{
	return &t->sights[flow];
}

int trail_build(struct trail *t, struct probe id, struct syn_packet *out, struct fail *why)
{
	const struct syn_fields f = fields_of(t, id);

	if (number_of(t, id) > t->newest)
		t->newest = number_of(t, id);
	return syn_packet_build(out, t->craft, &t->c.own, &f, why);
}

/* Some boxes acknowledge the SYN's number itself with their RST. */
static bool acknowledged(const struct trail *t, const struct tcp *s, uint64_t *number)
{
	if (!(s->flags & TCP_ACK))
		return false;
	return find(t, s->acknowledgment - 1, number) ||
	       (s->flags & TCP_RST && find(t, s->acknowledgment, number));
}

static void match_segment(const struct trail *t, const struct packet *p, struct trail_match *m)
{
	const struct trail_flow *f = t->c.flows;
	unsigned flow = 0;
	uint64_t number = 0;

	while (flow < t->c.n && (p->tcp.source_port != f[flow].port ||
					p->tcp.destination_port != f[flow].source_port))
		flow++;
	if (flow == t->c.n || !addr_equal(&p->source, &t->c.target))
		return;
	*m = (struct trail_match){.kind = TRAIL_FORGED,
		.flow = flow,
		.from = p->source,
		.ttl = p->ttl,
		.quoted_ttl = -1,
		.quoted_tos = -1,
		.flags = p->tcp.flags};
	if (!(p->tcp.flags & (TCP_SYN | TCP_RST)) || !acknowledged(t, &p->tcp, &number))
		return;
	m->probe = probe_of(t, number);
	if (trail_flow(t, m->probe) != flow)
		return;
	m->kind = p->tcp.flags & TCP_RST ? TRAIL_CLOSED : TRAIL_OPEN;
	tcp_options_get(p->tcp.options, &m->options);
}

/* How many of the flow's addresses and ports a quote still has: translation leaves one end. */
static unsigned common(
	const struct trail *t, const struct trail_flow *f, const struct packet_quote *q)
{
	return (unsigned)addr_equal(&q->source, &t->c.source) +
	       addr_equal(&q->destination, &t->c.target) + (q->source_port == f->source_port) +
	       (q->destination_port == f->port);
}

/* Where the sequence number was rewritten, the time stamp still tells the probes apart. */
static bool find_rewritten(const struct trail *t, const struct packet_quote *q, uint64_t *number)
{
	struct tcp_options o;

	tcp_options_get(q->tcp.options, &o);
	return o.has_timestamps && recall(t, o.timestamp - t->timestamp, number) &&
	       o.timestamp - t->timestamp == (uint32_t)*number;
}

/* The source port is reserved for the flow: another program's connection to the target has none of
 * ours. */
static bool is_of_a_flow(const struct trail *t, const struct packet_quote *q)
{
	for (unsigned i = 0; i < t->c.n; i++)
		if (q->source_port == t->c.flows[i].source_port && common(t, &t->c.flows[i], q) > 2)
			return q->has_ports;
	return false;
}

static void match_quote(const struct trail *t, const struct packet_quote *q, struct trail_match *m)
{
	uint64_t number = 0;
	struct syn_fields f;

	if (is_of_a_flow(t, q))
		m->kind = TRAIL_STRANGE;
	if (q->tcp.depth < TCP_SEQUENCE ||
		(!find(t, q->tcp.sequence, &number) && !find_rewritten(t, q, &number)))
		return;
	m->probe = probe_of(t, number);
	m->flow = trail_flow(t, m->probe);
	if (common(t, &t->c.flows[m->flow], q) < 2)
		return;
	f = fields_of(t, m->probe);
	m->kind = TRAIL_REPORTED;
	m->quoted_ttl = q->ttl;
	m->quoted_tos = q->tos;
	sight_of_quote(&m->sight, q, f.sequence, f.timestamp);
}

/* What says that a probe went no further, or is too large to. */
static bool is_error(enum addr_family family, uint8_t type)
{
	return family == ADDR_V6 ? type >= 1 && type <= 4 : type == 3 || type == 11 || type == 12;
}

static void match_report(const struct trail *t, const struct packet *p, struct trail_match *m)
{
	enum addr_family family = (enum addr_family)t->c.target.family;

	if (!p->quote.present || p->quote.protocol != PROTOCOL_TCP || p->icmp.family != family ||
		!is_error(family, p->icmp.type))
		return;
	*m = (struct trail_match){.from = p->source,
		.ttl = p->ttl,
		.type = p->icmp.type,
		.code = p->icmp.code,
		.info = icmp_mtu(&p->icmp),
		.extensions = icmp_extensions(&p->icmp)};
	match_quote(t, &p->quote, m);
}

struct trail_match trail_match(const struct trail *t, const struct frame *f)
{
	struct trail_match m = {.kind = TRAIL_NONE};
	struct packet p;

	packet_read(f, &p);
	if (p.has_tcp)
		match_segment(t, &p, &m);
	else if (p.has_icmp)
		match_report(t, &p, &m);
	return m;
}
