/* socket: a ping socket or a raw one, the other where that is forbidden. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "socket.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>

#include "filter.h"
#include "priv.h"

static bool forbidden(int rc)
{
	return rc == -EACCES || rc == -EPERM || rc == -EPROTONOSUPPORT || rc == -EAFNOSUPPORT;
}

static int neither(int64_t wanted_id, struct fail *why)
{
	char command[128];

	if (wanted_id == 0)
		return fail_set(why, EPERM,
			"no socket: identifier 0 takes a raw one, which needs cap_net_raw (%s)",
			priv_setcap_command(command, sizeof(command)));
	return fail_set(why, EPERM,
		"no socket: net.ipv4.ping_group_range does not hold this group (sysctl -w "
		"net.ipv4.ping_group_range=\"0 2147483647\"), and a raw socket needs cap_net_raw "
		"(%s)",
		priv_setcap_command(command, sizeof(command)));
}

/* A raw socket's identifier is ours to choose; a filter keeps other pings' replies out of it. */
static int open_raw(
	struct socket_opened *out, struct wire_config *c, int64_t wanted_id, struct fail *why)
{
	struct sock_filter filter[FILTER_MAX];
	int rc;

	out->id = (uint16_t)wanted_id;
	if (wanted_id < 0 && getrandom(&out->id, sizeof(out->id), 0) < 0)
		return fail_errno(why, "getrandom");
	c->socket = WIRE_RAW;
	c->filter = filter;
	c->filter_size = filter_build(filter, c->family, out->id);
	rc = wire_open(&out->wire, c, why);
	c->filter = NULL;
	c->filter_size = 0;
	return rc;
}

static int open_ping(
	struct socket_opened *out, struct wire_config *c, int64_t wanted_id, struct fail *why)
{
	char command[128];
	int rc;

	c->socket = WIRE_PING;
	c->id = wanted_id < 0 ? 0 : (uint16_t)wanted_id;
	rc = wanted_id == 0 ? -EACCES : wire_open(&out->wire, c, why);
	if (rc < 0)
		return rc;
	out->id = wire_id(out->wire);
	if (!priv_has_net_raw())
		snprintf(out->missing, sizeof(out->missing),
			"IP headers of what comes in (a ping socket shows none): %s",
			priv_setcap_command(command, sizeof(command)));
	return 0;
}

/* The capability is in force for the ping socket too: its mark and a larger buffer need it. */
int socket_open(
	struct socket_opened *out, struct wire_config *c, int64_t wanted_id, struct fail *why)
{
	bool raw_first = c->socket == WIRE_RAW;
	int able = priv_raise(why), rc;

	*out = (struct socket_opened){0};
	if (able < 0)
		return able;
	rc = raw_first ? open_raw(out, c, wanted_id, why) : open_ping(out, c, wanted_id, why);
	if (forbidden(rc))
		rc = raw_first ? open_ping(out, c, wanted_id, why)
			       : open_raw(out, c, wanted_id, why);
	if (priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		return -EPERM;
	return (rc == -EACCES || rc == -EPERM) && !able ? neither(wanted_id, why) : rc;
}
