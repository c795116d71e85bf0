/* httpget_url: URLs in their parts, what is refused, and references against a base. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "url.h"

#include "tap.h"

static const struct good {
	const char *text, *host, *target, *authority;
	unsigned port;
	uint32_t notes;
} good[] = {
#define N(which) (UINT32_C(1) << URL_##which)
	{"http://example.org", "example.org", "/", "example.org", 80, 0},
	{"http://example.org/", "example.org", "/", "example.org", 80, 0},
	{"HTTP://example.org/a?b=c", "example.org", "/a?b=c", "example.org", 80, 0},
	{"https://example.org", "example.org", "/", "example.org", 443, 0},
	{"https://example.org:443/", "example.org", "/", "example.org", 443, 0},
	{"http://example.org:443/", "example.org", "/", "example.org:443", 443, 0},
	{"http://example.org?q", "example.org", "/?q", "example.org", 80, 0},
	{"http://example.org/?", "example.org", "/?", "example.org", 80, 0},
	{"http://example.org/a#b?c", "example.org", "/a", "example.org", 80, N(FRAGMENT)},
	{"http://example.org#b", "example.org", "/", "example.org", 80, N(FRAGMENT)},
	{"example.org/x", "example.org", "/x", "example.org", 80, N(SCHEME_GUESSED)},
	{"localhost:8080/x", "localhost", "/x", "localhost:8080", 8080, N(SCHEME_GUESSED)},
	{"http://Example.ORG/A", "example.org", "/A", "example.org", 80, N(HOST_UPPER)},
	{"http://example.org./", "example.org.", "/", "example.org.", 80, N(HOST_DOT)},
	{"http://a_b.example/", "a_b.example", "/", "a_b.example", 80, 0},
	{"http://u:p@example.org/", "example.org", "/", "example.org", 80, N(USERINFO)},
	{"http://example.org:/", "example.org", "/", "example.org", 80, N(PORT_EMPTY)},
	{"http://example.org:080/", "example.org", "/", "example.org", 80, N(PORT_ZEROS)},
	{"http://198.18.0.1/", "198.18.0.1", "/", "198.18.0.1", 80, 0},
	{"http://127.1/", "127.1", "/", "127.1", 80, N(HOST_NUMBER)},
	{"http://2130706433/", "2130706433", "/", "2130706433", 80, N(HOST_NUMBER)},
	{"http://0177.0.0.1/", "0177.0.0.1", "/", "0177.0.0.1", 80, N(HOST_NUMBER)},
	{"http://0x7f.1/", "0x7f.1", "/", "0x7f.1", 80, N(HOST_NUMBER)},
	{"http://[2001:DB8::1]/", "2001:DB8::1", "/", "[2001:DB8::1]", 80, 0},
	{"http://[2001:db8::1]:8080/", "2001:db8::1", "/", "[2001:db8::1]:8080", 8080, 0},
	{"http://[fe80::1%25eth0]/", "fe80::1", "/", "[fe80::1]", 80, 0},
	{"http://[fe80::1%eth0]/", "fe80::1", "/", "[fe80::1]", 80, 0},
	{"http://h/a/../b", "h", "/a/../b", "h", 80, N(DOT_SEGMENTS)},
	{"http://h/a/.", "h", "/a/.", "h", 80, N(DOT_SEGMENTS)},
	{"http://h/a/..b", "h", "/a/..b", "h", 80, 0},
	{"http://h/%2e%2E/b", "h", "/%2e%2E/b", "h", 80, N(HIDDEN_DOTS)},
	{"http://h/.%2e/b", "h", "/.%2e/b", "h", 80, N(HIDDEN_DOTS)},
	{"http://h/%2g", "h", "/%2g", "h", 80, N(PERCENT_BAD)},
	{"http://h/%2", "h", "/%2", "h", 80, N(PERCENT_BAD)},
	{"http://h/%20", "h", "/%20", "h", 80, 0},
	{"http://h/%0d%0a", "h", "/%0d%0a", "h", 80, N(PERCENT_CONTROL)},
	{"http://h/a|b", "h", "/a|b", "h", 80, N(UNSAFE)},
	{"http://h/\303\274?\303\274", "h", "/%C3%BC?%C3%BC", "h", 80, N(NOT_ASCII)},
	{"http://b\303\274cher.example/", "b\303\274cher.example", "/", "b\303\274cher.example", 80,
		N(HOST_IDN)},
	{"http://h/a@b", "h", "/a@b", "h", 80, 0},
	{"http://h?a@b:c/d", "h", "/?a@b:c/d", "h", 80, 0},
};

static const struct bad {
	const char *text, *why;
} bad[] = {
	{"", "the URL has no host"},
	{"http://a\\@b/",
		"there is a \\ before the @: browsers take it for / and what is before it for "
		"the host, other programs do not; write the user's as %5C"},
	{"http://", "the URL has no host"},
	{"http:///h", "the URL has no host"},
	{"http://:80/", "the URL has no host"},
	{"http:/h", "two slashes are missing"},
	{"http:h", "two slashes are missing"},
	{"ftp://h/", "'ftp' is neither http nor https"},
	{"http://h/a b", "byte 10 of the URL is a blank: write it as %20"},
	{"http://h/\r\nX: y", "byte 9 of the URL is a control byte: write it as %0D"},
	{"http://user@evil@host/", "there are two @"},
	{"http://h:0/", "'0' is no port"},
	{"http://h:65536/", "'65536' is no port"},
	{"http://h:8a/", "'8a' is no port"},
	{"http://h:1:2/", "several :"},
	{"http://2001:db8::1/", "several :"},
	{"http://[2001:db8::1/", "is not closed"},
	{"http://[2001:db8::1]x/", "is not closed"},
	{"http://[2001:db8::g]/", "is no IPv6 address"},
	{"http://[fe80::1%25]/", "names no interface"},
	{"http://a%2eb/", "'%' cannot be in a host name: some programs decode it"},
	{"http://a\\b/", "'\\' cannot be in a host name: browsers"},
	{"http://a<b/", "'<' cannot be in a host name"},
};

/* RFC 3986 5.4, and what real servers send. */
static const struct resolved {
	const char *reference, *wanted;
} resolved[] = {
	{"g", "http://a/b/c/g"},
	{"./g", "http://a/b/c/g"},
	{"g/", "http://a/b/c/g/"},
	{"/g", "http://a/g"},
	{"//g", "http://g"},
	{"?y", "http://a/b/c/d;p?y"},
	{"g?y", "http://a/b/c/g?y"},
	{"#s", "http://a/b/c/d;p?q"},
	{"g#s", "http://a/b/c/g"},
	{";x", "http://a/b/c/;x"},
	{"", "http://a/b/c/d;p?q"},
	{".", "http://a/b/c/"},
	{"./", "http://a/b/c/"},
	{"..", "http://a/b/"},
	{"../g", "http://a/b/g"},
	{"../..", "http://a/"},
	{"../../../g", "http://a/g"},
	{"/./g", "http://a/g"},
	{"/../g", "http://a/g"},
	{"g.", "http://a/b/c/g."},
	{"..g", "http://a/b/c/..g"},
	{"./../g", "http://a/b/g"},
	{"g/./h", "http://a/b/c/g/h"},
	{"g/../h", "http://a/b/c/h"},
	{"g?y/../x", "http://a/b/c/g?y/../x"},
	{"https://x/y", "https://x/y"},
	{"ftp://x/y", "ftp://x/y"},
	{" /a b ", "http://a/a%20b"},
	{"/\303\274", "http://a/%C3%BC"},
	{"/a:b", "http://a/a:b"},
};

