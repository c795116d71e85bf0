/* route_netlink: one question to the kernel's routing tables, and its answers. Inside of route. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ROUTE_NETLINK_H
#define PROBEKIT_ROUTE_NETLINK_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"

struct route_question {
	struct nlmsghdr head;
	_Alignas(NLMSG_ALIGNTO) uint8_t body[256];
};

/* Starts a question with the fixed part its type has (struct rtmsg, ifinfomsg, ifaddrmsg). */
void route_question_init(
	struct route_question *q, uint16_t type, uint16_t flags, const void *fixed, size_t n_bytes);
/* What does not fit is left out; no question here comes near that. */
void route_question_add(
	struct route_question *q, uint16_t attribute, const void *value, size_t n_bytes);

/* Called with each answer, its fixed part of fixed_bytes known to be there; not 0 ends the reading
 * with that value. */
typedef int route_take(void *to, const struct nlmsghdr *answer);
/* Asks; 0 at the end of the answers, what take returned, or -errno as the kernel says it. */
int route_ask(const struct route_question *q, size_t fixed_bytes, route_take *take, void *to);
/* The same by a socket that is kept, for questions with one answer each: head.nlmsg_seq is then
 * another in each, since the answer to an earlier one may still be there. A socket, or -errno. */
int route_socket(void);
int route_ask_by(
	int fd, const struct route_question *q, size_t fixed_bytes, route_take *take, void *to);

/* An attribute of an answer with at least so many bytes of value, or NULL. */
const struct rtattr *route_attribute(
	const struct nlmsghdr *answer, size_t fixed_bytes, uint16_t type, size_t least_bytes);
/* The same within a nested attribute. */
const struct rtattr *route_nested(const struct rtattr *outer, uint16_t type, size_t least_bytes);
uint32_t route_u32(const struct rtattr *a); /* 0 for NULL */
/* ADDR_NONE for NULL or another family. */
struct addr route_addr_of(int af, const struct rtattr *a);

struct route_want;
/* The question about the route to an address; flags are rtm_flags. In route.c. */
void route_question_to(struct route_question *q, const struct addr *to,
	const struct route_want *want, uint32_t flags);
/* The gateway among so many bytes of attributes: of the route's family, or an IPv6 one of an IPv4
 * route; with its zone. ADDR_NONE: on link. */
struct addr route_gateway_of(const void *attributes, size_t n_bytes, int af, uint32_t ifindex);

#endif
