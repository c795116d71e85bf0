/* pcapng: a writer of packets with a comment each (draft-ietf-opsawg-pcapng). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "pcapng.h"

#include <errno.h>
#include <string.h>

enum {
	PCAPNG_SECTION = 0x0a0d0d0a,
	PCAPNG_DESCRIPTION = 1,
	PCAPNG_ENHANCED = 6,
	PCAPNG_SECRETS = 10
};
enum { PCAPNG_MAGIC = 0x1a2b3c4d, PCAPNG_MAJOR = 1 };
/* Options (3.5, 4.1, 4.2, 4.3) */
enum {
	PCAPNG_COMMENT = 1,
	PCAPNG_USER_APPLICATION = 4,
	PCAPNG_NAME = 2,
	PCAPNG_RESOLUTION = 9,
	PCAPNG_FLAGS = 2
};
enum {
	PCAPNG_NANOSECONDS = 9,
	PCAPNG_OPTION_BYTES = 4,
	PCAPNG_AROUND_BYTES = 12,
	PCAPNG_PACKET_BYTES = 20,
	PCAPNG_TEXT_MOST = UINT16_MAX
};

/* The writer chooses the byte order; ours is the network's on every machine. */
static void pcapng_put_u16(FILE *to, uint32_t v)
{
	putc((int)(v >> 8 & 0xff), to);
	putc((int)(v & 0xff), to);
}

static void pcapng_put_u32(FILE *to, uint32_t v)
{
	pcapng_put_u16(to, v >> 16);
	pcapng_put_u16(to, v & 0xffff);
}

static uint32_t pcapng_padded(size_t n_bytes)
{
	return (uint32_t)((n_bytes + 3) & ~(size_t)3);
}

static void pcapng_put_padded(FILE *to, const void *from, size_t n_bytes)
{
	if (n_bytes)
		fwrite(from, 1, n_bytes, to);
	for (size_t i = n_bytes; i < pcapng_padded(n_bytes); i++)
		putc(0, to);
}

/* How much of a text an option holds, cut before a UTF-8 character that does not fit. */
static size_t pcapng_text_bytes(const char *text)
{
	size_t n = text ? strlen(text) : 0;

	if (n <= PCAPNG_TEXT_MOST)
		return n;
	n = PCAPNG_TEXT_MOST;
	while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

static uint32_t pcapng_option_bytes(size_t n_bytes)
{
	return n_bytes ? PCAPNG_OPTION_BYTES + pcapng_padded(n_bytes) : 0;
}

/* An option that is empty is left out. */
static void pcapng_put_option(FILE *to, uint32_t code, const void *from, size_t n_bytes)
{
	if (!n_bytes)
		return;
	pcapng_put_u16(to, code);
	pcapng_put_u16(to, (uint32_t)n_bytes);
	pcapng_put_padded(to, from, n_bytes);
}

static int pcapng_end(FILE *to, uint32_t block_bytes, struct fail *why)
{
	pcapng_put_u32(to, 0); /* opt_endofopt */
	pcapng_put_u32(to, block_bytes);
	if (!ferror(to))
		return 0;
	errno = errno ? errno : EIO;
	return fail_errno(why, "cannot write the packets");
}

int pcapng_begin(FILE *to, const char *application, struct fail *why)
{
	size_t n = pcapng_text_bytes(application);
	uint32_t block_bytes =
		PCAPNG_AROUND_BYTES + 16 + pcapng_option_bytes(n) + PCAPNG_OPTION_BYTES;

	errno = 0;
	pcapng_put_u32(to, PCAPNG_SECTION);
	pcapng_put_u32(to, block_bytes);
	pcapng_put_u32(to, PCAPNG_MAGIC);
	pcapng_put_u16(to, PCAPNG_MAJOR);
	pcapng_put_u16(to, 0);
	pcapng_put_u32(to, UINT32_MAX); /* the section's length is not told */
	pcapng_put_u32(to, UINT32_MAX);
	pcapng_put_option(to, PCAPNG_USER_APPLICATION, application, n);
	return pcapng_end(to, block_bytes, why);
}

int pcapng_interface(
	FILE *to, uint16_t linktype, const char *name, uint32_t snap_bytes, struct fail *why)
{
	const uint8_t resolution = PCAPNG_NANOSECONDS;
	size_t n = pcapng_text_bytes(name);
	uint32_t block_bytes = PCAPNG_AROUND_BYTES + 8 + pcapng_option_bytes(n) +
			       pcapng_option_bytes(1) + PCAPNG_OPTION_BYTES;

	errno = 0;
	pcapng_put_u32(to, PCAPNG_DESCRIPTION);
	pcapng_put_u32(to, block_bytes);
	pcapng_put_u16(to, linktype);
	pcapng_put_u16(to, 0);
	pcapng_put_u32(to, snap_bytes);
	pcapng_put_option(to, PCAPNG_NAME, name, n);
	pcapng_put_option(to, PCAPNG_RESOLUTION, &resolution, 1);
	return pcapng_end(to, block_bytes, why);
}

int pcapng_secrets(FILE *to, struct bytes lines, struct fail *why)
{
	enum { TLS_KEY_LOG = 0x544c534b };
	uint32_t block_bytes =
		PCAPNG_AROUND_BYTES + 8 + pcapng_padded(lines.left) + PCAPNG_OPTION_BYTES;

	errno = 0;
	pcapng_put_u32(to, PCAPNG_SECRETS);
	pcapng_put_u32(to, block_bytes);
	pcapng_put_u32(to, TLS_KEY_LOG);
	pcapng_put_u32(to, (uint32_t)lines.left);
	pcapng_put_padded(to, lines.p, lines.left);
	return pcapng_end(to, block_bytes, why);
}

static void pcapng_put_flags(FILE *to, enum pcapng_direction direction)
{
	uint8_t flags[4] = {0};

	flags[3] = direction == PCAPNG_IN ? 1 : 2;
	if (direction != PCAPNG_UNKNOWN)
		pcapng_put_option(to, PCAPNG_FLAGS, flags, sizeof flags);
}

int pcapng_packet(
	FILE *to, const struct pcapng_packet *about, struct bytes packet, struct fail *why)
{
	size_t n = pcapng_text_bytes(about->comment);
	uint64_t at_ns = about->at_realtime_ns < 0 ? 0 : (uint64_t)about->at_realtime_ns;
	uint32_t block_bytes = PCAPNG_AROUND_BYTES + PCAPNG_PACKET_BYTES +
			       pcapng_padded(packet.left) + pcapng_option_bytes(n) +
			       PCAPNG_OPTION_BYTES;

	if (about->direction != PCAPNG_UNKNOWN)
		block_bytes += pcapng_option_bytes(4);
	errno = 0;
	pcapng_put_u32(to, PCAPNG_ENHANCED);
	pcapng_put_u32(to, block_bytes);
	pcapng_put_u32(to, about->interface);
	pcapng_put_u32(to, (uint32_t)(at_ns >> 32));
	pcapng_put_u32(to, (uint32_t)at_ns);
	pcapng_put_u32(to, (uint32_t)packet.left);
	pcapng_put_u32(
		to, about->whole_bytes > packet.left ? about->whole_bytes : (uint32_t)packet.left);
	pcapng_put_padded(to, packet.p, packet.left);
	pcapng_put_option(to, PCAPNG_COMMENT, about->comment, n);
	pcapng_put_flags(to, about->direction);
	return pcapng_end(to, block_bytes, why);
}
