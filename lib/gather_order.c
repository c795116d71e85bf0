/* gather_order: how fast a set of targets is asked, and which part of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "gather.h"

#define SECOND INT64_C(1000000000)

const char *const gather_rates[] = {"max", NULL};

int gather_rate(int64_t *gap_ns, const char *text, double otherwise_pps, struct fail *why)
{
	double pps = otherwise_pps;

	if (text && !strcmp(text, gather_rates[0])) {
		*gap_ns = 0;
		return 0;
	}
	/* One in 32 years is the slowest: a longer gap is no number of nanoseconds. */
	if (text && (!cli_decimal(text, &pps) || pps < 1e-9 || pps > 1e9))
		return fail_set(
			why, EINVAL, "--rate: '%s' is no number of probes a second, or max", text);
	*gap_ns = (int64_t)((double)SECOND / pps);
	return 0;
}

int gather_shard(struct targets_order *order, const char *text, struct fail *why)
{
	const char *slash = text ? strchr(text, '/') : NULL;
	int64_t i, n;
	char first[24];

	if (!text)
		return 0;
	if (!slash || (size_t)(slash - text) >= sizeof(first))
		return fail_set(why, EINVAL, "--shard: '%s' is not I/N", text);
	snprintf(first, sizeof(first), "%.*s", (int)(slash - text), text);
	if (!cli_integer(first, &i) || !cli_integer(slash + 1, &n) || i < 1 || n < i ||
		n > UINT32_MAX)
		return fail_set(why, EINVAL, "--shard: '%s' is not I/N with I from 1 to N", text);
	order->shard = (uint32_t)i;
	order->shards = (uint32_t)n;
	return 0;
}
