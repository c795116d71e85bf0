/* must: what holds for every input, and what it takes to say so. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_MUST_H
#define PROBEKIT_MUST_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "exact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program where something does not hold: the fuzzer then keeps the input. */
#define must(holds)                                                                                \
	do {                                                                                       \
		if (!(holds)) {                                                                    \
			fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #holds);     \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

#define WITHIN(value, least, most) must((value) >= (least) && (value) <= (most))

/* What a message was decoded to is written as the same bytes again. */
static inline void must_icmp(const struct icmp *m, struct bytes from)
{
	uint8_t *space = malloc(from.left);
	struct bytes_out o = bytes_to(space, from.left);

	must(space);
	icmp_put(&o, m);
	must(bytes_equal(bytes_written(&o), from));
	free(space);
}

/* A written header is read as what it was written from. */
static inline void must_ip4(const struct ip4 *h)
{
	uint8_t space[IP4_HEADER_BYTES + IP4_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct bytes b;
	struct ip4 again;

	ip4_put(&o, h);
	b = bytes_written(&o);
	must(b.left == h->header_bytes && ip4_get(&b, &again) && !b.left);
	must(again.total_bytes == h->total_bytes && again.id == h->id && again.tos == h->tos);
	must(again.fragment_offset_bytes == h->fragment_offset_bytes);
	must(again.dont_fragment == h->dont_fragment && again.more_fragments == h->more_fragments);
	must(again.ttl == h->ttl && again.protocol == h->protocol);
	must(addr_equal(&again.source, &h->source));
	must(addr_equal(&again.destination, &h->destination));
	must(bytes_equal(again.options, h->options));
}

static inline void must_ip6(const struct ip6 *h, const uint8_t *from)
{
	uint8_t space[IP6_HEADER_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);

	ip6_put(&o, h);
	must(bytes_equal(bytes_written(&o), bytes_of(from, sizeof space)));
}

static inline void must_quote(const struct packet_quote *q, struct bytes whole)
{
	must(quote_inside(q, whole));
	must(q->present || !(q->transport.left || q->has_ports || q->has_echo));
	must(!q->has_ports || q->transport.left >= 4);
	must(!q->has_echo || q->transport.left == ICMP_HEADER_BYTES + q->echo_payload.left);
	must(!q->present || q->source.family == q->destination.family);
}

/* Reads a frame and checks what must hold of any. */
static inline struct packet must_read(const struct frame *f)
{
	struct packet p;

	must(packet_read(f, &p) == p.state);
	must(packet_inside(&p, f->bytes));
	must(!(p.has_ip4 && p.has_ip6));
	must(!p.checksum_ok || p.checksum_checked);
	must(!p.checksum_checked || ((p.has_icmp || p.has_tcp) && !p.transport_cut && !p.fragment));
	must(!p.has_tcp || p.tcp.depth == TCP_WHOLE);
	must(p.transport_cut || p.transport.left <= p.transport_bytes);
	must(p.state != PACKET_CUT || p.transport_cut || f->layer != FRAME_TRANSPORT);
	if (p.has_icmp)
		must_icmp(&p.icmp, p.transport);
	if (p.has_ip4)
		must_ip4(&p.ip4);
	must(!p.quote.present || p.has_icmp);
	must(!p.has_arp || (p.ethertype == ETH_TYPE_ARP && p.arp.fault == ARP_GOOD));
	must(!p.has_ndp || (p.has_icmp && !p.fragment && p.ndp.fault == NDP_GOOD));
	must(p.has_vlan == (p.eth.tags_n > 0) && p.eth.tags_n <= ETH_TAGS_MAX);
	must_quote(&p.quote, p.icmp.payload);
	return p;
}

#endif
