/* wire_open: a ping or raw socket, bound and with every option set. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/icmp.h>
#include <linux/in6.h>

#include "wire_parts.h"

/* linux/in6.h keeps these from user programs that include netinet/in.h. */
#ifndef IPV6_FLOWINFO_SEND
#define IPV6_FLOWINFO_SEND 33
#endif
#ifndef IPV6_FLOWLABEL_MGR
#define IPV6_FLOWLABEL_MGR 32
#endif
enum { ICMP6_FILTER_OPTION = 1, ICMP4_FILTER_OPTION = 1, RAW_LEVEL = 255 };

struct setting {
	int level, name, value;
	const char *what; /* for the sentence; NULL: a kernel without it is fine */
};

static int apply(int fd, const struct setting *s, struct fail *why)
{
	if (!setsockopt(fd, s->level, s->name, &s->value, sizeof(s->value)) || !s->what)
		return 0;
	return fail_errno(why, "setting %s to %d", s->what, s->value);
}

static int apply_all(int fd, const struct setting *list, size_t n, struct fail *why)
{
	for (size_t i = 0; i < n; i++) {
		int rc = apply(fd, &list[i], why);

		if (rc < 0)
			return rc;
	}
	return 0;
}

/* What comes beside a packet: TTL, TOS, the address it came to, the sender's options, errors. A raw
 * IPv4 socket is given the IP header, where all that stands. */
