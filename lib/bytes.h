/* bytes: a bounded, sticky, big-endian reader and writer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_BYTES_H
#define PROBEKIT_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A view that is eaten from the front. It owns nothing. Once a read went past the end, bad stays
 * set, left is 0 and every later read gives 0; callers check bad once, at the end. */
struct bytes {
	const uint8_t *p;
	size_t left;
	bool bad;
};

struct bytes bytes_of(const void *p, size_t n_bytes);
uint8_t bytes_u8(struct bytes *b);
uint16_t bytes_u16(struct bytes *b);
uint32_t bytes_u32(struct bytes *b);
uint64_t bytes_u64(struct bytes *b);
void bytes_skip(struct bytes *b, size_t n_bytes);
/* Copies n_bytes to to; on a short view to is zeroed and bad is set. */
void bytes_copy(struct bytes *b, void *to, size_t n_bytes);
/* The next n_bytes as a view of their own; an empty bad view when there are fewer. */
struct bytes bytes_take(struct bytes *b, size_t n_bytes);
/* At most n_bytes of the front, without eating them; never bad unless b is. */
struct bytes bytes_head(struct bytes b, size_t n_bytes);
bool bytes_equal(struct bytes a, struct bytes b); /* a bad view equals nothing */

/* The writing side, sticky in the same way. p is the start and does not move. */
struct bytes_out {
	uint8_t *p;
	size_t size, used;
	bool bad;
};

struct bytes_out bytes_to(void *p, size_t size_bytes);
void bytes_put_u8(struct bytes_out *o, uint8_t v);
void bytes_put_u16(struct bytes_out *o, uint16_t v);
void bytes_put_u32(struct bytes_out *o, uint32_t v);
void bytes_put_u64(struct bytes_out *o, uint64_t v);
void bytes_put(struct bytes_out *o, const void *from, size_t n_bytes);
void bytes_put_zeros(struct bytes_out *o, size_t n_bytes);
/* What was written, as a view; bad when something did not fit. */
struct bytes bytes_written(const struct bytes_out *o);

#endif
