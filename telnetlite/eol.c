/* eol: line ends and IAC of what goes out. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "eol.h"

#include <string.h>

enum { IAC = 255, LOOK_BYTES = 4096 };

static size_t find(const uint8_t *p, int what, size_t n)
{
	const uint8_t *at = memchr(p, what, n);

	return at ? (size_t)(at - p) : n;
}

/* How many bytes at the front go out as they are. */
static size_t plain(const struct eol_state *e, const uint8_t *p, size_t n)
{
	if (n > LOOK_BYTES)
		n = LOOK_BYTES;
	if (e->kind == EOL_CRLF || e->kind == EOL_LF || e->kind == EOL_CR)
		n = find(p, '\n', n);
	/* Only the CR before a LF, or at the end, means something then: no second look for one. */
	if (e->kind == EOL_CRLF && !e->telnet && !e->keys)
		return n && p[n - 1] == '\r' ? n - 1 : n;
	if (e->kind != EOL_AS_IS)
		n = find(p, '\r', n);
	return e->telnet ? find(p, IAC, n) : n;
}

static size_t room(const struct bytes_out *to)
{
	return to->size - to->used;
}

/* A CR that is still to be put: before a LF it is part of a line's end. */
static void put_cr(struct eol_state *e, bool lf_follows, struct bytes_out *to)
{
	if (!lf_follows || e->kind == EOL_CRLF)
		bytes_put_u8(to, '\r');
	if (!lf_follows && e->kind == EOL_CRLF && e->telnet)
		bytes_put_u8(to, 0);
	e->after_cr = false;
}

/* Enter, where it is a key: no byte behind it may be waited for. */
static bool put_enter(const struct eol_state *e, uint8_t c, struct bytes_out *to)
{
	static const char *const ends[] = {[EOL_CRLF] = "\r\n", [EOL_LF] = "\n", [EOL_CR] = "\r"};

	if (c != '\r' || !e->keys || e->kind == EOL_AS_IS || e->kind == EOL_CRNUL)
		return false;
	bytes_put(to, ends[e->kind], strlen(ends[e->kind]));
	return true;
}

static void put_special(struct eol_state *e, uint8_t c, struct bytes_out *to)
{
	bool was_cr = e->after_cr;

	if (was_cr)
		put_cr(e, c == '\n', to);
	if (put_enter(e, c, to))
		return;
	if (c == '\r' && e->kind == EOL_CRNUL) {
		bytes_put_u8(to, '\r');
		bytes_put_u8(to, 0);
	} else if (c == '\r') {
		e->after_cr = true;
	} else if (c == '\n' && e->kind == EOL_CR) {
		bytes_put_u8(to, '\r');
	} else {
		if (c == '\n' && e->kind == EOL_CRLF && !was_cr)
			bytes_put_u8(to, '\r');
		bytes_put_u8(to, c);
		if (c == IAC && e->telnet)
			bytes_put_u8(to, c);
	}
}

/* n plain bytes, and the line's end behind them where it is a LF that becomes CR LF. */
static void put_run(struct eol_state *e, struct bytes *in, size_t n, struct bytes_out *to)
{
	bool ends = e->kind == EOL_CRLF && n < in->left && in->p[n] == '\n' && room(to) >= n + 2;

	memcpy(to->p + to->used, in->p, n);
	to->used += n;
	if (ends) {
		to->p[to->used++] = '\r';
		to->p[to->used++] = '\n';
	}
	in->p += n + ends;
	in->left -= n + ends;
}

void eol_put(struct eol_state *e, struct bytes *in, struct bytes_out *to)
{
	while (in->left && room(to) >= EOL_LEAST) {
		/* A CR NUL that is one already stays one. */
		bool padding = e->after_cr && e->kind == EOL_CRLF && e->telnet && !in->p[0];
		size_t n = e->after_cr ? 0 : plain(e, in->p, in->left);

		if (n > room(to))
			n = room(to);
		if (n) {
			put_run(e, in, n, to);
			continue;
		}
		if (padding)
			put_cr(e, false, to);
		else
			put_special(e, in->p[0], to);
		bytes_skip(in, 1);
	}
}

void eol_end(struct eol_state *e, struct bytes_out *to)
{
	if (e->after_cr)
		put_cr(e, false, to);
}
