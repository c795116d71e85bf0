/* given: what a fuzzer's bytes stand for: pieces of a stream, a text, a file, a datagram. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_GIVEN_H
#define PROBEKIT_GIVEN_H

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include "must.h"

enum { GIVEN_PATH = 32 };

/* The next n_bytes, or what is left of them. */
static inline struct bytes given_piece(struct bytes *in, size_t n_bytes)
{
	struct bytes piece = bytes_head(*in, n_bytes);

	bytes_skip(in, piece.left);
	return piece;
}

/* Ends where its block ends; the caller frees it. */
static inline char *given_text(const void *data, size_t size)
{
	char *text = malloc(size + 1);

	must(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/* A file by its name, until the descriptor is closed. */
static inline int given_file(const void *data, size_t size, char path[static GIVEN_PATH])
{
	int fd = memfd_create("given", MFD_CLOEXEC);

	must(fd >= 0 && (!size || write(fd, data, size) == (ssize_t)size));
	snprintf(path, GIVEN_PATH, "/proc/self/fd/%d", fd);
	return fd;
}

/* As recv hands it over, cut where there is no room: two bytes of length before each. EAGAIN once
 * nothing is left. */
static inline ssize_t given_datagram(void *to, size_t size, struct bytes *in)
{
	struct bytes one;

	if (!in->left || in->bad) {
		errno = EAGAIN;
		return -1;
	}
	one = given_piece(in, bytes_u16(in));
	if (one.left < size)
		size = one.left;
	if (size)
		memcpy(to, one.p, size);
	return (ssize_t)size;
}

#endif
