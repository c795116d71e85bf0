/* mtu_search: the search for an MTU ends at the right one, in few rounds, whoever tells or lies. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "mtu_search.h"
#include "tap.h"

enum announce { NOBODY, RIGHT, TOO_LARGE, TOO_SMALL };

/* Rounds until the answer; 99: it was wrong or never came. */
static unsigned rounds(uint32_t least, uint32_t most, uint32_t truth, enum announce how)
{
	uint32_t sizes[MTU_SEARCH_SIZES];
	struct mtu_search s;
	unsigned n_rounds = 0;
	size_t n;

	mtu_search_init(&s, least, most);
	while ((n = mtu_search_next(&s, sizes)) > 0 && n_rounds++ < 20)
		for (size_t i = 0; i < n; i++) {
			uint32_t told = how == RIGHT	   ? truth
					: how == TOO_LARGE ? truth + 40
							   : truth - 8;

			if (sizes[i] < 1 || sizes[i] > most)
				return 99;
			if (sizes[i] <= truth)
				mtu_search_passed(&s, sizes[i]);
			else
				mtu_search_failed(
					&s, sizes[i], how == NOBODY || told >= sizes[i] ? 0 : told);
		}
	return s.passes == truth ? n_rounds : 99;
}

static void all(
	uint32_t least, uint32_t most, enum announce how, unsigned at_most, const char *what)
{
	unsigned worst = 0;

	for (uint32_t truth = least; truth <= most; truth++) {
		unsigned n = rounds(least, most, truth, how);

		if (n > worst)
			worst = n;
	}
	ok(worst <= at_most, "%s: right for every MTU, in %u rounds at most", what, worst);
}

int main(void)
{
	struct mtu_search s;
	uint32_t sizes[MTU_SEARCH_SIZES];

	all(68, 1500, NOBODY, 6, "IPv4, a black hole");
	all(68, 1500, RIGHT, 6, "IPv4, routers that tell");
	all(68, 9000, NOBODY, 8, "jumbo frames");
	all(1280, 1500, NOBODY, 5, "IPv6, a black hole");
	all(1280, 1500, TOO_LARGE, 6, "IPv6, a router that tells too much");
	mtu_search_init(&s, 68, 1500);
	is_int(mtu_search_next(&s, sizes), 1, "first the size that any path takes");
	is_int(sizes[0], 68, "... alone");
	mtu_search_passed(&s, 68);
	mtu_search_failed(&s, 1500, 1420);
	mtu_search_next(&s, sizes);
	is_int(sizes[0], 1420, "what a router announces is tried next");
	mtu_search_passed(&s, 1420);
	is_int(mtu_search_next(&s, sizes), 0, "and believed when it passes");
	is_int(s.passes, 1420, "as the answer");
	return tap_done();
}
