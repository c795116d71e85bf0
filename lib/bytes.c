/* bytes: a bounded, sticky, big-endian reader and writer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "bytes.h"

#include <string.h>

struct bytes bytes_of(const void *p, size_t n_bytes)
{
	return (struct bytes){.p = p, .left = n_bytes};
}

/* The start of the next n_bytes, which are eaten, or NULL with bad set. */
static const uint8_t *eat(struct bytes *b, size_t n_bytes)
{
	const uint8_t *p = b->p;

	if (b->bad || n_bytes > b->left) {
		b->bad = true;
		b->left = 0;
		return NULL;
	}
	if (n_bytes) /* p may be NULL in an empty view */
		b->p += n_bytes;
	b->left -= n_bytes;
	return p;
}

static uint64_t number(struct bytes *b, size_t n_bytes)
{
	uint64_t v = 0;
	const uint8_t *p = eat(b, n_bytes);

	if (!p)
		return 0;
	for (size_t i = 0; i < n_bytes; i++)
		v = v << 8 | p[i];
	return v;
}

uint8_t bytes_u8(struct bytes *b)
{
	return (uint8_t)number(b, 1);
}

uint16_t bytes_u16(struct bytes *b)
{
	return (uint16_t)number(b, 2);
}

uint32_t bytes_u32(struct bytes *b)
{
	return (uint32_t)number(b, 4);
}

uint64_t bytes_u64(struct bytes *b)
{
	return number(b, 8);
}

void bytes_skip(struct bytes *b, size_t n_bytes)
{
	eat(b, n_bytes);
}

void bytes_copy(struct bytes *b, void *to, size_t n_bytes)
{
	const uint8_t *p = eat(b, n_bytes);

	if (!n_bytes)
		return;
	if (p)
		memcpy(to, p, n_bytes);
	else
		memset(to, 0, n_bytes);
}

struct bytes bytes_take(struct bytes *b, size_t n_bytes)
{
	const uint8_t *p = eat(b, n_bytes);

	return (struct bytes){.p = b->bad ? b->p : p, .left = b->bad ? 0 : n_bytes, .bad = b->bad};
}

struct bytes bytes_head(struct bytes b, size_t n_bytes)
{
	if (n_bytes < b.left)
		b.left = n_bytes;
	return b;
}

bool bytes_equal(struct bytes a, struct bytes b)
{
	if (a.bad || b.bad || a.left != b.left)
		return false;
	return !a.left || !memcmp(a.p, b.p, a.left);
}

struct bytes_out bytes_to(void *p, size_t size_bytes)
{
	return (struct bytes_out){.p = p, .size = size_bytes};
}

/* Where the next n_bytes go, or NULL with bad set. */
static uint8_t *room(struct bytes_out *o, size_t n_bytes)
{
	uint8_t *p;

	if (o->bad || n_bytes > o->size - o->used) {
		o->bad = true;
		return NULL;
	}
	if (!n_bytes)
		return o->p;
	p = o->p + o->used;
	o->used += n_bytes;
	return p;
}

static void put_number(struct bytes_out *o, uint64_t v, size_t n_bytes)
{
	uint8_t *p = room(o, n_bytes);

	for (size_t i = n_bytes; p && i > 0; i--, v >>= 8)
		p[i - 1] = (uint8_t)v;
}

void bytes_put_u8(struct bytes_out *o, uint8_t v)
{
	put_number(o, v, 1);
}

void bytes_put_u16(struct bytes_out *o, uint16_t v)
{
	put_number(o, v, 2);
}

void bytes_put_u32(struct bytes_out *o, uint32_t v)
{
	put_number(o, v, 4);
}

void bytes_put_u64(struct bytes_out *o, uint64_t v)
{
	put_number(o, v, 8);
}

void bytes_put(struct bytes_out *o, const void *from, size_t n_bytes)
{
	uint8_t *p = room(o, n_bytes);

	if (p && n_bytes)
		memcpy(p, from, n_bytes);
}

void bytes_put_zeros(struct bytes_out *o, size_t n_bytes)
{
	uint8_t *p = room(o, n_bytes);

	if (p && n_bytes)
		memset(p, 0, n_bytes);
}

struct bytes bytes_written(const struct bytes_out *o)
{
	return (struct bytes){.p = o->p, .left = o->bad ? 0 : o->used, .bad = o->bad};
}
