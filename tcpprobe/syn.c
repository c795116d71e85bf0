/* syn: SYNs as Linux sends them, each from a port of its own, and what a packet says about one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "syn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "port.h"

enum { RING = 8192, HELD = 512, NS_PER_MS = 1000000 };

struct sent {
	uint64_t nth;
	uint32_t sequence;
	uint16_t port; /* 0: no probe */
};
struct syn {
	struct syn_config c;
	struct craft *craft;
	struct sent ring[RING]; /* by nth */
	int held[HELD];		/* sockets, by nth; -1 none. With a pinned port the first alone. */
};

int syn_open(struct syn **out, const struct syn_config *c, struct fail *why)
{
	struct syn *s = calloc(1, sizeof(*s));
	int rc;

	if (!s)
		return fail_set(why, ENOMEM, "no memory for the probes");
	s->c = *c;
	for (size_t i = 0; i < HELD; i++)
		s->held[i] = -1;
	rc = craft_open(&s->craft, why);
	if (rc >= 0 && c->source_port && !c->held)
		rc = port_reserve(&s->held[0], &c->source, &s->c.source_port, why);
	if (rc < 0)
		syn_close(s);
	else
		*out = s;
	return rc;
}

void syn_close(struct syn *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < HELD; i++)
		port_release(s->held[i]);
	craft_close(s->craft);
	free(s);
}

void syn_retarget(struct syn *s, const struct addr *target, const struct addr *source,
	const struct stack_syn *own)
{
	s->c.target = *target;
	s->c.source = *source;
	s->c.own = *own;
}

static int take_port(struct syn *s, uint64_t nth, uint16_t *port, struct fail *why)
{
	int *held = &s->held[nth % HELD], second, rc;
	uint16_t other;

	*port = s->c.source_port;
	if (*port)
		return 0;
	port_release(*held);
	*held = -1;
	rc = port_reserve(held, &s->c.source, port, why);
	/* The kernel's choices are all even or all odd, and paths of equal cost may be chosen by a
	 * port's last bit. */
	other = *port ^ 1;
	if (rc < 0 || auth_tag(&s->c.key, &nth, sizeof(nth)) & 1 ||
		port_reserve(&second, &s->c.source, &other, NULL) < 0)
		return rc;
	port_release(*held);
	*held = second;
	*port = other;
	return 0;
}

void syn_ttl(struct syn *s, uint8_t ttl)
{
	s->c.own.ttl = ttl;
}

static uint32_t sequence_of(const struct syn *s, uint64_t nth, uint16_t port)
{
	const uint64_t over[2] = {nth, port};

	return (uint32_t)auth_tag(&s->c.key, over, sizeof(over));
}

/* Milliseconds from a start that nobody knows, as Linux counts (RFC 7323 5.4). */
static uint32_t timestamp(const struct syn *s, int64_t now_ns)
{
	return (uint32_t)(now_ns / NS_PER_MS) + (uint32_t)auth_tag(&s->c.key, "time", 4);
}

int syn_build(struct syn *s, uint64_t nth, int64_t now_ns, struct syn_packet *out, struct fail *why)
{
	struct syn_fields f = {.target = s->c.target,
		.source = s->c.source,
		.port = s->c.port,
		.timestamp = timestamp(s, now_ns),
		.ttl = s->c.own.ttl,
		.tos = s->c.tos};
	int rc = take_port(s, nth, &f.source_port, why);

	if (rc < 0)
		return rc;
	f.sequence = sequence_of(s, nth, f.source_port);
	rc = syn_packet_build(out, s->craft, &s->c.own, &f, why);
	if (rc >= 0)
		s->ring[nth % RING] = (struct sent){nth, f.sequence, f.source_port};
	return rc;
}

/* Of a pinned port every probe has the same one: then the number decides. */
static const struct sent *find(const struct syn *s, uint16_t port, uint32_t sequence)
{
	const struct sent *same = NULL;

	for (size_t i = 0; i < RING; i++) {
		const struct sent *x = &s->ring[i];

		if (!x->port || x->port != port)
			continue;
		if (x->sequence == sequence)
			return x;
		if (!same || x->nth > same->nth)
			same = x;
	}
	return same;
}

static void read_offers(struct syn_match *m, const struct tcp *t)
{
	struct tcp_options o;

	tcp_options_get(t->options, &o);
	m->has_mss = o.has_mss;
	m->mss = o.mss;
	m->sack = o.sack_permitted;
	m->timestamps = o.has_timestamps;
	m->has_window_scale = o.has_window_scale;
	m->window_scale = o.window_scale;
}

/* Some boxes acknowledge the SYN's number itself with their RST. */
enum syn_kind syn_kind_of(const struct tcp *t, uint32_t sequence)
{
	bool acknowledges = t->flags & TCP_ACK && t->acknowledgment == sequence + 1;

	if (t->flags & TCP_RST) {
		acknowledges =
			acknowledges || (t->flags & TCP_ACK && t->acknowledgment == sequence);
		return acknowledges ? SYN_CLOSED : SYN_FORGED;
	}
	if (t->flags & TCP_SYN)
		return acknowledges ? SYN_OPEN : SYN_FORGED;
	return t->flags & TCP_ACK && !acknowledges ? SYN_STALE : SYN_FORGED;
}

/* The checksum is not asked: on loopback and veth the kernel leaves it to a device that is none. */
struct syn_match syn_match(const struct syn *s, const struct frame *f)
{
	struct syn_match m = {.kind = SYN_NONE};
	const struct sent *x;
	struct packet p;

	packet_read(f, &p);
	if (!p.has_tcp || p.tcp.source_port != s->c.port || !addr_equal(&p.source, &s->c.target))
		return m;
	x = find(s, p.tcp.destination_port, p.tcp.acknowledgment - 1);
	if (!x)
		return m;
	m = (struct syn_match){.kind = syn_kind_of(&p.tcp, x->sequence),
		.nth = x->nth,
		.from = p.source,
		.ttl = p.ttl,
		.source_port = x->port,
		.flags = p.tcp.flags,
		.window = p.tcp.window,
		.has_ip_id = p.has_ip4,
		.ip_id = p.ip4.id};
	read_offers(&m, &p.tcp);
	return m;
}

/* What says that the probe went no further; not what only tells of an MTU or another way. */
bool syn_is_final(enum addr_family family, uint8_t type, uint8_t code)
{
	if (family == ADDR_V6)
		return type == 1 || type == 3 || type == 4;
	return (type == 3 && code != 4) || type == 11 || type == 12;
}

struct syn_match syn_match_report(const struct syn *s, const struct wire_report *r)
{
	struct syn_match m = {.kind = SYN_NONE};
	struct bytes quote = r->quote;
	const struct sent *x;
	struct tcp t;

	if (r->local || !syn_is_final((enum addr_family)s->c.target.family, r->type, r->code))
		return m;
	tcp_get(&quote, &t);
	if (t.depth < TCP_SEQUENCE || t.destination_port != s->c.port)
		return m;
	x = find(s, t.source_port, t.sequence);
	if (!x || x->sequence != t.sequence)
		return m;
	return (struct syn_match){.kind = SYN_REJECTED,
		.nth = x->nth,
		.from = r->offender,
		.ttl = r->ttl,
		.source_port = x->port,
		.type = r->type,
		.code = r->code,
		.expired = r->type == (s->c.target.family == ADDR_V6 ? 3 : 11) && !r->code,
		.info = r->info};
}
