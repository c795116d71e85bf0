/* ping_bounds: which limits hold, and what is said of those that do not. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "bounds.h"

#include <errno.h>

#include "tap.h"

static struct bounds some(const char *rtt)
{
	struct bounds b = {.max_loss_percent = -1};
	struct fail why = {0};

	if (rtt && bounds_add_rtt(&b, rtt, &why) < 0)
		printf("# %s\n", why.text);
	return b;
}

static void losses(struct bounds_facts f)
{
	struct bounds b = some(NULL);
	struct bounds_verdict v = bounds_judge(&b, &f);

	ok(!v.given && v.held && !*v.failed, "no limit: none given, none broken");
	b.max_loss_percent = 10;
	v = bounds_judge(&b, &f);
	ok(v.given && v.held && !*v.failed, "the loss allowed is no more than allowed");
	b.max_loss_percent = 9.5;
	v = bounds_judge(&b, &f);
	ok(v.given && !v.held, "more is");
	is_text(v.failed, "loss 10% > 9.5%", "... and said with both numbers");
}

static void alive(struct bounds_facts f)
{
	struct bounds b = some(NULL);

	b.min_alive_given = true;
	b.min_alive = 3;
	is_text(bounds_judge(&b, &f).failed, "", "as many alive as wanted");
	b.min_alive = 5;
	is_text(bounds_judge(&b, &f).failed, "alive 3 < 5", "more than there are targets are not");
	b.max_loss_percent = 0;
	is_text(bounds_judge(&b, &f).failed, "alive 3 < 5, loss 10% > 0%",
		"two limits in one line");
}

static void times(struct bounds_facts f)
{
	struct bounds b = some("avg=20");

	is_text(bounds_judge(&b, &f).failed, "", "a mean of 20 ms holds");
	b = some("avg=19.9");
	is_text(bounds_judge(&b, &f).failed, "avg 20.000 > 19.9 ms", "... or not");
	b = some("max=30");
	is_text(bounds_judge(&b, &f).failed, "", "the largest holds");
	b = some("max=29");
	is_text(bounds_judge(&b, &f).failed, "max 30.000 > 29 ms", "... or not");
	b = some("p50=11");
	is_text(bounds_judge(&b, &f).failed, "", "the median holds");
	b = some("99.9=1");
	is_text(bounds_judge(&b, &f).failed, "p99.9 30.000 > 1 ms", "a percentile by its number");
}

static void nothing_came(void)
{
	struct bounds_facts f = {.targets = 1, .rtts = histogram_open(), .mean_ms = -1};
	struct bounds b = some("p99=5");

	if (!ok(f.rtts != NULL, "memory for a histogram"))
		return;
	is_text(bounds_judge(&b, &f).failed, "p99 unknown > 5 ms", "no reply, no time that holds");
	b = some("avg=5");
	ok(!bounds_judge(&b, &f).held, "... no mean either");
	histogram_close((struct histogram *)f.rtts);
}

/* Eight limits, each as long as it gets, fit. */
static void longest(struct bounds_facts f)
{
	struct bounds b = some(NULL);
	struct fail why = {0};
	struct bounds_verdict v;

	for (unsigned i = 0; i < BOUNDS_RTTS; i++)
		is_int(bounds_add_rtt(&b, "p99.9999=0.0001234567", &why), 0, "limit %u", i + 1);
	is_int(bounds_add_rtt(&b, "p50=1", &why), -E2BIG, "a ninth is refused");
	b.max_loss_percent = 0;
	v = bounds_judge(&b, &f);
	ok(strlen(v.failed) + 1 < sizeof(v.failed), "all of them fit");
	is_int(v.failed[strlen(v.failed) - 1], 's', "... to the last letter");
}

int main(void)
{
	struct histogram *h = histogram_open();
	struct bounds_facts f = {
		.targets = 4, .alive = 3, .worst_loss_percent = 10, .rtts = h, .mean_ms = 20};

	if (!ok(h != NULL, "memory for a histogram"))
		return tap_done();
	histogram_add(h, 10000000);
	histogram_add(h, 30000000);
	losses(f);
	alive(f);
	times(f);
	nothing_came();
	longest(f);
	histogram_close(h);
	return tap_done();
}
