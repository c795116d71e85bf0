/* bytes: reading and writing within bounds, and staying bad once out of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "bytes.h"

#include "exact.h"
#include "tap.h"

static const uint8_t ramp[15] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static void test_numbers(void)
{
	struct exact e = exact(ramp, sizeof ramp);
	struct bytes b = e.view;

	is_int(bytes_u8(&b), 0x01, "u8");
	is_int(bytes_u16(&b), 0x0203, "u16 is big-endian");
	is_int(bytes_u32(&b), 0x04050607, "u32 is big-endian");
	is_int(bytes_u64(&b), 0x08090a0b0c0d0e0f, "u64 is big-endian");
	ok(!b.bad && !b.left, "reading to the very end is fine");
	is_int(bytes_u8(&b), 0, "one byte more reads as 0");
	ok(b.bad && !b.left, "and is bad");
	free(e.block);
}

/* A read that does not fit eats nothing it could, gives 0 and leaves the view bad for good. */
static void test_short(void)
{
	struct exact e = exact(ramp, 7);
	struct bytes b = e.view;
	uint8_t to[8];

	is_int(bytes_u64(&b), 0, "a u64 of 7 bytes reads as 0");
	ok(b.bad, "and is bad");
	is_int(bytes_u8(&b), 0, "the 7 bytes cannot be had any more");
	bytes_skip(&b, 0);
	ok(b.bad, "skipping nothing does not heal");
	b = e.view;
	bytes_skip(&b, 8);
	ok(b.bad && !b.left, "skipping past the end is bad");
	b = e.view;
	memset(to, 0xee, sizeof to);
	bytes_copy(&b, to, sizeof to);
	ok(b.bad && !memcmp(to, (uint8_t[8]){0}, 8), "a short copy gives zeros");
	b = e.view;
	bytes_skip(&b, 1);
	bytes_skip(&b, SIZE_MAX);
	ok(b.bad, "a size that would wrap is bad");
	b = e.view;
	b.bad = true;
	ok(bytes_u8(&b) == 0 && !b.left, "a view that its owner calls bad gives nothing");
	free(e.block);
}

static void test_views(void)
{
	struct exact e = exact(ramp, sizeof ramp);
	struct bytes b = e.view;
	struct bytes front = bytes_take(&b, 5);

	ok(front.left == 5 && front.p == e.p && b.left == 10, "take splits the view");
	is_int(bytes_u8(&b), 6, "and goes on behind it");
	is_int(bytes_head(b, 3).left, 3, "head is bounded by its size");
	is_int(bytes_head(b, 99).left, 9, "and by what is left");
	is_int(b.left, 9, "head eats nothing");
	front = bytes_take(&b, 10);
	ok(front.bad && !front.left && b.bad, "taking too much gives an empty bad view");
	ok(bytes_head(b, 1).bad, "the head of a bad view is bad");
	free(e.block);
}

static void test_empty(void)
{
	struct bytes b = bytes_of(NULL, 0);
	struct bytes none = bytes_take(&b, 0);

	bytes_skip(&b, 0);
	bytes_copy(&b, NULL, 0);
	ok(!b.bad && !none.bad && !none.left, "nothing of nothing is fine");
	bytes_u8(&b);
	ok(b.bad, "something of nothing is not");
}

static void test_equal(void)
{
	struct bytes a = bytes_of("abc", 3), b = bytes_of("abd", 3), bad = a;

	bytes_skip(&bad, 4);
	ok(bytes_equal(a, bytes_of("abcd", 3)), "equal bytes");
	ok(!bytes_equal(a, b), "a different byte");
	ok(!bytes_equal(a, bytes_head(a, 2)), "a different length");
	ok(bytes_equal(bytes_of(NULL, 0), bytes_of("", 0)), "two empty views");
	ok(!bytes_equal(bad, bytes_of("", 0)) && !bytes_equal(bad, bad), "a bad view equals none");
}

static void put_all(struct bytes_out *o)
{
	bytes_put_u8(o, 0x01);
	bytes_put_u16(o, 0x0203);
	bytes_put_u32(o, 0x04050607);
	bytes_put_u64(o, 0x08090a0b0c0d0e0f);
	bytes_put(o, "xy", 2);
	bytes_put_zeros(o, 2);
}

static void test_writer(void)
{
	static const uint8_t tail[] = {'x', 'y', 0, 0};
	uint8_t *space = malloc(19);
	struct bytes_out o = bytes_to(space, 19);
	struct bytes written;

	put_all(&o);
	written = bytes_written(&o);
	ok(!written.bad && written.p == space && written.left == 19, "all of it fits exactly");
	ok(!memcmp(space, ramp, 15) && !memcmp(space + 15, tail, 4), "numbers are big-endian");
	bytes_put(&o, NULL, 0);
	bytes_put_zeros(&o, 0);
	ok(!o.bad, "nothing more fits too");
	bytes_put_u8(&o, 1);
	ok(o.bad && bytes_written(&o).bad && !bytes_written(&o).left, "one byte more is bad");
	free(space);
}

static void test_writer_short(void)
{
	size_t wrong = 0;

	for (size_t size = 0; size < 19; size++) {
		uint8_t *space = malloc(size + 1);
		struct bytes_out o = bytes_to(space, size);

		space[size] = 0xee;
		put_all(&o);
		wrong += !o.bad || o.used > size || space[size] != 0xee;
		free(space);
	}
	is_int(wrong, 0, "a space of any smaller size ends bad and is not overrun");
}

static void test_writer_sticky(void)
{
	uint8_t space[4] = {0};
	struct bytes_out o = bytes_to(space, sizeof space);

	bytes_put_u64(&o, UINT64_MAX);
	bytes_put_u16(&o, UINT16_MAX);
	ok(o.bad && !o.used && !space[0], "after something did not fit nothing is written");
	o = bytes_to(space, sizeof space);
	bytes_put_u8(&o, 1);
	bytes_put_zeros(&o, SIZE_MAX);
	ok(o.bad && o.used == 1, "a size that would wrap is bad");
}

int main(void)
{
	test_numbers();
	test_short();
	test_views();
	test_empty();
	test_equal();
	test_writer();
	test_writer_short();
	test_writer_sticky();
	return tap_done();
}
