/* strbuf: text that grows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRBUF_FIRST = 512 };

void strbuf_close(struct strbuf *b)
{
	free(b->p);
	*b = (struct strbuf){0};
}

char *strbuf_room(struct strbuf *b, size_t n)
{
	size_t size = b->size ? b->size : STRBUF_FIRST;
	char *p;

	if (b->bad)
		return NULL;
	if (b->p && n <= b->size - b->used)
		return b->p + b->used;
	while (size - b->used < n) {
		if (__builtin_mul_overflow(size, 2, &size)) {
			b->bad = true;
			return NULL;
		}
	}
	p = realloc(b->p, size);
	if (!p) {
		b->bad = true;
		return NULL;
	}
	b->p = p;
	b->size = size;
	return b->p + b->used;
}

void strbuf_put(struct strbuf *b, const void *from, size_t n)
{
	char *to = n ? strbuf_room(b, n) : NULL;

	if (!to)
		return;
	memcpy(to, from, n);
	b->used += n;
}

void strbuf_put_text(struct strbuf *b, const char *text)
{
	strbuf_put(b, text, strlen(text));
}

void strbuf_put_char(struct strbuf *b, char c)
{
	strbuf_put(b, &c, 1);
}

void strbuf_vprint(struct strbuf *b, const char *format, va_list ap)
{
	char *to = strbuf_room(b, STRBUF_FIRST);
	va_list again;
	int n;

	if (!to)
		return;
	va_copy(again, ap);
	n = vsnprintf(to, STRBUF_FIRST, format, ap);
	if (n >= STRBUF_FIRST) {
		to = strbuf_room(b, (size_t)n + 1);
		if (to)
			vsnprintf(to, (size_t)n + 1, format, again);
	}
	va_end(again);
	if (to && n > 0)
		b->used += (size_t)n;
}

void strbuf_print(struct strbuf *b, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	strbuf_vprint(b, format, ap);
	va_end(ap);
}

void strbuf_cut_front(struct strbuf *b, size_t n)
{
	b->used -= n;
	memmove(b->p, b->p + n, b->used);
}
