/* savefile: the packets of a pcapng file as ping writes it, each with its comment and direction. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SAVEFILE_H
#define PROBEKIT_SAVEFILE_H

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "packet.h"

enum { SAVEFILE_BYTES = 1 << 20, SAVEFILE_PACKETS = 2048, SAVEFILE_COMMENT = 256 };

struct saved {
	int64_t at_ns;
	uint32_t flags; /* 1 in, 2 out */
	uint32_t whole_bytes;
	struct bytes bytes;
	char comment[SAVEFILE_COMMENT];
};
struct savefile {
	uint8_t space[SAVEFILE_BYTES];
	bool good; /* every block is whole and known */
	char application[64], interface[32];
	uint16_t linktype;
	struct saved packets[SAVEFILE_PACKETS];
	size_t n;
};

static inline void savefile_text(char *to, size_t size, struct bytes value)
{
	size_t n = value.left < size - 1 ? value.left : size - 1;

	if (n)
		memcpy(to, value.p, n);
	to[n] = '\0';
}

/* The next option's value; code 0 at the end of them. */
static inline struct bytes savefile_option(struct bytes *block, uint16_t *code)
{
	uint16_t size;
	struct bytes value;

	*code = bytes_u16(block);
	size = bytes_u16(block);
	value = bytes_take(block, size);
	bytes_skip(block, -(size_t)size & 3);
	return value;
}

static inline void savefile_packet(struct savefile *s, struct bytes b)
{
	struct saved *p = &s->packets[s->n];
	uint32_t held;
	uint16_t code = 1;

	if (s->n++ == SAVEFILE_PACKETS)
		abort();
	s->good = s->good && !bytes_u32(&b);
	p->at_ns = (int64_t)bytes_u64(&b);
	held = bytes_u32(&b);
	p->whole_bytes = bytes_u32(&b);
	p->bytes = bytes_take(&b, held);
	bytes_skip(&b, -(size_t)held & 3);
	while (b.left && code) {
		struct bytes value = savefile_option(&b, &code);

		if (code == 1)
			savefile_text(p->comment, sizeof p->comment, value);
		else if (code == 2)
			p->flags = bytes_u32(&value);
	}
	s->good = s->good && !b.bad;
}

static inline void savefile_names(struct savefile *s, uint32_t type, struct bytes b)
{
	bool section = type == 0x0a0d0d0a;
	uint16_t code = 1;

	s->linktype = section ? 0 : bytes_u16(&b);
	bytes_skip(&b, section ? 16 : 6);
	while (b.left && code) {
		struct bytes value = savefile_option(&b, &code);

		if (section && code == 4)
			savefile_text(s->application, sizeof s->application, value);
		else if (!section && code == 2)
			savefile_text(s->interface, sizeof s->interface, value);
	}
	s->good = s->good && !b.bad;
}

/* What a file holds; the caller frees it. Packets point into it. */
static inline struct savefile *savefile_read(const char *path)
{
	struct savefile *s = calloc(1, sizeof *s);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = s && fd >= 0 ? read(fd, s->space, sizeof s->space) : 0;
	struct bytes file;

	if (!s)
		abort();
	close(fd);
	file = bytes_of(s->space, size > 0 ? (size_t)size : 0);
	s->good = size > 0 && size < SAVEFILE_BYTES;
	while (file.left && s->good) {
		uint32_t type = bytes_u32(&file), length = bytes_u32(&file);
		struct bytes body = bytes_take(&file, length - 12);

		s->good = bytes_u32(&file) == length && !file.bad;
		if (type == 6)
			savefile_packet(s, body);
		else
			savefile_names(s, type, body);
	}
	return s;
}

/* The packet as its headers have it. */
static inline struct packet savefile_decode(const struct saved *p)
{
	struct frame f = {.bytes = p->bytes,
		.whole_bytes = p->whole_bytes,
		.layer = FRAME_LINK,
		.linktype = 101};
	struct packet out;

	packet_read(&f, &out);
	return out;
}

#endif
