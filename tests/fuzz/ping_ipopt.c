/* ping_ipopt: IPv4 options of a reply in words; the first byte says which of ours are built. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ipopt.h"
#include "must.h"

/* Each address has its place in the text, and nothing else looks like one. */
static void must_be_text(const struct names_line *l, bool short_list)
{
	size_t places = 0;

	must(l->used < sizeof l->text && !l->text[l->used] && strlen(l->text) == l->used);
	must(l->n <= NAMES_A_LINE);
	for (const char *p = l->text; *p; p++) {
		must((*p >= ' ' && *p < 127) || *p == '\t' || *p == '\n' || *p == '\001');
		places += *p == '\001';
	}
	must(places == l->n || !short_list);
}

static void must_build(unsigned choice)
{
	struct addr hops[10];
	uint8_t space[IP4_OPTIONS_MAX_BYTES];
	size_t n = choice / 8 % 11, size, seen = 0;
	struct bytes b;
	struct ip4_option option;

	for (size_t i = 0; i < 10; i++)
		hops[i] = addr_v4((const uint8_t[]){198, 18, 0, (uint8_t)i});
	size = ipopt_build(space, (enum ipopt_kind)(choice % 6), hops, n);
	must(size <= sizeof space);
	b = bytes_of(space, size);
	while (b.left && ip4_option_next(&b, &option))
		seen++;
	must(!b.bad && seen <= 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	struct ipopt_memory memory = {.route_bytes = 0};
	struct names_line first = {.used = 0}, second = {.used = 0};

	must_build(bytes_u8(&b));
	if (b.bad)
		return 0;
	ipopt_add(&memory, &b, &first);
	must(memory.route_bytes <= sizeof memory.route);
	ipopt_add(&memory, &b, &second);
	must_be_text(&first, b.left <= IP4_OPTIONS_MAX_BYTES);
	must_be_text(&second, b.left <= IP4_OPTIONS_MAX_BYTES);
	return 0;
}
