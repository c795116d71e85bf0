/* patch: changes fields of a built packet and keeps its checksum right (RFC 1624). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PATCH_H
#define PROBEKIT_PATCH_H

#include <stddef.h>
#include <stdint.h>

/* One message in a buffer: where it starts, how long it is and where its checksum field lies. */
struct patch {
	uint8_t *p; /* borrowed; checksummed words are counted from here */
	size_t size_bytes;
	size_t checksum_at; /* offset of the field; SIZE_MAX when there is none to keep */
};

/* Each puts a big-endian value at an even offset and updates the field. An offset that is odd, out
 * of the message or over the checksum field changes nothing and returns -1, else 0. */
int patch_u16(struct patch *m, size_t at, uint16_t value);
int patch_u32(struct patch *m, size_t at, uint32_t value);
int patch_u64(struct patch *m, size_t at, uint64_t value);
int patch_bytes(struct patch *m, size_t at, const void *from, size_t n_bytes); /* n_bytes even */

#endif
