/* cksum: the Internet checksum (RFC 1071) and its incremental update (RFC 1624). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CKSUM_H
#define PROBEKIT_CKSUM_H

#include <stddef.h>
#include <stdint.h>

/* A running sum: start with 0, add in order, finish. Only the last part may have an odd length. */
uint32_t cksum_add(uint32_t sum, const void *p, size_t n_bytes);
uint32_t cksum_add_u16(uint32_t sum, uint16_t value);
uint32_t cksum_add_u32(uint32_t sum, uint32_t value);
/* The 16-bit one's complement of the sum, in host order: what a checksum field must hold. */
uint16_t cksum_finish(uint32_t sum);

/* The whole in one: 0 for a message whose checksum field is already right. */
uint16_t cksum_of(const void *p, size_t n_bytes);

/* The sum of an IPv6 pseudo-header (RFC 8200 8.1), to go on with cksum_add. */
uint32_t cksum_pseudo6(const uint8_t source[static 16], const uint8_t destination[static 16],
	uint32_t length_bytes, uint8_t next_header);
uint32_t cksum_pseudo4(const uint8_t source[static 4], const uint8_t destination[static 4],
	uint16_t length_bytes, uint8_t protocol);

/* A checksum field after one 16-bit word changed from was to is (RFC 1624 eqn. 3). Equal to a new
 * computation for every message that has a bit set outside the field, as all that are sent do. */
uint16_t cksum_update(uint16_t field, uint16_t was, uint16_t is);

/* The word that makes a message's checksum what is wanted, put where a zero word stands that is
 * summed: is, its checksum so far. 0xffff cannot be had, as no sum of a message with a bit set is
 * 0: it becomes 0. */
uint16_t cksum_balance(uint16_t is, uint16_t wanted);

#endif
