/* base64: bytes as text of 64 letters (RFC 4648 4). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_BASE64_H
#define PROBEKIT_BASE64_H

#include <stddef.h>

/* How many characters n_bytes make, padding included and the NUL not. */
static inline size_t base64_chars(size_t n_bytes)
{
	return (n_bytes + 2) / 3 * 4;
}

/* to has room for base64_chars(n_bytes) characters and a NUL. */
void base64_put(char *to, const void *from, size_t n_bytes);

#endif
