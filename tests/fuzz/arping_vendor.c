/* arping_vendor: a list of vendors as a file, and its first line alone. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/vendor.h"

#include <unistd.h>

#include "given.h"

enum { FILE_BYTES = 1 << 14 };

static void one_line(const char *line, size_t size)
{
	struct vendor_line l;

	if (!size || !vendor_read(line, size, &l))
		return;
	must(l.bits >= 24 && l.bits <= 48 && !(l.prefix >> 48));
	must(!(l.prefix & ((UINT64_C(1) << (48 - l.bits)) - 1)));
	must(l.name_bytes && l.name > line && l.name + l.name_bytes <= line + size);
}

static void find(const struct vendor *v)
{
	static const struct mac macs[] = {{{0x28, 0x6f, 0xb9, 1, 2, 3}},
		{{0x00, 0x55, 0xda, 0x0f, 2, 3}}, {{0x70, 0xb3, 0xd5, 0xe1, 0xb2, 3}}};
	char name[16];

	for (size_t i = 0; i < sizeof macs / sizeof *macs; i++)
		must(!vendor_find(v, &macs[i], name, sizeof name) || memchr(name, 0, sizeof name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fail why = {.error = 0};
	struct vendor *v = NULL;
	char path[GIVEN_PATH];
	int fd;

	one_line((const char *)data, size);
	if (size > FILE_BYTES)
		return 0;
	fd = given_file(data, size, path);
	if (vendor_open(&v, path, &why) < 0)
		must(*why.text && !v);
	else
		find(v);
	vendor_close(v);
	close(fd);
	return 0;
}
