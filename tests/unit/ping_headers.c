/* ping_headers: changes of replies' headers, in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "headers.h"

#include "tap.h"

struct reply {
	int16_t ttl, tos;
};

static void told(int sent_tos, const struct reply *replies, size_t n, const char *wanted)
{
	char text[HEADERS_TEXT];
	struct headers h;

	headers_init(&h);
	for (size_t i = 0; i < n; i++)
		headers_take(&h, replies[i].ttl, replies[i].tos);
	is_text(headers_text(text, &h, sent_tos), wanted, "\"%s\"", wanted);
}

int main(void)
{
	const struct reply plain[] = {{64, 0}, {64, 0}}, other_way[] = {{64, 0}, {63, 0}, {62, 0}},
			   ef[] = {{64, 0xb8}}, marked[] = {{64, 0xb8}, {64, 0x00}},
			   ect[] = {{64, 0x02}}, ce[] = {{64, 0x03}}, unknown[] = {{-1, -1}},
			   odd[] = {{64, 0xfc}}, back[] = {{63, 0x28}, {64, 0xba}},
			   gap[] = {{64, 0}, {-1, -1}, {63, 0}};
	struct headers h;

	told(-1, NULL, 0, "");
	told(-1, plain, 2, "");
	told(0, unknown, 1, "");
	told(-1, other_way, 3, "ttl 63 -> 62");
	told(-1, gap, 3, "ttl 64 -> 63");
	told(0xb8, ef, 1, "");
	told(0xb8, plain, 2, "dscp ef -> cs0");
	told(0xb8, marked, 2, "dscp ef -> cs0");
	told(-1, ef, 1, "dscp cs0 -> ef");
	told(0, odd, 1, "dscp cs0 -> 63");
	told(2, ect, 1, "");
	told(2, plain, 2, "ECN bleached (ect0 -> not-ect)");
	told(1, plain, 2, "ECN bleached (ect1 -> not-ect)");
	told(2, ce, 1, "ECN changed (ect0 -> ce)");
	told(0xba, plain, 2, "dscp ef -> cs0, ECN bleached (ect0 -> not-ect)");
	told(0xba, back, 2, "ttl 63 -> 64, dscp af11 -> ef, ECN changed (not-ect -> ect0)");
	headers_init(&h);
	for (size_t i = 0; i < 3; i++)
		headers_take(&h, other_way[i].ttl, i & 1 ? 4 : 0);
	is_int(h.ttl_changes, 2, "the TTL changed twice");
	is_int(h.tos_changes, 2, "and so did the DS field");
	return tap_done();
}
