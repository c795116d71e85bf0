/* term_view: several lines that are redrawn in place. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term_parts.h"

enum { CONTROL = 32 }; /* room for the way back, and a line's end */

void term_view_init(struct term_view *v, int fd)
{
	*v = (struct term_view){.fd = term_redrawable(fd)};
}

/* Columns of a line: whole UTF-8 characters of one each, colour of none. */
static unsigned short width_of(const char *line, size_t size)
{
	unsigned short width = 0;

	for (size_t i = 0; i < size; i++) {
		if (line[i] == '\033') {
			while (i < size && line[i] != 'm')
				i++;
			continue;
		}
		if (((unsigned char)line[i] & 0xc0) != 0x80)
			width++;
	}
	return width;
}

/* Rows the view takes up in a terminal so wide. */
static unsigned rows_of(const struct term_view *v, unsigned columns)
{
	unsigned rows = 0;

	for (unsigned i = 0; i < v->n; i++)
		rows += v->widths[i] ? (v->widths[i] + columns - 1) / columns : 1;
	return rows;
}

/* To the first column of the view's first row. */
static size_t put_way_back(const struct term_view *v, char to[static CONTROL])
{
	unsigned rows = rows_of(v, term_size(v->fd).columns);

	if (!rows)
		return (size_t)snprintf(to, CONTROL, "\r");
	return (size_t)snprintf(to, CONTROL, "\r\033[%uA", rows);
}

static size_t put_line(struct term_view *v, char *to, const char *line, size_t size)
{
	v->widths[v->n++] = width_of(line, size);
	memcpy(to, line, size);
	memcpy(to + size, "\033[K\r\n", 5);
	return size + 5;
}

void term_view_show(struct term_view *v, const char *text, size_t size)
{
	unsigned most = term_size(v->fd).rows - 1;
	size_t used;
	char *out;

	if (v->fd < 0)
		return;
	/* A line may be empty: each byte can need a line's end. */
	out = malloc(size * 6 + (size_t)2 * CONTROL);
	if (!out)
		return;
	used = put_way_back(v, out);
	v->n = 0;
	while (size && v->n < most && v->n < TERM_VIEW_LINES) {
		const char *end = memchr(text, '\n', size);
		size_t line = end ? (size_t)(end - text) : size;

		used += put_line(v, out + used, text, line);
		text += line + (end != NULL);
		size -= line + (end != NULL);
	}
	memcpy(out + used, "\033[J", 3);
	term_write(v->fd, out, used + 3);
	free(out);
}

void term_view_clear(struct term_view *v)
{
	char out[2 * CONTROL];
	size_t used;

	if (v->fd < 0 || !v->n)
		return;
	used = put_way_back(v, out);
	memcpy(out + used, "\033[J", 3);
	term_write(v->fd, out, used + 3);
	v->n = 0;
}

void term_view_keep(struct term_view *v)
{
	v->n = 0;
}
