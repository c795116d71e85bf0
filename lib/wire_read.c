/* wire_read: packets in with what the kernel says beside them, and the error queue. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h>
#include <linux/if_packet.h>
#include <linux/time_types.h>

#include "wire_parts.h"

static int64_t stamp_ns(const struct cmsghdr *c)
{
	struct __kernel_timespec t;

	if (c->cmsg_len < CMSG_LEN(sizeof(t)))
		return 0;
	memcpy(&t, CMSG_DATA(c), sizeof(t));
	return clock_stamp(t.tv_sec, t.tv_nsec);
}

static bool is_stamp(const struct cmsghdr *c)
{
	return c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPING_NEW;
}

/* An int, also where the kernel hands over a single byte (IP_TOS). */
static int16_t small_value(const struct cmsghdr *c)
{
	int value = 0;

	if (c->cmsg_len >= CMSG_LEN(sizeof(value)))
		memcpy(&value, CMSG_DATA(c), sizeof(value));
	else if (c->cmsg_len >= CMSG_LEN(1))
		value = *CMSG_DATA(c);
	return (int16_t)(value & 0xff);
}

static void read_ip4_control(const struct cmsghdr *c, struct frame *f)
{
	struct in_pktinfo info;

	if (c->cmsg_type == IP_TTL) {
		f->ttl = small_value(c);
	} else if (c->cmsg_type == IP_TOS) {
		f->tos = small_value(c);
	} else if (c->cmsg_type == IP_RECVOPTS) {
		f->ip_options = bytes_of(CMSG_DATA(c), c->cmsg_len - CMSG_LEN(0));
	} else if (c->cmsg_type == IP_PKTINFO && c->cmsg_len >= CMSG_LEN(sizeof(info))) {
		memcpy(&info, CMSG_DATA(c), sizeof(info));
		f->ifindex = (uint32_t)info.ipi_ifindex;
		f->to = addr_v4((const uint8_t *)&info.ipi_addr);
	}
}

static void read_ip6_control(const struct cmsghdr *c, struct frame *f)
{
	struct in6_pktinfo info;

	if (c->cmsg_type == IPV6_HOPLIMIT) {
		f->ttl = small_value(c);
	} else if (c->cmsg_type == IPV6_TCLASS) {
		f->tos = small_value(c);
	} else if (c->cmsg_type == IPV6_PKTINFO && c->cmsg_len >= CMSG_LEN(sizeof(info))) {
		memcpy(&info, CMSG_DATA(c), sizeof(info));
		f->ifindex = (uint32_t)info.ipi6_ifindex;
		f->to = addr_v6((const uint8_t *)&info.ipi6_addr);
	}
}

static bool read_stamp(struct wire *w, const struct cmsghdr *c, int64_t *out_ns)
{
	return w->stamps != WIRE_STAMPS_NONE && is_stamp(c) &&
	       clock_map_stamp(&w->clock, stamp_ns(c), out_ns);
}

/* When the last packet read arrived; 0 without a kernel stamp. */
static int64_t last_arrival(struct wire *w)
{
	struct msghdr *m = &w->in_headers[w->in_n - 1].msg_hdr;
	int64_t at_ns = 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c))
		if (read_stamp(w, c, &at_ns))
			return at_ns;
	return 0;
}

/* A raw IPv4 packet has its sender in its header. */
static void prepare(struct wire *w, unsigned n)
{
	bool named = w->socket != WIRE_RAW || w->family != ADDR_V4;

	for (unsigned i = 0; i < n; i++) {
		struct msghdr *m = &w->in_headers[i].msg_hdr;

		m->msg_name = named ? &w->in_from[i] : NULL;
		m->msg_namelen = named ? sizeof(w->in_from[i]) : 0;
		m->msg_controllen = WIRE_CONTROL_BYTES;
	}
}

static int receive_one(struct wire *w)
{
	ssize_t n = recvmsg(w->fd, &w->in_headers[0].msg_hdr, MSG_DONTWAIT);

	w->in_headers[0].msg_len = (unsigned)n;
	return n < 0 ? -1 : 1;
}

/* Where packets come one by one, asking for one saves the call that would find the queue empty.
 * That needs kernel stamps: what is left came later than the last one read. One that was there at
 * the turn before did not come alone: more may wait, and would only grow. */
static enum wire_read received(struct wire *w, unsigned n)
{
	bool all = n < w->in_most;

