/* httpget_request: requests to the byte, what redirections change in them, and by which proxy. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "request.h"

#include <errno.h>

#include "proxy.h"
#include "redirect.h"
#include "tap.h"
#include "where.h"

static const char *made(struct strbuf *b, const struct request *r)
{
	b->used = 0;
	request_put(b, r);
	strbuf_put_char(b, 0);
	return b->p;
}

static void try_requests(void)
{
	struct strbuf b = {0};
	struct url u;
	struct request r = {.url = &u, .minor = 1, .agent = "t"};
	const char *const headers[] = {"X-A: 1", "user-agent:", "X-B;", "Accept: text/html"};
	const char *const chunked = "transfer-encoding:  gzip, Chunked ";

	url_parse(&u, "http://us%3aer:p@example.org:81/a?b", NULL);
	is_text(made(&b, &r),
		"GET /a?b HTTP/1.1\r\nHost: example.org:81\r\nUser-Agent: t\r\nAccept: */*\r\n\r\n",
		"a plain request");
	r.user = u.user;
	r.password = u.password;
	r.absolute = true;
	r.encoded = true;
	r.proxy_user = "a";
	r.proxy_password = "b";
	is_text(made(&b, &r),
		"GET http://example.org:81/a?b HTTP/1.1\r\nHost: example.org:81\r\n"
		"Proxy-Authorization: Basic YTpi\r\nAuthorization: Basic dXM6ZXI6cA==\r\n"
		"User-Agent: t\r\nAccept: */*\r\n\r\n",
		"by a proxy, with credentials");
	r = (struct request){
		.url = &u, .minor = 0, .agent = "t", .headers = headers, .n_headers = 4};
	is_text(made(&b, &r),
		"GET /a?b HTTP/1.0\r\nHost: example.org:81\r\nX-A: 1\r\nX-B:\r\nAccept: "
		"text/html\r\n\r\n",
		"headers added, removed, emptied, replaced");
	r = (struct request){.url = &u,
		.minor = 1,
		.body = bytes_of("x=1", 3),
		.range = "bytes=1-",
		.referer = "r",
		.compressed = true,
		.since = "-Thu",
		.close = true,
		.bearer = "t"};
	is_text(made(&b, &r),
		"POST /a?b HTTP/1.1\r\nHost: example.org:81\r\nAuthorization: Bearer t\r\nAccept: "
		"*/*\r\nRange: bytes=1-\r\nReferer: r\r\nAccept-Encoding: deflate, gzip, br, "
		"zstd\r\nIf-Unmodified-Since: Thu\r\nConnection: close\r\nContent-Length: 3\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\n\r\nx=1",
		"all at once");
	r = (struct request){.url = &u,
		.minor = 1,
		.body = bytes_of("x=1&y=2 and more", 16),
		.headers = &chunked,
		.n_headers = 1};
	is_text(made(&b, &r),
		"POST /a?b HTTP/1.1\r\nHost: example.org:81\r\nAccept: */*\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\n"
		"transfer-encoding:  gzip, Chunked \r\n\r\n10\r\nx=1&y=2 and more\r\n0\r\n\r\n",
		"the user's own framing has no length beside it");
	is_int(request_put(&b, &r), b.used - strlen("10\r\nx=1&y=2 and more\r\n0\r\n\r\n"),
		"... and where its head ends is told");
	r.body.left = 0;
	ok(strstr(made(&b, &r), "\r\n\r\n0\r\n\r\n"), "... of no content, too");
	strbuf_close(&b);
}

