/* pcapng: the bytes of every block, walked as a reader would. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "pcapng.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { FILE_BYTES = 1 << 18 };

/* What was written, in memory. */
struct written {
	char *p;
	size_t n;
	FILE *to;
};

static void start(struct written *w)
{
	*w = (struct written){0};
	w->to = open_memstream(&w->p, &w->n);
}

static struct bytes finish(struct written *w)
{
	fclose(w->to);
	return bytes_of(w->p, w->n);
}

/* The body of the next block; its two lengths must agree. */
static struct bytes next_block(struct bytes *file, uint32_t *type)
{
	uint32_t size, again;
	struct bytes body;

	*type = bytes_u32(file);
	size = bytes_u32(file);
	ok(size % 4 == 0 && size >= 12, "block %x: its length is a multiple of 4", *type);
	body = bytes_take(file, size - 12);
	again = bytes_u32(file);
	is_int(again, size, "block %x: its length stands at both ends", *type);
	ok(!file->bad, "block %x: it is whole", *type);
	return body;
}

/* The next option's value; code 0 at the end of options. */
static struct bytes next_option(struct bytes *block, uint16_t *code)
{
	uint16_t size;
	struct bytes value;

	*code = bytes_u16(block);
	size = bytes_u16(block);
	value = bytes_take(block, size);
	bytes_skip(block, (4U - size % 4U) % 4U);
	return value;
}

static bool holds(struct bytes b, const char *text)
{
	return b.left == strlen(text) && !memcmp(b.p, text, b.left);
}

static void section_and_interface(void)
{
	static const char golden[] =
		"\x0a\x0d\x0d\x0a\x00\x00\x00\x2c\x1a\x2b\x3c\x4d\x00\x01\x00\x00"
		"\xff\xff\xff\xff\xff\xff\xff\xff\x00\x04\x00\x05probe\0\0\0"
		"\x00\x00\x00\x00\x00\x00\x00\x2c"
		"\x00\x00\x00\x01\x00\x00\x00\x28\x00\x65\x00\x00\x00\x04\x00\x00"
		"\x00\x02\x00\x04"
		"eth0\x00\x09\x00\x01\x09\0\0\0"
		"\x00\x00\x00\x00\x00\x00\x00\x28";
	struct written w;
	struct bytes got;

	start(&w);
	is_int(pcapng_begin(w.to, "probe", NULL), 0, "section");
	is_int(pcapng_interface(w.to, PCAPNG_RAW, "eth0", 262144, NULL), 0, "interface");
	got = finish(&w);
	is_int(got.left, sizeof golden - 1, "their size");
	ok(got.left == sizeof golden - 1 && !memcmp(got.p, golden, got.left), "their bytes");
	free(w.p);
}

static void one_packet(size_t n_bytes, const char *comment, enum pcapng_direction direction)
{
	uint8_t packet[8] = {1, 2, 3, 4, 5, 6, 7, 8};
	struct pcapng_packet about = {.interface = 3,
		.at_realtime_ns = 0x0123456789abcdef,
		.whole_bytes = 100,
		.direction = direction,
		.comment = comment};
	struct bytes file, block, value;
	struct written w;
	uint32_t type;
	uint16_t code;

	start(&w);
	is_int(pcapng_packet(w.to, &about, bytes_of(packet, n_bytes), NULL), 0, "%zu bytes",
		n_bytes);
	file = finish(&w);
	block = next_block(&file, &type);
	is_int(type, 6, "an enhanced packet block");
	is_int(file.left, 0, "alone");
	is_int(bytes_u32(&block), 3, "interface");
	is_int(bytes_u64(&block), 0x0123456789abcdef, "time in ns, high half first");
	is_int(bytes_u32(&block), n_bytes, "captured");
	is_int(bytes_u32(&block), 100, "whole");
	value = bytes_take(&block, n_bytes);
	ok(!memcmp(value.p, packet, n_bytes), "the packet");
	bytes_skip(&block, (4 - n_bytes % 4) % 4);
	value = next_option(&block, &code);
	if (comment) {
		ok(code == 1 && holds(value, comment), "its comment");
		value = next_option(&block, &code);
	}
	if (direction != PCAPNG_UNKNOWN) {
		ok(code == 2 && bytes_u32(&value) == (direction == PCAPNG_IN ? 1 : 2), "direction");
		next_option(&block, &code);
	}
	ok(code == 0 && block.left == 0 && !block.bad, "the end of options is the end");
	free(w.p);
}

