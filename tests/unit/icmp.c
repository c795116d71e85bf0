/* icmp: messages read and written, their class, MTU and name. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "icmp.h"

#include "exact.h"
#include "tap.h"

static const uint8_t echo[] = {8, 0, 0x7d, 0x16, 0x6a, 0x57, 0, 9, 'd', 'a', 't', 'a'};

static void test_get(void)
{
	struct exact e = exact(echo, sizeof echo);
	struct icmp m;

	ok(icmp_get(e.view, ADDR_V4, &m), "an echo request is read");
	ok(m.family == ADDR_V4 && m.type == 8 && m.code == 0 && m.checksum == 0x7d16, "head");
	ok(m.id == 0x6a57 && m.sequence == 9 && m.rest == 0x6a570009, "id and sequence");
	ok(m.payload.left == 4 && m.payload.p == e.p + 8, "payload");
	free(e.block);
	for (size_t n = 0; n < 8; n++) {
		e = exact(echo, n);
		ok(!icmp_get(e.view, ADDR_V4, &m) && !m.payload.left, "%zu bytes are refused", n);
		free(e.block);
	}
	e = exact(echo, 8);
	ok(icmp_get(e.view, ADDR_V4, &m) && !m.payload.left, "8 bytes are a message");
	free(e.block);
}

static void test_put(void)
{
	uint8_t space[16];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct icmp m;

	icmp_get(bytes_of(echo, sizeof echo), ADDR_V4, &m);
	m.rest = 0;
	icmp_put(&o, &m);
	ok(bytes_equal(bytes_written(&o), bytes_of(echo, sizeof echo)),
		"an echo is written from id and sequence");
	m.type = 3;
	m.id = m.sequence = 0;
	m.rest = 0x00000578;
	o = bytes_to(space, sizeof space);
	icmp_put(&o, &m);
	ok(o.used == 12 && !memcmp(space + 4, "\0\0\x05\x78", 4), "another from rest");
	o = bytes_to(space, 11);
	icmp_put(&o, &m);
	ok(o.bad, "too little room is bad");
	bytes_skip(&m.payload, 99);
	o = bytes_to(space, sizeof space);
	icmp_put(&o, &m);
	ok(o.bad, "a bad payload is bad");
}

static void test_class(void)
{
	static const struct {
		enum addr_family family;
		uint8_t type;
		enum icmp_class class;
	} cases[] = {
		{ADDR_V4, 0, ICMP_CLASS_ECHO_REPLY},
		{ADDR_V4, 3, ICMP_CLASS_ERROR},
		{ADDR_V4, 4, ICMP_CLASS_ERROR},
		{ADDR_V4, 5, ICMP_CLASS_REDIRECT},
		{ADDR_V4, 8, ICMP_CLASS_ECHO_REQUEST},
		{ADDR_V4, 11, ICMP_CLASS_ERROR},
		{ADDR_V4, 12, ICMP_CLASS_ERROR},
		{ADDR_V4, 13, ICMP_OTHER},
		{ADDR_V4, 128, ICMP_OTHER},
		{ADDR_V6, 1, ICMP_CLASS_ERROR},
		{ADDR_V6, 4, ICMP_CLASS_ERROR},
		{ADDR_V6, 127, ICMP_CLASS_ERROR},
		{ADDR_V6, 128, ICMP_CLASS_ECHO_REQUEST},
		{ADDR_V6, 129, ICMP_CLASS_ECHO_REPLY},
		{ADDR_V6, 135, ICMP_OTHER},
		{ADDR_V6, 137, ICMP_CLASS_REDIRECT},
		{ADDR_NONE, 8, ICMP_OTHER},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_int(icmp_class_of(cases[i].family, cases[i].type), cases[i].class,
			"class of family %d type %u", cases[i].family, cases[i].type);
}

static void test_mtu(void)
{
	struct icmp m = {.family = ADDR_V4, .type = 3, .code = 4, .rest = 0x00180578};

	is_int(icmp_mtu(&m), 1400, "the lower half, not the length RFC 4884 put above it");
	m.code = 1;
	is_int(icmp_mtu(&m), 0, "no other code has one");
	m = (struct icmp){.family = ADDR_V6, .type = 2, .rest = 0x00010000};
	is_int(icmp_mtu(&m), 65536, "packet too big has 32 bits");
	m.type = 1;
	is_int(icmp_mtu(&m), 0, "no other type has one");
	is_int(icmp_mtu(&(struct icmp){.family = ADDR_V4, .type = 2, .rest = 9}), 0,
		"nor has type 2 of IPv4");
}

static void test_names(void)
{
	static const struct {
		enum addr_family family;
		uint8_t type, code;
		const char *name;
	} cases[] = {
		{ADDR_V4, 3, 1, "host-unreachable"},
		{ADDR_V4, 3, 4, "fragmentation-needed"},
		{ADDR_V4, 3, 99, "destination-unreachable"},
		{ADDR_V4, 8, 0, "echo-request"},
		{ADDR_V4, 11, 0, "time-exceeded-in-transit"},
		{ADDR_V4, 11, 77, "time-exceeded"},
		{ADDR_V6, 1, 3, "address-unreachable"},
		{ADDR_V6, 3, 0, "hop-limit-exceeded-in-transit"},
		{ADDR_V6, 4, 5, "unrecognized-next-header-type-by-intermediate-node"},
		{ADDR_V6, 137, 0, "redirect"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_text(icmp_name(cases[i].family, cases[i].type, cases[i].code), cases[i].name,
			"the name of family %d %u/%u", cases[i].family, cases[i].type,
			cases[i].code);
	ok(!icmp_name(ADDR_V4, 99, 0), "an unknown type has no name");
	ok(!icmp_name(ADDR_V4, 128, 0), "nor has IPv6's in IPv4");
	ok(!icmp_name(ADDR_NONE, 3, 1), "nor any without a family");
}

/* Names go into records and onto terminals as they are. */
static void test_name_letters(void)
{
	static const enum addr_family families[] = {ADDR_V4, ADDR_V6};
	size_t wrong = 0, named = 0;

	for (unsigned i = 0; i < 2 * 256 * 256; i++) {
		const char *name =
			icmp_name(families[i >> 16], (uint8_t)(i >> 8 & 255), (uint8_t)(i & 255));

		named += name != NULL;
		wrong += name && (!*name || strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") !=
						    strlen(name));
	}
	ok(named && !wrong, "every name is of small letters, digits and hyphens");
}

int main(void)
{
	test_get();
	test_put();
	test_class();
	test_mtu();
	test_names();
	test_name_letters();
	return tap_done();
}
