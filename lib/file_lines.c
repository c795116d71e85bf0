/* file: reading lists, a line an item. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "file.h"

enum { FILE_LINE = 4096 };

struct file_reader {
	FILE *from;
	const char *shown;
	unsigned number;
	char line[FILE_LINE];
};

/* 1 with a line, 0 at the end. The size is bounded, as the input may be a device that never ends.
 */
static int file_read_line(struct file_reader *r, struct fail *why)
{
	size_t n = 0;
	int c;

	r->number++;
	while ((c = getc_unlocked(r->from)) != EOF && c != '\n') {
		if (!c)
			return fail_set(why, EINVAL, "%s line %u is not text", r->shown, r->number);
		if (n == sizeof r->line - 1)
			return fail_set(why, EINVAL, "%s line %u is longer than %zu bytes",
				r->shown, r->number, sizeof r->line - 1);
		r->line[n++] = (char)c;
	}
	r->line[n] = '\0';
	if (c == EOF && ferror(r->from))
		return fail_errno(why, "cannot read %s", r->shown);
	return c != EOF || n > 0;
}

/* Cuts comment and blanks; returns where the rest starts. */
static char *file_trim(char *line)
{
	static const char blanks[] = " \t\r\v\f";
	size_t n = strcspn(line, "#");

	while (n && strchr(blanks, line[n - 1]))
		n--;
	line[n] = '\0';
	return line + strspn(line, blanks);
}

static int file_read_lines(struct file_reader *r, int (*take)(void *, const char *, unsigned),
	void *to, struct fail *why)
{
	static const char mark[] = "\xef\xbb\xbf";
	int rc;

	while ((rc = file_read_line(r, why)) > 0) {
		bool marked = r->number == 1 && !strncmp(r->line, mark, 3);
		char *line = file_trim(r->line + (marked ? 3 : 0));

		rc = *line ? take(to, line, r->number) : 0;
		if (rc)
			return rc;
	}
	return rc;
}

int file_lines(const char *path, int (*take)(void *to, const char *line, unsigned number), void *to,
	struct fail *why)
{
	bool standard = !strcmp(path, "-");
	struct file_reader r = {.shown = standard ? "standard input" : path};
	int rc;

	r.from = standard ? stdin : fopen(path, "re");
	if (!r.from)
		return fail_errno(why, "cannot read %s", path);
	rc = file_read_lines(&r, take, to, why);
	if (!standard)
		fclose(r.from);
	return rc;
}
