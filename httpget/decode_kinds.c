/* decode_kinds: the codings, by zlib, brotli and zstd. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "decode_parts.h"

struct inflating {
	z_stream z;
	bool raw_allowed, begun; /* deflate: some servers leave zlib's two bytes away */
	bool ended;
};

static void *open_inflate(int window_bits)
{
	struct inflating *s = calloc(1, sizeof *s);

	if (s && inflateInit2(&s->z, window_bits) != Z_OK) {
		free(s);
		return NULL;
	}
	return s;
}

static void *open_gzip(void)
{
	return open_inflate(15 + 16);
}

static void *open_deflate(void)
{
	struct inflating *s = open_inflate(15);

	if (s)
		s->raw_allowed = true;
	return s;
}

static enum decode_step inflate_step(void *state, struct bytes *in, struct bytes_out *out)
{
	struct inflating *s = state;
	uInt had = (uInt)in->left, room = (uInt)(out->size - out->used);
	int rc;

	if (s->ended) {
		s->ended = false;
		inflateReset(&s->z);
	}
	/* RFC 1950 2.2: the low half of the first byte is 8; a raw stream never begins so. */
	if (s->raw_allowed && !s->begun && in->left && (*in->p & 15) != 8)
		inflateReset2(&s->z, -15);
	s->begun = s->begun || in->left;
	s->z.next_in = (Bytef *)(uintptr_t)in->p;
	s->z.avail_in = had;
	s->z.next_out = out->p + out->used;
	s->z.avail_out = room;
	rc = inflate(&s->z, Z_NO_FLUSH);
	bytes_skip(in, had - s->z.avail_in);
	out->used += room - s->z.avail_out;
	if (rc == Z_STREAM_END) {
		s->ended = true;
		return DECODE_END;
	}
	if (rc != Z_OK && rc != Z_BUF_ERROR)
		return DECODE_BAD;
	return s->z.avail_out ? DECODE_MORE : DECODE_FULL;
}

static void inflate_close(void *state)
{
	struct inflating *s = state;

	inflateEnd(&s->z);
	free(s);
}

static bool gzip_member(uint8_t first)
{
	return first == 0x1f;
}

const struct decode_kind decode_gzip = {
	"gzip", "x-gzip", open_gzip, inflate_step, inflate_close, gzip_member};
const struct decode_kind decode_deflate = {
	"deflate", NULL, open_deflate, inflate_step, inflate_close, NULL};

static void *open_brotli(void)
{
	return BrotliDecoderCreateInstance(NULL, NULL, NULL);
}

static enum decode_step brotli_step(void *state, struct bytes *in, struct bytes_out *out)
{
	size_t left = in->left, room = out->size - out->used;
	const uint8_t *next_in = in->p;
	uint8_t *next_out = out->p + out->used;
	BrotliDecoderResult rc =
		BrotliDecoderDecompressStream(state, &left, &next_in, &room, &next_out, NULL);

	bytes_skip(in, in->left - left);
	out->used = out->size - room;
	if (rc == BROTLI_DECODER_RESULT_ERROR)
		return DECODE_BAD;
	if (rc == BROTLI_DECODER_RESULT_SUCCESS)
		return DECODE_END;
	return rc == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT ? DECODE_FULL : DECODE_MORE;
}

static void brotli_close(void *state)
{
	BrotliDecoderDestroyInstance(state);
}

const struct decode_kind decode_brotli = {"br", NULL, open_brotli, brotli_step, brotli_close, NULL};

struct unzstd {
	ZSTD_DStream *z;
	bool begun;
};

static void *open_zstd(void)
{
	struct unzstd *s = calloc(1, sizeof *s);

	if (s && !(s->z = ZSTD_createDStream())) {
		free(s);
		return NULL;
	}
	/* RFC 9659: no more than 8 MiB in content codings. */
	if (s)
		ZSTD_DCtx_setParameter(s->z, ZSTD_d_windowLogMax, 23);
	return s;
}

/* A frame, or one to skip (RFC 8878 3.1). */
static bool zstd_member(uint8_t first)
{
	return first == 0x28 || (first & 0xf0) == 0x50;
}

/* The library also knows formats from before the RFC, where it is given their first four bytes at
 * once. */
static bool is_old(struct unzstd *s, const struct bytes *in)
{
	bool old = !s->begun && in->left && !zstd_member(*in->p);

	s->begun = s->begun || in->left;
	return old;
}

static enum decode_step zstd_step(void *state, struct bytes *in, struct bytes_out *out)
{
	struct unzstd *s = state;
	ZSTD_inBuffer from = {in->p, in->left, 0};
	ZSTD_outBuffer to = {out->p, out->size, out->used};
	size_t rc;

	if (is_old(s, in))
		return DECODE_BAD;
	rc = ZSTD_decompressStream(s->z, &to, &from);
	bytes_skip(in, from.pos);
	out->used = to.pos;
	if (ZSTD_isError(rc))
		return DECODE_BAD;
	if (!rc)
		return DECODE_END;
	return to.pos == to.size ? DECODE_FULL : DECODE_MORE;
}

static void zstd_close(void *state)
{
	struct unzstd *s = state;

	ZSTD_freeDStream(s->z);
	free(s);
}

const struct decode_kind decode_zstd = {
	"zstd", NULL, open_zstd, zstd_step, zstd_close, zstd_member};
