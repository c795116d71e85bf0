/* seeds_frame: what one frame is a seed for: each decoder that would see it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SEEDS_FRAME_H
#define PROBEKIT_SEEDS_FRAME_H

#include "icmp_extension.h"
#include "seeds.h"

/* The choices as tests/fuzz/packet_link.c has them. */
static inline uint8_t link_choice(int linktype)
{
	static const int linktypes[] = {0, 1, 101, 108, 113, 228, 229, 276};
	uint8_t i = 0;

	while (linktypes[i] != linktype)
		i++;
	return i;
}

/* An advertisement for who asks for routers. */
static inline void router_seed(const char *name, struct bytes frame)
{
	char own[80];

	snprintf(own, sizeof own, "router %s", name);
	seed("arping_hear", own, bytes_of("\x06", 1), frame);
}

/* An answer to an echo, twice: the second time it is known. */
static inline void node_seed(const char *name, struct bytes frame)
{
	uint8_t space[2 * (2 + 256)];
	struct bytes_out o = bytes_to(space, sizeof space);

	if (frame.left > 256)
		return;
	for (unsigned i = 0; i < 2; i++) {
		bytes_put_u16(&o, (uint16_t)frame.left);
		bytes_put(&o, frame.p, frame.left);
	}
	seed("arping_nodes", name, bytes_written(&o), nothing);
}

static inline void link_seeds(const char *name, const struct frame *f, const struct packet *p)
{
	const uint8_t head[2] = {link_choice(f->linktype)};

	seed("packet_link", name, bytes_of(head, 2), f->bytes);
	if (p->has_ip4 || p->has_ip6)
		seed("packet_ip", name, nothing, p->network);
	if (p->has_arp || p->has_ndp)
		seed("arping_hear", name, bytes_of(p->has_vlan ? "\x08" : "\x04", 1), f->bytes);
	if (p->has_ndp && p->icmp.type == 134)
		router_seed(name, f->bytes);
	if (p->has_ip6 && p->has_icmp && p->icmp.type == 129)
		node_seed(name, f->bytes);
	if (p->has_tcp || p->quote.present)
		seed("tcpprobe_keyed", name, bytes_of("\x04", 1), f->bytes);
}

static inline void icmp_seeds(const char *name, const struct packet *p)
{
	uint8_t head[7] = {p->protocol, p->has_ip4 ? 5 : 10};

	seed("packet_message", name, bytes_of(head, 2), p->transport);
	if (!p->quote.present)
		return;
	head[0] = p->has_ip6;
	seed("icmp_extension", name, bytes_of(head, 1), p->transport);
	seed("packet_quote", name, bytes_of(head, 1), packet_quoted(&p->icmp));
	head[1] = p->icmp.type;
	head[2] = p->icmp.code;
	seed("trace_icmp", name, bytes_of(head, 7), icmp_extensions(&p->icmp));
	if (p->quote.tcp.depth != TCP_NOTHING)
		seed("tcpprobe_keyed", name, bytes_of(p->has_ip6 ? "\3" : "\1", 1),
			p->quote.transport);
}

static inline void tcp_frame_seeds(const char *name, const struct packet *p)
{
	uint8_t head[2] = {p->has_ip6, (uint8_t)(p->network.left - p->transport.left + 8)};

	if (p->tcp.flags == TCP_SYN)
		seed("tcpprobe_changes", name, bytes_of(head, 2), p->network);
	head[0] = 0;
	seed("tcp", name, bytes_of(head, 1), p->transport);
}

static inline void frame_seeds(const char *name, const struct frame *f)
{
	struct packet p;

	packet_read(f, &p);
	if (f->layer == FRAME_LINK)
		link_seeds(name, f, &p);
	else if (f->layer == FRAME_IP)
		seed("packet_ip", name, nothing, f->bytes);
	if (p.has_arp)
		seed("arp", name, nothing, p.network);
	if (p.has_ndp)
		seed("ndp", name, nothing, p.transport);
	if (p.has_icmp)
		icmp_seeds(name, &p);
	if (p.has_tcp)
		tcp_frame_seeds(name, &p);
	if (p.ip4.options.left) {
		seed("ip4_options", name, nothing, p.ip4.options);
		seed("ping_ipopt", name, bytes_of("\x01", 1), p.ip4.options);
	}
}

#endif
