/* wire_send: packets out in batches, each with its control messages, and what became of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/net_tstamp.h>

#include "wire_parts.h"

struct batch {
	struct mmsghdr headers[WIRE_BATCH];
	struct iovec vectors[WIRE_BATCH];
	_Alignas(struct cmsghdr) uint8_t control[WIRE_BATCH][WIRE_SEND_CONTROL_BYTES];
};

static void add_control(struct msghdr *m, int level, int type, const void *data, size_t n_bytes)
{
	struct cmsghdr *c = (struct cmsghdr *)((uint8_t *)m->msg_control + m->msg_controllen);

	memset(c, 0, CMSG_SPACE(n_bytes));
	c->cmsg_level = level;
	c->cmsg_type = type;
	c->cmsg_len = CMSG_LEN(n_bytes);
	memcpy(CMSG_DATA(c), data, n_bytes);
	m->msg_controllen += CMSG_SPACE(n_bytes);
}

/* The kernel calls a socket writable where half its send buffer is free. */
static bool is_full(const struct wire *w)
{
	struct pollfd p = {.fd = w->fd, .events = POLLOUT};

	return poll(&p, 1, 0) <= 0 || !(p.revents & POLLOUT);
}

static void add_source(struct msghdr *m, const struct addr *source)
{
	struct in_pktinfo v4 = {0};
	struct in6_pktinfo v6 = {0};

	if (source->family == ADDR_V4) {
		memcpy(&v4.ipi_spec_dst, source->bytes, 4);
		add_control(m, SOL_IP, IP_PKTINFO, &v4, sizeof(v4));
	} else if (source->family == ADDR_V6) {
		memcpy(&v6.ipi6_addr, source->bytes, 16);
		v6.ipi6_ifindex = source->zone;
		add_control(m, SOL_IPV6, IPV6_PKTINFO, &v6, sizeof(v6));
	}
}

/* Fills one header for out[i]. Asking for a stamp by control message keeps the others free of its
 * cost. */
static void fill(struct wire *w, struct batch *b, unsigned slot, unsigned i)
{
	uint32_t stamp = SOF_TIMESTAMPING_TX_SOFTWARE;
	struct wire_out *o = &w->out[i];
	struct msghdr *m = &b->headers[slot].msg_hdr;

	*m = (struct msghdr){.msg_iov = &b->vectors[slot], .msg_iovlen = 1};
	b->vectors[slot] = (struct iovec){w->out_bytes + i * w->out_size, o->size_bytes};
	if (!w->peer.family && o->to_bytes) {
		m->msg_name = &o->to;
		m->msg_namelen = o->to_bytes;
	}
	m->msg_control = b->control[slot];
	if (o->source.family)
		add_source(m, &o->source);
	if (o->ttl)
		add_control(m, w->family == ADDR_V6 ? SOL_IPV6 : SOL_IP,
			w->family == ADDR_V6 ? IPV6_HOPLIMIT : IP_TTL, &o->ttl, sizeof(o->ttl));
	o->stamped = wire_stamp_wanted(w, o->at_ns);
	if (o->stamped) {
		add_control(m, SOL_SOCKET, SO_TIMESTAMPING_OLD, &stamp, sizeof(stamp));
		w->stamper.last_ns = o->at_ns;
	}
	if (!m->msg_controllen)
		m->msg_control = NULL;
}

/* Without control messages the kernel need not copy a header of headers. */
static int send_one(const struct wire *w, const struct msghdr *m, int flags)
{
	ssize_t n = m->msg_controllen ? sendmsg(w->fd, m, flags)
				      : sendto(w->fd, m->msg_iov->iov_base, m->msg_iov->iov_len,
						flags, m->msg_name, m->msg_namelen);

	return n < 0 ? -1 : 1;
}

/* Sends the packets of one kind (confirmed or not) from out[from] on; how many left, or -errno. */
static int send_run(struct wire *w, struct batch *b, unsigned from)
{
	unsigned n = 0;
	bool confirm = w->out[from].confirm;
	int64_t now_ns = clock_now();
	int sent;

	for (; from + n < w->out_queued && w->out[from + n].confirm == confirm; n++) {
		w->out[from + n].at_ns = now_ns;
		fill(w, b, n, from + n);
	}
	sent = n == 1 ? send_one(w, &b->headers[0].msg_hdr, confirm ? MSG_CONFIRM : 0)
		      : sendmmsg(w->fd, b->headers, n, confirm ? MSG_CONFIRM : 0);
	return sent < 0 ? -errno : sent;
}

static void mark_sent(struct wire *w, unsigned n)
{
	for (; n; n--, w->out_done++) {
		struct wire_out *o = &w->out[w->out_done];

		o->error = 0;
		if (o->stamped)
			wire_stamp_sent(w, o->probe, o->at_ns);
	}
}

/* The error queue has it as an entry of this host's own. */
static uint32_t told_mtu(const struct wire *w, unsigned from)
{
	for (unsigned i = w->reports_n; i-- > from;) {
		const struct wire_event *e = &w->reports[i].event;

		if (e->kind == WIRE_ERROR && e->report.local && e->report.error == EMSGSIZE)
			return e->report.info;
	}
	return 0;
}

/* A send also fails with the error an earlier packet met; reading the queue clears that, so a
 * second try tells which it was. No router's answer is EPERM: that is a firewall here. */
static int refused(struct wire *w, struct batch *b, int error)
{
	unsigned before = w->reports_n;
	int again;

	if (w->out[w->out_done].stamped)
		wire_stamp_refused(w);
	else
		wire_read_errors(w);
	if (error == EMSGSIZE)
		w->out[w->out_done].mtu_bytes = told_mtu(w, before);
	if (error == EMSGSIZE || error == ENOBUFS || error == EPERM)
		return -error;
	again = send_run(w, b, w->out_done);
	if (again < 0 && w->out[w->out_done].stamped)
		wire_stamp_refused(w);
	return again;
}

/* Where the buffer is not full it is not what EAGAIN was about, unless it became free in between:
 * waiting for it would be no wait. */
static int send_next(struct wire *w, struct batch *b)
{
	enum { TRIES = 2 };
	int rc = send_run(w, b, w->out_done);

	if (rc < 0 && rc != -EAGAIN)
		rc = refused(w, b, -rc);
	for (unsigned tries = 0; rc == -EAGAIN && tries < TRIES; tries++) {
		w->blocked = is_full(w);
		if (w->blocked)
			return rc;
		rc = send_run(w, b, w->out_done);
	}
	if (rc == -EAGAIN && w->out[w->out_done].stamped)
		wire_stamp_refused(w);
	return rc;
}

int wire_flush(struct wire *w, struct fail *why)
{
	struct batch b;
	int rc;

	w->blocked = false;
	while (w->out_done < w->out_queued) {
		rc = send_next(w, &b);
		if (w->blocked)
			return 0;
		wire_packet_failed(w, rc < 0 ? -rc : 0);
		if (rc == -EBADF || rc == -ENOTSOCK)
			return fail_set(why, -rc, "sending");
		if (rc > 0) {
			mark_sent(w, (unsigned)rc);
			w->link_error = w->link_told = 0;
		} else {
			w->out[w->out_done++].error = -rc;
		}
	}
	return 0;
}