static void try_headers(void)
{
	static const char *const good[] = {"A: b", "A:", "A;", "A:b:c", "A: b;c"};
	static const char *const bad[] = {
		"", "A", ": b", ";", "A b: c", "A: b\r\nC: d", "A: b\n", "A;b"};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		is_int(request_check_header(good[i], NULL), 0, "'%s' is a header", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(request_check_header(bad[i], NULL) < 0, "bad header %zu is refused", i);
}

static void try_redirects(void)
{
	const char *const headers[] = {"X-Api-Key: s", "Accept: x"};
	struct url from, same, other;
	struct request r, asked;
	char dropped[64];

	url_parse(&from, "https://a/x", NULL);
	url_parse(&same, "https://a:443/y", NULL);
	url_parse(&other, "http://a/y", NULL);
	asked = (struct request){.url = &from,
		.referer = "r",
		.headers = headers,
		.n_headers = 2,
		.bearer = "t",
		.cookie = "c=d",
		.body = bytes_of("x", 1)};
	is_text(redirect_dropped(dropped, sizeof dropped, &asked),
		"Authorization, Cookie, Referer, X-Api-Key, Accept", "what would be dropped");
	is_text(redirect_dropped(dropped, 12, &asked), "Authorizati", "... in less room");
	r = asked;
	ok(!redirect_apply(&r, 307, &same).origin_changed, "the same origin");
	ok(r.n_headers == 2 && r.bearer && r.cookie && r.body.p, "... keeps all, with 307");
	r = asked;
	ok(redirect_apply(&r, 302, &same).to_get && !r.body.p, "a POST becomes a GET with 302");
	r = asked;
	ok(redirect_apply(&r, 308, &other).downgraded, "https to http");
	ok(!r.n_headers && !r.bearer && !r.cookie && !r.referer,
		"... is another origin: nothing of the user's");
	ok(r.body.p && r.url == &other, "... but what 308 asks");
}

static const char *environment(const char *name)
{
	if (!strcmp(name, "http_proxy"))
		return "p.example:3128";
	if (!strcmp(name, "HTTPS_PROXY"))
		return "socks5h://s.example";
	return strcmp(name, "no_proxy") ? NULL
					: "localhost, .example.org,198.18.0.0/16,2001:db8::1";
}

static void try_proxies(void)
{
	static const struct {
		const char *url;
		bool excluded;
	} rows[] = {{"http://localhost/", true}, {"http://example.org/", true},
		{"http://www.example.org./", true}, {"http://notexample.org/", false},
		{"http://198.18.3.4/", true}, {"http://198.19.3.4/", false},
		{"http://[2001:db8::1]/", true}, {"http://[2001:db8::2]/", false},
		{"http://localhost.example/", false}};
	struct proxy_want w = {.environment = environment};
	struct proxy p;
	struct url u;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		url_parse(&u, rows[i].url, NULL);
		is_int(proxy_choose(&p, &w, &u, NULL), 0, "%s", rows[i].url);
		is_int(p.kind, rows[i].excluded ? PROXY_NONE : PROXY_HTTP, "... by a proxy or not");
	}
	is_text(p.url.host, "p.example", "its host");
	is_int(p.url.port, 3128, "its port");
	is_text(p.source, "http_proxy", "where it came from");
	url_parse(&u, "https://h/", NULL);
	proxy_choose(&p, &w, &u, NULL);
	ok(p.kind == PROXY_SOCKS5H && p.url.port == 1080, "https by SOCKS, at its usual port");
	w.given = "";
	proxy_choose(&p, &w, &u, NULL);
	is_int(p.kind, PROXY_NONE, "-x '' is none");
	w.given = "x:1";
	w.no_proxy = "*";
	proxy_choose(&p, &w, &u, NULL);
	is_int(p.kind, PROXY_NONE, "--noproxy '*' is none");
	w.no_proxy = "";
	w.given = "ftp://x";
	ok(proxy_choose(&p, &w, &u, NULL) < 0, "a proxy of another scheme is refused");
	ok(proxy_excluded("x.example\t, y.example h", &u), "blanks part a list as well");
	ok(!proxy_excluded("x.example, ,", &u), "... and may stand alone");
	snprintf(u.shown, sizeof u.shown, "b\303\274cher.example");
	ok(proxy_excluded("b\303\274cher.example", &u), "a name as people read it");
}

static const char *empty_environment(const char *name)
{
	if (!strcmp(name, "http_proxy") || !strcmp(name, "no_proxy"))
		return "";
	if (!strcmp(name, "all_proxy"))
		return "p.example:3128";
	return strcmp(name, "NO_PROXY") ? NULL : "h";
}

