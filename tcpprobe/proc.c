/* proc: numbers that the kernel shows as text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

size_t proc_numbers(const char *path, int64_t *out, size_t most)
{
	char text[128], *at = text, *end;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n_bytes = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	size_t n = 0;

	if (fd >= 0)
		close(fd);
	if (n_bytes < 0)
		return 0;
	text[n_bytes] = '\0';
	while (n < most) {
		errno = 0;
		out[n] = strtoll(at, &end, 10);
		if (end == at || errno)
			break;
		at = end;
		n++;
	}
	return n;
}

int64_t proc_number(const char *path, int64_t otherwise)
{
	int64_t found;

	return proc_numbers(path, &found, 1) ? found : otherwise;
}
