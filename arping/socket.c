/* socket: the packet socket of a run, opened with the privilege it takes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "socket.h"

#include <errno.h>

#include "priv.h"

int socket_open(struct wire **out, const struct wire_config *c, struct fail *why)
{
	int able = priv_raise(why), rc;
	char command[128];

	if (able < 0)
		return able;
	rc = wire_open(out, c, why);
	if (priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		return -EPERM;
	if ((rc == -EACCES || rc == -EPERM) && !able)
		return fail_set(why, EPERM,
			"a packet socket needs cap_net_raw: run as root, or once as root: %s",
			priv_setcap_command(command, sizeof(command)));
	return rc;
}
