/* jsonlint: a strict reader of one JSON text (RFC 8259). It shares nothing with what it checks. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "jsonlint_read.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH = 16 };

struct reader {
	const char *start, *p, *end;
	const char *problem;	  /* NULL while all is well */
	struct json *root, *made; /* the first and the last value made */
	struct json *open[DEPTH]; /* the objects and lists around p */
	int depth;
};

static void complain(struct reader *r, const char *problem)
{
	if (!r->problem)
		r->problem = problem;
}

static int peek(const struct reader *r)
{
	return r->p < r->end ? (unsigned char)*r->p : -1;
}

static bool eat(struct reader *r, char c)
{
	if (peek(r) != c)
		return false;
	r->p++;
	return true;
}

static void blanks(struct reader *r)
{
	while (r->p < r->end && *r->p && strchr(" \t\r\n", *r->p))
		r->p++;
}

static struct json *make(struct reader *r, enum json_kind kind)
{
	struct json *j = calloc(1, sizeof *j);

	if (!j)
		abort();
	j->kind = kind;
	if (r->made)
		r->made->made_next = j;
	else
		r->root = j;
	r->made = j;
	return j;
}

void json_free(struct json *j)
{
	while (j) {
		struct json *next = j->made_next;

		free(j->key);
		free(j->text);
		free(j);
		j = next;
	}
}

static uint32_t hex4(struct reader *r)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++) {
		int c = peek(r);
		const char *digits = "0123456789abcdef", *at;

		at = c > 0 ? strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c) : NULL;
		if (!at) {
			complain(r, "four hex digits must follow \\u");
			return 0;
		}
		v = v << 4 | (uint32_t)(at - digits);
		r->p++;
	}
	return v;
}

static size_t put_utf8(char *to, uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (n == 1) {
		*to = (char)c;
		return 1;
	}
	for (size_t i = n; i-- > 1; c >>= 6)
		to[i] = (char)(0x80 | (c & 0x3f));
	to[0] = (char)(0xf00U >> n | c);
	return n;
}

/* Behind a backslash. */
static size_t read_escape(struct reader *r, char *to)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	int c = peek(r);
	const char *at = c > 0 ? strchr(names, c) : NULL;
	uint32_t high, low;

	r->p += c >= 0;
	if (at) {
		*to = values[at - names];
		return 1;
	}
	if (c != 'u') {
		complain(r, "an escape that JSON does not know");
		return 0;
	}
	high = hex4(r);
	if (high < 0xd800 || high >= 0xe000)
		return put_utf8(to, high);
	if (high >= 0xdc00 || !eat(r, '\\') || !eat(r, 'u')) {
		complain(r, "half a surrogate pair");
		return 0;
	}
	low = hex4(r);
	if (low < 0xdc00 || low >= 0xe000)
		complain(r, "half a surrogate pair");
	return put_utf8(to, 0x10000 + ((high - 0xd800) << 10) + (low & 0x3ff));
}

/* The bytes of the valid UTF-8 character p starts with, 0 none; the bounds of the second byte are
 * those of RFC 3629 4. */
