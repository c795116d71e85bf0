/* reason: every ICMP error in the words of iputils ping 20240905. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "reason.h"

#include "tap.h"

struct says {
	enum addr_family family;
	uint8_t type, code;
	uint32_t info;
	const char *text;
};
static const struct says all[] = {
	{ADDR_V4, 3, 0, 0, "Destination Net Unreachable"},
	{ADDR_V4, 3, 1, 0, "Destination Host Unreachable"},
	{ADDR_V4, 3, 2, 0, "Destination Protocol Unreachable"},
	{ADDR_V4, 3, 3, 0, "Destination Port Unreachable"},
	{ADDR_V4, 3, 4, 1300, "Frag needed and DF set (mtu = 1300)"},
	{ADDR_V4, 3, 4, 0, "Frag needed and DF set (mtu = 0)"},
	{ADDR_V4, 3, 5, 0, "Source Route Failed"},
	{ADDR_V4, 3, 6, 0, "Destination Net Unknown"},
	{ADDR_V4, 3, 7, 0, "Destination Host Unknown"},
	{ADDR_V4, 3, 8, 0, "Source Host Isolated"},
	{ADDR_V4, 3, 9, 0, "Destination Net Prohibited"},
	{ADDR_V4, 3, 10, 0, "Destination Host Prohibited"},
	{ADDR_V4, 3, 11, 0, "Destination Net Unreachable for Type of Service"},
	{ADDR_V4, 3, 12, 0, "Destination Host Unreachable for Type of Service"},
	{ADDR_V4, 3, 13, 0, "Packet filtered"},
	{ADDR_V4, 3, 14, 0, "Precedence Violation"},
	{ADDR_V4, 3, 15, 0, "Precedence Cutoff"},
	{ADDR_V4, 3, 16, 0, "Dest Unreachable, Bad Code: 16"},
	{ADDR_V4, 3, 255, 0, "Dest Unreachable, Bad Code: 255"},
	{ADDR_V4, 4, 0, 0, "Source Quench"},
	{ADDR_V4, 4, 7, 0, "Source Quench"},
	{ADDR_V4, 5, 0, 0xc6120063, "Redirect Network(New nexthop: 198.18.0.99)"},
	{ADDR_V4, 5, 1, 0xc6120063, "Redirect Host(New nexthop: 198.18.0.99)"},
	{ADDR_V4, 5, 2, 0xc6120063,
		"Redirect Type of Service and Network(New nexthop: 198.18.0.99)"},
	{ADDR_V4, 5, 3, 0xc6120063, "Redirect Type of Service and Host(New nexthop: 198.18.0.99)"},
	{ADDR_V4, 5, 4, 0xc6120063, "Redirect, Bad Code: 4(New nexthop: 198.18.0.99)"},
	{ADDR_V4, 5, 255, 0, "Redirect, Bad Code: 255(New nexthop: 0.0.0.0)"},
	{ADDR_V4, 11, 0, 0, "Time to live exceeded"},
	{ADDR_V4, 11, 1, 0, "Frag reassembly time exceeded"},
	{ADDR_V4, 11, 2, 0, "Time exceeded, Bad Code: 2"},
	{ADDR_V4, 12, 0, 20, "Parameter problem: pointer = 20"},
	{ADDR_V4, 12, 2, 0, "Parameter problem: pointer = 0"},
	{ADDR_V4, 99, 1, 0, "Bad ICMP type: 99"},
	{ADDR_V4, 255, 0, 0, "Bad ICMP type: 255"},
	{ADDR_V6, 1, 0, 0, "Destination unreachable: No route"},
	{ADDR_V6, 1, 1, 0, "Destination unreachable: Administratively prohibited"},
	{ADDR_V6, 1, 2, 0, "Destination unreachable: Beyond scope of source address"},
	{ADDR_V6, 1, 3, 0, "Destination unreachable: Address unreachable"},
	{ADDR_V6, 1, 4, 0, "Destination unreachable: Port unreachable"},
	{ADDR_V6, 1, 5, 0, "Destination unreachable: Source address failed ingress/egress policy"},
	{ADDR_V6, 1, 6, 0, "Destination unreachable: Reject route to destination"},
	{ADDR_V6, 1, 7, 0, "Destination unreachable: Unknown code 7"},
	{ADDR_V6, 1, 255, 0, "Destination unreachable: Unknown code 255"},
	{ADDR_V6, 2, 0, 1280, "Packet too big: mtu=1280"},
	{ADDR_V6, 2, 0, 4294967295, "Packet too big: mtu=4294967295"},
	{ADDR_V6, 2, 1, 1280, "Packet too big: mtu=1280, code=1"},
	{ADDR_V6, 3, 0, 0, "Time exceeded: Hop limit"},
	{ADDR_V6, 3, 1, 0, "Time exceeded: Defragmentation failure"},
	{ADDR_V6, 3, 2, 0, "Time exceeded: code 2"},
	{ADDR_V6, 4, 0, 6, "Parameter problem: Wrong header field at 6"},
	{ADDR_V6, 4, 1, 6, "Parameter problem: Unknown header at 6"},
	{ADDR_V6, 4, 2, 6, "Parameter problem: Unknown option at 6"},
	{ADDR_V6, 4, 3, 6, "Parameter problem: code 3 at 6"},
	{ADDR_V6, 4, 255, 4294967295, "Parameter problem: code 255 at 4294967295"},
	{ADDR_V6, 100, 0, 0, "unknown icmp type: 100"},
	{ADDR_V6, 137, 0, 0, "Redirect"},
};

static void words(void)
{
	char text[128];

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const struct says *s = &all[i];

		is_text(reason_text(text, sizeof text, s->family, s->type, s->code, s->info),
			s->text, "IPv%d %u/%u", s->family, s->type, s->code);
	}
}

/* Whatever a packet says, the text is there, is plain and fits what callers keep for it. */
static void every_one(void)
{
	size_t longest = 0, bad = 0;
	char text[256];

	for (unsigned type = 0; type < 256; type++)
		for (unsigned code = 0; code < 256; code++)
			for (enum addr_family family = ADDR_V4; family <= ADDR_V6; family += 2) {
				size_t n;

				reason_text(text, sizeof text, family, (uint8_t)type, (uint8_t)code,
					UINT32_MAX);
				n = strlen(text);
				longest = n > longest ? n : longest;
				for (size_t i = 0; i < n; i++)
					bad += text[i] < ' ' || text[i] > '~';
				bad += !n;
			}
	is_int(bad, 0, "every type and code has a plain text");
	ok(longest < 80, "none longer than 80 (%zu)", longest);
}

static void short_buffer(void)
{
	char text[12] = "###########";

	is_text(reason_text(text, 8, ADDR_V4, 3, 1, 0), "Destina", "a short buffer cuts");
	is_text(text + 8, "###", "and nothing lies behind it");
}

int main(void)
{
	words();
	every_one();
	short_buffer();
	return tap_done();
}
