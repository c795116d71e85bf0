/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "version.h"

#include "craft.h"
#include "priv.h"
#include "tool.h"
#include "wire.h"

static bool ping_socket_opens(enum addr_family family)
{
	const struct wire_config c = {.socket = WIRE_PING,
		.family = family,
		.stamps = WIRE_STAMPS_NONE,
		.ttl = -1,
		.tos = -1,
		.pmtudisc = -1,
		.packet_bytes = 64};
	struct wire *w = NULL;
	bool opens = wire_open(&w, &c, NULL) >= 0;

	wire_close(opens ? w : NULL);
	return opens;
}

/* Programs that look for it find the word iputils, whose command line and text this ping has. */
void version_print(const char *program, bool verbose, FILE *to)
{
	fprintf(to, "%s from probekit %s, compatible with iputils 20240905\n", program,
		PROBEKIT_VERSION);
	fprintf(to, "%s; ping socket: IPv4 %s, IPv6 %s; cap_net_raw: %s\n", craft_version(),
		tool_yes(ping_socket_opens(ADDR_V4)), tool_yes(ping_socket_opens(ADDR_V6)),
		tool_yes(priv_has_net_raw()));
	if (verbose)
		tool_print_sandbox(to);
}
