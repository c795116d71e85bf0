/* tcpprobe_proc: a file of numbers as the kernel shows them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "proc.h"

#include <unistd.h>

#include "given.h"

enum { MOST = 3, FILE_BYTES = 1 << 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t numbers[MOST];
	char path[GIVEN_PATH];
	size_t n;
	int fd;

	if (size > FILE_BYTES)
		return 0;
	fd = given_file(data, size, path);
	n = proc_numbers(path, numbers, MOST);
	must(n <= MOST && (n == 0 || size));
	must(proc_number(path, -7) == (n ? numbers[0] : -7));
	close(fd);
	return 0;
}
