/* ping_flows: what tells flows apart, and the order they take turns in. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flows.h"

#include "cksum.h"

#include "tap.h"

static void values(bool v6)
{
	static struct flows_set s, again, other;
	bool good = true, distinct = true;

	flows_set_init(&s, SPREAD_FLOWS, v6, 1);
	flows_set_init(&again, SPREAD_FLOWS, v6, 1);
	flows_set_init(&other, SPREAD_FLOWS, v6, 2);
	for (unsigned i = 0; i < SPREAD_FLOWS; i++) {
		good = good && s.checksums[i] && s.checksums[i] != 0xffff &&
		       s.labels[i] <= 0xfffff && !s.labels[i] == !v6;
		for (unsigned j = 0; j < i; j++)
			distinct = distinct && s.checksums[i] != s.checksums[j] &&
				   (!v6 || s.labels[i] != s.labels[j]);
	}
	ok(good, "IPv%d: every checksum and label is one that a packet can have", v6 ? 6 : 4);
	ok(distinct, "... no two flows have the same");
	ok(!memcmp(s.checksums, again.checksums, sizeof(s.checksums)), "... a seed has its own");
	ok(memcmp(s.checksums, other.checksums, sizeof(s.checksums)) != 0, "... another, others");
}

/* Each round has every flow once; places and flows do not stay together. */
static void turns(void)
{
	static struct flows_set s;
	enum { N = 16, ROUNDS = 64 };
	bool complete = true;
	unsigned first[N] = {0}, most = 0;

	flows_set_init(&s, N, false, 9);
	for (uint64_t nth = 0; nth < ROUNDS; nth++) {
		uint32_t seen = 0;

		for (uint32_t lane = 0; lane < N; lane++)
			seen |= UINT32_C(1) << flows_of(&s, (struct probe){lane, nth});
		complete = complete && seen == (UINT32_C(1) << N) - 1;
		first[flows_of(&s, (struct probe){0, nth})]++;
	}
	for (unsigned i = 0; i < N; i++)
		if (first[i] > most)
			most = first[i];
	ok(complete, "each round has each flow once");
	ok(most < ROUNDS / 4, "no flow is always the first: %u of %u rounds", most, ROUNDS);
}

/* What is sent: the checksum of a lane's request is its flow's, in each round. */
static void packets(enum addr_family family)
{
	enum { N = 8, ROUNDS = 20 };
	static struct flows_set s;
	struct probe_config c = {.target = {.family = (uint8_t)family},
		.lanes = N,
		.id = 77,
		.data_bytes = 56,
		.checksums = s.lane_checksums};
	struct probe_echo *e = NULL;
	bool good = true;

	flows_set_init(&s, N, family == ADDR_V6, 3);
	if (!ok(probe_open(&e, &c, NULL) == 0, "probes of IPv%d", family == ADDR_V6 ? 6 : 4))
		return;
	for (uint64_t nth = 0; nth < ROUNDS; nth++)
		for (uint32_t lane = 0; lane < N; lane++) {
			uint32_t flow = flows_of(&s, (struct probe){lane, nth});
			struct bytes b;
			uint8_t copy[64];

			s.lane_checksums[lane] = s.checksums[flow];
			b = probe_build(e, (struct probe){lane, nth});
			memcpy(copy, b.p, sizeof(copy));
			copy[2] = copy[3] = 0;
			good = good && cksum_of(copy, sizeof(copy)) == s.checksums[flow];
		}
	ok(good, "... each with the checksum of its flow");
	probe_close(e);
}

int main(void)
{
	values(false);
	values(true);
	turns();
	packets(ADDR_V4);
	packets(ADDR_V6);
	return tap_done();
}