static void try_empty_variables(void)
{
	struct proxy_want w = {.environment = empty_environment};
	struct proxy p;
	struct url u;

	url_parse(&u, "http://k/", NULL);
	proxy_choose(&p, &w, &u, NULL);
	is_text(p.kind == PROXY_HTTP ? p.source : "none", "all_proxy",
		"an empty http_proxy is none");
	url_parse(&u, "http://h/", NULL);
	proxy_choose(&p, &w, &u, NULL);
	is_int(p.kind, PROXY_NONE, "nor is an empty no_proxy a list");
}

static void try_where(void)
{
	const char *const resolve[] = {"other:80:198.18.0.9", "h:80:198.18.0.1,[2001:db8::1]"};
	const char *const connect_to[] = {"nothing:1:x:2", "h:80::8080", "::[2001:db8::7]:"};
	struct where_want w = {.proxy.environment = environment, .proxy.given = ""};
	struct where at;
	struct url u;
	char text[ADDR_TEXT];

	url_parse(&u, "http://h/", NULL);
	w.resolve = resolve;
	w.n_resolve = 2;
	is_int(where_find(&at, &w, &u, NULL), 0, "--resolve");
	is_int(at.n_addrs, 2, "... two addresses");
	is_text(addr_print(text, &at.addrs[1]), "2001:db8::1", "... the second");
	w.connect_to = connect_to;
	w.n_connect_to = 3;
	is_int(where_find(&at, &w, &u, NULL), 0, "--connect-to");
	ok(!strcmp(at.host, "h") && at.port == 8080, "... the first that fits: %s %u", at.host,
		at.port);
	url_parse(&u, "http://k:81/", NULL);
	where_find(&at, &w, &u, NULL);
	ok(!strcmp(at.host, "2001:db8::7") && at.port == 81, "... one for all: %s", at.host);
	w.connect_to = (const char *const[]){"a:b"};
	w.n_connect_to = 1;
	ok(where_find(&at, &w, &u, NULL) < 0, "one that is cut is refused");
	w.n_connect_to = 0;
	w.resolve = (const char *const[]){"k:81:nowhere"};
	w.n_resolve = 1;
	ok(where_find(&at, &w, &u, NULL) < 0, "an address that is none is refused");
}

static void try_resolve(void)
{
	static const char *const bad[] = {
		"", "x", "k:81", "k:81:", "k:81:nowhere", "k:0:::1", "k:65536:::1", "k:x:::1"};
	const char *const several[] = {"h:80:198.18.0.1", "h:80:198.18.0.2", "*:80:198.18.0.3",
		"b\303\274cher.example:80:198.18.0.4"};
	struct where_want w = {.proxy = {.environment = environment, .given = ""},
		.resolve = several,
		.n_resolve = 4};
	struct where at;
	struct url u;
	char text[ADDR_TEXT];

	url_parse(&u, "http://h/", NULL);
	where_find(&at, &w, &u, NULL);
	is_text(addr_print(text, &at.addrs[0]), "198.18.0.2", "the last counts, and goes before *");
	url_parse(&u, "http://k/", NULL);
	where_find(&at, &w, &u, NULL);
	is_text(addr_print(text, &at.addrs[0]), "198.18.0.3", "... which is any other");
	url_parse(&u, "http://xn--bcher-kva.example/", NULL);
	snprintf(u.shown, sizeof u.shown, "b\303\274cher.example");
	where_find(&at, &w, &u, NULL);
	is_text(addr_print(text, &at.addrs[0]), "198.18.0.4", "a name as people read it");
	w.proxy.given = "socks5://p";
	url_parse(&u, "http://h/", NULL);
	where_find(&at, &w, &u, NULL);
	ok(!strcmp(at.host, "p") && !at.n_addrs && !strcmp(at.target, "198.18.0.2"),
		"what is not left to a SOCKS proxy: %s by %s", at.target, at.host);
	w.proxy.given = "socks5h://p";
	where_find(&at, &w, &u, NULL);
	is_text(at.target, "h", "... but to one that looks names up");
	w.n_resolve = 1;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		w.resolve = &bad[i];
		is_int(where_find(&at, &w, &u, NULL), -EINVAL, "'%s' is refused for any host",
			bad[i]);
	}
}

