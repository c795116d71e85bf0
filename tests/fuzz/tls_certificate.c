/* tls_certificate: what a certificate says, as text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls.h"

#include <string.h>

#include "must.h"
#include "report.h"

/* A text that ends inside its room, and as a terminal gets it. */
static void must_text(const char *text, size_t size)
{
	char safe[4 * 4 * TLS_TEXT + 1];

	must(memchr(text, 0, size));
	report_safe(safe, sizeof safe, text);
	for (const char *c = safe; *c; c++)
		must((unsigned char)*c >= ' ' && *c != 0x7f);
}

static void must_hex(const char *text, size_t size)
{
	must_text(text, size);
	must(strspn(text, "0123456789abcdef") == strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tls_certificate c;

	if (tls_read_certificate(bytes_of(data, size), &c, NULL) < 0)
		return 0;
	must_text(c.subject, sizeof c.subject);
	must_text(c.issuer, sizeof c.issuer);
	must_text(c.names, sizeof c.names);
	must_text(c.key, sizeof c.key);
	must_text(c.signature, sizeof c.signature);
	must_hex(c.serial, sizeof c.serial);
	must_hex(c.sha256, sizeof c.sha256);
	must(strlen(c.sha256) == 64);
	return 0;
}
