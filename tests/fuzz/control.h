/* control: a message as recvmsg hands it over, out of a fuzzer's bytes: its payload and what the
 * kernel says beside it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CONTROL_H
#define PROBEKIT_CONTROL_H

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h>
#include <linux/if_packet.h>

#include "given.h"

#ifndef SO_TIMESTAMPING_NEW
#define SO_TIMESTAMPING_NEW 65
#endif

/* The kinds of control message that are asked for anywhere, and one that is not. */
static const struct {
	int level, type;
} control_kinds[] = {{SOL_SOCKET, SO_TIMESTAMPING_NEW}, {SOL_SOCKET, SCM_TIMESTAMPING},
	{SOL_IP, IP_TTL}, {SOL_IP, IP_TOS}, {SOL_IP, IP_PKTINFO}, {SOL_IP, IP_RECVOPTS},
	{SOL_IP, IP_RECVERR}, {SOL_IPV6, IPV6_HOPLIMIT}, {SOL_IPV6, IPV6_TCLASS},
	{SOL_IPV6, IPV6_PKTINFO}, {SOL_IPV6, IPV6_RECVERR}, {SOL_PACKET, PACKET_AUXDATA},
	{SOL_PACKET, PACKET_TX_TIMESTAMP}, {SOL_SOCKET, SO_RXQ_OVFL}};
enum { CONTROL_NOW = 0x80 };

static inline void control_put_now(void *at, size_t size)
{
	struct timespec t;
	int64_t both[2];

	clock_gettime(CLOCK_REALTIME, &t);
	both[0] = t.tv_sec;
	both[1] = t.tv_nsec;
	memcpy(at, both, size < sizeof both ? size : sizeof both);
}

/* One of them: its kind, with CONTROL_NOW one that begins with the time it is, its length and its
 * bytes; what has no room is cut, as put_cmsg of the kernel does. */
static inline bool control_put(struct msghdr *m, size_t *used, struct bytes *in)
{
	uint8_t kind = bytes_u8(in), length = bytes_u8(in);
	struct bytes body = given_piece(in, length);
	struct cmsghdr head = {.cmsg_len = CMSG_LEN(body.left)};
	uint8_t *at = (uint8_t *)m->msg_control + *used;
	size_t room = m->msg_controllen - *used;

	if (in->bad || room < sizeof head)
		return false;
	head.cmsg_level =
		control_kinds[kind % (sizeof control_kinds / sizeof *control_kinds)].level;
	head.cmsg_type = control_kinds[kind % (sizeof control_kinds / sizeof *control_kinds)].type;
	if (head.cmsg_len > room) {
		m->msg_flags |= MSG_CTRUNC;
		head.cmsg_len = room;
	}
	memcpy(at, &head, sizeof head);
	memcpy(at + CMSG_LEN(0), body.p, head.cmsg_len - CMSG_LEN(0));
	if (kind & CONTROL_NOW)
		control_put_now(at + CMSG_LEN(0), head.cmsg_len - CMSG_LEN(0));
	*used += CMSG_SPACE(head.cmsg_len - CMSG_LEN(0));
	*used = *used < m->msg_controllen ? *used : m->msg_controllen;
	return true;
}

static inline void control_name(struct msghdr *m, struct bytes *in)
{
	struct bytes name = bytes_take(in, bytes_u8(in) % (sizeof(struct sockaddr_storage) + 1));

	if (m->msg_name && !in->bad) {
		m->msg_namelen = name.left < m->msg_namelen ? (socklen_t)name.left : m->msg_namelen;
		memcpy(m->msg_name, name.p, m->msg_namelen);
	}
}

/* A message: its flags, a name, how many control messages, these, and two bytes of length before
 * its payload. Once nothing is left, EAGAIN. */
static inline ssize_t control_message(struct msghdr *m, int flags, struct bytes *in)
{
	size_t used = 0, n;
	unsigned controls;
	struct bytes payload;

	if (!in->left || in->bad) {
		errno = EAGAIN;
		return -1;
	}
	m->msg_flags = bytes_u8(in) & MSG_TRUNC;
	m->msg_flags |= flags & MSG_ERRQUEUE;
	control_name(m, in);
	for (controls = bytes_u8(in) % 8; controls; controls--)
		if (!control_put(m, &used, in))
			break;
	m->msg_controllen = used;
	payload = given_piece(in, bytes_u16(in));
	n = m->msg_iovlen ? m->msg_iov->iov_len : 0;
	n = payload.left < n ? payload.left : n;
	if (n)
		memcpy(m->msg_iov->iov_base, payload.p, n);
	return (ssize_t)n;
}

#endif