static void secrets(void)
{
	static const char golden[] = "\x00\x00\x00\x0a\x00\x00\x00\x20\x54\x4c\x53\x4b"
				     "\x00\x00\x00\x05KEYS\n\0\0\0"
				     "\x00\x00\x00\x00\x00\x00\x00\x20";
	struct bytes file;
	struct written w;

	start(&w);
	is_int(pcapng_secrets(w.to, bytes_of("KEYS\n", 5), NULL), 0, "keys of TLS");
	file = finish(&w);
	ok(file.left == sizeof golden - 1 && !memcmp(file.p, golden, file.left),
		"... as a block of secrets");
	free(w.p);
}

static void odd_values(void)
{
	static char comment[70000];
	struct pcapng_packet about = {.at_realtime_ns = -1, .whole_bytes = 1, .comment = comment};
	struct bytes file, block, value;
	struct written w;
	uint32_t type;
	uint16_t code;

	memset(comment, 'a', sizeof comment - 1);
	comment[65534] = '\xc3';
	comment[65535] = '\xa9';
	start(&w);
	pcapng_packet(w.to, &about, bytes_of("xyz", 3), NULL);
	file = finish(&w);
	block = next_block(&file, &type);
	bytes_skip(&block, 4);
	is_int(bytes_u64(&block), 0, "a time before 1970 becomes 1970");
	bytes_skip(&block, 4);
	is_int(bytes_u32(&block), 3, "no packet is shorter than what was captured");
	bytes_skip(&block, 4);
	value = next_option(&block, &code);
	is_int(value.left, 65534, "a comment too long is cut before a character it would halve");
	next_option(&block, &code);
	ok(code == 0 && block.left == 0 && !block.bad, "and the rest is right");
	free(w.p);
}

static void full_disk(void)
{
	struct pcapng_packet about = {0};
	FILE *full = fopen("/dev/full", "w");
	struct fail why;

	setvbuf(full, NULL, _IONBF, 0);
	is_int(pcapng_begin(full, "x", &why), -ENOSPC, "a section on a full disk");
	is_text(why.text, "cannot write the packets: No space left on device", "says so");
	is_int(pcapng_interface(full, 1, NULL, 0, NULL), -ENOSPC, "an interface");
	is_int(pcapng_packet(full, &about, bytes_of("x", 1), NULL), -ENOSPC, "a packet");
	fclose(full);
}

/* A file for another program to read: see tests/cli/pcapng.t. */
static int write_sample(const char *path)
{
	static const uint8_t packet[] = {0x45, 0, 0, 28, 0, 1, 0, 0, 64, 1, 0xd1, 0x7c, 198, 18, 0,
		1, 198, 18, 0, 2, 8, 0, 0xf6, 0xff, 0, 0, 1, 0};
	struct pcapng_packet out = {.at_realtime_ns = 1767225599123456789,
		.whole_bytes = sizeof packet,
		.direction = PCAPNG_OUT,
		.comment = "probe 1, \xc3\xa9"};
	struct pcapng_packet in = {.interface = 1,
		.at_realtime_ns = 1767225599123456790,
		.whole_bytes = 1500,
		.direction = PCAPNG_IN};
	FILE *to = fopen(path, "w");

	if (!to || pcapng_begin(to, "probekit test", NULL) ||
		pcapng_interface(to, PCAPNG_RAW, "eth0", 262144, NULL) ||
		pcapng_interface(to, PCAPNG_RAW, NULL, 0, NULL) ||
		pcapng_packet(to, &out, bytes_of(packet, sizeof packet), NULL) ||
		pcapng_packet(to, &in, bytes_of(packet, 27), NULL))
		return 1;
	return fclose(to) != 0;
}

int main(int argc, char **argv)
{
	if (argc == 2)
		return write_sample(argv[1]);
	section_and_interface();
	for (size_t n = 0; n <= 8; n++)
		one_packet(n, n % 2 ? "what it is" : NULL,
			n % 3 == 0   ? PCAPNG_UNKNOWN
			: n % 3 == 1 ? PCAPNG_IN
				     : PCAPNG_OUT);
	one_packet(5, "f\xc3\xbcnf", PCAPNG_OUT);
	secrets();
	odd_values();
	full_disk();
	return tap_done();
}
