/* route_netlink: one question to the kernel's routing tables, and its answers. Inside of route. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "route_netlink.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	ANSWER_BYTES = 32768, /* what the kernel fills at most in one go */
	ERRNO_MOST = 4095
};

void route_question_init(
	struct route_question *q, uint16_t type, uint16_t flags, const void *fixed, size_t n_bytes)
{
	*q = (struct route_question){.head = {.nlmsg_type = type,
					     .nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags),
					     .nlmsg_len = (uint32_t)NLMSG_LENGTH(n_bytes)}};
	memcpy(q->body, fixed, n_bytes);
}

void route_question_add(
	struct route_question *q, uint16_t attribute, const void *value, size_t n_bytes)
{
	size_t at = NLMSG_ALIGN(q->head.nlmsg_len) - NLMSG_HDRLEN;
	struct rtattr a = {.rta_type = attribute, .rta_len = (uint16_t)RTA_LENGTH(n_bytes)};

	if (at + RTA_SPACE(n_bytes) > sizeof q->body)
		return;
	memcpy(q->body + at, &a, sizeof a);
	memcpy(q->body + at + RTA_LENGTH(0), value, n_bytes);
	q->head.nlmsg_len = (uint32_t)(NLMSG_HDRLEN + at + RTA_LENGTH(n_bytes));
}

struct reading {
	uint32_t number; /* the question's; the kernel puts it into each answer */
	size_t fixed_bytes;
	route_take *take;
	void *to;
	int result;
};

/* One datagram of answers: whether there are more to come; else result is what take said, or 0. */
static bool take_all(struct reading *r, const uint8_t *p, size_t left)
{
	while (left >= NLMSG_HDRLEN) {
		const struct nlmsghdr *h = (const struct nlmsghdr *)(const void *)p;
		size_t step = NLMSG_ALIGN((size_t)h->nlmsg_len);

		if (h->nlmsg_len < NLMSG_HDRLEN || h->nlmsg_len > left || h->nlmsg_seq != r->number)
			break;
		r->result = 0;
		if (h->nlmsg_type == NLMSG_DONE)
			return false;
		if (h->nlmsg_type == NLMSG_ERROR) {
			if (h->nlmsg_len >= NLMSG_LENGTH(sizeof(int)))
				memcpy(&r->result, p + NLMSG_HDRLEN, sizeof r->result);
			if (r->result > 0 || r->result < -ERRNO_MOST)
				r->result = -EBADMSG;
			return false;
		}
		if (h->nlmsg_len >= NLMSG_LENGTH(r->fixed_bytes))
			r->result = r->take(r->to, h);
		if (r->result || !(h->nlmsg_flags & NLM_F_MULTI))
			return false;
		p += step;
		left -= step < left ? step : left;
	}
	return true;
}

int route_ask_by(
	int fd, const struct route_question *q, size_t fixed_bytes, route_take *take, void *to)
{
	_Alignas(NLMSG_ALIGNTO) uint8_t buffer[ANSWER_BYTES];
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct reading r = {q->head.nlmsg_seq, fixed_bytes, take, to, 0};
	bool more = true;
	ssize_t n;

	n = sendto(fd, q, q->head.nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof kernel);
	while (n >= 0 && more) {
		struct sockaddr_nl from = {0};
		socklen_t size = sizeof from;

		n = recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &size);
		if (n >= 0 && !from.nl_pid) /* from the kernel, not from another process */
			more = take_all(&r, buffer, (size_t)n);
	}
	return n < 0 ? -errno : r.result;
}

int route_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_ROUTE);

	return fd < 0 ? -errno : fd;
}

int route_ask(const struct route_question *q, size_t fixed_bytes, route_take *take, void *to)
{
	int fd = route_socket(), rc;

	if (fd < 0)
		return fd;
	rc = route_ask_by(fd, q, fixed_bytes, take, to);
	close(fd);
	return rc;
}

static const struct rtattr *find(const uint8_t *p, size_t left, uint16_t type, size_t least_bytes)
{
	while (left >= RTA_LENGTH(0)) {
		const struct rtattr *a = (const struct rtattr *)(const void *)p;
		size_t step = RTA_ALIGN((size_t)a->rta_len);

		if (a->rta_len < RTA_LENGTH(0) || a->rta_len > left)
			return NULL;
		if ((a->rta_type & NLA_TYPE_MASK) == type)
			return a->rta_len >= RTA_LENGTH(least_bytes) ? a : NULL;
		if (step >= left)
			return NULL;
		p += step;
		left -= step;
	}
	return NULL;
}

const struct rtattr *route_attribute(
	const struct nlmsghdr *answer, size_t fixed_bytes, uint16_t type, size_t least_bytes)
{
	size_t at = NLMSG_SPACE(fixed_bytes);

	if (answer->nlmsg_len < at)
		return NULL;
	return find((const uint8_t *)answer + at, answer->nlmsg_len - at, type, least_bytes);
}

const struct rtattr *route_nested(const struct rtattr *outer, uint16_t type, size_t least_bytes)
{
	return find(RTA_DATA(outer), RTA_PAYLOAD(outer), type, least_bytes);
}

uint32_t route_u32(const struct rtattr *a)
{
	uint32_t value = 0;

	if (a)
		memcpy(&value, RTA_DATA(a), sizeof value);
	return value;
}

struct addr route_addr_of(int af, const struct rtattr *a)
{
	struct addr out = {0};

	if (a && af == AF_INET && RTA_PAYLOAD(a) >= 4)
		out = addr_v4(RTA_DATA(a));
	else if (a && af == AF_INET6 && RTA_PAYLOAD(a) >= 16)
		out = addr_v6(RTA_DATA(a));
	return out;
}

struct addr route_gateway_of(const void *attributes, size_t n_bytes, int af, uint32_t ifindex)
{
	const struct rtattr *a = find(attributes, n_bytes, RTA_GATEWAY, 4);
	struct rtvia via;

	if (a)
		return addr_scoped(route_addr_of(af, a), ifindex);
	a = find(attributes, n_bytes, RTA_VIA, sizeof via + 4);
	if (!a)
		return (struct addr){0};
	/* An IPv4 route by an IPv6 neighbour: the family, then the address. */
	memcpy(&via, RTA_DATA(a), sizeof via);
	if (via.rtvia_family != AF_INET6 || RTA_PAYLOAD(a) < sizeof via + 16)
		return (struct addr){0};
	return addr_scoped(addr_v6((const uint8_t *)RTA_DATA(a) + sizeof via), ifindex);
}
