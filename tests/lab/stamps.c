/* stamps: runs a program while the kernel stamps what is received, as it does on a busy machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stamps.h"

int main(int argc, char **argv)
{
	enum { OUT_OF_THE_WAY = 200 };
	int fd = stamps_hold();

	if (argc < 2) {
		fprintf(stderr, "usage: stamps PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	if (fd >= 0)
		dup2(fd, OUT_OF_THE_WAY);
	close(fd);
	execvp(argv[1], argv + 1);
	fprintf(stderr, "stamps: %s: %s\n", argv[1], strerror(errno));
	return 127;
}
