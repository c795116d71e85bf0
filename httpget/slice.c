/* slice: a piece of text that ends where it says, not at a NUL. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "slice.h"

#include <string.h>
#include <strings.h>

struct slice slice_of(const char *text)
{
	return (struct slice){text, text ? strlen(text) : 0};
}

struct slice slice_at(const char *p, size_t n)
{
	return (struct slice){p, n};
}

bool slice_is(struct slice s, const char *text)
{
	return s.p && s.n == strlen(text) && !memcmp(s.p, text, s.n);
}

bool slice_like(struct slice s, const char *text)
{
	return s.p && s.n == strlen(text) && !strncasecmp(s.p, text, s.n);
}

bool slice_same(struct slice a, struct slice b)
{
	return a.p && b.p && a.n == b.n && !memcmp(a.p, b.p, a.n);
}

bool slice_starts(struct slice s, const char *begin)
{
	size_t n = strlen(begin);

	return s.p && s.n >= n && !strncasecmp(s.p, begin, n);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct slice slice_trim(struct slice s)
{
	while (s.n && is_blank(*s.p)) {
		s.p++;
		s.n--;
	}
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool slice_item(struct slice *s, char separator, struct slice *out)
{
	bool quoted = false;
	size_t i = 0;

	if (!s->p)
		return false;
	for (; i < s->n && (quoted || s->p[i] != separator); i++) {
		if (s->p[i] == '"')
			quoted = !quoted;
		else if (quoted && s->p[i] == '\\' && i + 1 < s->n)
			i++;
	}
	*out = slice_trim(slice_at(s->p, i));
	*s = i < s->n ? slice_at(s->p + i + 1, s->n - i - 1) : (struct slice){0};
	return true;
}

struct slice slice_until(struct slice *s, char c)
{
	const char *at = s->n ? memchr(s->p, c, s->n) : NULL;
	struct slice before = *s;

	if (at) {
		before.n = (size_t)(at - s->p);
		*s = slice_at(at + 1, s->n - before.n - 1);
	} else {
		*s = (struct slice){0};
	}
	return before;
}

bool slice_number(struct slice s, uint64_t *out)
{
	uint64_t value = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(value, 10, &value) ||
			__builtin_add_overflow(value, (uint64_t)(s.p[i] - '0'), &value))
			return false;
	*out = value;
	return s.n > 0;
}

const char *slice_copy(char *to, size_t size, struct slice s)
{
	size_t n = s.n < size ? s.n : size - 1;

	if (n)
		memcpy(to, s.p, n);
	to[n] = '\0';
	return to;
}

const char *slice_unquote(char *to, size_t size, struct slice s)
{
	size_t used = 0;

	if (s.n < 2 || s.p[0] != '"' || s.p[s.n - 1] != '"')
		return slice_copy(to, size, s);
	for (size_t i = 1; i + 1 < s.n && used + 1 < size; i++) {
		if (s.p[i] == '\\' && i + 2 < s.n)
			i++;
		to[used++] = s.p[i];
	}
	to[used] = '\0';
	return to;
}

int slice_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
