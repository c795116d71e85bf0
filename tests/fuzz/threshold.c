/* threshold: ranges and pairs of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "threshold.h"

#include <math.h>

#include "given.h"

enum { PRINTED = 96 };

/* A range that was read can be printed, and what is printed means itself. */
static void must_print(const struct threshold *t)
{
	char printed[PRINTED], twice[PRINTED];
	struct threshold again;

	must(t->set && t->low <= t->high && !isnan(t->low) && !isnan(t->high));
	threshold_print(printed, sizeof printed, t);
	must(*printed && strlen(printed) < sizeof printed - 1);
	if (strchr(printed, 'e')) /* too long without an exponent, which the syntax lacks */
		return;
	must(threshold_parse(&again, printed) && again.inside == t->inside);
	must(!strcmp(printed, threshold_print(twice, sizeof twice, &again)));
	must(threshold_alerts(t, NAN) != t->inside);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = given_text(data, size);
	struct threshold one, rtt, loss;

	if (threshold_parse(&one, text))
		must_print(&one);
	if (threshold_pair(&rtt, &loss, text)) {
		must_print(&rtt);
		must_print(&loss);
	}
	free(text);
	return 0;
}
