/* httpget_gateway: dates, caches' dialects, ranges, and content by its first bytes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "gateway.h"

#include <stdlib.h>

#include "conform.h"
#include "date.h"
#include "sniff.h"
#include "tap.h"

/* 2026-11-22 12:00:00 UTC */
enum { NOW_S = 1795348800 };
#define DATE "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n"

static void read_head(struct http *h, const char *fields)
{
	static const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct strbuf text = {0};
	struct http_event e;
	struct bytes in;

	strbuf_print(&text, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n%s\r\n", fields);
	if (!strncmp(fields, "HTTP/", 5)) {
		text.used = 0;
		strbuf_print(&text, "%sContent-Length: 3\r\n\r\n", fields);
	}
	in = bytes_of(text.p, text.used);
	http_begin(h, &limits, HTTP_GET, false, 0);
	for (enum http_step s = http_next(h, &in, &e); s == HTTP_SPAN || s == HTTP_FINDING;)
		s = http_next(h, &in, &e);
	strbuf_close(&text);
}

static void try_dates(void)
{
	static const struct {
		const char *text;
		int64_t s;
	} good[] = {{"Sun, 06 Nov 1994 08:49:37 GMT", 784111777},
		{"Sunday, 06-Nov-94 08:49:37 GMT", 784111777},
		{"Sun Nov  6 08:49:37 1994", 784111777}, {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
		{"Sat, 29 Feb 2020 23:59:60 GMT", 1583020800}};
	static const char *const bad[] = {"", "0", "-1", "Sun, 06 Nov 1994 08:49:37",
		"Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 6 Nov 1994 08:49:37 GMT",
		"Sun, 06 nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:49:37 GMT", "1994-11-06T08:49:37Z"};
	char text[DATE_TEXT];
	int64_t s;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		s = -1;
		ok(date_parse(slice_of(good[i].text), &s), "'%s'", good[i].text);
		is_int(s, good[i].s, "... its time");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!date_parse(slice_of(bad[i]), &s), "'%s' is no date", bad[i]);
	is_text(date_print(text, 784111777), "Sun, 06 Nov 1994 08:49:37 GMT", "printed");
	is_text(date_print(text, NOW_S), "Sun, 22 Nov 2026 12:00:00 GMT", "printed, another");
}

static void try_hits(void)
{
	static const struct {
		const char *fields, *hit, *evidence;
	} rows[] = {{"", NULL, NULL}, {"X-Cache: HIT\r\n", "hit", "X-Cache"},
		{"X-Cache: MISS, HIT\r\n", "hit", "X-Cache"},
		{"X-Cache: HIT from proxy.example\r\n", "hit", "X-Cache"},
		{"X-Cache: TCP_MISS from a.example\r\n", "miss", "X-Cache"},
		{"X-Cache: Miss from cloudfront\r\n", "miss", "X-Cache"},
		{"X-Cache: RefreshHit from cloudfront\r\n", "hit", "X-Cache"},
		{"X-Cache: something\r\n", NULL, NULL},
		{"CF-Cache-Status: DYNAMIC\r\n", "bypass", "CF-Cache-Status"},
		{"CF-Cache-Status: UPDATING\r\nX-Cache: MISS\r\n", "stale", "CF-Cache-Status"},
		{"X-Varnish: 5\r\n", "miss", "X-Varnish"},
		{"X-Varnish: 5 3\r\n", "hit", "X-Varnish"},
		{"Cache-Status: a; hit, b; fwd=uri-miss; stored\r\n", "miss", "Cache-Status"},
		{"Cache-Status: a; fwd=miss\r\nCache-Status: \"b, c\"; hit; ttl=5\r\nX-Cache: "
		 "MISS\r\n",
			"hit", "Cache-Status"},
		{"Cache-Status: a; fwd=stale; fwd-status=304\r\n", "stale", "Cache-Status"},
		{"Server-Timing: cdn-cache; desc=HIT, edge; dur=1\r\n", "hit", "Server-Timing"}};
	struct http h = {0};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *evidence, *name;

		read_head(&h, rows[i].fields);
		name = gateway_hit_name(gateway_hit_of(&h, &evidence));
		is_text(name ? name : "-", rows[i].hit ? rows[i].hit : "-", "row %zu: hit or miss",
			i);
		if (name && rows[i].evidence)
			is_text(evidence, rows[i].evidence, "... by its evidence");
	}
	http_close(&h);
}

