/* term_page: a page of its own on the terminal's other screen. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "term_parts.h"

#define ENTER "\033[?1049h"
#define LEAVE "\033[?1049l"
#define TOP "\033[H"
#define REST "\033[J"
#define LINE "\033[K\r\n"
enum { CONTROL = 32 };

void term_page_init(struct term_page *p, int fd)
{
	*p = (struct term_page){.fd = term_redrawable(fd)};
}

static size_t put(char *to, const char *from, size_t size)
{
	memcpy(to, from, size);
	return size;
}

void term_page_show(struct term_page *p, const char *text, size_t size)
{
	unsigned left = term_size(p->fd).rows - 1;
	size_t used = 0;
	char *out;

	if (p->fd < 0)
		return;
	/* A line may be empty: each byte can need a line's end. */
	out = malloc(size * sizeof(LINE) + CONTROL);
	if (!out)
		return;
	if (!p->shown)
		used += put(out + used, ENTER, strlen(ENTER));
	used += put(out + used, TOP, strlen(TOP));
	for (; size && left; left--) {
		const char *end = memchr(text, '\n', size);
		size_t line = end ? (size_t)(end - text) : size;

		used += put(out + used, text, line);
		used += put(out + used, LINE, strlen(LINE));
		text += line + (end != NULL);
		size -= line + (end != NULL);
	}
	used += put(out + used, REST, strlen(REST));
	term_write(p->fd, out, used);
	p->shown = true;
	free(out);
}

void term_page_leave(struct term_page *p)
{
	if (p->shown)
		term_write(p->fd, LEAVE, strlen(LEAVE));
	p->shown = false;
}
