/* httpget_plain: what a terminal gets to see: content made plain, lines of progress, wire text,
 * verdicts. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plain.h"

#include "../../httpget/progress.h"
#include "phases.h"
#include "tap.h"
#include "verdict.h"
#include "wirelog.h"

static const char *plain(struct strbuf *b, const char *text, size_t n, size_t piece)
{
	uint8_t rest[64];
	size_t have = 0;

	b->used = 0;
	for (size_t at = 0; at < n; at += piece) {
		size_t take = n - at < piece ? n - at : piece;
		struct bytes in;

		memcpy(rest + have, text + at, take);
		in = bytes_of(rest, have + take);
		plain_put(b, &in, at + take == n);
		have = in.left;
		memmove(rest, in.p, have);
	}
	strbuf_put_char(b, 0);
	return b->p;
}

static void try_plain(void)
{
#define T(text) text, sizeof(text) - 1
	static const struct {
		const char *text;
		size_t n;
		const char *wanted;
	} rows[] = {{T("a\tb\r\nc"), "a\tb\r\nc"}, {T("\033[31m"), "\\x1b[31m"},
		{T("a\0b\x7f"), "a\\x00b\\x7f"},
		{T("\303\274\342\202\254"), "\303\274\342\202\254"},
		{T("\302\233m"), "\\xc2\\x9bm"}, {T("\342\200\256x"), "\\xe2\\x80\\xaex"},
		{T("\xff\xfe"), "\\xff\\xfe"}, {T("\xe2\x82"), "\\xe2\\x82"},
		{T("\xe2x"), "\\xe2x"}, {T("\355\240\200"), "\\xed\\xa0\\x80"},
		{T("\360\237\230\200"), "\360\237\230\200"}};
	struct strbuf b = {0};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t piece = 1; piece <= rows[i].n; piece++)
			is_text(plain(&b, rows[i].text, rows[i].n, piece), rows[i].wanted,
				"row %zu in pieces of %zu", i, piece);
	strbuf_close(&b);
}

static void try_progress(void)
{
	struct exchange x;
	char text[160];

	exchange_init(&x);
	x.first_ns = 0;
	x.http.body_bytes = 12300000;
	x.http.framing = HTTP_FRAMING_LENGTH;
	x.http.content_length = 49200000;
	is_text(progress_text(text, sizeof text, &x, 10000000000),
		"12.3 MB of 49.2 MB, 1.23 MB/s, 30 s left |======                  |",
		"with a length");
	x.http.framing = HTTP_FRAMING_CLOSE;
	is_text(progress_text(text, sizeof text, &x, 10000000000), "12.3 MB, 1.23 MB/s", "without");
}

static void try_wire(void)
{
	char text[24];

	is_text(wirelog_text(text, sizeof text, bytes_of("a\r\n\\\033\xc3", 6)),
		"a\\r\\n\\\\\\x1b\\xc3", "line ends and bytes as text");
	is_text(wirelog_text(text, sizeof text, bytes_of("0123456789012345678901234567", 28)),
		"01234567890123456789...", "cut with dots");
}

static const char *verdict_of(struct strbuf *b, const struct exchange *x)
{
	b->used = 0;
	verdict_put(b, x);
	strbuf_put_char(b, 0);
	return b->p;
}

/* Times of an exchange in ms, as they would be taken. */
static void try_verdict(void)
{
	const int64_t ms = 1000000;
	struct strbuf b = {0};
	struct exchange x;
	struct phases p;

	exchange_init(&x);
	is_text(verdict_of(&b, &x), "it did not come to a connection", "nothing happened");
	x.begun_ns = x.link.begun_ns = 0;
	x.link.named_ns = 2 * ms;
	x.link.connecting_ns = 2 * ms;
	x.link.connected_ns = 12 * ms;
	x.written_ns = x.sent_ns = 13 * ms;
	x.acked_ns = 60 * ms; /* a delayed acknowledgment is no round trip */
	x.rtt_ns = 10 * ms;
	x.first_ns = 123 * ms;
	x.last_ns = x.ended_ns = 140 * ms;
	p = phases_of(&x);
	is_int(p.took_ns[PHASE_NAME], 2 * ms, "the name");
	is_int(p.took_ns[PHASE_CONNECT], 10 * ms, "the connection");
	is_int(p.took_ns[PHASE_TLS], INT64_MIN, "no TLS");
	is_int(p.took_ns[PHASE_NETWORK], 10 * ms, "of the wait: the network's part");
	is_int(p.took_ns[PHASE_THINK], 100 * ms, "... and the server's");
	is_int(p.took_ns[PHASE_TRANSFER], 17 * ms, "the transfer");
	is_text(verdict_of(&b, &x), "100 ms of 140 ms: the server thought; RTT is 10 ms",
		"verdict");
	x.acked_ns = 18 * ms;
	is_int(phases_of(&x).took_ns[PHASE_NETWORK], 5 * ms, "an earlier acknowledgment counts");
	x.link.syn_retransmits = 1;
	x.link.connected_ns = x.written_ns = x.sent_ns = 1012 * ms;
	x.acked_ns = INT64_MIN;
	x.first_ns = 1072 * ms;
	x.last_ns = x.ended_ns = 1072 * ms;
	is_text(verdict_of(&b, &x),
		"1.01 s of 1.07 s: the first SYN got no answer (1 retransmission); RTT is 10 ms; "
		"the "
		"server thought for 50 ms",
		"a lost SYN");
	strbuf_close(&b);
}

int main(void)
{
	try_plain();
	try_progress();
	try_wire();
	try_verdict();
	return tap_done();
}
