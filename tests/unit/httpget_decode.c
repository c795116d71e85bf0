/* httpget_decode: content codings, whole, in pieces, cut, broken, and growing without end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode.h"

#include <brotli/encode.h>
#include <errno.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "tap.h"

enum { ROOM = 1 << 20 };
static const struct decode_limits limits = {.stages = 2, .ratio = 1000};

struct coded {
	uint8_t p[ROOM];
	size_t n;
};

static void put_zlib(struct coded *c, const void *from, size_t n, int window_bits)
{
	z_stream z = {0};

	deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
	z.next_in = (Bytef *)(uintptr_t)from;
	z.avail_in = (uInt)n;
	z.next_out = c->p + c->n;
	z.avail_out = (uInt)(ROOM - c->n);
	deflate(&z, Z_FINISH);
	c->n = ROOM - z.avail_out;
	deflateEnd(&z);
}

static void put_brotli(struct coded *c, const void *from, size_t n)
{
	size_t room = ROOM - c->n;

	BrotliEncoderCompress(5, 18, BROTLI_MODE_GENERIC, n, from, &room, c->p + c->n);
	c->n += room;
}

static void put_zstd(struct coded *c, const void *from, size_t n)
{
	c->n += ZSTD_compress(c->p + c->n, ROOM - c->n, from, n, 3);
}

/* What came out: as much of it as fits, and how much that was. */
struct taken {
	char text[4096];
	size_t n;
	uint64_t all;
};

static int take(void *to, struct bytes out, struct fail *why)
{
	struct taken *t = to;
	size_t room = sizeof t->text - 1 - t->n, n = out.left < room ? out.left : room;

	(void)why;
	t->all += out.left;
	memcpy(t->text + t->n, out.p, n);
	t->n += n;
	return 0;
}

static int decode_all(struct decode *d, const struct coded *c, size_t piece, struct taken *t)
{
	int rc = 0;

	*t = (struct taken){0};
	for (size_t at = 0; at < c->n && rc >= 0; at += piece)
		rc = decode_put(d, bytes_of(c->p + at, c->n - at < piece ? c->n - at : piece), take,
			t, NULL);
	return rc;
}

static struct decode *open_as(const char *codings)
{
	struct decode *d = NULL;

	decode_open(&d, slice_of(codings), &limits, NULL);
	return d;
}

static void try_coding(const char *name, const struct coded *c, const char *text)
{
	struct taken t;
	struct decode *d;

	for (size_t piece = 1; piece <= c->n; piece = piece * 3 + 4) {
		d = open_as(name);
		is_int(decode_all(d, c, piece, &t), 0, "%s in pieces of %zu", name, piece);
		is_text(t.text, text, "... gives the text");
		ok(decode_whole(d) && !decode_extra(d), "... and its end");
		decode_close(d);
	}
	for (size_t n = 1; n < c->n; n++) {
		struct coded cut = {.n = n};

		memcpy(cut.p, c->p, n);
		d = open_as(name);
		if (decode_all(d, &cut, n, &t) < 0 || decode_whole(d)) {
			ok(false, "%s cut after %zu of %zu bytes is seen", name, n, c->n);
			decode_close(d);
			return;
		}
		decode_close(d);
	}
	ok(true, "%s cut at any byte is seen", name);
}

static void try_kinds(void)
{
	static const char text[] = "a text, a text, and the same text again\n";
	static struct coded c, twice;
	size_t n = sizeof text - 1;

	c.n = 0;
	put_zlib(&c, text, n, 31);
	try_coding("gzip", &c, text);
	try_coding("X-GZip", &c, text);
	twice.n = 0;
	put_brotli(&twice, c.p, c.n);
	try_coding("gzip, br", &twice, text);
	c.n = 0;
	put_zlib(&c, text, n, 15);
	try_coding("deflate", &c, text);
	c.n = 0;
	put_zlib(&c, text, n, -15);
	try_coding("deflate", &c, text);
	c.n = 0;
	put_brotli(&c, text, n);
	try_coding("br", &c, text);
	c.n = 0;
	put_zstd(&c, text, n);
	try_coding("identity, zstd", &c, text);
}

static void try_members(void)
{
	static struct coded c;
	struct taken t;
	struct decode *d = open_as("gzip");

	c.n = 0;
	put_zlib(&c, "one ", 4, 31);
	put_zlib(&c, "two", 3, 31);
	is_int(decode_all(d, &c, c.n, &t), 0, "two members of gzip");
	is_text(t.text, "one two", "... are one content");
	ok(decode_whole(d), "... that is whole");
	decode_close(d);

	d = open_as("gzip");
	memcpy(c.p + c.n, "junk", 4);
	c.n += 4;
	is_int(decode_all(d, &c, c.n, &t), 0, "bytes behind the end");
	is_int(decode_extra(d), 4, "... are counted");
	ok(decode_whole(d), "... and change nothing");
	decode_close(d);

	/* Cut before a byte that a member would begin with. */
	d = open_as("gzip");
	c.p[c.n - 3] = 0x1f;
	is_int(decode_all(d, &c, 1, &t), 0, "they begin no member");
	is_int(decode_extra(d), 4, "... however they are cut");
	decode_close(d);
}

static void try_bad(void)
{
	static struct coded c;
	struct taken t;
	struct decode *d = open_as("gzip");

	c.n = 0;
	put_zlib(&c, "content", 7, 31);
	c.p[c.n - 6] ^= 1;
	is_int(decode_all(d, &c, c.n, &t), -EBADMSG, "a wrong checksum is refused");
	decode_close(d);
	for (const char *const *name = (const char *const[]){"gzip", "deflate", "zstd", NULL};
		*name; name++) {
		d = open_as(*name);
		memcpy(c.p, "<html>plain</html>", 18);
		c.n = 18;
		is_int(decode_all(d, &c, c.n, &t), -EBADMSG, "plain text is not %s", *name);
		decode_close(d);
	}
	d = NULL;
	is_int(decode_open(&d, slice_of("gzip, gzip, gzip"), &limits, NULL), -E2BIG,
		"three codings are too many");
	is_int(decode_open(&d, slice_of("rot13"), &limits, NULL), -ENOTSUP, "a coding of no name");
	decode_close(NULL);
}

/* 4 MiB of zeros in a few KiB. */
static void try_bomb(void)
{
	static struct coded c, twice;
	void *zeros = calloc(4, ROOM);
	struct taken t;
	struct decode *d = open_as("gzip, gzip");

	c.n = twice.n = 0;
	put_zlib(&c, zeros, 4 * (size_t)ROOM, 31);
	put_zlib(&twice, c.p, c.n, 31);
	is_int(decode_all(d, &twice, twice.n, &t), -EFBIG,
		"%zu bytes that become 4 MiB are refused", twice.n);
	ok(t.all < 2 << 20, "... early");
	decode_close(d);
	d = open_as("gzip");
	is_int(decode_all(d, &c, c.n, &t), -EFBIG, "a ratio of over 1000");
	decode_close(d);
	free(zeros);
}

int main(void)
{
	try_kinds();
	try_members();
	try_bad();
	try_bomb();
	return tap_done();
}
