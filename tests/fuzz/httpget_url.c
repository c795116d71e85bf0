/* httpget_url: URLs, and the same text as a reference against a base. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "url.h"

#include <string.h>

#include "given.h"

/* What is sent holds nothing that would end a request line or a field early. */
static void must_be_plain(const struct strbuf *b, bool foreign)
{
	for (size_t i = 0; i < b->used; i++) {
		unsigned char c = (unsigned char)b->p[i];

		must(c > ' ' && c != 0x7f && (foreign || c < 0x80));
	}
}

static void must_build(const struct url *u)
{
	struct strbuf b = {0};

	must(*u->host && u->port && u->notes < UINT32_C(1) << URL_NOTES);
	url_put_target(&b, u);
	must(b.used && (*b.p == '/' || *b.p == '?'));
	must_be_plain(&b, false);
	b.used = 0;
	if (!(u->notes & UINT32_C(1) << URL_HOST_IDN)) {
		url_put_authority(&b, u);
		must_be_plain(&b, false);
	}
	strbuf_close(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = given_text(data, size);
	struct strbuf b = {0};
	struct url u, base;

	if (url_parse(&u, text, NULL) >= 0) {
		must_build(&u);
		must(url_same_origin(&u, &u));
	}
	must(url_parse(&base, "http://example.org:81/a/b;c?d", NULL) >= 0);
	url_resolve(&b, &base, slice_at(text, size));
	/* A host may be one that is not ASCII, which is converted before it is sent. */
	must_be_plain(&b, true);
	b.used = 0;
	url_decode(&b, slice_at(text, size));
	must(b.used <= size);
	strbuf_close(&b);
	free(text);
	return 0;
}
