/* wire_packet: a packet socket on one interface: whole frames, with their tags (packet(7)). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/filter.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "eth.h"
#include "wire_parts.h"

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

enum {
	ALL = 0xffff, /* bytes a filter lets through */
	TYPE_AT = 12,
	SNAP_TYPE_AT = 20,
	IP6_NEXT_AT = 20,
	ICMP6_TYPE_AT = 54,
	FILTER_SIZE = 32,
	LINKTYPE_ETHERNET = 1,
	LINKTYPE_RAW = 101,
	TAG_AT = 12 /* behind the MACs */
};

/* Each of them is a program of its own up to its end, so that they can follow each other. The
 * kernel has taken the outer tag out before a filter sees a frame. */
static const struct sock_filter take_arp[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, TYPE_AT),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_ARP, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, ALL),
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ETH_P_802_3_MIN, 3, 0),
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, SNAP_TYPE_AT),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_ARP, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, ALL),
};
static const struct sock_filter take_nd[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, TYPE_AT),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IPV6, 0, 6),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, IP6_NEXT_AT),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMPV6, 0, 4),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ICMP6_TYPE_AT),
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 133, 0, 2),
	BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 137, 1, 0),
	BPF_STMT(BPF_RET | BPF_K, ALL),
};
static const struct sock_filter take_echo6[] = {
	BPF_STMT(BPF_LD | BPF_H | BPF_ABS, TYPE_AT),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IPV6, 0, 5),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, IP6_NEXT_AT),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMPV6, 0, 3),
	BPF_STMT(BPF_LD | BPF_B | BPF_ABS, ICMP6_TYPE_AT),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 129, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, ALL),
};
static const struct sock_filter take_nothing[] = {BPF_STMT(BPF_RET | BPF_K, 0)};

#define APPEND(to, n, block)                                                                       \
	do {                                                                                       \
		memcpy((to) + (n), (block), sizeof(block));                                        \
		(n) += sizeof(block) / sizeof(*(block));                                           \
	} while (0)

static int filter_frames(struct wire *w, const struct wire_config *c, struct fail *why)
{
	struct sock_filter program[FILTER_SIZE];
	size_t n = 0;

	if (c->filter)
		return wire_attach_filter(w, c->filter, c->filter_size, why);
	if (!c->take)
		return 0;
	if (c->take & WIRE_TAKE_ARP)
		APPEND(program, n, take_arp);
	if (c->take & WIRE_TAKE_ND)
		APPEND(program, n, take_nd);
	if (c->take & WIRE_TAKE_ECHO6)
		APPEND(program, n, take_echo6);
	APPEND(program, n, take_nothing);
	return wire_attach_filter(w, program, n, why);
}

/* The tag comes beside the frame; old kernels hand over what this host sends all the same. */
static int receive_settings(struct wire *w, const struct wire_config *c, struct fail *why)
{
	const int on = 1;

	if (setsockopt(w->fd, SOL_PACKET, PACKET_AUXDATA, &on, sizeof(on)))
		return fail_errno(why, "PACKET_AUXDATA");
	w->outgoing = c->outgoing;
	if (!c->outgoing)
		setsockopt(w->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on));
	if (c->mark && setsockopt(w->fd, SOL_SOCKET, SO_MARK, &c->mark, sizeof(c->mark)))
		snprintf(w->note, sizeof(w->note), "failed to set mark: %u: %s", c->mark,
			strerror(errno));
	return 0;
}

static int member(struct wire *w, unsigned short type, const struct mac *group, struct fail *why)
{
	struct packet_mreq m = {.mr_ifindex = (int)w->ifindex, .mr_type = type};

	if (group) {
		m.mr_alen = sizeof(group->bytes);
		memcpy(m.mr_address, group->bytes, sizeof(group->bytes));
	}
	if (setsockopt(w->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &m, sizeof(m)))
		return fail_errno(why, "PACKET_ADD_MEMBERSHIP");
	return 0;
}

/* A switch that snoops forwards a group only to who said that it wants it (RFC 4541): an IPv6
 * socket says so. Without IPv6 on the interface it cannot, and the card's filter is enough. */
static void say_member(struct wire *w, const struct addr *group)
{
	struct ipv6_mreq m = {.ipv6mr_interface = w->ifindex};

	if (group->family != ADDR_V6)
		return;
	if (w->groups_fd < 0)
		w->groups_fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	memcpy(&m.ipv6mr_multiaddr, group->bytes, sizeof(m.ipv6mr_multiaddr));
	if (w->groups_fd >= 0)
		setsockopt(w->groups_fd, SOL_IPV6, IPV6_ADD_MEMBERSHIP, &m, sizeof(m));
}

static int join(struct wire *w, const struct wire_config *c, struct fail *why)
{
	int rc = 0;

	for (size_t i = 0; i < WIRE_GROUPS && rc >= 0; i++) {
		struct mac group = eth_group(&c->groups[i]);

		if (c->groups[i].family == ADDR_NONE)
			continue;
		rc = member(w, PACKET_MR_MULTICAST, &group, why);
		say_member(w, &c->groups[i]);
	}
	if (rc >= 0 && c->all_multicast)
		rc = member(w, PACKET_MR_ALLMULTI, NULL, why);
	if (rc >= 0 && c->promiscuous)
		rc = member(w, PACKET_MR_PROMISC, NULL, why);
	return rc;
}

