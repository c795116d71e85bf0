/* ping_ipopt: IPv4 options that are sent, and those that come back, as iputils ping tells them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "ipopt.h"

#include "exact.h"
#include "tap.h"

#include "said.h"

static struct addr hop(unsigned last)
{
	return addr_v4((const uint8_t[]){198, 18, 0, (uint8_t)last});
}

static void is_built(enum ipopt_kind kind, size_t n_hops, const char *hex, const char *what)
{
	const struct addr hops[10] = {
		hop(1), hop(2), hop(3), hop(4), hop(5), hop(6), hop(7), hop(8), hop(9), hop(10)};
	uint8_t space[IP4_OPTIONS_MAX_BYTES];
	char got[2 * IP4_OPTIONS_MAX_BYTES + 1] = "";
	size_t size = ipopt_build(space, kind, hops, n_hops);

	for (size_t i = 0; i < size; i++)
		snprintf(got + 2 * i, 3, "%02x", space[i]);
	is_text(got, hex, "%s", what);
}

#define SIXTEEN "00000000000000000000000000000000"
#define EIGHT "0000000000000000"
#define FOUR "00000000"

static void built(void)
{
	is_built(IPOPT_NOTHING, 0, "", "nothing");
	is_built(IPOPT_RECORD_ROUTE, 0, "01072704" SIXTEEN SIXTEEN FOUR, "room for nine hops");
	is_built(IPOPT_TS_ONLY, 0, "44280500" SIXTEEN SIXTEEN FOUR, "room for nine times");
	is_built(IPOPT_TS_ADDRESS, 0, "44240501" SIXTEEN SIXTEEN,
		"room for four addresses and times");
	is_built(IPOPT_TS_PRESPECIFIED, 1, "440c0503c6120001" FOUR, "a time of one hop");
	is_built(IPOPT_TS_PRESPECIFIED, 4,
		"44240503c6120001" FOUR "c6120002" FOUR "c6120003" FOUR "c6120004" FOUR,
		"of four hops");
	is_built(IPOPT_TS_PRESPECIFIED, 5, "", "five do not fit");
	is_built(IPOPT_SOURCE_ROUTE, 2, "01830b04c6120001c6120002", "a route over one hop");
	is_built(IPOPT_SOURCE_ROUTE, 9,
		"01832704c6120001c6120002c6120003c6120004c6120005c6120006c6120007c6120008c6120009",
		"over eight");
	is_built(IPOPT_SOURCE_ROUTE, 10, "", "nine do not fit");
}

/* What a line with these options is. */
static const char *told_twice(
	struct ipopt_memory *m, const uint8_t *options, size_t n_bytes, unsigned times)
{
	const struct report_config plain = {.color = REPORT_COLOR_NEVER};
	struct exact e = exact(options, n_bytes);
	struct report *r;
	struct names *n;

	if (report_open(&r, &plain, NULL) < 0 || names_open(&n, r, NULL, NULL) < 0)
		abort();
	said_begin();
	while (times--) {
		struct names_line l = {.used = 0};

		names_add(&l, "reply");
		ipopt_add(m, &e.view, &l);
		names_add(&l, "\n");
		names_put(n, &l, 0);
	}
	report_flush(r);
	said_end();
	names_close(n);
	report_abandon(r);
	free(e.block);
	return said.out;
}

static const char *told(const uint8_t *options, size_t n_bytes)
{
	struct ipopt_memory m = {.route_bytes = 0};

	return told_twice(&m, options, n_bytes, 1);
}

#define OPTIONS(...) ((const uint8_t[]){__VA_ARGS__}), sizeof(((const uint8_t[]){__VA_ARGS__}))
#define HOP(last) 198, 18, 0, last

static void routes(void)
{
	is_text(told(OPTIONS(1, 7, 15, 16, HOP(1), HOP(2), HOP(3))),
		"reply\nNOP\nRR: \t198.18.0.1\n\t198.18.0.2\n\t198.18.0.3\n\n", "a full route");
	is_text(told(OPTIONS(7, 15, 12, HOP(1), HOP(2), HOP(3))),
		"reply\nRR: \t198.18.0.1\n\t198.18.0.2\n\n", "a route with room left");
	is_text(told(OPTIONS(7, 15, 4, HOP(0), HOP(0), HOP(0))), "reply\n", "an empty route");
	is_text(told(OPTIONS(7, 15, 255, HOP(1), HOP(2), HOP(3))),
		"reply\nRR: \t198.18.0.1\n\t198.18.0.2\n\t198.18.0.3\n\n",
		"a pointer behind the option's end");
	is_text(told(OPTIONS(7, 7, 8, 0, 0, 0, 0)), "reply\nRR: \t0.0.0.0\n\n", "a hop of zeros");
	is_text(told(OPTIONS(131, 11, 4, HOP(1), HOP(2))),
		"reply\nLSRR: \t198.18.0.1\n\t198.18.0.2\n\n", "a loose source route");
	is_text(told(OPTIONS(137, 7, 8, HOP(1))), "reply\nSSRR: \t198.18.0.1\n\n",
		"a strict source route");
}