/* --all-addresses, and a redirection to another host. */
static void try_only(void)
{
	const struct addr one = addr_v4((const uint8_t[]){198, 18, 0, 7});
	struct where_want w = {
		.proxy = {.environment = environment, .given = ""}, .only = &one, .only_host = "h"};
	struct where at;
	struct url u;

	url_parse(&u, "https://H:8443/", NULL);
	where_find(&at, &w, &u, NULL);
	ok(at.n_addrs == 1 && addr_equal(&at.addrs[0], &one), "one address of a host");
	url_parse(&u, "http://k/", NULL);
	where_find(&at, &w, &u, NULL);
	is_int(at.n_addrs, 0, "... is none of another one");
	w.proxy.given = "p:3128";
	is_int(where_find(&at, &w, &u, NULL), 0, "... which may be asked by a proxy");
	url_parse(&u, "http://h/", NULL);
	is_int(where_find(&at, &w, &u, NULL), -EINVAL, "... the first may not");
}

static void try_range(void)
{
	static const struct {
		const char *header, *wanted;
	} rows[] = {{"X: y", "bytes=1-2"}, {"range: bytes=3-4", "bytes=3-4"},
		{"Range:bytes=3-4", "bytes=3-4"}, {"Range:", NULL}, {"Range;", NULL}};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct request r = {
			.range = "bytes=1-2", .headers = &rows[i].header, .n_headers = 1};
		const char *range = request_range(&r);

		is_text(range ? range : "none", rows[i].wanted ? rows[i].wanted : "none",
			"the range with '%s'", rows[i].header);
	}
}

static void try_moved(void)
{
	const char *const to = "h:80:k:8080", *const nowhere = ":::";
	struct where_want w = {.proxy = {.environment = environment, .given = "p:3128"}};
	struct where at;
	struct url u;

	url_parse(&u, "http://h/", NULL);
	where_find(&at, &w, &u, NULL);
	is_int(at.tunnel, DIAL_DIRECT, "an http proxy is not asked for a way");
	w.connect_to = &to;
	w.n_connect_to = 1;
	where_find(&at, &w, &u, NULL);
	ok(at.tunnel == DIAL_CONNECT && !strcmp(at.target, "k") && at.target_port == 8080,
		"... but to where --connect-to goes");
	w.connect_to = &nowhere;
	where_find(&at, &w, &u, NULL);
	is_int(at.tunnel, DIAL_DIRECT, "... if that is anywhere");
	w.unix_path = "socket";
	where_find(&at, &w, &u, NULL);
	is_int(at.proxy.kind, PROXY_NONE, "a Unix socket is asked without a proxy");
}

/* The key of a URL's connection, with --connect-to that leads all to one place. */
static void key_of(char to[static WHERE_KEY], const char *text, const char *proxy)
{
	const char *const all = "::198.18.0.1:1";
	struct where_want w = {.proxy = {.environment = environment, .given = proxy},
		.connect_to = &all,
		.n_connect_to = 1};
	struct where at;
	struct url u;

	url_parse(&u, text, NULL);
	where_find(&at, &w, &u, NULL);
	snprintf(to, WHERE_KEY, "%s", at.key);
}

static void try_keys(void)
{
	static const char *const proxies[] = {"", "p:3128", "socks5h://p"};
	char a[WHERE_KEY], b[WHERE_KEY];

	for (size_t i = 0; i < 3; i++) {
		key_of(a, "https://h/", proxies[i]);
		key_of(b, "https://k/", proxies[i]);
		ok(strcmp(a, b) != 0, "no two names share TLS by '%s'", proxies[i]);
		key_of(b, "https://h/x", proxies[i]);
		is_text(a, b, "... one name does");
	}
	key_of(a, "http://h/", "");
	key_of(b, "http://k/", "");
	is_text(a, b, "without TLS what is at one place may");
}

int main(void)
{
	try_keys();
	try_requests();
	try_headers();
	try_redirects();
	try_proxies();
	try_empty_variables();
	try_where();
	try_resolve();
	try_only();
	try_range();
	try_moved();
	return tap_done();
}
