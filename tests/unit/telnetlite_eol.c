/* telnetlite_eol: line ends and IAC of what goes out; what a decoder makes of it again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "eol.h"

#include "tap.h"
#include "telnet.h"

struct made {
	uint8_t p[4096];
	size_t n;
};

static struct made make(struct eol_state e, struct bytes in, size_t piece)
{
	struct made m = {.n = 0};
	uint8_t some[16];

	while (in.left) {
		struct bytes part = bytes_head(in, piece);

		bytes_skip(&in, part.left);
		while (part.left) {
			struct bytes_out to = bytes_to(some, sizeof some);

			eol_put(&e, &part, &to);
			memcpy(m.p + m.n, some, to.used);
			m.n += to.used;
		}
	}
	struct bytes_out to = bytes_to(m.p, sizeof m.p);

	to.used = m.n;
	eol_end(&e, &to);
	m.n = to.used;
	return m;
}

static void check(struct eol_state e, const char *in, size_t n, const char *wanted, size_t n_wanted,
	const char *what)
{
	unsigned bad = 0;

	for (size_t piece = 1; piece <= n; piece++) {
		struct made m = make(e, bytes_of(in, n), piece);

		bad += m.n != n_wanted || memcmp(m.p, wanted, n_wanted) != 0;
	}
	is_int(bad, 0, "%s, however it is cut", what);
}

#define CHECK(of, on, in, wanted, what)                                                            \
	check((struct eol_state){.kind = (of), .telnet = (on)}, in, sizeof(in) - 1, wanted,        \
		sizeof(wanted) - 1, what)
#define KEYS(of, on, in, wanted, what)                                                             \
	check((struct eol_state){.kind = (of), .telnet = (on), .keys = true}, in, sizeof(in) - 1,  \
		wanted, sizeof(wanted) - 1, what)

static void table(void)
{
	CHECK(EOL_AS_IS, false, "a\nb\r\nc\r\xff", "a\nb\r\nc\r\xff", "as it is");
	CHECK(EOL_AS_IS, true, "a\nb\r\nc\r\xff", "a\nb\r\nc\r\xff\xff", "as it is, IAC doubled");
	CHECK(EOL_CRLF, false, "a\nb\r\nc\rd\n\n\r", "a\r\nb\r\nc\rd\r\n\r\n\r",
		"CR LF: none is doubled");
	CHECK(EOL_CRLF, true, "a\nb\r\nc\rd\r\0e\r\r\n\r", "a\r\nb\r\nc\r\0d\r\0e\r\0\r\n\r\0",
		"CR LF in telnet: a CR alone is CR NUL");
	CHECK(EOL_LF, false, "a\nb\r\nc\rd\r\r\n", "a\nb\nc\rd\r\n", "LF");
	CHECK(EOL_CR, false, "a\nb\r\nc\rd", "a\rb\rc\rd", "CR");
	KEYS(EOL_CRLF, false, "a\r\xff\rb\n\r", "a\r\n\xff\r\nb\r\n\r\n",
		"keys: CR is Enter, CR LF");
	KEYS(EOL_CRLF, true, "a\r\xff\r", "a\r\n\xff\xff\r\n", "in telnet too");
	KEYS(EOL_LF, false, "a\r\rb", "a\n\nb", "or LF");
	KEYS(EOL_CR, false, "a\r\rb", "a\r\rb", "or CR");
	KEYS(EOL_AS_IS, true, "a\rb", "a\rb", "or as it is");
	CHECK(EOL_CRNUL, true, "a\rb\n\xff", "a\r\0b\n\xff\xff", "keys: CR is CR NUL");
}

/* Enter waits for no key behind it. */
static void enter(void)
{
	static const enum eol kinds[] = {EOL_CRLF, EOL_LF, EOL_CR, EOL_CRNUL};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		uint8_t out[16];
		struct eol_state e = {.kind = kinds[i], .keys = true};
		struct bytes in = bytes_of("a\r", 2);
		struct bytes_out to = bytes_to(out, sizeof out);

		eol_put(&e, &in, &to);
		ok(to.used > 1 && !e.after_cr, "Enter goes out at once: %zu bytes", to.used);
	}
}

/* What a peer in the NVT reads of it is what was meant. */
static void identity(void)
{
	uint32_t seed = 3;
	unsigned bad = 0;

	for (int round = 0; round < 200; round++) {
		uint8_t in[256], out[1024];
		static struct telnet peer;
		struct eol_state e = {.kind = EOL_AS_IS, .telnet = true};
		struct bytes view = bytes_of(in, sizeof in);
		struct bytes_out to = bytes_to(out, sizeof out);
		struct telnet_event event;
		struct bytes back;
		size_t n = 0;

		for (size_t i = 0; i < sizeof in; i++) {
			seed = seed * 1664525 + 1013904223;
			in[i] = seed >> 31 ? 0xff : (uint8_t)(seed >> 16);
		}
		eol_put(&e, &view, &to);
		back = bytes_written(&to);
		telnet_init(&peer, &(struct telnet_config){0});
		peer.him[TELNET_BINARY] = TELNET_YES;
		while (telnet_next(&peer, &back, &event) != TELNET_MORE) {
			bad += event.kind != TELNET_DATA || n + event.data.left > sizeof in ||
			       memcmp(in + n, event.data.p, event.data.left) != 0;
			n += event.data.left;
		}
		bad += n != sizeof in;
	}
	is_int(bad, 0, "200 random texts come out of a telnet peer as they went in");
}

int main(void)
{
	table();
	enter();
	identity();
	return tap_done();
}
