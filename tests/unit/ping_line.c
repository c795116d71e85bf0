/* ping_line: a line under construction, and addresses as ping prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "names.h"
#include "tap.h"

static void too_long(void)
{
	struct names_line l = {.used = 0};
	bool inside = true;

	for (unsigned i = 0; i < 300; i++) {
		names_add(&l, "%08u", i);
		inside = inside && l.used < sizeof l.text && strlen(l.text) == l.used;
	}
	ok(inside && l.used == NAMES_LINE - 1, "a line is cut at its buffer's end");
}

static void zones(void)
{
	struct addr a = {.bytes = {0xfe, 0x80, [15] = 1}, .family = ADDR_V6, .zone = 1}, b = a;
	char text[ADDR_TEXT];

	is_text(report_addr(text, &a), "fe80::1%lo", "a zone has its name");
	b.zone = 0;
	is_text(report_addr(text, &b), "fe80::1", "none without one");
	b.zone = 4000000;
	is_text(report_addr(text, &b), "fe80::1", "nor of an interface that is gone");
	addr_parse(&b, "2001:db8::1");
	b.zone = 1;
	is_text(report_addr(text, &b), "2001:db8::1", "an address of the whole world has none");
}

/* Long addresses leave nothing out. */
static void long_address(void)
{
	char text[ADDR_TEXT];
	struct addr a;

	addr_parse(&a, "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff");
	is_text(report_addr(text, &a), "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
		"the longest address");
	a = (struct addr){.family = ADDR_NONE};
	is_text(report_addr(text, &a), "-", "no address");
}

int main(void)
{
	too_long();
	zones();
	long_address();
	return tap_done();
}
