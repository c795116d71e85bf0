/* bytes: a bounded, sticky, big-endian reader and writer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "bytes.h"

#include <endian.h>
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

uint8_t bytes_u8(struct bytes *b)
{
	const uint8_t *p = eat(b, 1);

	return p ? *p : 0;
}

uint16_t bytes_u16(struct bytes *b)
{
	const uint8_t *p = eat(b, sizeof(uint16_t));
	uint16_t v = 0;

	if (p)
		memcpy(&v, p, sizeof v);
	return be16toh(v);
}

uint32_t bytes_u32(struct bytes *b)
{
	const uint8_t *p = eat(b, sizeof(uint32_t));
	uint32_t v = 0;

	if (p)
		memcpy(&v, p, sizeof v);
	return be32toh(v);
}

uint64_t bytes_u64(struct bytes *b)
{
	const uint8_t *p = eat(b, sizeof(uint64_t));
	uint64_t v = 0;

	if (p)
		memcpy(&v, p, sizeof v);
	return be64toh(v);
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

void bytes_put_u8(struct bytes_out *o, uint8_t v)
{
	bytes_put(o, &v, sizeof v);
}

void bytes_put_u16(struct bytes_out *o, uint16_t v)
{
	v = htobe16(v);
	bytes_put(o, &v, sizeof v);
}

void bytes_put_u32(struct bytes_out *o, uint32_t v)
{
	v = htobe32(v);
	bytes_put(o, &v, sizeof v);
}

void bytes_put_u64(struct bytes_out *o, uint64_t v)
{
	v = htobe64(v);
	bytes_put(o, &v, sizeof v);
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
