/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "version.h"

#include "capture.h"
#include "craft.h"
#include "priv.h"
#include "tool.h"

/* Programs that look for it find the words "arping from iputils", whose command line and text this
 * arping has. */
void version_print(const char *program, bool verbose, FILE *to)
{
	const char *pcap = capture_version();

	fprintf(to, "%s from iputils compatible probekit %s\n", program, PROBEKIT_VERSION);
	fprintf(to, "%s; %s; cap_net_raw: %s\n", craft_version(), pcap ? pcap : "no libpcap",
		tool_yes(priv_has_net_raw()));
	if (verbose)
		tool_print_sandbox(to);
}
