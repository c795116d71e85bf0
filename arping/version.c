/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "version.h"

#include "capture.h"
#include "craft.h"
#include "priv.h"

static const char *yes(bool b)
{
	return b ? "yes" : "no";
}

/* Programs that look for it find the words "arping from iputils", whose command line and text this
 * arping has. */
void version_print(const char *program, bool verbose, FILE *to)
{
	const char *pcap = capture_version();
	struct priv_state state = {0};

	fprintf(to, "%s from iputils compatible probekit %s\n", program, PROBEKIT_VERSION);
	fprintf(to, "%s; %s; cap_net_raw: %s\n", craft_version(), pcap ? pcap : "no libpcap",
		yes(priv_has_net_raw()));
	if (!verbose)
		return;
	fflush(to);
	priv_drop(&(struct priv_limits){0}, &state, NULL);
	fprintf(to, "sandbox: capabilities dropped %s, no_new_privs %s, Landlock %s, seccomp %s\n",
		yes(state.capabilities_empty), yes(state.no_new_privs), yes(state.landlock),
		yes(state.seccomp));
}
