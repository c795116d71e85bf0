/* strbuf: text that grows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_STRBUF_H
#define PROBEKIT_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* All zeros is an empty one. Once memory ran out, bad stays set and the text stays as it was. */
struct strbuf {
	char *p; /* not terminated */
	size_t used, size;
	bool bad;
};

void strbuf_close(struct strbuf *b); /* frees the text, leaves an empty one */
/* Room for n more bytes behind the text, NULL without memory; the caller adds to used. */
char *strbuf_room(struct strbuf *b, size_t n);
void strbuf_put(struct strbuf *b, const void *from, size_t n);
void strbuf_put_text(struct strbuf *b, const char *text);
void strbuf_put_char(struct strbuf *b, char c);
void strbuf_print(struct strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strbuf_vprint(struct strbuf *b, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));
void strbuf_cut_front(struct strbuf *b, size_t n);

#endif
