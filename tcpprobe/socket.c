/* socket: the raw TCP socket of a run, opened with the privilege it takes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "socket.h"

#include <errno.h>
#include <linux/filter.h>

#include "priv.h"

enum { ALL = 0xffffffff };

/* Which of a segment's ports is looked at, and what it is to be. */
struct taken {
	uint32_t at;
	const uint16_t *ports;
	unsigned n;
};

/* A raw IPv4 socket's filter sees the IP header first, an IPv6 one's the segment alone. */
static int open_filtered(
	struct wire **out, const struct wire_config *c, const struct taken *t, struct fail *why)
{
	const struct sock_filter v4[] = {
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, t->at),
	};
	const struct sock_filter v6 = BPF_STMT(BPF_LD | BPF_H | BPF_ABS, t->at);
	const struct sock_filter pass = BPF_STMT(BPF_RET | BPF_K, ALL);
	const struct sock_filter stop = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_filter all[SOCKET_PORTS + 4];
	struct wire_config with = *c;
	unsigned n = 0;

	if (c->family == ADDR_V6) {
		all[n++] = v6;
	} else {
		all[n++] = v4[0];
		all[n++] = v4[1];
	}
	for (unsigned i = 0; i < t->n; i++)
		all[n++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, t->ports[i], (uint8_t)(t->n - i), 0);
	all[n++] = stop;
	all[n++] = pass;
	with.filter = all;
	with.filter_size = n;
	return wire_open(out, &with, why);
}

/* t: NULL without a filter. */
static int open_raised(
	struct wire **out, const struct wire_config *c, const struct taken *t, struct fail *why)
{
	int able = priv_raise(why), rc;
	char command[128];

	if (able < 0)
		return able;
	rc = t ? open_filtered(out, c, t, why) : wire_open(out, c, why);
	if (priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		return -EPERM;
	if ((rc == -EACCES || rc == -EPERM) && !able)
		return fail_set(why, EPERM,
			"a raw socket needs cap_net_raw: run as root, or once as root: %s",
			priv_setcap_command(command, sizeof(command)));
	return rc;
}

int socket_open(struct wire **out, const struct wire_config *c, uint16_t port, uint16_t another,
	struct fail *why)
{
	const uint16_t ports[] = {port, another};
	const struct taken from = {0, ports, another ? 2 : 1};

	return open_raised(out, c, &from, why);
}

int socket_open_ports(struct wire **out, const struct wire_config *c, const uint16_t *ports,
	unsigned n, struct fail *why)
{
	const struct taken to = {2, ports, n};

	return open_raised(out, c, &to, why);
}

/* Who sends an error, and for which addresses, is not known before: it is not connected. */
int socket_open_errors(struct wire **out, const struct wire_config *c, struct fail *why)
{
	const struct wire_config with = {.socket = WIRE_RAW,
		.family = c->family,
		.source = c->source,
		.device = c->device,
		.ttl = -1,
		.tos = -1,
		.pmtudisc = -1,
		.burst = c->burst,
		.packet_bytes = 1500};

	return open_raised(out, &with, NULL, why);
}
