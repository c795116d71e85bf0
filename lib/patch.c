/* patch: changes fields of a built packet and keeps its checksum right (RFC 1624). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "patch.h"

#include <string.h>

#include "bytes.h"
#include "cksum.h"

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

/* Words that change at once change the checksum by their sums (RFC 1624 3). */
static void renew_checksum(struct patch *m, const uint8_t *was, const void *is, size_t n_bytes)
{
	uint8_t *at = m->p + m->checksum_at;
	struct bytes field = bytes_of(at, 2);
	uint16_t was_sum = (uint16_t)~cksum_of(was, n_bytes);
	uint16_t is_sum = (uint16_t)~cksum_of(is, n_bytes);
	uint16_t renewed = cksum_update(bytes_u16(&field), was_sum, is_sum);

	at[0] = (uint8_t)(renewed >> 8);
	at[1] = (uint8_t)renewed;
}

int patch_bytes(struct patch *m, size_t at, const void *from, size_t n_bytes)
{
	if (!may_change(m, at, n_bytes))
		return -1;
	if (m->checksum_at != SIZE_MAX)
		renew_checksum(m, m->p + at, from, n_bytes);
	if (n_bytes)
		memcpy(m->p + at, from, n_bytes);
	return 0;
}

int patch_u16(struct patch *m, size_t at, uint16_t value)
{
	uint8_t space[2];
	struct bytes_out o = bytes_to(space, sizeof space);

	bytes_put_u16(&o, value);
	return patch_bytes(m, at, space, sizeof space);
}

int patch_u64(struct patch *m, size_t at, uint64_t value)
{
	uint8_t space[8];
	struct bytes_out o = bytes_to(space, sizeof space);

	bytes_put_u64(&o, value);
	return patch_bytes(m, at, space, sizeof space);
}
