/* patch: changes fields of a built packet and keeps its checksum right (RFC 1624). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PATCH_H
#define PROBEKIT_PATCH_H

#include <stdbool.h>
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
int patch_u64(struct patch *m, size_t at, uint64_t value);
int patch_bytes(struct patch *m, size_t at, const void *from, size_t n_bytes); /* n_bytes even */

/* A TCP segment within its IPv4 header or right behind an IPv6 one, for a sweep: one is built, the
 * next ones differ by these fields. Both checksums are kept. */
struct patch_segment {
	uint8_t *p; /* borrowed; the IP header */
	size_t size_bytes, tcp_at;
};
/* False where p holds no such packet, or not its headers whole; nothing else here can fail then. */
bool patch_segment_of(struct patch_segment *out, void *p, size_t size_bytes);
void patch_segment_ports(struct patch_segment *s, uint16_t source, uint16_t destination);
void patch_segment_sequence(struct patch_segment *s, uint32_t sequence);
/* 4 or 16 bytes in network order, as the packet's version has them. */
void patch_segment_destination(struct patch_segment *s, const uint8_t *address);
/* TSval of the timestamps option; false without one. */
bool patch_segment_timestamp(struct patch_segment *s, uint32_t timestamp);

#endif
