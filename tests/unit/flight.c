/* flight: what is remembered and what is forgotten, time-out classes, stamps. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flight.h"

#include "seeded.h"
#include "tap.h"

static struct flight *put(struct flights *f, uint32_t lane, uint64_t nth)
{
	const struct flight given = {.lane = lane, .nth = nth, .sent_ns = (int64_t)nth};

	return flights_put(f, &given);
}

static struct flight *put_class(struct flights *f, uint64_t nth, unsigned class)
{
	const struct flight given = {.nth = nth, .sent_ns = (int64_t)nth, .class = class & 255};

	return flights_put(f, &given);
}

/* Beyond what any sequence number on the wire can hold. */
static void test_large_numbers(void)
{
	static const unsigned bits[] = {16, 31, 32, 33, 48, 63};
	struct flights f;
	struct flight *at;

	flights_open(&f, 1, 64, 1, 1000, 100);
	for (unsigned i = 0; i < sizeof bits / sizeof *bits; i++)
		for (uint64_t n = (UINT64_C(1) << bits[i]) - 2; n < (UINT64_C(1) << bits[i]) + 2;
			n++) {
			at = put(&f, 0, n);
			ok(flights_find(&f, 0, n) == at && at->nth == n, "%#" PRIx64 " is found",
				n);
			ok(!flights_find(&f, 0, n ^ UINT64_C(1) << 40), "2^40 away is another");
			ok(!flights_find(&f, 0, n ^ UINT64_C(1) << 16), "2^16 away too");
			ok(!flights_find(&f, 1, n - 1), "so is another lane in that place");
		}
	is_int(f.out, 24, "24 are out");
	flights_close(&f);
}

/* Every slot is used before anything is lost or forgotten, however lanes take turns. */
static void test_full(void)
{
	static const uint32_t lanes[] = {1, 2, 3, 64, 1000, 1024, 1 << 20, (1 << 20) + 7};
	struct flights f;

	for (unsigned i = 0; i < sizeof lanes / sizeof *lanes; i++) {
		uint32_t n = 0, forgotten = 0;

		flights_open(&f, lanes[i], 1000, 1, 1000, 100);
		for (; !flights_full(&f); n++)
			put(&f, n % 3 % lanes[i], n);
		is_int(n, 1024, "%u lanes: 1000 rounded up to 1024", lanes[i]);
		for (uint32_t k = 0; k < 1024; k++)
			flights_land(&f, flights_find(&f, k % 3 % lanes[i], k), FLIGHT_ANSWERED);
		for (uint32_t k = 0; k < 1024; k++)
			forgotten += !flights_find(&f, k % 3 % lanes[i], k);
		is_int(forgotten, 0, "all are remembered when they are settled");
		for (uint32_t k = 0; k < 10; k++)
			put(&f, 0, n++);
		for (uint32_t k = 0; k < 1024; k++)
			forgotten += !flights_find(&f, k % 3 % lanes[i], k);
		is_int(forgotten, 10, "until new ones take their place");
		ok(!flights_find(&f, 9 % 3 % lanes[i], 9) &&
				flights_find(&f, 10 % 3 % lanes[i], 10),
			"those settled longest ago");
		flights_close(&f);
	}
}

static uint32_t longest_chain(const struct flights *f)
{
	uint32_t longest = 0;

	for (uint32_t i = 0; i < f->size; i++) {
		uint32_t length = 0;

		for (uint32_t at = f->table[i]; at; at = f->all[at - 1].chain)
			length++;
		longest = length > longest ? length : longest;
	}
	return longest;
}

/* Patterns that a plain remainder would put into one chain. */
static void test_chains(void)
{
	static const struct {
		uint32_t lanes, step, active;
		uint32_t longest;
		const char *what;
	} cases[] = {
		{1, 1, 1, 1, "one lane"},
		{3, 1, 3, 1, "three lanes in turn"},
		{1 << 20, 1, 8192, 2, "the first 8192 lanes of a million"},
		{1 << 20, 1 << 20, 1, 1, "one lane of a million"},
		{1 << 20, 8192, 128, 2, "every 8192nth lane of a million"},
		{(1 << 20) + 1, 8192, 128, 8, "every 8192nth lane of a million and one"},
		{65536, 256, 256, 4, "every 256th of 65,536"},
	};
	struct flights f;

	for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
		flights_open(&f, cases[i].lanes, 8192, 1, 1000, 100);
		for (uint64_t n = 0; !flights_full(&f); n++)
			for (uint32_t l = 0; l < cases[i].active && !flights_full(&f); l++)
				put(&f, l * cases[i].step, n);
		ok(longest_chain(&f) <= cases[i].longest, "%s: chains of %u at most", cases[i].what,
			longest_chain(&f));
		flights_close(&f);
	}
}

