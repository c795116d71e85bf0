/* targets_parse: text as an address, a prefix or a range. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <endian.h>
#include <errno.h>
#include <string.h>

#include "targets_parts.h"

static const char digits[] = "0123456789";

struct u128 targets_number(const struct addr *a)
{
	struct u128 n = {0, 0};

	for (size_t i = 0; i < addr_size(a); i++) {
		n.hi = n.hi << 8 | n.lo >> 56;
		n.lo = n.lo << 8 | a->bytes[i];
	}
	return n;
}

void targets_addr(struct addr *out, struct u128 number, bool v6)
{
	uint64_t words[2] = {htobe64(number.hi), htobe64(number.lo)};
	uint32_t word = htobe32((uint32_t)number.lo);

	*out = (struct addr){.family = v6 ? ADDR_V6 : ADDR_V4};
	if (v6)
		memcpy(out->bytes, words, sizeof words);
	else
		memcpy(out->bytes, &word, sizeof word);
}

/* -EINVAL with a sentence: the text, cut where it is very long, and what is wrong with it. */
static int wrong(struct fail *why, const char *text, const char *what)
{
	return fail_set(why, EINVAL, "%.100s: %s", text, what);
}

/* The first size bytes of text as an address; to get there it must fit. */
static bool parse_front(struct addr *out, const char *text, size_t size)
{
	char front[INET6_ADDRSTRLEN];

	if (size >= sizeof front)
		return false;
	memcpy(front, text, size);
	front[size] = '\0';
	return addr_parse(out, front);
}

static struct span span_of(const struct addr *first, const struct addr *last)
{
	return (struct span){targets_number(first), targets_number(last), first->family == ADDR_V6};
}

/* The number of n bits that are all set. */
static struct u128 ones(unsigned n)
{
	struct u128 none = {0, 0};

	if (n >= 64)
		return (struct u128){n == 64 ? 0 : UINT64_MAX >> (128 - n), UINT64_MAX};
	return u128_minus((struct u128){0, UINT64_C(1) << n}, u128_plus(none, 1));
}

static int parse_prefix(
	struct span *out, const char *text, const char *slash, bool ends, struct fail *why)
{
	struct addr_prefix p;
	struct u128 rest;

	if (strchr(text, '%'))
		return wrong(why, text, "a zone goes with a single address, not with a prefix");
	if (!parse_front(&p.addr, text, (size_t)(slash - text)))
		return wrong(why, text, "before the slash of a prefix stands an address");
	if (!addr_prefix_parse(&p, text))
		return wrong(why, text,
			strchr(text, ':') ? "the length of an IPv6 prefix is 0 to 128"
					  : "the length of an IPv4 prefix is 0 to 32");
	*out = span_of(&p.addr, &p.addr);
	rest = ones((out->v6 ? 128U : 32U) - p.bits);
	out->last.hi |= rest.hi;
	out->last.lo |= rest.lo;
	if (!ends && !out->v6 && p.bits < 31) {
		out->first.lo++;
		out->last.lo--;
	}
	return 1;
}

/* What follows the hyphen after an IPv4 address when it is a number only: the last byte. */
static bool parse_last_byte(struct addr *out, const struct addr *first, const char *text)
{
	size_t n = strspn(text, digits);
	unsigned v = 0;

	if (first->family != ADDR_V4 || !n || n > 3 || text[n])
		return false;
	for (; *text; text++)
		v = 10 * v + (unsigned)(*text - '0');
	if (v > 255)
		return false;
	*out = *first;
	out->bytes[3] = (uint8_t)v;
	return true;
}

/* "198.18.0.1-dsl.example" may be a name; letters and no colon say so. */
static bool may_be_name(const char *after)
{
	return after[strspn(after, "0123456789.-")] && !strchr(after, ':');
}

static int parse_range(struct span *out, const char *text, const char *hyphen, struct fail *why)
{
	const char *after = hyphen + 1;
	struct addr first, last;

	if (!parse_front(&first, text, (size_t)(hyphen - text))) {
		if (memchr(text, '%', (size_t)(hyphen - text)) && addr_parse(&last, after))
			return wrong(
				why, text, "a zone goes with a single address, not with a range");
		return 0;
	}
	if (!addr_parse(&last, after) && !parse_last_byte(&last, &first, after)) {
		if (first.family == ADDR_V6)
			return wrong(
				why, text, "an IPv6 range ends with a whole address, without zone");
		if (may_be_name(after))
			return 0;
		return wrong(why, text,
			"an IPv4 range ends with an address or with its last number, 0 to 255");
	}
	if (first.family != last.family)
		return wrong(why, text, "a range is of one family");
	if (addr_compare(&first, &last) > 0)
		return wrong(why, text, "the range ends before it begins");
	*out = span_of(&first, &last);
	return 1;
}

int targets_parse(struct span *out, const char *text, bool ends, struct fail *why)
{
	const char *slash = strchr(text, '/'), *hyphen = strchr(text, '-');
	struct addr a;

	if (!*text)
		return fail_set(why, EINVAL, "an empty text is no address, prefix, range or name");
	if (slash)
		return parse_prefix(out, text, slash, ends, why);
	if (addr_parse(&a, text)) {
		*out = span_of(&a, &a);
		return 1;
	}
	return hyphen ? parse_range(out, text, hyphen, why) : 0;
}
