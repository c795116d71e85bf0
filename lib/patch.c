/* patch: changes fields of a built packet and keeps its checksum right (RFC 1624). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "patch.h"

#include "bytes.h"
#include "cksum.h"

static uint16_t word_at(const struct patch *m, size_t at)
{
	struct bytes b = bytes_of(m->p + at, 2);

	return bytes_u16(&b);
}

static void set_word(struct patch *m, size_t at, uint16_t value)
{
	struct bytes_out o = bytes_to(m->p + at, 2);

	bytes_put_u16(&o, value);
}

/* Whether n_bytes at an offset are whole words of the message and leave its checksum field alone.
 */
static bool may_change(const struct patch *m, size_t at, size_t n_bytes)
{
	if ((at | n_bytes) & 1 || n_bytes > m->size_bytes || at > m->size_bytes - n_bytes)
		return false;
	if (m->checksum_at == SIZE_MAX)
		return true;
	if (m->checksum_at & 1 || m->size_bytes < 2 || m->checksum_at > m->size_bytes - 2)
		return false;
	return m->checksum_at < at || m->checksum_at >= at + n_bytes;
}

int patch_bytes(struct patch *m, size_t at, const void *from, size_t n_bytes)
{
	struct bytes words = bytes_of(from, n_bytes);
	uint16_t field;

	if (!may_change(m, at, n_bytes))
		return -1;
	field = m->checksum_at == SIZE_MAX ? 0 : word_at(m, m->checksum_at);
	for (; words.left; at += 2) {
		uint16_t value = bytes_u16(&words);

		field = cksum_update(field, word_at(m, at), value);
		set_word(m, at, value);
	}
	if (m->checksum_at != SIZE_MAX)
		set_word(m, m->checksum_at, field);
	return 0;
}

int patch_u16(struct patch *m, size_t at, uint16_t value)
{
	uint8_t space[2];
	struct bytes_out o = bytes_to(space, sizeof space);

	bytes_put_u16(&o, value);
	return patch_bytes(m, at, space, sizeof space);
}

int patch_u32(struct patch *m, size_t at, uint32_t value)
{
	uint8_t space[4];
	struct bytes_out o = bytes_to(space, sizeof space);

	bytes_put_u32(&o, value);
	return patch_bytes(m, at, space, sizeof space);
}

int patch_u64(struct patch *m, size_t at, uint64_t value)
{
	uint8_t space[8];
	struct bytes_out o = bytes_to(space, sizeof space);

	bytes_put_u64(&o, value);
	return patch_bytes(m, at, space, sizeof space);
}