/* Random traffic against an array that forgets nothing. */
static void test_churn(void)
{
	enum { N = 50000, LANES = 12 };
	static uint8_t settled[N];
	struct flights f;
	uint64_t seed = 5;
	unsigned wrong = 0, known = 0;

	flights_open(&f, LANES, 256, 1, 1000, 100);
	for (uint32_t n = 0; n < N; n++) {
		struct flight *at;
		uint32_t old;

		while (flights_full(&f)) {
			at = flights_first(&f, &(int64_t){0});
			settled[at->nth] = FLIGHT_LOST;
			flights_land(&f, at, FLIGHT_LOST);
		}
		put(&f, n * 7 % LANES, n);
		settled[n] = FLIGHT_OUT;
		old = n - (uint32_t)(seeded_next(&seed) >> 40) % (n < 400 ? n + 1 : 400);
		at = flights_find(&f, old * 7 % LANES, old);
		known += at != NULL;
		wrong += settled[old] == FLIGHT_OUT && !at;
		wrong += at && at->state != settled[old];
		if (at && at->state == FLIGHT_OUT) {
			flights_land(&f, at, FLIGHT_ANSWERED);
			settled[old] = FLIGHT_ANSWERED;
		}
	}
	is_int(wrong, 0, "50,000 probes: nothing that is out is forgotten or mistaken");
	ok(known > N / 2 && known < N, "%u of %d old ones were still known", known, N);
	flights_close(&f);
}

static void test_classes(void)
{
	struct flights f;
	struct flight *a, *b, *c;
	int64_t due;

	flights_open(&f, 1, 8, 3, 1001, 50);
	ok(!flights_first(&f, &due) && due == INT64_MAX, "nothing is due");
	a = put_class(&f, 5, 0);
	b = put_class(&f, 6, 2);
	c = put_class(&f, 7, 1);
	ok(flights_first(&f, &due) == b && due == 6 + 250, "a quarter of the first time-out");
	flights_land(&f, b, FLIGHT_LOST);
	ok(flights_first(&f, &due) == c && due == 7 + 500, "half of it");
	flights_land(&f, c, FLIGHT_REFUSED);
	is_int(f.out, 1, "what was refused is not out");
	ok(flights_first(&f, &due) == c, "but keeps its time-out");
	flights_land(&f, c, FLIGHT_NONE);
	ok(flights_first(&f, &due) == a && due == 5 + 1001, "the whole");
	ok(flights_find(&f, 0, 6) == b && b->state == FLIGHT_LOST, "the lost one is remembered");
	flights_close(&f);
}

static void test_stamps(void)
{
	const int64_t limit = INT64_C(1) << 49;
	struct flight at = {.sent_ns = 1000};

	is_int(flight_sent_ns(&at), 1000, "without a stamp the user's time");
	flight_stamp(&at, 900);
	is_int(flight_sent_ns(&at), 900, "a kernel stamp before it");
	flight_sent(&at, 500);
	is_int(flight_sent_ns(&at), 900, "stays when the user's moves");
	flight_stamp(&at, 500 + limit - 1);
	is_int(flight_sent_ns(&at), 500 + limit - 1, "six days fit");
	flight_stamp(&at, 500 - limit);
	is_int(flight_sent_ns(&at), 500 - limit, "either way");
	flight_stamp(&at, 500 + limit);
	is_int(flight_sent_ns(&at), 500, "more is no stamp");
	flight_stamp(&at, INT64_MIN);
	is_int(flight_sent_ns(&at), 500, "nor is nonsense");
}

static void test_move(void)
{
	struct flights f;
	struct flight *old, *settled, *new;
	int64_t due;

	flights_open(&f, 1, 8, 2, 100, 100);
	old = put_class(&f, 10, 1);
	settled = put_class(&f, 11, 0);
	new = put_class(&f, 40, 0);
	flight_stamp(old, 12);
	flights_land(&f, settled, FLIGHT_ANSWERED);
	flights_move(&f, 40, 25);
	is_int(old->sent_ns, 35, "what is out moves");
	is_int(flight_sent_ns(old), 12, "without its kernel stamp");
	is_int(settled->sent_ns, 11, "what is settled stays");
	is_int(new->sent_ns, 40, "so does what came after");
	ok(flights_first(&f, &due) == old && due == 135, "time-outs follow");
	flights_close(&f);
}

int main(void)
{
	test_large_numbers();
	test_full();
	test_chains();
	test_churn();
	test_classes();
	test_stamps();
	test_move();
	return tap_done();
}
