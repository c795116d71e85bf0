/* auth: a keyed 64-bit authenticator for probes (SipHash-2-4, Aumasson and Bernstein 2012). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_AUTH_H
#define PROBEKIT_AUTH_H

#include <stddef.h>
#include <stdint.h>

struct auth_key {
	uint8_t bytes[16];
};

/* The tag of n_bytes at p under key; its bytes in memory order are the algorithm's little-endian
 * output. */
uint64_t auth_tag(const struct auth_key *key, const void *p, size_t n_bytes);

#endif