static void try_sentences(void)
{
	static const struct {
		const char *fields, *wanted;
	} rows[] = {{DATE, ""},
		{DATE "Via: 1.1 a (x/1), 1.0 b\r\n", "It came by 1.1 a (x/1), then 1.0 b: 2 "
						     "intermediaries, the origin's side first "
						     "[Via]\n"},
		{DATE "Cache-Control: max-age=60\r\nAge: 10\r\nDate: x\r\n",
			"It was in caches for 10 s [Age]\nA shared cache may serve it for another "
			"50 s "
			"[Cache-Control: max-age, Age]\n"},
		{DATE "Cache-Control: max-age=\"60\", s-maxage=5\r\nAge: 7\r\n",
			"It was in caches for 7 s [Age]\nIt is stale since 2 s [Cache-Control: "
			"s-maxage, "
			"Age]\n"},
		{DATE "Expires: 0\r\n", "It is stale since 0 s [Expires and Date]\n"},
		{DATE "Expires: Sun, 22 Nov 2026 12:00:09 GMT\r\n",
			"A shared cache may serve it for another 9 s [Expires and Date]\n"},
		{"Date: Sun, 22 Nov 2026 13:00:00 GMT\r\n",
			"The server's clock is 3600 s ahead of ours [Date, Age]\n"},
		{"Date: Sun, 22 Nov 2026 11:59:30 GMT\r\n", ""},
		{"Date: Sun, 22 Nov 2026 11:00:00 GMT\r\nAge: 3600\r\n",
			"It was in caches for 3600 s [Age]\n"},
		{"Cache-Control: no-store, max-age=9\r\nVary: *\r\n",
			"No cache may keep it [Cache-Control: no-store]\nNo other request may be "
			"answered with it [Vary: *]\n"},
		{"Proxy-Status: edge.example; error=connection_refused; details=\"no "
		 "\\\"way\\\"\"\r\n",
			"The gateway edge.example says: connection_refused, no \"way\" "
			"[Proxy-Status]\n"},
		{"X-Squid-Error: ERR_CONNECT_FAIL 111\r\n",
			"Squid says: ERR_CONNECT_FAIL, Connection refused [X-Squid-Error]\n"},
		{"HTTP/1.1 504 Gateway Timeout\r\n",
			"A gateway waited for its upstream in vain [status 504]\n"},
		{"Server-Timing: db;dur=53.2;desc=\"a query\", x\r\n",
			"The server says of its time: db (a query) 53.2 [Server-Timing]\n"
			"The server says of its time: x [Server-Timing]\n"},
		{"Alt-Svc: h3=\":443\"\r\n",
			"The server is reachable in other ways: h3=\":443\" [Alt-Svc]\n"},
		{"Alt-Svc: clear\r\n", ""}};
	struct strbuf text = {0};
	struct http h = {0};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		read_head(&h, rows[i].fields);
		text.used = 0;
		gateway_put(&text, &h, NOW_S);
		strbuf_put_char(&text, 0);
		is_text(text.p, rows[i].wanted, "row %zu: what is said", i);
	}
	strbuf_close(&text);
	http_close(&h);
}

