/* bounds: thresholds that decide a run's exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "bounds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

static bool read_quantile(const char *text, double *out)
{
	double percent;

	if (!strcmp(text, "avg")) {
		*out = -1;
		return true;
	}
	if (!strcmp(text, "max")) {
		*out = 1;
		return true;
	}
	if (!cli_decimal(*text == 'p' ? text + 1 : text, &percent) || percent < 0 || percent > 100)
		return false;
	*out = percent / 100;
	return true;
}

int bounds_add_rtt(struct bounds *l, const char *text, struct fail *why)
{
	const char *equals = strchr(text, '=');
	struct bounds_rtt *r = &l->rtts[l->n_rtts];
	char name[16];

	if (l->n_rtts == BOUNDS_RTTS)
		return fail_set(why, E2BIG, "--max-rtt: at most %d of them", BOUNDS_RTTS);
	if (!equals || (size_t)(equals - text) >= sizeof(name))
		return fail_set(why, EINVAL, "--max-rtt: '%s' is not P=MS, as p99=50", text);
	snprintf(name, sizeof(name), "%.*s", (int)(equals - text), text);
	if (!read_quantile(name, &r->quantile) || !cli_decimal(equals + 1, &r->at_most_ms) ||
		r->at_most_ms < 0)
		return fail_set(why, EINVAL,
			"--max-rtt: '%s' is not P=MS with P avg, max or a percentile", text);
	l->n_rtts++;
	return 0;
}

bool bounds_given(const struct bounds *l)
{
	return l->min_alive_given || l->max_loss_percent >= 0 || l->n_rtts;
}

static bool rtts_hold(const struct bounds *l, const struct bounds_facts *f)
{
	for (size_t i = 0; i < l->n_rtts; i++) {
		const struct bounds_rtt *r = &l->rtts[i];
		double ms = r->quantile < 0
				    ? f->mean_ms
				    : (double)histogram_quantile_ns(f->rtts, r->quantile) / 1e6;

		if (!histogram_count(f->rtts) || ms > r->at_most_ms)
			return false;
	}
	return true;
}

bool bounds_hold(const struct bounds *l, const struct bounds_facts *f)
{
	uint64_t least = l->min_alive > f->targets ? f->targets : l->min_alive;

	if (l->min_alive_given && f->alive < least)
		return false;
	if (l->max_loss_percent >= 0 && f->worst_loss_percent > l->max_loss_percent)
		return false;
	return rtts_hold(l, f);
}
