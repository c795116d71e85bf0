/* addr: MAC, IPv4, IPv6 and prefix values: parse, print, compare. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "addr.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

struct addr addr_v4(const uint8_t bytes[static 4])
{
	struct addr a = {.family = ADDR_V4};

	memcpy(a.bytes, bytes, 4);
	return a;
}

struct addr addr_v6(const uint8_t bytes[static 16])
{
	struct addr a = {.family = ADDR_V6};

	memcpy(a.bytes, bytes, 16);
	return a;
}

bool addr_parse(struct addr *out, const char *text)
{
	*out = (struct addr){.family = ADDR_NONE};
	if (inet_pton(AF_INET, text, out->bytes) == 1)
		out->family = ADDR_V4;
	else if (inet_pton(AF_INET6, text, out->bytes) == 1)
		out->family = ADDR_V6;
	else
		*out = (struct addr){.family = ADDR_NONE}; /* inet_pton may have written */
	return out->family != ADDR_NONE;
}

const char *addr_print(char to[static ADDR_TEXT], const struct addr *a)
{
	if (addr_af(a) == AF_UNSPEC || !inet_ntop(addr_af(a), a->bytes, to, ADDR_TEXT))
		snprintf(to, ADDR_TEXT, "-");
	return to;
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
	if (a->zone && b->zone && a->zone != b->zone)
		return false;
	return !addr_compare(a, b);
}

int addr_compare(const struct addr *a, const struct addr *b)
{
	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return memcmp(a->bytes, b->bytes, addr_size(a));
}

size_t addr_size(const struct addr *a)
{
	switch ((enum addr_family)a->family) {
	case ADDR_V4:
		return 4;
	case ADDR_V6:
		return 16;
	case ADDR_NONE:
		break;
	}
	return 0;
}

bool addr_is_multicast(const struct addr *a)
{
	if (a->family == ADDR_V4)
		return (a->bytes[0] & 0xf0) == 0xe0;
	return a->family == ADDR_V6 && a->bytes[0] == 0xff;
}

bool addr_is_link_local(const struct addr *a)
{
	if (a->family == ADDR_V4)
		return a->bytes[0] == 169 && a->bytes[1] == 254;
	if (a->family != ADDR_V6)
		return false;
	if (a->bytes[0] == 0xff)
		return (a->bytes[1] & 0x0f) == 2;
	return a->bytes[0] == 0xfe && (a->bytes[1] & 0xc0) == 0x80;
}

bool addr_is_v4_mapped(const struct addr *a)
{
	static const uint8_t first[12] = {[10] = 0xff, [11] = 0xff};

	return a->family == ADDR_V6 && !memcmp(a->bytes, first, sizeof first);
}

bool addr_is_unspecified(const struct addr *a)
{
	static const uint8_t zero[16];

	return !memcmp(a->bytes, zero, addr_size(a));
}

socklen_t addr_to_sockaddr(const struct addr *a, uint16_t port, struct sockaddr_storage *out)
{
	struct sockaddr_in *in4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;

	memset(out, 0, sizeof *out);
	switch ((enum addr_family)a->family) {
	case ADDR_V4:
		in4->sin_family = AF_INET;
		in4->sin_port = htons(port);
		memcpy(&in4->sin_addr, a->bytes, 4);
		return sizeof *in4;
	case ADDR_V6:
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(port);
		in6->sin6_scope_id = a->zone;
		memcpy(&in6->sin6_addr, a->bytes, 16);
		return sizeof *in6;
	case ADDR_NONE:
		break;
	}
	return 0;
}

struct addr addr_from_sockaddr(const struct sockaddr *from)
{
	struct addr a = {.family = ADDR_NONE};

	if (from->sa_family == AF_INET) {
		const struct sockaddr_in *in4 = (const struct sockaddr_in *)from;
		a.family = ADDR_V4;
		memcpy(a.bytes, &in4->sin_addr, 4);
	} else if (from->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)from;
		a.family = ADDR_V6;
		a.zone = in6->sin6_scope_id;
		memcpy(a.bytes, &in6->sin6_addr, 16);
	}
	return a;
}

struct addr addr_scoped(struct addr a, uint32_t ifindex)
{
	if (a.family == ADDR_V6 && addr_is_link_local(&a))
		a.zone = ifindex;
	return a;
}

int addr_af_of(enum addr_family family)
{
	switch (family) {
	case ADDR_V4:
		return AF_INET;
	case ADDR_V6:
		return AF_INET6;
	case ADDR_NONE:
		break;
	}
	return AF_UNSPEC;
}

int addr_af(const struct addr *a)
{
	return addr_af_of((enum addr_family)a->family);
}

/* The value of a hex digit in any locale, or -1. */
static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool mac_parse(struct mac *out, const char *text)
{
	struct mac m;

	if (strlen(text) != MAC_TEXT - 1 || (text[2] != ':' && text[2] != '-'))
		return false;
	for (size_t i = 0; i < sizeof m.bytes; i++) {
		int high = hex(text[3 * i]), low = hex(text[3 * i + 1]);
		char after = text[3 * i + 2];

		if (high < 0 || low < 0 || after != (i < 5 ? text[2] : '\0'))
			return false;
		m.bytes[i] = (uint8_t)(high << 4 | low);
	}
	*out = m;
	return true;
}

const char *mac_print(char to[static MAC_TEXT], const struct mac *m)
{
	const uint8_t *b = m->bytes;

	snprintf(to, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5]);
	return to;
}

/* A decimal number of up to three digits without sign or leading zero, or -1. */
static int bits_parse(const char *text)
{
	int n = 0;
	size_t digits = strlen(text);

	if (digits < 1 || digits > 3 || (digits > 1 && text[0] == '0'))
		return -1;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		n = n * 10 + (*text - '0');
	}
	return n;
}

/* What of a's byte i lies within the first bits. */
static uint8_t masked(const struct addr *a, size_t i, size_t bits)
{
	size_t kept = bits <= 8 * i ? 0 : bits - 8 * i;

	unsigned mask = kept >= 8 ? 0xff : 0xff00U >> kept;

	return (uint8_t)(a->bytes[i] & mask);
}

struct addr_prefix addr_prefix_of(const struct addr *a, uint8_t bits)
{
	struct addr_prefix out = {.addr = {.family = a->family}, .bits = bits};

	for (size_t i = 0; i < sizeof out.addr.bytes; i++)
		out.addr.bytes[i] = masked(a, i, bits);
	return out;
}

bool addr_prefix_parse(struct addr_prefix *out, const char *text)
{
	char head[INET6_ADDRSTRLEN];
	const char *slash = strchr(text, '/');
	struct addr a;
	int bits;

	*out = (struct addr_prefix){.bits = 0};
	if (!slash || (size_t)(slash - text) >= sizeof head)
		return false;
	memcpy(head, text, (size_t)(slash - text));
	head[slash - text] = '\0';
	bits = bits_parse(slash + 1);
	if (!addr_parse(&a, head) || bits < 0 || (size_t)bits > 8 * addr_size(&a))
		return false;
	*out = addr_prefix_of(&a, (uint8_t)bits);
	return true;
}

bool addr_prefix_holds(const struct addr_prefix *p, const struct addr *a)
{
	if (p->addr.family == ADDR_NONE || p->addr.family != a->family)
		return false;
	for (size_t i = 0; i < addr_size(a); i++)
		if (masked(a, i, p->bits) != p->addr.bytes[i])
			return false;
	return true;
}
