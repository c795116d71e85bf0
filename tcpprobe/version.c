/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "version.h"

#include "craft.h"
#include "priv.h"
#include "tool.h"

void version_print(const char *program, bool verbose, FILE *to)
{
	fprintf(to, "%s from probekit %s\n", program, PROBEKIT_VERSION);
	fprintf(to, "%s; cap_net_raw: %s\n", craft_version(), tool_yes(priv_has_net_raw()));
	if (verbose)
		tool_print_sandbox(to);
}
