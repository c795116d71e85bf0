/* socket: the raw TCP socket of a run, opened with the privilege it takes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "socket.h"

#include <errno.h>
#include <linux/filter.h>

#include "priv.h"

enum { ALL = 0xffffffff };

/* A raw IPv4 socket's filter sees the IP header first, an IPv6 one's the segment alone. */
static int open_filtered(struct wire **out, const struct wire_config *c, uint16_t port,
	uint16_t another, struct fail *why)
{
	const struct sock_filter v4[] = {
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, another, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, ALL),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	const struct sock_filter v6[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, another, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, ALL),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	bool is_v6 = c->family == ADDR_V6;
	struct wire_config with = *c;

	with.filter = is_v6 ? v6 : v4;
	with.filter_size = is_v6 ? sizeof(v6) / sizeof(*v6) : sizeof(v4) / sizeof(*v4);
	return wire_open(out, &with, why);
}

int socket_open(struct wire **out, const struct wire_config *c, uint16_t port, uint16_t another,
	struct fail *why)
{
	int able = priv_raise(why), rc;
	char command[128];

	if (able < 0)
		return able;
	rc = open_filtered(out, c, port, another ? another : port, why);
	if (priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		return -EPERM;
	if ((rc == -EACCES || rc == -EPERM) && !able)
		return fail_set(why, EPERM,
			"a raw socket needs cap_net_raw: run as root, or once as root: %s",
			priv_setcap_command(command, sizeof(command)));
	return rc;
}
