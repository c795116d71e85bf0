/* vendor: who made a card, by its MAC and a list of prefixes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "vendor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

enum { PREFIX_BITS_LEAST = 24, MAC_BITS = 48, FILE_MAX_BYTES = 64 << 20 };

struct entry {
	uint64_t prefix;
	uint32_t at, n; /* of the name in the file */
	uint8_t bits;
};
struct vendor {
	const char *text; /* the file */
	size_t size;
	struct entry *entries; /* by prefix, then bits */
	size_t n;
};

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Eats hex digits, with : - or . between pairs of them; returns how many there were. */
static unsigned take_digits(const char **p, const char *end, uint64_t *out)
{
	unsigned n = 0;

	*out = 0;
	for (; *p < end && n < MAC_BITS / 4; ++*p) {
		int d = digit(**p);

		if (d >= 0) {
			*out = *out << 4 | (unsigned)d;
			n++;
		} else if (n % 2 || !n || !memchr(":-.", **p, 3)) {
			break;
		}
	}
	return n;
}

static const char *skip(const char *p, const char *end, const char *what)
{
	while (p < end && strchr(what, *p))
		p++;
	return p;
}

/* "/28" behind a prefix says how much of it counts. */
static bool take_bits(const char **p, const char *end, unsigned digits, struct vendor_line *out)
{
	unsigned bits = 0;

	out->bits = digits * 4;
	if (*p == end || **p != '/')
		return out->bits >= PREFIX_BITS_LEAST;
	for (++*p; *p < end && **p >= '0' && **p <= '9' && bits < MAC_BITS; ++*p)
		bits = bits * 10 + (unsigned)(**p - '0');
	if (bits < PREFIX_BITS_LEAST || bits > out->bits)
		return false;
	out->bits = bits;
	return true;
}

/* What stands between prefix and name: blanks, "(hex)", a comma. */
static const char *find_name(const char *p, const char *end, bool quoted_list)
{
	static const char hex[] = "(hex)";

	if (quoted_list)
		return p < end && *p == ',' ? p + 1 : end;
	if (p < end && !strchr(" \t", *p))
		return end;
	p = skip(p, end, " \t");
	if ((size_t)(end - p) >= sizeof(hex) - 1 && !memcmp(p, hex, sizeof(hex) - 1))
		p = skip(p + sizeof(hex) - 1, end, " \t");
	return p;
}

/* Of several columns the last has the name in full. */
static void take_name(const char *p, const char *end, bool commas, struct vendor_line *out)
{
	bool quoted = commas && p < end && *p == '"';
	const char *stop =
		commas ? memchr(p + quoted, quoted ? '"' : ',', (size_t)(end - p - quoted)) : NULL;
	const char *tab = commas ? NULL : memrchr(p, '\t', (size_t)(end - p));

	out->name = tab ? tab + 1 : p + quoted;
	out->name_bytes = (size_t)((stop ? stop : end) - out->name);
}

/* A list with commas begins with the kind of its registry ("MA-L,"); its names may be quoted. */
bool vendor_read(const char *line, size_t n, struct vendor_line *out)
{
	const char *p = line, *end = line + n;
	bool commas = n > 5 && ((!memcmp(p, "MA-", 3) && p[4] == ',') || !memcmp(p, "IAB,", 4));
	unsigned digits;

	while (end > p && strchr(" \t\r\n", end[-1]))
		end--;
	if (commas)
		p += p[3] == ',' ? 4 : 5;
	else
		p = skip(p, end, " \t");
	digits = take_digits(&p, end, &out->prefix);
	if (digits < PREFIX_BITS_LEAST / 4 || !take_bits(&p, end, digits, out))
		return false;
	out->prefix <<= MAC_BITS - digits * 4;
	out->prefix &= ~((UINT64_C(1) << (MAC_BITS - out->bits)) - 1);
	take_name(find_name(p, end, commas), end, commas, out);
	return out->name_bytes > 0;
}

static int by_prefix(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->prefix != y->prefix)
		return x->prefix < y->prefix ? -1 : 1;
	return (int)x->bits - (int)y->bits;
}

