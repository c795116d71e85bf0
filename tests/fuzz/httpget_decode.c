/* httpget_decode: coded content: a byte that says which codings and how long the pieces are, then
 * the content; whole and in pieces it is decoded alike. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode.h"

#include <errno.h>

#include "must.h"

enum { MOST = 1 << 22 };
struct sum {
	uint64_t value, bytes;
};

static int take(void *to, struct bytes out, struct fail *why)
{
	struct sum *s = to;

	for (size_t i = 0; i < out.left; i++)
		s->value = (s->value ^ out.p[i]) * UINT64_C(1099511628211);
	s->bytes += out.left;
	return s->bytes > MOST ? fail_set(why, EFBIG, "enough") : 0;
}

/* What came out of it and how it ended. */
static int decoded(const char *codings, struct bytes in, size_t piece, struct sum *out)
{
	const struct decode_limits limits = {.stages = DECODE_STAGES, .ratio = 1000};
	struct fail why = {.error = 0};
	struct decode *d = NULL;
	int rc = decode_open(&d, slice_of(codings), &limits, &why);

	must(rc == 0);
	while (rc == 0 && in.left)
		rc = decode_put(
			d, bytes_take(&in, in.left < piece ? in.left : piece), take, out, &why);
	must(rc == 0 || rc == -EBADMSG || rc == -EFBIG);
	must(rc == 0 || *why.text);
	must(rc < 0 || decode_made(d) == out->bytes);
	if (rc == 0)
		rc = decode_whole(d) ? 1 + (decode_extra(d) > 0) : 0;
	decode_close(d);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const codings[] = {
		"gzip", "deflate", "br", "zstd", "br, gzip", "gzip,zstd", "identity", ""};
	struct sum whole = {.value = 1}, pieces = {.value = 1};
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	uint8_t how = bytes_u8(&in);

	if (!in.bad && in.left) {
		int rc = decoded(codings[how % 8], in, in.left, &whole);

		if (rc >= 0)
			must(decoded(codings[how % 8], in, 1 + (how >> 3), &pieces) == rc &&
				whole.value == pieces.value && whole.bytes == pieces.bytes);
	}
	free(input.block);
	return 0;
}
