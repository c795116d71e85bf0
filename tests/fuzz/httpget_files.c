/* httpget_files: files that options name: headers (-H @FILE), a format (-w @FILE) and content
 * (-d @FILE). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../httpget/options_read.h"

#include <unistd.h>

#include "given.h"

enum { FILE_BYTES = 1 << 14 };

static void headers(const char *path)
{
	char named[80];
	struct options o = {.headers = {.items = {named}, .n = 1}, .write_out = named};
	struct options_texts t = {.n_headers = 0};
	struct fail warn = {.error = 0}, why = {.error = 0};

	snprintf(named, sizeof named, "@%s", path);
	if (options_read(&t, &o, &warn, &why) < 0)
		must(*why.text);
	for (size_t i = 0; i < t.n_headers; i++) {
		must(t.headers[i] >= t.lines.p && t.headers[i] < t.lines.p + t.lines.used);
		must(*t.headers[i] && !strpbrk(t.headers[i], "\r\n"));
	}
	options_texts_close(&t);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf content = {.used = 0};
	char path[GIVEN_PATH];
	int fd;

	if (size > FILE_BYTES)
		return 0;
	fd = given_file(data, size, path);
	headers(path);
	must(options_read_file(&content, path, NULL) == 0 && content.used <= size);
	must(!content.used || !memchr(content.p, '\n', content.used));
	strbuf_close(&content);
	close(fd);
	return 0;
}