	w->read_ns = clock_now();
	w->in_n = n;
	w->arrived_ns = n && (n == 1 || !all) ? last_arrival(w) : 0;
	w->in_most = n == 1 && w->arrived_ns > w->before_ns ? 1 : WIRE_BATCH;
	return all ? WIRE_READ_ALL : WIRE_READ_SOME;
}

int wire_read_frames(struct wire *w, struct fail *why)
{
	int n;

	prepare(w, w->in_n > w->in_most ? w->in_n : w->in_most);
	w->in_n = 0;
	n = w->in_most == 1 ? receive_one(w)
			    : recvmmsg(w->fd, w->in_headers, w->in_most, MSG_DONTWAIT, NULL);
	if (n >= 0)
		return (int)received(w, (unsigned)n);
	w->in_most = WIRE_BATCH;
	wire_packet_failed(w, errno);
	if (errno == EBADF || errno == ENOTSOCK || errno == EFAULT)
		return fail_errno(why, "receiving");
	if (errno == EAGAIN)
		return WIRE_READ_ALL;
	/* Any other error is that of an earlier packet, told by the error queue. */
	w->errors_read_ns = 0;
	return WIRE_READ_FAILED;
}

static enum frame_layer layer_of(const struct wire *w)
{
	if (w->socket == WIRE_PACKET)
		return FRAME_LINK;
	return w->socket == WIRE_RAW && w->family == ADDR_V4 ? FRAME_IP : FRAME_TRANSPORT;
}

bool wire_frame_event(struct wire *w, unsigned i, struct wire_event *out)
{
	struct msghdr *m = &w->in_headers[i].msg_hdr;
	size_t held = w->in_headers[i].msg_len;
	/* By how much a packet is larger than its buffer the kernel does not say. */
	bool cut = m->msg_flags & MSG_TRUNC;
	struct frame *f = &out->frame;

	if (w->socket == WIRE_PACKET && !wire_packet_wanted(w, m))
		return false;
	*out = (struct wire_event){.kind = WIRE_FRAME, .at_user_ns = w->read_ns};
	*f = (struct frame){.bytes = bytes_of(m->msg_iov->iov_base, held),
		.whole_bytes = (uint32_t)held + cut,
		.layer = layer_of(w),
		.linktype = w->linktype,
		.ifindex = w->ifindex,
		.protocol = w->protocol		   ? w->protocol
			    : w->family == ADDR_V6 ? IPPROTO_ICMPV6
						   : IPPROTO_ICMP,
		.ttl = -1,
		.tos = -1,
		.from = m->msg_name ? addr_from_sockaddr(m->msg_name)
				    : (struct addr){.family = ADDR_NONE},
		.at_ns = w->read_ns,
		.stamp = STAMP_USER,
		.number = ++w->in_count};
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		if (read_stamp(w, c, &f->at_ns))
			f->stamp = STAMP_KERNEL;
		else if (c->cmsg_level == SOL_IP)
			read_ip4_control(c, f);
		else if (c->cmsg_level == SOL_IPV6)
			read_ip6_control(c, f);
		else if (c->cmsg_level == SOL_PACKET)
			wire_packet_control(c, m, f);
	}
	out->at_ns = f->at_ns;
	return true;
}

/* The offender stands behind the extended error (SO_EE_OFFENDER). */
static struct addr offender(const struct cmsghdr *c)
{
	struct sockaddr_in6 name = {0};
	size_t size = c->cmsg_len - CMSG_LEN(sizeof(struct sock_extended_err));

	memcpy(&name, CMSG_DATA(c) + sizeof(struct sock_extended_err),
		size < sizeof(name) ? size : sizeof(name));
	return addr_from_sockaddr((struct sockaddr *)&name);
}

/* What stands in the error's own header. */
static void read_header(struct wire_report *r, const struct msghdr *m)
{
	struct frame f = {.ttl = -1, .tos = -1};

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR((struct msghdr *)m, c))
		if (c->cmsg_level == SOL_IP)
			read_ip4_control(c, &f);
		else if (c->cmsg_level == SOL_IPV6)
			read_ip6_control(c, &f);
	r->ttl = r->local ? (int16_t)-1 : f.ttl;
	r->tos = r->local ? (int16_t)-1 : f.tos;
}