static void try_conform(void)
{
	static const struct {
		const char *fields, *range, *found;
	} rows[] = {
		{DATE, NULL, ""},
		{"Date: soon\r\n", NULL, "date-bad "},
		{"HTTP/1.1 302 Found\r\n", NULL, "location-missing "},
		{"HTTP/1.1 302 Found\r\nLocation: x\r\n", NULL, ""},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/5\r\n", NULL, "range-unasked "},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/5\r\n", "bytes=2-", ""},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/5\r\n", "bytes=2-9", ""},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/9\r\n", "bytes=2-9", "range-wrong "},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/*\r\n", "bytes=2-4", ""},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/5\r\n", "bytes=-3", ""},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 3-5/9\r\n", "bytes=2-", "range-wrong "},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-5/9\r\n", "bytes=2-5", "range-wrong "},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 4-2/9\r\n", "bytes=4-", "range-wrong "},
		{"HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/4\r\n", "bytes=2-", "range-wrong "},
		{"HTTP/1.1 206 P\r\n", "bytes=2-", "range-wrong "},
		{"HTTP/1.1 206 P\r\nContent-Type: multipart/byteranges\r\n", "bytes=2-,9-", ""},
	};
	struct http h = {0};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct findings f = {0};
		char found[80] = "";

		read_head(&h, rows[i].fields);
		conform_head(&f, &h, rows[i].range);
		for (unsigned n = 0; n < f.n; n++)
			snprintf(found + strlen(found), sizeof found - strlen(found), "%s ",
				anomaly_row(f.order[n])->name);
		is_text(found, rows[i].found, "row %zu: what is found", i);
	}
	http_close(&h);
}

static void try_sniff(void)
{
#define B(text)                                                                                    \
	{                                                                                          \
		(const uint8_t *)(text), sizeof(text) - 1, false                                   \
	}
	static const struct {
		const char *type;
		struct bytes first;
		bool type_differs, charset_differs;
	} rows[] = {{"image/png", B("\x89PNG\r\n\x1a\n"), false, false},
		{"image/jpeg", B("\x89PNG\r\n\x1a\n"), true, false},
		{"image/png", B("<html>"), true, false}, {"image/png", B("oops"), true, false},
		{"text/html; charset=utf-8", B(" <!DOCTYPE html>"), false, false},
		{"text/html; charset=utf-8", B("\xc3\xbc\xc3"), false, false},
		{"text/html; charset=\"UTF-8\"", B("\xfc is latin"), false, true},
		{"text/html;charset=utf-8", B("\xff\xfe<\0"), false, true},
		{"text/html; charset=iso-8859-1", B("\xfc"), false, false},
		{"text/plain; charset=us-ascii", B("\xc3\xbc"), false, true},
		{"application/json", B("<html>"), true, false},
		{"application/xhtml+xml", B("<html>"), false, false},
		{"image/svg+xml", B("<?xml version"), false, false},
		{"application/vnd.oasis", B("PK\x03\x04"), false, false},
		{"text/css", B("PK\x03\x04"), true, false},
		{"application/octet-stream", B("%PDF-"), false, false},
		{"text/plain", B("%PDF-"), false, false},
		{"image/webp", B("RIFF....WEBP"), false, false},
		{"application/json", B("{}"), false, false}};
	char text[24];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		is_int(sniff_type_differs(slice_of(rows[i].type), rows[i].first),
			rows[i].type_differs, "row %zu, %s: the type differs", i, rows[i].type);
		is_int(sniff_charset_differs(slice_of(rows[i].type), rows[i].first, false),
			rows[i].charset_differs, "... the charset");
	}
	is_text(sniff_parameter(text, sizeof text, slice_of("a; b=\"c;d\" ; e = f"), "b"), "c;d",
		"a quoted parameter");
	is_text(sniff_parameter(text, sizeof text, slice_of("a; b=c; e = f"), "E"), "f",
		"the last one");
	is_text(sniff_parameter(text, sizeof text, slice_of("b=c"), "b"), "",
		"the value itself is none");
}

int main(void)
{
	try_dates();
	try_hits();
	try_sentences();
	try_conform();
	try_sniff();
	return tap_done();
}