static size_t character_bytes(const uint8_t *p, size_t left)
{
	static const uint8_t lead[] = {0xc2, 0xe0, 0xf0, 0xf5};
	uint8_t low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
	uint8_t high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
	size_t n = 1;

	if (p[0] < 0x80)
		return 1;
	while (n < 5 && p[0] >= lead[n - 1])
		n++;
	if (n < 2 || n > 4 || n > left || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return n;
}

static size_t read_character(struct reader *r, char *to)
{
	size_t n = character_bytes((const uint8_t *)r->p, (size_t)(r->end - r->p));

	if (!n)
		complain(r, "bytes that are not UTF-8");
	else if ((uint8_t)*r->p < 0x20)
		complain(r, "a control character in a string");
	memcpy(to, r->p, n);
	r->p += n;
	return n;
}

/* Up to the quote that ends a string: what it stands for is never longer. */
static size_t written_bytes(const struct reader *r)
{
	const char *p = r->p;

	while (p < r->end && *p != '"')
		p += *p == '\\' && p + 1 < r->end ? 2 : 1;
	return (size_t)(p - r->p);
}

/* A string's content, malloc'd; the quote before it is eaten. */
static char *read_string(struct reader *r)
{
	size_t used = 0;
	char *text = malloc(written_bytes(r) + 8);

	if (!text)
		abort();
	while (!r->problem && peek(r) != '"') {
		if (r->p == r->end)
			complain(r, "a string without end");
		else if (eat(r, '\\'))
			used += read_escape(r, text + used);
		else
			used += read_character(r, text + used);
	}
	eat(r, '"');
	text[used] = '\0';
	return text;
}

static size_t digits(struct reader *r)
{
	size_t n = 0;

	for (; peek(r) >= '0' && peek(r) <= '9'; n++)
		r->p++;
	return n;
}

static void read_number(struct reader *r)
{
	struct json *j = make(r, JSON_NUMBER);
	const char *from = r->p;

	eat(r, '-');
	if (!eat(r, '0') && !digits(r))
		complain(r, "no value that JSON knows");
	if (eat(r, '.') && !digits(r))
		complain(r, "a dot without digits behind it");
	if (peek(r) == 'e' || peek(r) == 'E') {
		r->p++;
		if (!eat(r, '-'))
			eat(r, '+');
		if (!digits(r))
			complain(r, "an exponent without digits");
	}
	j->text = strndup(from, (size_t)(r->p - from));
}

static char *read_key(struct reader *r)
{
	char *key = NULL;

	blanks(r);
	if (eat(r, '"'))
		key = read_string(r);
	else
		complain(r, "a member must start with its key");
	blanks(r);
	if (!eat(r, ':'))
		complain(r, "a colon is missing");
	return key;
}

static void read_word(struct reader *r, const char *word, enum json_kind kind)
{
	size_t n = strlen(word);

	if ((size_t)(r->end - r->p) < n || memcmp(r->p, word, n))
		complain(r, "no value that JSON knows");
	else
		r->p += n;
	make(r, kind);
}

/* A value, or the start of an object or a list. */
static void read_start(struct reader *r)
{
	switch (peek(r)) {
	case '"':
		r->p++;
		make(r, JSON_STRING)->text = read_string(r);
		return;
	case '{':
	case '[':
		make(r, *r->p++ == '{' ? JSON_OBJECT : JSON_ARRAY);
		return;
	case 'n':
		read_word(r, "null", JSON_NULL);
		return;
	case 't':
		read_word(r, "true", JSON_TRUE);
		return;
	case 'f':
		read_word(r, "false", JSON_FALSE);
		return;
	default:
		read_number(r);
		return;
	}
}

static void append(struct json *to, struct json *item)
{
	if (to->last)
		to->last->next = item;
	else
		to->first = item;
	to->last = item;
}

/* The next value with its key, put where it belongs. */
static void read_item(struct reader *r)
{
	struct json *around = r->depth ? r->open[r->depth - 1] : NULL;
	char *key = around && around->kind == JSON_OBJECT ? read_key(r) : NULL;

	if (key && json_member(around, key))
		complain(r, "a key stands twice");
	blanks(r);
	read_start(r);
	r->made->key = key;
	if (around)
		append(around, r->made);
	if (r->made->kind != JSON_OBJECT && r->made->kind != JSON_ARRAY)
		return;
	if (r->depth == DEPTH)
		complain(r, "too deep");
	else
		r->open[r->depth++] = r->made;
}

/* Closes what ends here; whether another item follows. */
static bool read_ends(struct reader *r)
{
	while (!r->problem && r->depth) {
		const struct json *around = r->open[r->depth - 1];

		blanks(r);
		if (around->first ? eat(r, ',') : peek(r) != '}' && peek(r) != ']')
			return true;
		if (eat(r, around->kind == JSON_OBJECT ? '}' : ']'))
			r->depth--;
		else
			complain(r, "an object or a list without end");
	}
	return false;
}

struct json *json_read(const char *text, size_t n, char *problem, size_t problem_size)
{
	struct reader r = {.start = text, .p = text, .end = text + n};

	do
		read_item(&r);
	while (read_ends(&r));
	blanks(&r);
	if (r.p < r.end)
		complain(&r, "something behind the value");
	if (!r.problem)
		return r.root;
	snprintf(problem, problem_size, "byte %zu: %s", (size_t)(r.p - r.start) + 1, r.problem);
	json_free(r.root);
	return NULL;
}

const struct json *json_member(const struct json *object, const char *key)
{
	if (!object || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json *j = object->first; j; j = j->next)
		if (j->key && !strcmp(j->key, key))
			return j;
	return NULL;
}

bool json_is(const struct json *j, const char *text)
{
	return j && j->kind == JSON_STRING && !strcmp(j->text, text);
}
