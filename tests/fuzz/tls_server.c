/* tls_server: what a TLS server might say: a byte of choices, then its side of the stream. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>

#include "must.h"
#include "tls.h"

enum { OLD = 1, STAPLE = 2, INSECURE = 4, SMALL = 8, TURNS = 1000 };

static bool ends(const char *text, size_t size)
{
	return memchr(text, 0, size) != NULL;
}

static void must_be_told(struct tls *t)
{
	struct tls_certificate c;
	struct tls_facts facts;
	struct tls_event e;

	while (tls_next(t, &e))
		must(ends(e.text, sizeof e.text));
	tls_facts(t, &facts);
	must(ends(facts.version, sizeof facts.version) && ends(facts.cipher, sizeof facts.cipher));
	must(ends(facts.alpn, sizeof facts.alpn) && ends(facts.issuer, sizeof facts.issuer));
	for (unsigned i = 0; i < facts.problems && i < TLS_PROBLEMS; i++)
		must(ends(facts.problem[i], sizeof facts.problem[i]));
	for (unsigned i = 0; i < 32 && tls_sent_certificate(t, i, &c); i++)
		must(ends(c.subject, sizeof c.subject) && ends(c.names, sizeof c.names));
	for (unsigned i = 0; i < 32 && tls_built_certificate(t, i, &c); i++)
		must(ends(c.subject, sizeof c.subject));
	tls_session(t);
}

static void hear(struct tls *t, struct bytes in, size_t piece)
{
	struct fail why = {.error = 0};
	uint8_t text[256];
	int rc = 0;

	for (unsigned turn = 0; rc == 0 && in.left && turn < TURNS; turn++) {
		must(tls_put(t, bytes_take(&in, in.left < piece ? in.left : piece), &why) >= 0);
		rc = tls_turn(t, &why);
		tls_sent(t, tls_out(t).left);
	}
	must(rc >= 0 || *why.text);
	tls_put_end(t);
	if (rc == 0)
		must(tls_turn(t, &why) < 0 && *why.text);
	if (rc > 0)
		while (tls_read(t, text, sizeof text, &why) > 0)
			continue;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	uint8_t how = bytes_u8(&in);
	const struct tls_config c = {.host = "www.example",
		.ca_folder = "/",
		.alpn = "h2,http/1.1",
		.most = how & OLD ? 0x0303 : 0,
		.staple = how & STAPLE,
		.insecure = how & INSECURE};
	struct tls *t = NULL;

	if (!in.bad && in.left) {
		must(tls_open(&t, &c, NULL) >= 0 && tls_turn(t, NULL) == 0);
		hear(t, in, how & SMALL ? 7 : in.left);
		must_be_told(t);
		tls_close(t);
	}
	free(input.block);
	return 0;
}
