/* splitmix: the numbers of its authors, and fractions. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "splitmix.h"

#include "tap.h"

int main(void)
{
	static const uint64_t wanted[] = {UINT64_C(6457827717110365317),
		UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
		UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
	uint64_t state = 1234567;
	double least = 1, most = 0, f;

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		ok(splitmix_next(&state) == wanted[i], "number %zu of seed 1234567", i + 1);
	for (unsigned i = 0; i < 10000; i++) {
		f = splitmix_fraction(&state);
		least = f < least ? f : least;
		most = f > most ? f : most;
	}
	ok(least >= 0 && least < 0.01 && most > 0.99 && most < 1, "fractions from 0 to below 1");
	return tap_done();
}
