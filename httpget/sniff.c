/* sniff: what content looks like by its first bytes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "sniff.h"

#include <string.h>

#define MARK(bytes) bytes, sizeof(bytes) - 1

/* Those of the WHATWG's MIME Sniffing that have a fixed mark at their beginning. */
static const struct mark {
	const char *bytes;
	size_t n;
	const char *type,
		*family; /* what else has the same mark: the type begins so, or holds it */
} marks[] = {
	{MARK("\x89PNG\r\n\x1a\n"), "image/png", "image/png"},
	{MARK("\xff\xd8\xff"), "image/jpeg", "image/jp"},
	{MARK("GIF87a"), "image/gif", "image/gif"}, {MARK("GIF89a"), "image/gif", "image/gif"},
	{MARK("BM"), NULL, NULL}, {MARK("%PDF-"), "application/pdf", "pdf"},
	{MARK("\x1f\x8b\x08"), "application/gzip", "gzip"},
	{MARK("PK\x03\x04"), "application/zip", "application/"},
	{MARK("Rar!\x1a\x07"), "application/x-rar-compressed", "rar"},
	{MARK("7z\xbc\xaf\x27\x1c"), "application/x-7z-compressed", "7z"},
	{MARK("\xfd"
	      "7zXZ"),
		"application/x-xz", "xz"},
	{MARK("\x28\xb5\x2f\xfd"), "application/zstd", "zstd"},
	{MARK("\x7f"
	      "ELF"),
		"application/x-executable", "application/"},
	{MARK("OggS"), "application/ogg", "og"}, {MARK("\x1a\x45\xdf\xa3"), "video/webm", "video/"},
	{MARK("wOFF"), "font/woff", "font"}, {MARK("wOF2"), "font/woff2", "font"},
	{MARK("\0asm"), "application/wasm", "wasm"}, {MARK("ID3"), "audio/mpeg", "audio/"},
	{MARK("<?xml"), "text/xml", "ml"}, /* XHTML too, whatever it is called */
};

static struct bytes skip_blanks(struct bytes b)
{
	while (b.left && (*b.p == ' ' || *b.p == '\t' || *b.p == '\r' || *b.p == '\n'))
		bytes_skip(&b, 1);
	return b;
}

static bool begins(struct bytes b, const char *text)
{
	return slice_starts(slice_at((const char *)b.p, b.left), text);
}

static const struct mark *find_mark(struct bytes first)
{
	static const struct mark html = {NULL, 0, "text/html", "html"};

	if (first.left >= 12 && !memcmp(first.p, "RIFF", 4) && !memcmp(first.p + 8, "WEBP", 4)) {
		static const struct mark webp = {NULL, 0, "image/webp", "image/webp"};

		return &webp;
	}
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (marks[i].type && first.left >= marks[i].n &&
			!memcmp(first.p, marks[i].bytes, marks[i].n))
			return &marks[i];
	first = skip_blanks(first);
	return begins(first, "<!doctype html") || begins(first, "<html") ? &html : NULL;
}

const char *sniff_type(struct bytes first)
{
	const struct mark *m = find_mark(first);

	return m ? m->type : NULL;
}

static bool holds(struct slice s, const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i + n <= s.n; i++)
		if (slice_starts(slice_at(s.p + i, s.n - i), text))
			return true;
	return false;
}

bool sniff_type_differs(struct slice content_type, struct bytes first)
{
	struct slice type = slice_trim(slice_until(&content_type, ';'));
	const struct mark *m = find_mark(first);

	if (!type.n || !first.left || slice_like(type, "application/octet-stream"))
		return false;
	if (m)
		return !holds(type, m->family) && !slice_like(type, m->type) &&
		       !slice_like(type, "text/plain");
	/* A picture that begins as no picture does. */
	return slice_like(type, "image/png") || slice_like(type, "image/jpeg") ||
	       slice_like(type, "image/gif") || slice_like(type, "application/pdf");
}

const char *sniff_parameter(char *to, size_t size, struct slice value, const char *name)
{
	struct slice item;

	*to = '\0';
	slice_item(&value, ';', &item);
	while (slice_item(&value, ';', &item)) {
		struct slice rest = item, key = slice_trim(slice_until(&rest, '='));

		if (slice_like(key, name))
			return slice_unquote(to, size, slice_trim(rest));
	}
	return to;
}

/* 0 a whole character, else how many bytes are missing; -1 for none (RFC 3629). */
static int check_utf8(struct bytes *b)
{
	uint8_t c = bytes_u8(b);
	int n = c < 0x80		? 0
		: c >= 0xc2 && c < 0xe0 ? 1
		: (c & 0xf0) == 0xe0	? 2
		: c >= 0xf0 && c < 0xf5 ? 3
					: -1;

	for (; n > 0 && b->left; n--)
		if ((bytes_u8(b) & 0xc0) != 0x80)
			return -1;
	return n;
}

const char *sniff_charset(struct bytes first, bool whole)
{
	bool ascii = true;

	if (first.left >= 3 && !memcmp(first.p, "\xef\xbb\xbf", 3))
		return "utf-8";
	if (first.left >= 2 && !memcmp(first.p, "\xff\xfe", 2))
		return "utf-16le";
	if (first.left >= 2 && !memcmp(first.p, "\xfe\xff", 2))
		return "utf-16be";
	while (first.left) {
		int missing;

		ascii = ascii && *first.p < 0x80;
		missing = check_utf8(&first);
		if (missing < 0 || (missing && whole))
			return NULL;
	}
	return ascii ? "us-ascii" : "utf-8";
}

bool sniff_charset_differs(struct slice content_type, struct bytes first, bool whole)
{
	char charset[40];
	const char *seen;

	sniff_parameter(charset, sizeof charset, content_type, "charset");
	if (!*charset || !first.left)
		return false;
	seen = sniff_charset(first, whole);
	if (slice_like(slice_of(charset), "utf-8"))
		return !seen || !strncmp(seen, "utf-16", 6);
	if (seen && !strncmp(seen, "utf-16", 6))
		return !slice_starts(slice_of(charset), "utf-16");
	return slice_like(slice_of(charset), "us-ascii") &&
	       (!seen || strcmp(seen, "us-ascii") != 0);
}
