/* stack: the SYN that this host's own kernel would send, from its settings and the route's. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_STACK_H
#define PROBEKIT_TCPPROBE_STACK_H

#include <stdbool.h>
#include <stdint.h>

#include "route.h"
#include "tcp.h"

/* This network namespace's; what it does not show is as Linux has it by default. */
struct stack_settings {
	uint32_t receive_bytes;	     /* tcp_rmem: a socket's buffer at first */
	uint32_t receive_most_bytes; /* and at most */
	uint32_t core_most_bytes;    /* rmem_max */
	int window_share;	     /* tcp_adv_win_scale, which kernels from 6.6 on ignore */
	bool window_half;	     /* such a kernel: half the buffer is window */
	bool window_scaling, sack, timestamps;
	bool signed_windows;		 /* tcp_workaround_signed_windows */
	unsigned ecn;			 /* tcp_ecn */
	uint32_t least_mss4, least_mss6; /* route/min_adv_mss */
	uint8_t ttl;			 /* ip_default_ttl, or conf/all/hop_limit */
};
void stack_read(struct stack_settings *out, enum addr_family family);

struct stack_syn {
	uint16_t mss, window, flags;
	uint8_t window_scale, ttl;
	bool window_scaling, sack, timestamps;
};
/* What connect() would send over a route, its metrics counted (RFC 9293 3.7.1, RFC 7323 2.3). */
struct stack_syn stack_syn(
	const struct stack_settings *s, enum addr_family family, const struct route *r);
bool stack_syn_equal(const struct stack_syn *a, const struct stack_syn *b);

#endif
