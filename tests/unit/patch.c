/* patch: a patched message's checksum is what a new computation gives. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "patch.h"

#include "cksum.h"
#include "exact.h"
#include "tap.h"

/* An echo request of 8 data bytes with the right checksum; free its block. */
static struct exact echo(void)
{
	static const uint8_t head[] = {
		8, 0, 0, 0, 0x12, 0x34, 0, 1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'};
	struct exact e = exact(head, sizeof head);
	uint16_t field = cksum_of(e.p, e.view.left);

	e.p[2] = (uint8_t)(field >> 8);
	e.p[3] = (uint8_t)field;
	return e;
}

static struct patch patch_of(const struct exact *e)
{
	return (struct patch){.p = e->p, .size_bytes = e->view.left, .checksum_at = 2};
}

static bool right(const struct patch *m)
{
	return cksum_of(m->p, m->size_bytes) == 0;
}

static void test_values(void)
{
	struct exact e = echo();
	struct patch m = patch_of(&e);

	ok(right(&m), "right before");
	is_int(patch_u16(&m, 6, 0xbeef), 0, "a u16 is put");
	ok(m.p[6] == 0xbe && m.p[7] == 0xef && right(&m), "big-endian, checksum kept");
	is_int(patch_u64(&m, 8, 0xf1f2f3f4f5f6f7f8), 0, "a u64 is put");
	ok(m.p[8] == 0xf1 && m.p[15] == 0xf8 && right(&m), "to the very end, checksum kept");
	is_int(patch_bytes(&m, 4, "abcdefghijkl", 12), 0, "bytes are put");
	ok(!memcmp(m.p + 4, "abcdefghijkl", 12) && right(&m), "checksum kept");
	is_int(patch_bytes(&m, 16, NULL, 0), 0, "no bytes at the end are fine");
	free(e.block);
}

/* Through every value of a word, also where the field passes 0x0000. */
static void test_every_value(void)
{
	struct exact e = echo();
	struct patch m = patch_of(&e);
	size_t wrong = 0, zero_fields = 0;

	for (unsigned v = 0; v <= 0xffff; v++) {
		wrong += patch_u16(&m, 6, (uint16_t)v) != 0 || !right(&m);
		wrong += m.p[2] == 0xff && m.p[3] == 0xff;
		zero_fields += !m.p[2] && !m.p[3];
	}
	is_int(wrong, 0, "65,536 sequence numbers keep the checksum, and it is never 0xffff");
	is_int(zero_fields, 1, "one of them has the checksum 0x0000");
	free(e.block);
}

static void refused(const struct patch *m, int result, const struct exact *before, const char *what)
{
	ok(result == -1 && !memcmp(m->p, before->p, m->size_bytes), "%s is refused", what);
}

static void test_refused(void)
{
	struct exact e = echo(), before = echo();
	struct patch m = patch_of(&e);

	refused(&m, patch_u16(&m, 15, 1), &before, "an odd offset");
	refused(&m, patch_u16(&m, 16, 1), &before, "an offset behind the end");
	refused(&m, patch_u64(&m, 14, 1), &before, "a value that crosses the end");
	refused(&m, patch_u64(&m, SIZE_MAX - 1, 1), &before, "an offset that would wrap");
	refused(&m, patch_bytes(&m, 8, "abc", 3), &before, "an odd number of bytes");
	refused(&m, patch_bytes(&m, 0, "", SIZE_MAX - 1), &before, "a huge number of bytes");
	refused(&m, patch_u16(&m, 2, 1), &before, "the checksum field itself");
	refused(&m, patch_u64(&m, 0, 1), &before, "a value over the checksum field");
	m.checksum_at = 16;
	refused(&m, patch_u16(&m, 6, 1), &before, "a checksum field behind the end");
	m.checksum_at = 3;
	refused(&m, patch_u16(&m, 6, 1), &before, "a checksum field at an odd offset");
	free(e.block);
	free(before.block);
}

static void test_no_checksum(void)
{
	struct exact e = echo();
	struct patch m = patch_of(&e);

	m.checksum_at = SIZE_MAX;
	is_int(patch_bytes(&m, 0, "\1\2\3\4", 4), 0,
		"without a field the whole message may change");
	ok(!memcmp(m.p, "\1\2\3\4\x12\x34", 6), "and nothing else does");
	free(e.block);
}

int main(void)
{
	test_values();
	test_every_value();
	test_refused();
	test_no_checksum();
	return tap_done();
}
