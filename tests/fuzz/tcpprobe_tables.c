/* tcpprobe_tables: the files of /proc that say what of this host may be full, each in turn with any
 * content. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../tcpprobe/selfcheck_parts.h"
#include "must.h"

static struct bytes content;

/* In place of the C library's: what a table of the kernel says; any other file is as it is. */
/* NOLINTNEXTLINE(readability-*): libc's own are reserved */
FILE *fopen(const char *restrict path, const char *restrict mode)
{
	int how = *mode == 'w' ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY, fd;

	if (strncmp(path, "/proc/", 6) != 0) {
		fd = open(path, how | O_CLOEXEC, 0666);
	} else {
		fd = memfd_create("table", MFD_CLOEXEC);
		must(!content.left || write(fd, content.p, content.left) == (ssize_t)content.left);
		must(lseek(fd, 0, SEEK_SET) == 0);
	}
	return fd < 0 ? NULL : fdopen(fd, mode);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct destination to = {.target = {.family = ADDR_V6}};
	struct selfcheck_place place = {.to = &to};
	struct exact input = exact(data, size);
	struct selfcheck s = {.n = 0};

	content = input.view;
	selfcheck_ports(&s, &place);
	selfcheck_tables(&s, &place);
	selfcheck_filters(&s, &place);
	must(s.n && s.n <= SELFCHECK_ITEMS);
	for (unsigned i = 0; i < s.n; i++)
		must(memchr(s.items[i].text, 0, SELFCHECK_TEXT));
	free(input.block);
	return 0;
}