/* The kernel says where in the payload they start, and whether their lengths and sum are right. */
static void find_extensions(struct wire_report *r, const struct sock_extended_err *x)
{
	struct bytes b = r->quote;

	if (r->local || !x->ee_rfc4884.len || x->ee_rfc4884.flags & SO_EE_RFC4884_FLAG_INVALID)
		return;
	bytes_skip(&b, x->ee_rfc4884.len);
	if (b.bad)
		return;
	r->extensions = b;
	r->quote = bytes_head(r->quote, x->ee_rfc4884.len);
}

static void report_error(struct wire_event *e, const struct cmsghdr *c,
	const struct sock_extended_err *x, const struct msghdr *m, size_t quote_bytes)
{
	struct wire_report *r = &e->report;

	e->kind = WIRE_ERROR;
	r->local = x->ee_origin == SO_EE_ORIGIN_LOCAL;
	r->error = (int)x->ee_errno;
	r->type = x->ee_type;
	r->code = x->ee_code;
	r->info = x->ee_info;
	if (!r->local)
		r->offender = offender(c);
	r->destination = addr_from_sockaddr(m->msg_name);
	r->quote = bytes_of(m->msg_iov->iov_base, quote_bytes);
	find_extensions(r, x);
	read_header(r, m);
}

/* A stamp's entry has its time in one control message and its id in the other. */
static bool report_stamp(struct wire *w, struct wire_event *e, int64_t realtime_ns, uint32_t id)
{
	e->kind = WIRE_STAMP;
	return realtime_ns && clock_map_stamp(&w->clock, realtime_ns, &e->at_ns) &&
	       wire_stamp_find(w, id, e->at_ns, &e->probe);
}

static bool read_entry(struct wire *w, struct wire_in *in, const struct msghdr *m, size_t n_bytes)
{
	struct sock_extended_err x = {0};
	struct cmsghdr *error = NULL;
	int64_t realtime_ns = 0;

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR((struct msghdr *)m, c)) {
		if (is_stamp(c))
			realtime_ns = stamp_ns(c);
		else if ((c->cmsg_level == SOL_IP && c->cmsg_type == IP_RECVERR) ||
			 (c->cmsg_level == SOL_IPV6 && c->cmsg_type == IPV6_RECVERR) ||
			 (c->cmsg_level == SOL_PACKET && c->cmsg_type == PACKET_TX_TIMESTAMP))
			error = c;
	}
	if (!error || error->cmsg_len < CMSG_LEN(sizeof(x)))
		return false;
	memcpy(&x, CMSG_DATA(error), sizeof(x));
	in->event = (struct wire_event){.at_ns = w->now_ns, .at_user_ns = w->now_ns};
	if (x.ee_origin == SO_EE_ORIGIN_TIMESTAMPING)
		return report_stamp(w, &in->event, realtime_ns, x.ee_data);
	if (x.ee_origin != SO_EE_ORIGIN_LOCAL && x.ee_origin != SO_EE_ORIGIN_ICMP &&
		x.ee_origin != SO_EE_ORIGIN_ICMP6)
		return false;
	report_error(&in->event, error, &x, m, n_bytes);
	in->event.report.stamp = STAMP_USER;
	if (w->stamps != WIRE_STAMPS_NONE && realtime_ns &&
		clock_map_stamp(&w->clock, realtime_ns, &in->event.at_ns))
		in->event.report.stamp = STAMP_KERNEL;
	return true;
}

/* An ICMP error on a raw socket is left to its frame, which says more. A connected one is given
 * frames of its peer only: what a router says comes by the queue alone. */
static bool has_frame(const struct wire *w, const struct wire_event *e)
{
	return w->socket == WIRE_RAW && !w->protocol && e->kind == WIRE_ERROR && !e->report.local &&
	       (!w->peer.family || addr_equal(&w->peer, &e->report.offender));
}

/* Appends to reports. */
void wire_read_errors(struct wire *w)
{
	while (w->reports_n < WIRE_REPORTS) {
		struct wire_in *in = &w->reports[w->reports_n];
		struct sockaddr_storage name = {0};
		_Alignas(struct cmsghdr) uint8_t control[WIRE_CONTROL_BYTES];
		struct iovec vector = {in->quote, sizeof(in->quote)};
		struct msghdr m = {.msg_name = &name,
			.msg_namelen = sizeof(name),
			.msg_iov = &vector,
			.msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control)};
		ssize_t n = recvmsg(w->fd, &m, MSG_ERRQUEUE | MSG_DONTWAIT);

		if (n < 0)
			return;
		if (read_entry(w, in, &m, (size_t)n) && !has_frame(w, &in->event))
			w->reports_n++;
	}
}
