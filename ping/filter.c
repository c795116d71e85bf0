/* filter: a socket filter that lets only this run's packets into a raw socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "filter.h"

#include <string.h>

enum { ALL = 0xffffffff, PROTOCOL_ICMP = 1, PROTOCOL_ICMP6 = 58 };

/* A raw IPv4 socket sees the IP header; the register x holds its length, later that of the inner
 * one too. */
static size_t filter4(struct sock_filter to[static FILTER_MAX], uint16_t id)
{
	const struct sock_filter program[] = {
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
		BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0), /* ICMP type */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, id, 9, 10),
		BPF_STMT(BPF_LD | BPF_B | BPF_IND, 8 + 9), /* protocol of the quoted packet */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROTOCOL_ICMP, 0, 8),
		BPF_STMT(BPF_LD | BPF_B | BPF_IND, 8),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x0f),
		BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 2),
		BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 8 + 4), /* identifier of the quoted echo */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, id, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, ALL),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};

	memcpy(to, program, sizeof(program));
	return sizeof(program) / sizeof(*program);
}

/* An IPv6 one sees the ICMPv6 message; redirects and quotes with extension headers pass. */
static size_t filter6(struct sock_filter to[static FILTER_MAX], uint16_t id)
{
	const struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 129, 0, 2),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, id, 5, 6),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 137, 4, 0),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 8 + 6), /* next header of the quoted packet */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROTOCOL_ICMP6, 0, 2),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 8 + 40 + 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, id, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, ALL),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};

	memcpy(to, program, sizeof(program));
	return sizeof(program) / sizeof(*program);
}

size_t filter_build(struct sock_filter to[static FILTER_MAX], enum addr_family family, uint16_t id)
{
	return family == ADDR_V6 ? filter6(to, id) : filter4(to, id);
}
