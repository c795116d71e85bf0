/* httpget_http: what is found in odd responses and in their clean twins, however the bytes come. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "http.h"
#include "tap.h"

struct row {
	const char *name, *bytes;
	size_t n;
	const char *found; /* names with their offsets */
	const char *ends;  /* "done", "bad", "open", each with what is kept: "done/keep" */
	const char *body;
	enum http_method method;
	bool allow_09;
};
#define BYTES(text) text, sizeof(text) - 1
#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

static const struct row rows[] = {
	{"length", BYTES(OK "Content-Length: 5\r\n\r\nhello"), "", "done/keep", "hello", 0, 0},
	{"no content", BYTES(OK "Content-Length: 0\r\n\r\n"), "", "done/keep", "", 0, 0},
	{"blanks around a value", BYTES(OK "Content-Length: \t5 \r\n\r\nhello"), "", "done/keep",
		"hello", 0, 0},
	{"close", BYTES(OK "Connection: close\r\n\r\nhello"), "", "done", "hello", 0, 0},
	{"no length", BYTES(OK "\r\nhello"), "no-length@17", "done", "hello", 0, 0},
	{"1.0", BYTES("HTTP/1.0 200 OK\r\n\r\nhello"), "", "done", "hello", 0, 0},
	{"1.0 keep-alive",
		BYTES("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx"),
		"", "done/keep", "x", 0, 0},
	{"HEAD", BYTES(OK "Content-Length: 5\r\n\r\n"), "", "done/keep", "", HTTP_HEAD, 0},
	{"HEAD of chunks", BYTES(CHUNKED), "", "done/keep", "", HTTP_HEAD, 0},
	{"304 with a length", BYTES("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), "",
		"done/keep", "", 0, 0},
	{"204", BYTES("HTTP/1.1 204 No Content\r\n\r\n"), "", "done/keep", "", 0, 0},
	{"204 with a length", BYTES("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"),
		"length-no-body@25", "done/keep", "", 0, 0},
	{"204 with a coding", BYTES("HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n"),
		"coding-no-body@17", "done/keep", "", 0, 0},
	{"100 and 103 before it",
		BYTES("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" OK
		      "Content-Length: 1\r\n\r\nx"),
		"", "done/keep", "x", 0, 0},
	{"101", BYTES("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), "upgrade@36", "bad", "", 0,
		0},
	{"CONNECT", BYTES(OK "Content-Length: 5\r\n\r\n"), "", "done", "", HTTP_CONNECT, 0},

	{"two lengths", BYTES(OK "Content-Length: 12\r\nContent-Length: 5\r\n\r\n"),
		"length-conflict@17", "bad", "", 0, 0},
	{"two lengths in one", BYTES(OK "Content-Length: 12, 5\r\n\r\n"), "length-conflict@17",
		"bad", "", 0, 0},
	{"the same length twice", BYTES(OK "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
		"length-repeated@17", "done/keep", "x", 0, 0},
	{"length +12", BYTES(OK "Content-Length: +12\r\n\r\n"), "length-invalid@17", "bad", "", 0,
		0},
	{"length 0xc", BYTES(OK "Content-Length: 0xc\r\n\r\n"), "length-invalid@17", "bad", "", 0,
		0},
	{"length 12abc", BYTES(OK "Content-Length: 12abc\r\n\r\n"), "length-invalid@17", "bad", "",
		0, 0},
	{"an empty length", BYTES(OK "Content-Length: \r\n\r\n"), "length-invalid@17", "bad", "", 0,
		0},
	{"length 2^64+12", BYTES(OK "Content-Length: 18446744073709551628\r\n\r\n"),
		"length-overflow@17", "bad", "", 0, 0},
	{"length with zeros", BYTES(OK "Content-Length: 000000000000000000000001\r\n\r\nx"), "",
		"done/keep", "x", 0, 0},
	{"length 100, 12 sent", BYTES(OK "Content-Length: 100\r\n\r\nhello world\n"),
		"cut-length@52", "bad", "hello world\n", 0, 0},
	{"length 5, 12 sent", BYTES(OK "Content-Length: 5\r\n\r\nhello world\n"), "extra@43",
		"done", "hello", 0, 0},
	{"length beside chunked",
		BYTES(OK "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0"
			 "\r\n\r\n"),
		"length-chunked@17", "done", "hello", 0, 0},
	{"blank before the colon", BYTES(OK "Content-Length : 5\r\n\r\nhello"), "name-blank@31",
		"done/keep", "hello", 0, 0},

	{"an empty TE", BYTES(OK "Transfer-Encoding: \r\nContent-Length: 1\r\n\r\nx"),
		"coding-unknown@17", "bad", "", 0, 0},
	{"a TE of a comma", BYTES(OK "Transfer-Encoding: ,\r\n\r\nx"), "coding-unknown@17", "bad",
		"", 0, 0},
	{"a TE with commas", BYTES(OK "Transfer-Encoding: ,chunked,\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
		"", "done/keep", "x", 0, 0},
	{"a control byte for a slash",
		BYTES("HTTP\x0f"
		      "1.1 200 OK\r\n\r\n"),
		"not-http@0", "bad", "", 0, 0},
	{"TE: xchunked", BYTES(OK "Transfer-Encoding: xchunked\r\n\r\n"), "coding-unknown@17",
		"bad", "", 0, 0},
	{"TE: gzip, chunked", BYTES(OK "Transfer-Encoding: gzip, chunked\r\n\r\n"),
		"coding-unknown@17", "bad", "", 0, 0},
	{"TE: chunked, chunked", BYTES(OK "Transfer-Encoding: chunked, chunked\r\n\r\n"),
		"coding-repeated@17", "bad", "", 0, 0},
	{"TE: identity", BYTES(OK "Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\nx"),
		"coding-identity@17", "done/keep", "x", 0, 0},
	{"TE: Chunked", BYTES(OK "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n"), "", "done/keep",
		"", 0, 0},
	{"TE on 1.0",
		BYTES("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
		"coding-old@17", "done", "x", 0, 0},

	{"chunks", BYTES(CHUNKED "5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n"), "", "done/keep",
		"hello0123456789", 0, 0},
	{"chunk of 2^64+12", BYTES(CHUNKED "1000000000000000c\r\nx"), "chunk-overflow@47", "bad",
		"", 0, 0},
	{"chunk of 2^63", BYTES(CHUNKED "8000000000000000\r\nx"), "chunk-overflow@47", "bad", "", 0,
		0},
	{"chunk of 16 digits", BYTES(CHUNKED "0000000000000001\r\nx\r\n0\r\n\r\n"), "", "done/keep",
		"x", 0, 0},
	{"chunk of 17 digits", BYTES(CHUNKED "00000000000000001\r\nx\r\n0\r\n\r\n"),
		"chunk-zeros@47", "done/keep", "x", 0, 0},
	{"chunk 0xc", BYTES(CHUNKED "0xc\r\n"), "chunk-size@47", "bad", "", 0, 0},
	{"chunk -1", BYTES(CHUNKED "-1\r\n"), "chunk-size@47", "bad", "", 0, 0},
	{"chunk of nothing", BYTES(CHUNKED "\r\n"), "chunk-size@47", "bad", "", 0, 0},
	{"chunk with a blank", BYTES(CHUNKED "1 \r\nx\r\n0\r\n\r\n"), "chunk-blank@48", "done/keep",
		"x", 0, 0},
	{"extension", BYTES(CHUNKED "1;a=b;c=\"d;\\\"e\" ; f\r\nx\r\n0\r\n\r\n"),
		"chunk-extension@48", "done/keep", "x", 0, 0},
	{"junk for an extension", BYTES(CHUNKED "1;a=\x01\r\nx\r\n0\r\n\r\n"),
		"chunk-extension-bad@48", "done/keep", "x", 0, 0},
	{"junk behind a size", BYTES(CHUNKED "1 junk\r\nx\r\n0\r\n\r\n"), "chunk-extension-bad@48",
		"done/keep", "x", 0, 0},
	{"chunks with LF", BYTES(CHUNKED "1\nx\n0\n\n"),
		"chunk-lf@48 chunk-lf@50 chunk-lf@52 bare-lf@53", "done/keep", "x", 0, 0},
	{"no CRLF behind a chunk", BYTES(CHUNKED "1\r\nxy\r\n"), "chunk-end@51", "bad", "x", 0, 0},
	{"CR alone behind a chunk", BYTES(CHUNKED "1\r\nx\r0\r\n"), "chunk-end@51", "bad", "x", 0,
		0},
	{"chunk data cut", BYTES(CHUNKED "5\r\nhel"), "cut-chunk@53", "bad", "hel", 0, 0},
	{"cut between chunks", BYTES(CHUNKED "1\r\nx\r\n"), "cut-chunk@53", "bad", "x", 0, 0},
	{"cut in a size", BYTES(CHUNKED "1\r\nx\r\n1"), "cut-chunk@54", "bad", "x", 0, 0},
	{"cut behind the last chunk", BYTES(CHUNKED "1\r\nx\r\n0\r\n"), "cut-trailer@56", "bad",
		"x", 0, 0},
	{"trailers", BYTES(CHUNKED "1\r\nx\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n"), "trailer@56",
		"done/keep", "x", 0, 0},
	{"a length for a trailer", BYTES(CHUNKED "0\r\nContent-Length: 5\r\n\r\n"),
		"trailer@50 trailer-field@50", "done/keep", "", 0, 0},
	{"bytes behind chunks", BYTES(CHUNKED "0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), "extra@52",
		"done", "", 0, 0},

	{"NUL", BYTES(OK "X: a\0b\r\nContent-Length: 0\r\n\r\n"), "nul@21", "done/keep", "", 0, 0},
	{"control byte", BYTES(OK "X: a\033[1m\r\nContent-Length: 0\r\n\r\n"), "control@21",
		"done/keep", "", 0, 0},
	{"tab in a value", BYTES(OK "X: a\tb\r\nContent-Length: 0\r\n\r\n"), "", "done/keep", "", 0,
		0},
	{"bare CR", BYTES(OK "X: a\rY: b\r\nContent-Length: 0\r\n\r\n"), "bare-cr@21", "done/keep",
		"", 0, 0},
	{"bare LF", BYTES("HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
		"bare-lf@15 bare-lf@33 bare-lf@34", "done/keep", "", 0, 0},
	{"fold", BYTES(OK "X: a\r\n  b\r\nContent-Length: 0\r\n\r\n"), "fold@23", "done/keep", "",
		0, 0},
	{"fold before any field", BYTES(OK " X: a\r\nContent-Length: 0\r\n\r\n"), "fold-first@17",
		"done/keep", "", 0, 0},
	{"no colon", BYTES(OK "novalue\r\nContent-Length: 0\r\n\r\n"), "no-colon@17", "done/keep",
		"", 0, 0},
	{"no name", BYTES(OK ": novalue\r\nContent-Length: 0\r\n\r\n"), "no-name@17", "done/keep",
		"", 0, 0},
	{"name with a blank", BYTES(OK "X Bad: 1\r\nContent-Length: 0\r\n\r\n"), "name-byte@17",
		"done/keep", "", 0, 0},
	{"an empty value", BYTES(OK "X:\r\nContent-Length: 0\r\n\r\n"), "", "done/keep", "", 0, 0},
	{"two locations", BYTES(OK "Location: a\r\nLocation: b\r\nContent-Length: 0\r\n\r\n"),
		"twice@30", "done/keep", "", 0, 0},
	{"the same location twice",
		BYTES(OK "Location: a\r\nLocation: a\r\nContent-Length: 0\r\n\r\n"), "",
		"done/keep", "", 0, 0},

	{"no reason", BYTES("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"), "no-reason@12",
		"done/keep", "", 0, 0},
	{"an empty reason", BYTES("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"), "", "done/keep",
		"", 0, 0},
	{"two blanks", BYTES("HTTP/1.1  200 OK\r\nContent-Length: 0\r\n\r\n"), "status-blanks@8",
		"done/keep", "", 0, 0},
	{"4 digits", BYTES("HTTP/1.1 2000 OK\r\n\r\n"), "status-digits@9", "bad", "", 0, 0},
	{"no digits", BYTES("HTTP/1.1 OK\r\n\r\n"), "status-digits@9", "bad", "", 0, 0},
	{"status 99", BYTES("HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n"), "status-range@9",
		"done/keep", "", 0, 0},
	{"status 600", BYTES("HTTP/1.1 600 High\r\nContent-Length: 0\r\n\r\n"), "status-range@9",
		"done/keep", "", 0, 0},
	{"status 599", BYTES("HTTP/1.1 599 Top\r\nContent-Length: 0\r\n\r\n"), "", "done/keep", "",
		0, 0},
	{"small letters", BYTES("http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "version@0",
		"done/keep", "", 0, 0},
	{"HTTP/2", BYTES("HTTP/2 200 OK\r\nContent-Length: 0\r\n\r\n"), "version@0", "done/keep",
		"", 0, 0},
	{"HTTP/1.10", BYTES("HTTP/1.10 200 OK\r\nContent-Length: 0\r\n\r\n"), "version@0",
		"done/keep", "", 0, 0},
	{"HTTP/1.2", BYTES("HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n"), "", "done/keep", "", 0,
		0},
	{"an empty line first", BYTES("\r\n\n" OK "Content-Length: 0\r\n\r\n"),
		"empty-line@0 empty-line@2", "done/keep", "", 0, 0},
	{"an SSH banner", BYTES("SSH-2.0-OpenSSH_9.2\r\n"), "not-http@0", "bad", "", 0, 0},
	{"HTML alone", BYTES("<html>\n"), "not-http@0", "bad", "", 0, 0},
	{"HTML alone, as 0.9", BYTES("<html>\n"), "version-0.9@0", "done", "<html>\n", 0, true},
	{"nearly HTTP, as 0.9", BYTES("HTTQ is not"), "version-0.9@0", "done", "HTTQ is not", 0,
		true},

	{"nothing", BYTES(""), "cut-empty@0", "bad", "", 0, 0},
	{"status line cut", BYTES("HTTP/1.1 200"), "cut-head@12", "bad", "", 0, 0},
	{"head cut", BYTES(OK), "cut-head@17", "bad", "", 0, 0},
	{"head cut in a line", BYTES(OK "Content-Le"), "cut-head@27", "bad", "", 0, 0},
	{"head cut behind a length", BYTES(OK "Content-Length: 12\r\n"), "cut-head@37", "bad", "",
		0, 0},
	{"cut behind 100", BYTES("HTTP/1.1 100 Continue\r\n\r\n"), "cut-head@25", "bad", "", 0, 0},
};

/* What happened, as text: all of it, and findings and content alone. */
struct seen {
	struct strbuf all, found, body;
	enum http_span last;
	uint64_t next; /* where a piece of the same content would go on */
};

static bool is_content(enum http_span kind)
{
	return kind == HTTP_BODY || kind == HTTP_DATA;
}

static void see(struct seen *s, enum http_step step, const struct http_event *e)
{
	if (step == HTTP_FINDING) {
		strbuf_print(&s->all, " %s@%d+%d", anomaly_row(e->finding)->name, (int)e->offset,
			(int)e->length);
		strbuf_print(&s->found, "%s%s@%d", s->found.used ? " " : "",
			anomaly_row(e->finding)->name, (int)e->offset);
		s->next = UINT64_MAX;
		return;
	}
	if (is_content(e->span))
		strbuf_put(&s->body, e->data.p, e->data.left);
	if (!is_content(e->span) || e->span != s->last || e->offset != s->next)
		strbuf_print(&s->all, " %d@%d", (int)e->span, (int)e->offset);
	if (!is_content(e->span))
		strbuf_print(&s->all, "+%d", (int)e->length);
	s->last = e->span;
	s->next = e->offset + e->length;
}

static void drain(struct http *h, struct bytes in, struct seen *s)
{
	struct http_event e;
	enum http_step step;

	while ((step = http_next(h, &in, &e)) == HTTP_SPAN || step == HTTP_FINDING)
		see(s, step, &e);
}

/* Pieces of n bytes; bytes behind the end are handed over at once. */
static struct seen feed(struct http *h, const struct row *r, size_t n)
{
	static const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct seen s = {.last = HTTP_STRAY, .next = UINT64_MAX};
	struct http_event e;
	enum http_step step;
	size_t at = 0;

	http_begin(h, &limits, r->method, r->allow_09, 0);
	for (; at < r->n && !h->done && !h->bad; at += n)
		drain(h, bytes_of(r->bytes + at, r->n - at < n ? r->n - at : n), &s);
	if (h->done && h->offset < r->n && h->framing != HTTP_FRAMING_TUNNEL) {
		http_extra(h, bytes_of(r->bytes + h->offset, r->n - (size_t)h->offset), &e);
		see(&s, HTTP_FINDING, &e);
	}
	while ((step = http_end(h, ANOMALIES, &e)) == HTTP_SPAN || step == HTTP_FINDING)
		see(&s, step, &e);
	strbuf_put_char(&s.all, 0);
	strbuf_put_char(&s.found, 0);
	strbuf_put_char(&s.body, 0);
	return s;
}

static void forget(struct seen *s)
{
	strbuf_close(&s->all);
	strbuf_close(&s->found);
	strbuf_close(&s->body);
}

static void try_row(const struct row *r)
{
	struct http h = {0};
	struct seen whole = feed(&h, r, r->n ? r->n : 1), pieces;
	char ends[32];

	is_text(whole.found.p, r->found, "%s: what is found", r->name);
	is_text(whole.body.p, r->body, "... its content");
	snprintf(ends, sizeof ends, "%s%s",
		h.done	? "done"
		: h.bad ? "bad"
			: "open",
		h.keep ? "/keep" : "");
	is_text(ends, r->ends, "... how it ends");
	for (size_t n = 1; n <= 3; n++) {
		pieces = feed(&h, r, n);
		is_text(pieces.all.p, whole.all.p, "... the same in pieces of %zu", n);
		forget(&pieces);
	}
	forget(&whole);
	http_close(&h);
}

static const struct row limit_rows[] = {
	{"a long line", BYTES(OK "X: 0123456789012345678901234567890123456789\r\n\r\n"),
		"limit-line@17", "bad", "", 0, 0},
	{"many fields", BYTES(OK "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n"), "limit-fields@35", "bad",
		"", 0, 0},
	{"many 1xx", BYTES("HTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\n"),
		"limit-interim@52", "bad", "", 0, 0},
	{"a large head", BYTES(OK "A: 12345678901234567890\r\nB: 1234567890123456\r\n\r\n"),
		"limit-head@42", "bad", "", 0, 0},
};

static void try_limits(void)
{
	static const struct http_limits small = {.line_bytes = 32,
		.head_bytes = 48,
		.fields = 3,
		.interim = 2,
		.trailer_bytes = 16,
		.extension_bytes = 16};
	struct http h = {0};

	for (size_t i = 0; i < sizeof limit_rows / sizeof *limit_rows; i++) {
		const struct row *r = &limit_rows[i];
		struct seen s = {0};

		http_begin(&h, &small, HTTP_GET, false, 0);
		drain(&h, bytes_of(r->bytes, r->n), &s);
		strbuf_put_char(&s.found, 0);
		is_text(s.found.p, r->found, "%s", r->name);
		ok(h.bad, "... ends the response");
		forget(&s);
	}
	http_close(&h);
}

/* Without an end, and in pieces: memory stays where the limit is. */
static void try_endless(const char *name, const char *begin, const char *piece, const char *found)
{
	static const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct http h = {0};
	struct seen s = {0};
	unsigned turns = 0;

	http_begin(&h, &limits, HTTP_GET, false, 0);
	drain(&h, bytes_of(begin, strlen(begin)), &s);
	for (; turns < 4000000 && !h.bad && !h.done; turns++) {
		s.found.used = s.all.used = s.body.used = 0;
		drain(&h, bytes_of(piece, strlen(piece)), &s);
	}
	strbuf_put_char(&s.found, 0);
	ok(strstr(s.found.p, found) && h.bad, "endless %s: %s", name, s.found.p);
	ok(h.line.size + h.head.size <= 2 << 20, "... in bounded memory");
	forget(&s);
	http_close(&h);
}

static void try_lookup(void)
{
	static const char text[] = OK "A: 1\r\nB: x, y;q=1\r\na:  2 \r\nFold: a\r\n b\r\n"
				      "Content-Length: 0\r\n\r\n";
	static const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct http h = {0};
	struct seen s = {0};

	http_begin(&h, &limits, HTTP_GET, false, 0);
	drain(&h, bytes_of(text, sizeof text - 1), &s);
	ok(slice_is(http_value(&h, "a", 0), "1"), "the first field of a name");
	ok(slice_is(http_value(&h, "a", 1), "2"), "the second, trimmed");
	ok(!http_value(&h, "a", 2).p, "no third");
	ok(slice_is(http_value(&h, "fold", 0), "a\r\n b"), "a folded value keeps its bytes");
	ok(http_lists(&h, "b", "y"), "an item of a list, its parameter left out");
	ok(!http_lists(&h, "b", "q"), "a parameter is no item");
	is_int(h.status, 200, "status");
	is_text(http_foreign(bytes_of("SSH-2.0", 7)), "SSH", "an SSH banner has a name");
	is_text(http_foreign(bytes_of("\0\0\022\4\0\0\0\0\0", 9)), "HTTP/2",
		"a SETTINGS frame too");
	ok(!http_foreign(bytes_of("<html>", 6)), "HTML has none");
	forget(&s);
	http_close(&h);
}

int main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		try_row(&rows[i]);
	try_limits();
	try_endless("line", "HTTP/1.1 200 OK\r\nX: ", "xxxxxxxx", "limit-line");
	try_endless("head", "HTTP/1.1 200 OK\r\n", "X-Y: 1234567890 1234567890\r\n", "limit-");
	try_endless("1xx", "", "HTTP/1.1 102 Processing\r\n\r\n", "limit-interim");
	try_endless("extension", CHUNKED "1;", "x;", "limit-extension");
	try_endless("extensions", CHUNKED, "1;a=bcdefgh\r\nx\r\n", "limit-extension");
	try_endless("trailer", CHUNKED "0\r\nX: ", "xxxx", "limit-trailer");
	try_endless("trailers", CHUNKED "0\r\n", "X: y\r\n", "limit-");
	try_lookup();
	return tap_done();
}
