/* capture: whole savefiles, read and decoded to their end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture.h"

#include <sys/mman.h>
#include <unistd.h>

#include "must.h"

enum { FRAMES_MAX = 1000, FILE_BYTES = 1 << 16 };

static int file_of(const uint8_t *data, size_t size)
{
	int fd = memfd_create("savefile", MFD_CLOEXEC);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct capture *c = NULL;
	struct fail why = {.error = 0};
	char path[32];
	struct frame f;
	uint64_t n = 0;
	int fd, rc;

	if (size > FILE_BYTES)
		return 0;
	fd = file_of(data, size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	rc = capture_open_file(&c, path, NULL, &why);
	must((rc < 0) == !c && (rc >= 0 || *why.text));
	while (c && n < FRAMES_MAX && (rc = capture_next(c, &f, &why)) > 0) {
		must(f.number == ++n && f.bytes.left <= f.whole_bytes && f.at_ns >= 0);
		must_read(&f);
	}
	must(rc <= 0 || n == FRAMES_MAX);
	capture_close(c);
	close(fd);
	return 0;
}
