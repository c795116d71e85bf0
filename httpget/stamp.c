/* stamp: the kernel's stamps of a stream, from its error queue. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "stamp.h"

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

void stamp_open(struct stamps *s, int fd)
{
	const int flags = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_TX_SOFTWARE |
			  SOF_TIMESTAMPING_TX_ACK | SOF_TIMESTAMPING_OPT_ID |
			  SOF_TIMESTAMPING_OPT_TSONLY | SOF_TIMESTAMPING_RX_SOFTWARE;

	s->sent_ns = s->acked_ns = s->came_ns = INT64_MIN;
	clock_map_init(&s->clock);
	setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags);
}

void stamp_writing(struct stamps *s, size_t bytes)
{
	s->written += (uint32_t)bytes;
	s->sent_ns = s->acked_ns = s->came_ns = INT64_MIN;
}

/* A control message of the stamp's kind; 0 where it is too short for one. */
static int64_t stamp_in(const struct cmsghdr *c)
{
	struct scm_timestamping at;

	if (c->cmsg_len < CMSG_LEN(sizeof at))
		return 0;
	memcpy(&at, CMSG_DATA(c), sizeof at);
	return clock_stamp(at.ts[0].tv_sec, at.ts[0].tv_nsec);
}

static void take(struct stamps *s, int64_t realtime_ns, uint32_t kind)
{
	int64_t ns;

	if (!clock_map_stamp(&s->clock, realtime_ns, &ns))
		return;
	/* A retransmission stamps again: the first is when it left. */
	if (kind == SCM_TSTAMP_SND && s->sent_ns == INT64_MIN)
		s->sent_ns = ns;
	if (kind == SCM_TSTAMP_ACK)
		s->acked_ns = ns;
}

static void take_message(struct stamps *s, struct msghdr *m)
{
	struct sock_extended_err error = {0};
	int64_t realtime_ns = 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPING)
			realtime_ns = stamp_in(c);
		else if (c->cmsg_len >= CMSG_LEN(sizeof error) &&
			 ((c->cmsg_level == SOL_IP && c->cmsg_type == IP_RECVERR) ||
				 (c->cmsg_level == SOL_IPV6 && c->cmsg_type == IPV6_RECVERR)))
			memcpy(&error, CMSG_DATA(c), sizeof error);
	}
	/* OPT_ID numbers the last byte of a write, counted from 0. */
	if (error.ee_origin == SO_EE_ORIGIN_TIMESTAMPING && error.ee_data + 1 == s->written)
		take(s, realtime_ns, error.ee_info);
}

void stamp_read(struct stamps *s, int fd)
{
	union {
		struct cmsghdr align;
		char space[512];
	} control;
	struct msghdr m = {.msg_control = &control, .msg_controllen = sizeof control};

	clock_map_update(&s->clock);
	/* A Unix socket knows no such queue, and gives 0 bytes of what it has for ever. */
	while (recvmsg(fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0 && m.msg_flags & MSG_ERRQUEUE) {
		take_message(s, &m);
		m.msg_controllen = sizeof control;
	}
}

ssize_t stamp_receive(struct stamps *s, int fd, void *to, size_t size)
{
	union {
		struct cmsghdr align;
		char space[256];
	} control;
	struct iovec part = {.iov_base = to, .iov_len = size};
	struct msghdr m = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control};
	ssize_t n = recvmsg(fd, &m, MSG_DONTWAIT);

	s->came_ns = INT64_MIN;
	for (struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&m) : NULL; c; c = CMSG_NXTHDR(&m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPING)
			continue;
		if (!clock_map_stamp(&s->clock, stamp_in(c), &s->came_ns))
			s->came_ns = INT64_MIN;
	}
	return n;
}