static int linktype_of(unsigned hardware)
{
	switch (hardware) {
	case ARPHRD_ETHER:
	case ARPHRD_LOOPBACK:
		return LINKTYPE_ETHERNET;
	case ARPHRD_NONE:
	case ARPHRD_PPP:
	case ARPHRD_TUNNEL:
	case ARPHRD_SIT:
	case ARPHRD_RAWIP:
		return LINKTYPE_RAW;
	default:
		return -1;
	}
}

/* From here on frames come in. All types are taken: a socket bound to one of them is not told of
 * tags. */
static int bind_device(struct wire *w, const struct wire_config *c, struct fail *why)
{
	struct sockaddr_ll name = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
	socklen_t size = sizeof(name);

	name.sll_ifindex = (int)w->ifindex;
	if (bind(w->fd, (struct sockaddr *)&name, sizeof(name)))
		return fail_errno(why, "bind to %s", c->device);
	if (getsockname(w->fd, (struct sockaddr *)&name, &size))
		return fail_errno(why, "%s", c->device);
	w->linktype = linktype_of(name.sll_hatype);
	if (w->linktype < 0)
		return fail_set(why, EOPNOTSUPP, "%s is no Ethernet interface (hardware type %u)",
			c->device, name.sll_hatype);
	return 0;
}

int wire_open_packet(struct wire *w, const struct wire_config *c, struct fail *why)
{
	int rc;

	if (!c->device)
		return fail_set(why, EINVAL, "a packet socket needs an interface");
	w->ifindex = if_nametoindex(c->device);
	if (!w->ifindex)
		return fail_errno(why, "%s", c->device);
	w->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (w->fd < 0)
		return fail_errno(why, "socket");
	wire_set_buffers(w, c);
	if ((rc = filter_frames(w, c, why)) < 0 || (rc = receive_settings(w, c, why)) < 0 ||
		(rc = join(w, c, why)) < 0)
		return rc;
	return bind_device(w, c, why);
}

/* Puts the tag back where it stood. There is room before the frame. */
static void restore_tag(struct frame *f, uint16_t tpid, uint16_t tci)
{
	uint8_t *p = (uint8_t *)(uintptr_t)f->bytes.p - WIRE_TAG_BYTES;
	struct bytes_out o = bytes_to(p + TAG_AT, WIRE_TAG_BYTES);

	if (f->bytes.left < TAG_AT)
		return;
	memmove(p, p + WIRE_TAG_BYTES, TAG_AT);
	bytes_put_u16(&o, tpid);
	bytes_put_u16(&o, tci);
	f->bytes = bytes_of(p, f->bytes.left + WIRE_TAG_BYTES);
	f->whole_bytes += WIRE_TAG_BYTES;
}

/* There is room for one tag before the buffer, and the kernel tells of one. */
void wire_packet_control(const struct cmsghdr *c, const struct msghdr *m, struct frame *f)
{
	struct tpacket_auxdata x;

	if (c->cmsg_type != PACKET_AUXDATA || c->cmsg_len < CMSG_LEN(sizeof(x)))
		return;
	memcpy(&x, CMSG_DATA(c), sizeof(x));
	if (x.tp_len > f->whole_bytes && x.tp_len <= UINT32_MAX - WIRE_TAG_BYTES)
		f->whole_bytes = x.tp_len;
	if (x.tp_status & TP_STATUS_VLAN_VALID && f->bytes.p == m->msg_iov->iov_base)
		restore_tag(f,
			x.tp_status & TP_STATUS_VLAN_TPID_VALID ? x.tp_vlan_tpid : ETH_P_8021Q,
			x.tp_vlan_tci);
}

bool wire_packet_wanted(const struct wire *w, const struct msghdr *m)
{
	struct sockaddr_ll from = {0};

	if (w->outgoing || m->msg_namelen < sizeof(from))
		return true;
	memcpy(&from, m->msg_name, sizeof(from));
	return from.sll_pkttype != PACKET_OUTGOING;
}

/* An interface that is gone leaves its socket bound to none. */
static int link_state(const struct wire *w)
{
	struct sockaddr_ll name = {0};
	socklen_t size = sizeof(name);

	if (getsockname(w->fd, (struct sockaddr *)&name, &size) || name.sll_ifindex <= 0)
		return ENODEV;
	return ENETDOWN;
}

void wire_packet_failed(struct wire *w, int error)
{
	if (w->socket == WIRE_PACKET && (error == ENETDOWN || error == ENXIO || error == ENODEV))
		w->link_error = link_state(w);
}

bool wire_packet_event(struct wire *w, struct wire_event *out)
{
	/* One that is removed goes down first, of which alone the socket hears. */
	if (w->link_error == ENETDOWN && w->link_told == ENETDOWN)
		w->link_error = link_state(w);
	if (w->link_error == w->link_told)
		return false;
	w->link_told = w->link_error;
	if (!w->link_error)
		return false;
	*out = (struct wire_event){.kind = WIRE_LINK,
		.at_ns = w->now_ns,
		.at_user_ns = w->now_ns,
		.error = w->link_error};
	return true;
}
