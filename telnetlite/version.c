/* version: what --version says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "version.h"

#include "capture.h"
#include "idn.h"
#include "priv.h"
#include "tls.h"
#include "tool.h"

void version_print(const char *program, bool verbose, FILE *to)
{
	/* They are loaded when they are needed. */
	const char *tls = tls_version(), *pcap = capture_version(), *idn = idn_version();

	fprintf(to, "%s from probekit %s\n", program, PROBEKIT_VERSION);
	fprintf(to, "%s, %s, libidn2 %s; cap_net_raw: %s\n", tls ? tls : "no OpenSSL",
		pcap ? pcap : "no libpcap", idn ? idn : "none", tool_yes(priv_has_net_raw()));
	if (verbose)
		tool_print_sandbox(to);
}
