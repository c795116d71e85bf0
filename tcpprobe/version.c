/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "version.h"

#include "craft.h"
#include "priv.h"

static const char *yes(bool b)
{
	return b ? "yes" : "no";
}

void version_print(const char *program, bool verbose, FILE *to)
{
	struct priv_state state = {0};

	fprintf(to, "%s from probekit %s\n", program, PROBEKIT_VERSION);
	fprintf(to, "%s; cap_net_raw: %s\n", craft_version(), yes(priv_has_net_raw()));
	if (!verbose)
		return;
	fflush(to);
	priv_drop(&(struct priv_limits){0}, &state, NULL);
	fprintf(to, "sandbox: capabilities dropped %s, no_new_privs %s, Landlock %s, seccomp %s\n",
		yes(state.capabilities_empty), yes(state.no_new_privs), yes(state.landlock),
		yes(state.seccomp));
}
