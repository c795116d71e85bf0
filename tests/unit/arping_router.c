/* arping_router: a router advertisement in words: every option, for ever, and names that would
 * write to the terminal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "../../arping/text.h"
#include "tap.h"

#include "said.h"

static const uint8_t head[] = {134, 0, 0, 0, 0, 0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

/* Says an advertisement of these options. */
static void say(const uint8_t *options, size_t n)
{
	const struct report_config c = {.color = REPORT_COLOR_NEVER};
	uint8_t message[256];
	struct report *r;
	struct ndp m;

	memcpy(message, head, sizeof head);
	memcpy(message + sizeof head, options, n);
	if (report_open(&r, &c, NULL) < 0)
		abort();
	said_begin();
	if (ndp_get(bytes_of(message, sizeof head + n), &m))
		text_router(r, &m);
	report_flush(r);
	said_end();
	report_abandon(r);
}

static void says(const char *line)
{
	if (!ok(strstr(said.out, line), "%.*s", (int)strcspn(line, "\n"), line))
		printf("# %s\n", said.out);
}

int main(void)
{
	static const uint8_t for_ever[] = {3, 4, 0, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
	static const uint8_t route[] = {
		24, 2, 32, 0x18, 0, 0, 0, 60, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0};
	static const uint8_t hostile[] = {
		31, 2, 0, 0, 0, 0, 0, 9, 5, 0x1b, '[', '3', '1', 'm', 0, 0};
	static const uint8_t cut[] = {25, 3, 0, 0, 0, 0, 0, 9, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 1, 5, 1, 0, 0, 0, 0, 5, 0x78};

	say(head, 0);
	says("  no default router, addresses by DHCPv6\n");
	ok(!strstr(said.out, "prefix") && !strstr(said.out, "MTU"), "and no more");
	say(for_ever, sizeof for_ever);
	says("  prefix ::/0, on link, no addresses from it, valid for ever, preferred for ever\n");
	say(route, sizeof route);
	says("  route to 2001:db8::/32 for 60 s, preference low\n");
	say(hostile, sizeof hostile);
	says("  DNS search \\x1b[31m for 9 s\n");
	ok(!strchr(said.out, 0x1b), "what came from the network is escaped");
	say(cut, sizeof cut);
	says("  DNS server 2001:db8::1 for 9 s\n");
	says("  MTU 1400 bytes\n");
	return tap_done();
}