static const char *made(struct strbuf *b)
{
	strbuf_put_char(b, 0);
	b->used = 0;
	return b->p;
}

static void try_good(void)
{
	struct strbuf b = {0};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const struct good *g = &good[i];
		struct fail why = {0};
		struct url u;

		is_int(url_parse(&u, g->text, &why), 0, "%s: %s", g->text, why.text);
		is_text(u.host, g->host, "... host");
		is_int(u.port, g->port, "... port");
		is_int(u.notes, g->notes, "... notes");
		url_put_target(&b, &u);
		is_text(made(&b), g->target, "... target");
		url_put_authority(&b, &u);
		is_text(made(&b), g->authority, "... authority");
	}
	strbuf_close(&b);
}

static void try_parts(void)
{
	struct strbuf b = {0};
	struct url u, v;

	url_parse(&u, "https://us%40er:pa:ss@[fe80::1%25eth0]:8443/x", NULL);
	ok(slice_is(u.user, "us%40er") && slice_is(u.password, "pa:ss"), "user and password");
	is_text(u.zone, "eth0", "zone");
	ok(url_decode(&b, u.user), "a user decodes");
	is_text(made(&b), "us@er", "... to what is meant");
	url_put_origin(&b, &u);
	is_text(made(&b), "https://[fe80::1%25eth0]:8443", "origin with its zone");
	ok(!url_decode(&b, slice_of("%00")) && !url_decode(&b, slice_of("%4")),
		"a NUL and a cut code do not");
	url_parse(&v, "https://[FE80::1%25eth0]:8443/y", NULL);
	ok(url_same_origin(&u, &v), "the same origin in other letters");
	url_parse(&v, "https://[fe80::1%25eth1]:8443/y", NULL);
	ok(!url_same_origin(&u, &v), "another zone is another origin");
	url_parse(&u, "http://h:443/", NULL);
	url_parse(&v, "https://h/", NULL);
	ok(!url_same_origin(&u, &v), "another scheme is another origin");
	for (unsigned i = 0; i < URL_NOTES; i++)
		ok(url_note_text((enum url_note)i), "note %u has a text", i);
	strbuf_close(&b);
}

static void try_bad(void)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fail why = {0};
		struct url u;

		ok(url_parse(&u, bad[i].text, &why) < 0 && strstr(why.text, bad[i].why),
			"refused: %s: %s", bad[i].text[0] ? bad[i].why : "nothing", why.text);
	}
}

static void try_resolve(void)
{
	struct strbuf b = {0};
	struct url base;

	url_parse(&base, "http://a/b/c/d;p?q", NULL);
	for (size_t i = 0; i < sizeof resolved / sizeof *resolved; i++) {
		url_resolve(&b, &base, slice_of(resolved[i].reference));
		is_text(made(&b), resolved[i].wanted, "'%s'", resolved[i].reference);
	}
	url_parse(&base, "http://a", NULL);
	url_resolve(&b, &base, slice_of("g"));
	is_text(made(&b), "http://a/g", "a base without a path");
	strbuf_close(&b);
}

int main(void)
{
	try_good();
	try_parts();
	try_bad();
	try_resolve();
	return tap_done();
}