static bool add(struct vendor *v, size_t *room, const struct vendor_line *l)
{
	struct entry *grown;

	if (v->n == *room) {
		*room = *room ? 2 * *room : 1024;
		grown = realloc(v->entries, *room * sizeof(*grown));
		if (!grown)
			return false;
		v->entries = grown;
	}
	v->entries[v->n++] = (struct entry){.prefix = l->prefix,
		.bits = (uint8_t)l->bits,
		.at = (uint32_t)(l->name - v->text),
		.n = (uint32_t)l->name_bytes};
	return true;
}

static bool read_lines(struct vendor *v)
{
	size_t room = 0;

	for (size_t at = 0; at < v->size;) {
		const char *line = v->text + at;
		const char *end = memchr(line, '\n', v->size - at);
		size_t n = end ? (size_t)(end - line) : v->size - at;
		struct vendor_line l;

		if (vendor_read(line, n, &l) && !add(v, &room, &l))
			return false;
		at += n + 1;
	}
	if (v->n)
		qsort(v->entries, v->n, sizeof(*v->entries), by_prefix);
	return true;
}

static int map(struct vendor *v, const char *path, struct fail *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st = {0};
	void *p = MAP_FAILED;

	if (fd < 0)
		return fail_errno(why, "%s", path);
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0 &&
		st.st_size <= FILE_MAX_BYTES)
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return fail_set(why, EINVAL, "%s is no list of vendors", path);
	v->text = p;
	v->size = (size_t)st.st_size;
	return 0;
}

static int open_one(struct vendor *v, const char *path, struct fail *why)
{
	int rc = map(v, path, why);

	if (rc < 0)
		return rc;
	if (!read_lines(v))
		return fail_set(why, ENOMEM, "no memory for the list of vendors");
	if (!v->n)
		return fail_set(why, EINVAL, "%s is no list of vendors", path);
	return 0;
}

static const char *find_list(void)
{
	static const char paths[][40] = {"/usr/share/ieee-data/oui.txt",
		"/usr/share/hwdata/oui.txt", "/usr/share/arp-scan/ieee-oui.txt",
		"/usr/share/wireshark/manuf", "/usr/share/nmap/nmap-mac-prefixes",
		"/var/lib/ieee-data/oui.txt"};

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		if (!access(paths[i], R_OK))
			return paths[i];
	return NULL;
}

int vendor_open(struct vendor **out, const char *path, struct fail *why)
{
	struct vendor *v = calloc(1, sizeof(*v));
	int rc;

	if (!v)
		return fail_set(why, ENOMEM, "no memory for the list of vendors");
	if (!path || !*path || !strcmp(path, "-"))
		path = find_list();
	rc = path ? open_one(v, path, why)
		  : fail_set(why, ENOENT,
			    "no list of vendors here: install ieee-data or hwdata, or give "
			    "--vendor=FILE");
	if (rc < 0) {
		vendor_close(v);
		return rc;
	}
	*out = v;
	return 0;
}

void vendor_close(struct vendor *v)
{
	if (!v)
		return;
	if (v->text)
		munmap((void *)(uintptr_t)v->text, v->size);
	free(v->entries);
	free(v);
}

bool vendor_find(const struct vendor *v, const struct mac *m, char *to, size_t size)
{
	static const uint8_t lengths[] = {36, 28, 24};
	uint64_t value = 0;

	for (size_t i = 0; i < sizeof(m->bytes); i++)
		value = value << 8 | m->bytes[i];
	for (size_t i = 0; i < sizeof(lengths); i++) {
		struct entry key = {.bits = lengths[i]};
		const struct entry *e;
		size_t n;

		key.prefix = value & ~((UINT64_C(1) << (MAC_BITS - lengths[i])) - 1);
		e = bsearch(&key, v->entries, v->n, sizeof(*v->entries), by_prefix);
		if (!e)
			continue;
		n = e->n < size - 1 ? e->n : size - 1;
		memcpy(to, v->text + e->at, n);
		to[n] = '\0';
		return true;
	}
	return false;
}

const char *vendor_text(char to[static VENDOR_TEXT], const struct vendor *v, const struct mac *m)
{
	char name[VENDOR_TEXT];

	return v && vendor_find(v, m, name, sizeof(name)) ? report_safe(to, VENDOR_TEXT, name)
							  : NULL;
}
