/* echoes: a target that was asked a number of times, and what could come back: replies, errors that
 * quote a request, as frames from a raw socket or a ping socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ECHOES_H
#define PROBEKIT_ECHOES_H

#include <netinet/in.h>

#include "address.h"
#include "cksum.h"
#include "exact.h"
#include "probe.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

enum { ECHOES_ID = 0x1234, ECHOES_TTL = 61, ECHOES_TOS = 0xb8 };

struct echoes {
	struct probe_config c;
	struct probe_echo *echo;  /* it built as many requests as were sent */
	struct probe_echo *maker; /* a twin that builds any */
	struct addr self;
};

static inline struct probe_config echoes_config(enum addr_family family, size_t data_bytes)
{
	struct probe_config c = {
		.target = address(family == ADDR_V6 ? "2001:db8::2" : "198.18.0.2"),
		.id = ECHOES_ID,
		.data_bytes = data_bytes};

	memcpy(c.key.bytes, "a key for tests!", sizeof c.key.bytes);
	return c;
}

/* sent requests of each lane went out. */
static inline struct echoes echoes_with(const struct probe_config *c, uint64_t sent)
{
	struct echoes s = {.c = *c,
		.self = address(c->target.family == ADDR_V6 ? "2001:db8::1" : "198.18.0.1")};
	struct probe newest = {c->lanes ? c->lanes - 1 : 0, sent - 1};

	if (probe_open(&s.echo, c, NULL) < 0 || probe_open(&s.maker, c, NULL) < 0)
		abort();
	if (sent)
		probe_build(s.echo, newest);
	return s;
}

static inline struct echoes echoes_open(enum addr_family family, size_t data_bytes, uint64_t sent)
{
	struct probe_config c = echoes_config(family, data_bytes);

	return echoes_with(&c, sent);
}

static inline void echoes_close(struct echoes *s)
{
	probe_close(s->echo);
	probe_close(s->maker);
}

static inline bool echoes_six(const struct echoes *s)
{
	return s->c.target.family == ADDR_V6;
}

/* Makes an ICMP message's checksum right. */
static inline void echoes_seal(const struct echoes *s, const struct addr *from, struct exact *icmp)
{
	size_t n = icmp->view.left;
	uint32_t sum = echoes_six(s) ? cksum_pseudo6(from->bytes, s->self.bytes, (uint32_t)n,
					       IPPROTO_ICMPV6)
				     : 0;
	uint16_t field;

	if (n < ICMP_HEADER_BYTES)
		return;
	icmp->p[2] = icmp->p[3] = 0;
	field = cksum_finish(cksum_add(sum, icmp->p, n));
	icmp->p[2] = (uint8_t)(field >> 8);
	icmp->p[3] = (uint8_t)field;
}

static inline struct exact echoes_request_of(const struct echoes *s, struct probe id)
{
	struct bytes b = probe_build(s->maker, id);

	if (b.left < ICMP_HEADER_BYTES)
		abort();
	return exact(b.p, b.left);
}

static inline struct exact echoes_request(const struct echoes *s, uint64_t nth)
{
	return echoes_request_of(s, (struct probe){0, nth});
}

/* The target's reply to the nth request, an ICMP message; free its block. */
static inline struct exact echoes_reply(const struct echoes *s, uint64_t nth)
{
	struct exact e = echoes_request(s, nth);

	e.p[0] = echoes_six(s) ? 129 : 0;
	echoes_seal(s, &s->c.target, &e);
	return e;
}

/* A message's first n_bytes alone, sealed; free its block. */
static inline struct exact echoes_short(const struct echoes *s, struct bytes icmp, size_t n_bytes)
{
	struct exact e = exact(icmp.p, n_bytes);

	echoes_seal(s, &s->c.target, &e);
	return e;
}

/* The IP header of a message of that length between two addresses. */
static inline void echoes_header(const struct echoes *s, struct bytes_out *o,
	const struct addr *from, const struct addr *to, size_t icmp_bytes, struct bytes options)
{
	size_t header = IP4_HEADER_BYTES + ((options.left + 3) & ~(size_t)3);
	const struct ip4 v4 = {.ttl = ECHOES_TTL,
		.tos = ECHOES_TOS,
		.protocol = IPPROTO_ICMP,
		.total_bytes = (uint16_t)(header + icmp_bytes),
		.source = *from,
		.destination = *to,
		.options = options};
	const struct ip6 v6 = {.hop_limit = ECHOES_TTL,
		.traffic_class = ECHOES_TOS,
		.next_header = IPPROTO_ICMPV6,
		.payload_bytes = (uint16_t)icmp_bytes,
		.source = *from,
		.destination = *to};

	if (echoes_six(s))
		ip6_put(o, &v6);
	else
		ip4_put(o, &v4);
}

/* A message within its IP packet, from that address to this host; free its block. */
static inline struct exact echoes_packet(
	const struct echoes *s, const struct addr *from, struct bytes icmp, struct bytes options)
{
	size_t size = IP6_HEADER_BYTES + IP4_OPTIONS_MAX_BYTES + icmp.left;
	uint8_t *space = malloc(size);
	struct bytes_out o = bytes_to(space, size);
	struct exact e;

	echoes_header(s, &o, from, &s->self, icmp.left, options);
	bytes_put(&o, icmp.p, icmp.left);
	if (!space || o.bad)
		abort();
	e = exact(space, o.used);
	free(space);
	return e;
}

/* What a socket gives: a whole packet (FRAME_IP), or the message with the header's values beside it
 * (FRAME_TRANSPORT). */
static inline struct frame echoes_frame(
	const struct echoes *s, enum frame_layer layer, const struct addr *from, struct bytes bytes)
{
	struct frame f = {.bytes = bytes,
		.whole_bytes = (uint32_t)bytes.left,
		.layer = layer,
		.ttl = -1,
		.tos = -1,
		.stamp = STAMP_KERNEL};

	if (layer == FRAME_IP)
		return f;
	f.protocol = echoes_six(s) ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	f.from = *from;
	f.to = s->self;
	f.ttl = ECHOES_TTL;
	f.tos = ECHOES_TOS;
	return f;
}

/* What a message from that address says, by a frame of that layer. Its views do not outlive it. */
static inline struct match echoes_match_from(
	const struct echoes *s, enum frame_layer layer, const struct addr *from, struct bytes icmp)
{
	struct exact whole = layer == FRAME_IP ? echoes_packet(s, from, icmp, bytes_of("", 0))
					       : exact(icmp.p, icmp.left);
	struct frame f = echoes_frame(s, layer, from, whole.view);
	struct match m = probe_match(s->echo, &f);

	free(whole.block);
	m.data = m.ip_options = bytes_of("", 0);
	return m;
}

static inline struct match echoes_match(
	const struct echoes *s, enum frame_layer layer, struct bytes icmp)
{
	return echoes_match_from(s, layer, &s->c.target, icmp);
}

/* An ICMP error about the nth request: quote_bytes of its message behind its IP header, which may
 * hold options; free its block. */
static inline struct exact echoes_error(const struct echoes *s, const struct addr *from,
	const struct icmp *head, struct bytes quoted, struct bytes options)
{
	uint8_t space[2048];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct exact e;

	icmp_put(&o, head);
	echoes_header(s, &o, &s->self, &s->c.target, ICMP_HEADER_BYTES + s->c.data_bytes, options);
	bytes_put(&o, quoted.p, quoted.left);
	if (o.bad)
		abort();
	e = exact(space, o.used);
	echoes_seal(s, from, &e);
	return e;
}

#endif