static int receive_settings(int fd, const struct wire_config *c, struct fail *why)
{
	static const struct setting v4[] = {
		{SOL_IP, IP_RECVERR, 1, "IP_RECVERR"},
		{SOL_IP, IP_RECVTTL, 1, "IP_RECVTTL"},
		{SOL_IP, IP_RECVTOS, 1, NULL},
		{SOL_IP, IP_PKTINFO, 1, "IP_PKTINFO"},
		{SOL_IP, IP_RECVOPTS, 1, NULL},
		{SOL_IP, IP_RECVERR_RFC4884, 1, NULL},
	};
	static const struct setting v6[] = {
		{SOL_IPV6, IPV6_RECVERR, 1, "IPV6_RECVERR"},
		{SOL_IPV6, IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT"},
		{SOL_IPV6, IPV6_RECVTCLASS, 1, NULL},
		{SOL_IPV6, IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO"},
		{SOL_IPV6, IPV6_RECVERR_RFC4884, 1, NULL},
	};

	bool few = c->socket == WIRE_RAW && c->family == ADDR_V4 && !c->protocol;

	/* A raw IPv6 socket's checksums cover the destination. */
	few = few || (c->no_headers && c->socket == WIRE_PING);
	if (c->family == ADDR_V6)
		return apply_all(fd, v6, few ? 1 : sizeof(v6) / sizeof(*v6), why);
	return apply_all(fd, v4, few ? 1 : sizeof(v4) / sizeof(*v4), why);
}

static int send_settings(int fd, const struct wire_config *c, struct fail *why)
{
	bool v6 = c->family == ADDR_V6;
	int level = v6 ? SOL_IPV6 : SOL_IP;
	const struct setting wanted[] = {
		{level, v6 ? IPV6_UNICAST_HOPS : IP_TTL, c->ttl, "the TTL"},
		{level, v6 ? IPV6_MULTICAST_HOPS : IP_MULTICAST_TTL, c->ttl, "the multicast TTL"},
		{level, v6 ? IPV6_TCLASS : IP_TOS, c->tos, "the traffic class"},
		{level, v6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, c->pmtudisc,
			"path MTU discovery"},
		{SOL_SOCKET, SO_BROADCAST, c->broadcast ? 1 : -1, "SO_BROADCAST"},
		{SOL_SOCKET, SO_DEBUG, c->debug ? 1 : -1, NULL},
		{SOL_SOCKET, SO_DONTROUTE, c->dont_route ? 1 : -1, "SO_DONTROUTE"},
		{level, v6 ? IPV6_MULTICAST_LOOP : IP_MULTICAST_LOOP, c->no_multicast_loop ? 0 : -1,
			"multicast loopback"},
	};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		int rc = wanted[i].value < 0 ? 0 : apply(fd, &wanted[i], why);

		if (rc < 0)
			return rc;
	}
	return 0;
}

/* A raw socket without a filter of types is handed every ICMP message of the host. */
static int type_filter(const struct wire *w, struct fail *why)
{
	struct icmp_filter v4 = {.data = ~(1U << ICMP_ECHOREPLY | 1U << ICMP_DEST_UNREACH |
					   1U << ICMP_SOURCE_QUENCH | 1U << ICMP_REDIRECT |
					   1U << ICMP_TIME_EXCEEDED | 1U << ICMP_PARAMETERPROB)};
	static const uint8_t v6_types[] = {129, 137};
	uint32_t v6[8] = {0}; /* errors are all the types below 128 (RFC 4443 2.1) */

	if (w->socket != WIRE_RAW || w->protocol)
		return 0;
	if (w->family == ADDR_V4)
		return setsockopt(w->fd, RAW_LEVEL, ICMP4_FILTER_OPTION, &v4, sizeof(v4))
			       ? fail_errno(why, "setting the ICMP type filter")
			       : 0;
	memset(v6 + 4, 0xff, sizeof(v6) / 2);
	for (size_t i = 0; i < sizeof(v6_types); i++)
		v6[v6_types[i] >> 5] &= ~(1U << (v6_types[i] & 31));
	return setsockopt(w->fd, IPPROTO_ICMPV6, ICMP6_FILTER_OPTION, v6, sizeof(v6))
		       ? fail_errno(why, "setting the ICMPv6 type filter")
		       : 0;
}

static int bounded(int64_t bytes)
{
	return bytes > 1 << 28 ? 1 << 28 : (int)bytes;
}

/* The kernel charges a socket for a packet's whole buffer, about 768 bytes more than its data. */
void wire_set_buffers(struct wire *w, const struct wire_config *c)
{
	int64_t packet = (int64_t)c->packet_bytes + 768;
	int64_t wanted = 2 * packet * (c->burst ? c->burst : 1);
	int receive = wanted < 262144 ? 262144 : bounded(wanted);
	int send = bounded(packet * (c->unresolved ? c->unresolved : WIRE_BATCH / 2));
	bool forced = c->unresolved && !c->send_buffer_bytes;
	socklen_t size = sizeof(w->buffer_bytes);

	if (c->send_buffer_bytes)
		send = c->send_buffer_bytes;
	if (setsockopt(w->fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive, sizeof(receive)))
		setsockopt(w->fd, SOL_SOCKET, SO_RCVBUF, &receive, sizeof(receive));
	if (!forced || setsockopt(w->fd, SOL_SOCKET, SO_SNDBUFFORCE, &send, sizeof(send)))
		setsockopt(w->fd, SOL_SOCKET, SO_SNDBUF, &send, sizeof(send));
	if (getsockopt(w->fd, SOL_SOCKET, SO_RCVBUF, &w->buffer_bytes, &size))
		w->buffer_bytes = 0;
}

/* A mark and a device need privilege on some kernels; without the mark the run is still of use. */
static int set_path(struct wire *w, const struct wire_config *c, struct fail *why)
{
	bool v6 = c->family == ADDR_V6;
	int index = (int)c->multicast_ifindex;
	struct ip_mreqn multicast = {.imr_ifindex = index};
	int rc;

	if (c->mark && setsockopt(w->fd, SOL_SOCKET, SO_MARK, &c->mark, sizeof(c->mark)))
		snprintf(w->note, sizeof(w->note), "failed to set mark: %u: %s", c->mark,
			strerror(errno));
	if (c->device && setsockopt(w->fd, SOL_SOCKET, SO_BINDTODEVICE, c->device,
				 (socklen_t)strlen(c->device) + 1))
		return fail_errno(why, "SO_BINDTODEVICE %s", c->device);
	if (!index)
		return 0;
	rc = v6 ? setsockopt(w->fd, SOL_IPV6, IPV6_MULTICAST_IF, &index, sizeof(index))
		: setsockopt(w->fd, SOL_IP, IP_MULTICAST_IF, &multicast, sizeof(multicast));
	return rc ? fail_errno(why, "setting the multicast interface") : 0;
}

/* Leases the label for this destination (RFC 6437) as the kernel's flow label manager wants it. */
static int set_flow_label(struct wire *w, const struct wire_config *c, struct fail *why)
{
	struct in6_flowlabel_req want = {.flr_label = htonl(c->flow_label),
		.flr_action = IPV6_FL_A_GET,
		.flr_share = IPV6_FL_S_EXCL,
		.flr_flags = IPV6_FL_F_CREATE};
	int on = 1;

	if ((!c->flow_label && !c->flow_labels) || c->family != ADDR_V6)
		return 0;
	memcpy(&want.flr_dst, c->connect.bytes, sizeof(want.flr_dst));
	if (c->flow_label && setsockopt(w->fd, SOL_IPV6, IPV6_FLOWLABEL_MGR, &want, sizeof(want)))
		return fail_errno(why, "leasing flow label 0x%05x", c->flow_label);
	if (setsockopt(w->fd, SOL_IPV6, IPV6_FLOWINFO_SEND, &on, sizeof(on)))
		return fail_errno(why, "sending flow labels");
	return 0;
}

static int bind_source(struct wire *w, const struct wire_config *c, struct fail *why)
{
	struct addr any = {.family = (uint8_t)c->family};
	const struct addr *source = c->source.family ? &c->source : &any;
	struct sockaddr_storage name;
	socklen_t size = addr_to_sockaddr(source, w->socket == WIRE_PING ? c->id : 0, &name);
	char text[ADDR_TEXT];

	/* A ping socket gets its identifier when it is bound. */
	if (w->socket == WIRE_RAW && !c->source.family)
		return 0;
	if (bind(w->fd, (struct sockaddr *)&name, size))
		return fail_errno(why, "bind to %s", addr_print(text, source));
	return 0;
}

static int connect_to(struct wire *w, const struct wire_config *c, struct fail *why)
{
	struct sockaddr_storage name;
	struct sockaddr_in6 *name6 = (struct sockaddr_in6 *)&name;
	socklen_t size = addr_to_sockaddr(&c->connect, 0, &name);

	if (!c->connect.family)
		return 0;
	if (c->family == ADDR_V6)
		name6->sin6_flowinfo = htonl(c->flow_label);
	if (connect(w->fd, (struct sockaddr *)&name, size))
		return fail_errno(why, "connect");
	w->peer = c->connect;
	return 0;
}

static void read_id(struct wire *w)
{
	union {
		struct sockaddr any;
		struct sockaddr_in ip4;
		struct sockaddr_in6 ip6;
	} name = {0};
	socklen_t size = sizeof(name);

	/* The port stands at the same place in both families. */
	if (w->socket == WIRE_PING && !getsockname(w->fd, &name.any, &size))
		w->id = ntohs(name.ip4.sin_port);
}

int wire_attach_filter(
	struct wire *w, const struct sock_filter *filter, size_t size, struct fail *why)
{
	struct sock_fprog program = {
		.len = (unsigned short)size, .filter = (struct sock_filter *)(uintptr_t)filter};

	if (filter && setsockopt(w->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)))
		return fail_errno(why, "attaching the socket filter");
	return 0;
}

