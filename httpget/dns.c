/* dns: a message to or from a name server. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns.h"

enum {
	FLAG_RESPONSE = 0x8000,
	FLAG_TRUNCATED = 0x0200,
	CODE_MASK = 0xf,
	CLASS_IN = 1,
	ANSWERS_MOST = 64, /* looked at */
	LABEL_MOST = 63,
	POINTER = 0xc0,
};

/* A label's byte: what is no printable ASCII is a question mark, and so is a dot. */
static char letter(uint8_t c)
{
	return c > ' ' && c < 0x7f && c != '.' ? (char)c : '?';
}

/* A name without pointers, as questions have it (RFC 1035 4.1.2). */
static bool read_name(struct bytes *b, char to[static DNS_NAME])
{
	size_t used = 0;

	for (;;) {
		uint8_t n = bytes_u8(b);
		struct bytes label;

		if (b->bad || n > LABEL_MOST || used + n + 2 > DNS_NAME)
			return false;
		if (!n)
			break;
		label = bytes_take(b, n);
		if (used)
			to[used++] = '.';
		while (label.left)
			to[used++] = letter(bytes_u8(&label));
	}
	to[used] = '\0';
	return !b->bad;
}

/* A name ends with a root label or a pointer (4.1.4); where it points to does not matter here. */
static void skip_name(struct bytes *b)
{
	while (!b->bad) {
		uint8_t n = bytes_u8(b);

		if ((n & POINTER) == POINTER) {
			bytes_skip(b, 1);
			return;
		}
		if (!n)
			return;
		if (n > LABEL_MOST)
			b->bad = true;
		bytes_skip(b, n);
	}
}

static void take_address(struct dns_message *m, uint16_t type, struct bytes data)
{
	uint8_t bytes[16];
	size_t n = type == DNS_A ? 4 : 16;

	if (data.left != n)
		return;
	bytes_copy(&data, bytes, n);
	if (!m->addresses++)
		m->first = type == DNS_A ? addr_v4(bytes) : addr_v6(bytes);
}

static bool read_answer(struct bytes *b, struct dns_message *m)
{
	uint16_t type, class, n;
	uint32_t ttl_s;
	struct bytes data;

	skip_name(b);
	type = bytes_u16(b);
	class = bytes_u16(b);
	ttl_s = bytes_u32(b);
	n = bytes_u16(b);
	data = bytes_take(b, n);
	if (b->bad)
		return false;
	if (class != CLASS_IN || (type != m->type && type != DNS_CNAME))
		return true;
	if (ttl_s < m->ttl_s)
		m->ttl_s = ttl_s;
	if (type == DNS_CNAME)
		m->alias = true;
	else if (type == DNS_A || type == DNS_AAAA)
		take_address(m, type, data);
	return true;
}

bool dns_read(struct bytes b, struct dns_message *out)
{
	uint16_t flags, questions, answers;

	*out = (struct dns_message){.ttl_s = UINT32_MAX};
	out->id = bytes_u16(&b);
	flags = bytes_u16(&b);
	questions = bytes_u16(&b);
	answers = bytes_u16(&b);
	bytes_skip(&b, 4);
	out->response = flags & FLAG_RESPONSE;
	out->truncated = flags & FLAG_TRUNCATED;
	out->code = flags & CODE_MASK;
	if (b.bad || questions != 1 || !read_name(&b, out->name))
		return false;
	out->type = bytes_u16(&b);
	bytes_skip(&b, 2);
	if (b.bad || !out->response)
		return !b.bad;
	for (unsigned i = 0; i < answers && i < ANSWERS_MOST; i++)
		if (!read_answer(&b, out)) /* the rest was not captured, or is not there */
			return i || out->truncated;
	return true;
}

const char *dns_code_name(uint8_t code)
{
	static const char *const names[] = {
		"NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};

	return code < sizeof names / sizeof *names ? names[code] : "another error";
}

const char *dns_type_name(uint16_t type)
{
	return type == DNS_A ? "A" : type == DNS_AAAA ? "AAAA" : "another type";
}