static void same_route(void)
{
	struct ipopt_memory m = {.route_bytes = 0};
	static const uint8_t one[] = {7, 11, 12, HOP(1), HOP(2)},
			     other[] = {7, 11, 12, HOP(1), HOP(3)};

	is_text(told_twice(&m, one, sizeof one, 3),
		"reply\nRR: \t198.18.0.1\n\t198.18.0.2\n\nreply\t(same route)\nreply\t(same "
		"route)\n",
		"an equal route is not told again");
	is_text(told_twice(&m, other, sizeof other, 1), "reply\nRR: \t198.18.0.1\n\t198.18.0.3\n\n",
		"another one is");
	is_text(told_twice(&m, one, sizeof one, 1), "reply\nRR: \t198.18.0.1\n\t198.18.0.2\n\n",
		"and the first again");
}

static void times(void)
{
	is_text(told(OPTIONS(68, 16, 17, 0, 0, 0, 3, 232, 0, 0, 3, 242, 0, 0, 3, 237)),
		"reply\nTS: \t1000 absolute\n\t10\n\t-5\n\n",
		"the first time is absolute, others are differences");
	is_text(told(OPTIONS(68, 12, 9, 0, 0, 0, 3, 232, 0, 0, 0, 0)),
		"reply\nTS: \t1000 absolute\n\n", "room left");
	is_text(told(OPTIONS(68, 12, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0)), "reply\n", "none was taken");
	is_text(told(OPTIONS(68, 8, 9, 0x20, 0, 0, 3, 232)),
		"reply\nTS: \t1000 absolute\nUnrecorded hops: 2\n\n", "hops without room");
	is_text(told(OPTIONS(68, 20, 21, 1, HOP(1), 0, 0, 3, 232, HOP(2), 0, 0, 3, 240)),
		"reply\nTS: \t198.18.0.1\t1000 absolute\n\t198.18.0.2\t8\n\n", "with addresses");
	is_text(told(OPTIONS(68, 20, 13, 3, HOP(1), 0, 0, 3, 232, HOP(2), 0, 0, 0, 0)),
		"reply\nTS: \t198.18.0.1\t1000 absolute\n\n", "with prespecified ones");
	is_text(told(OPTIONS(68, 16, 17, 0, 0x80, 0, 3, 232, 0x80, 0, 3, 242, 0x80, 0, 3, 240)),
		"reply\nTS: \t1000 absolute not-standard\n\t10 not-standard\n\t-2 not-standard\n\n",
		"of another clock");
	is_text(told(OPTIONS(
			68, 20, 21, 0, 0, 0, 3, 232, 0x80, 0, 0, 50, 0, 0, 3, 240, 0x80, 0, 0, 57)),
		"reply\nTS: \t1000 absolute\n\t50 absolute not-standard\n\t8\n\t7 not-standard\n\n",
		"two clocks are not mixed");
}

static void others(void)
{
	is_text(told(OPTIONS(0)), "reply\n", "nothing but the end");
	is_text(told(OPTIONS(1, 1, 0, 7, 7, 8, HOP(1))), "reply\nNOP\nNOP\n",
		"nothing behind the end");
	is_text(told(OPTIONS(148, 4, 0, 0)), "reply\nunknown option 94\n", "router alert");
	is_text(told(OPTIONS(130, 1, 0)), "reply\n", "a length that cannot be");
	is_text(told(OPTIONS(7)), "reply\n", "a length that is missing");
	is_text(told(OPTIONS(148, 8, 0, 0)), "reply\n", "a length past the end");
}

/* Every truncation of options that fill the header; a sanitizer sees reads past the end. */
static void truncated(void)
{
	static const uint8_t full[40] = {1, 7, 39, 40, HOP(1), HOP(2), HOP(3), HOP(4), HOP(5),
		HOP(6), HOP(7), HOP(8), HOP(9)};
	size_t bad = 0;

	for (size_t n = 0; n < sizeof full; n++)
		bad += strcmp(told(full, n), n < 1 ? "reply\n" : "reply\nNOP\n") != 0;
	is_int(bad, 0, "an option that is cut is not told");
	ok(strstr(told(full, sizeof full), "\t198.18.0.9\n"), "all nine hops of a whole one are");
}

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	return *state ^= *state << 5;
}

static void random_bytes(void)
{
	static const uint8_t types[] = {0, 1, 7, 68, 131, 137, 148};
	uint32_t state = 1;
	size_t bad = 0;

	for (unsigned turn = 0; turn < 200000; turn++) {
		struct ipopt_memory m = {.route_bytes = 0};
		struct names_line l = {.used = 0};
		uint8_t space[40];
		size_t n = next_random(&state) % 41;
		struct exact e;

		for (size_t i = 0; i < n; i++)
			space[i] = (uint8_t)next_random(&state);
		if (n > 2) {
			space[0] = types[next_random(&state) % sizeof types];
			space[1] = (uint8_t)(next_random(&state) % 48);
		}
		e = exact(space, n);
		ipopt_add(&m, &e.view, &l);
		ipopt_add(&m, &e.view, &l);
		bad += l.used >= sizeof l.text || l.n > NAMES_A_LINE ||
		       m.route_bytes > sizeof m.route || strlen(l.text) != l.used;
		free(e.block);
	}
	is_int(bad, 0, "random options keep within their line");
}

int main(void)
{
	built();
	routes();
	same_route();
	times();
	others();
	truncated();
	random_bytes();
	return tap_done();
}
