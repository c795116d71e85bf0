/* version: what --version says: the program, its libraries, the privileges it has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "version.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include "capture.h"
#include "idn.h"
#include "priv.h"
#include "tls.h"
#include "tool.h"

/* What is loaded when it is needed. */
static void put_loaded(struct strbuf *to)
{
	const char *tls = tls_version(), *pcap = capture_version(), *idn = idn_version();

	strbuf_print(to, "%s, %s, libidn2 %s\n", tls ? tls : "no OpenSSL",
		pcap ? pcap : "no libpcap", idn ? idn : "none");
}

void version_put(struct strbuf *to, const char *program, bool verbose)
{
	uint32_t brotli = BrotliDecoderVersion();
	char sandbox[TOOL_TEXT];

	strbuf_print(to, "%s from probekit %s\n", program, PROBEKIT_VERSION);
	strbuf_print(to, "zlib %s, brotli %u.%u.%u, zstd %s; cap_net_raw: %s\n", zlibVersion(),
		brotli >> 24, brotli >> 12 & 0xfff, brotli & 0xfff, ZSTD_versionString(),
		tool_yes(priv_has_net_raw()));
	put_loaded(to);
	if (verbose)
		strbuf_print(to, "%s\n", tool_sandbox(sandbox));
}