static int set_ip_options(struct wire *w, const struct wire_config *c, struct fail *why)
{
	if (c->ip_options.left && setsockopt(w->fd, SOL_IP, IP_OPTIONS, c->ip_options.p,
					  (socklen_t)c->ip_options.left))
		return fail_errno(why, "setting IP options");
	return 0;
}

int wire_open_socket(struct wire *w, const struct wire_config *c, struct fail *why)
{
	bool v6 = c->family == ADDR_V6;
	int type = (c->socket == WIRE_PING ? SOCK_DGRAM : SOCK_RAW) | SOCK_CLOEXEC | SOCK_NONBLOCK;
	int protocol = w->protocol ? w->protocol : v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	int rc;

	w->fd = socket(v6 ? AF_INET6 : AF_INET, type, protocol);
	if (w->fd < 0)
		return fail_errno(why, "socket");
	wire_set_buffers(w, c);
	if ((rc = wire_attach_filter(w, c->filter, c->filter_size, why)) < 0 ||
		(rc = type_filter(w, why)) < 0 || (rc = set_path(w, c, why)) < 0 ||
		(rc = send_settings(w->fd, c, why)) < 0 ||
		(rc = receive_settings(w->fd, c, why)) < 0 ||
		(rc = set_ip_options(w, c, why)) < 0 || (rc = bind_source(w, c, why)) < 0 ||
		(rc = set_flow_label(w, c, why)) < 0 || (rc = connect_to(w, c, why)) < 0)
		return rc;
	read_id(w);
	return 0;
}
