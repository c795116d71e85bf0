/* tally: many exchanges together. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tally.h"

#include <errno.h>
#include <string.h>

#include "decimal.h"

int tally_open(struct tally *t, struct fail *why)
{
	*t = (struct tally){.total_max_ns = INT64_MIN};
	for (unsigned i = 0; i < TALLY_SPANS; i++)
		if (!(t->spans[i] = histogram_open())) {
			tally_close(t);
			return fail_set(why, ENOMEM, "no memory for statistics");
		}
	return 0;
}

void tally_close(struct tally *t)
{
	for (unsigned i = 0; i < TALLY_SPANS; i++)
		histogram_close(t->spans[i]);
	*t = (struct tally){0};
}

int64_t tally_time(const struct exchange *x, unsigned span)
{
	struct phases p = phases_of(x);

	if (span == TALLY_FIRST)
		return exchange_since(x, x->first_ns);
	if (span == TALLY_TOTAL)
		return x->failed == LINK_FINE ? p.total_ns : INT64_MIN;
	return p.took_ns[span];
}

void tally_add(struct tally *t, const struct exchange *x)
{
	int64_t total_ns = tally_time(x, TALLY_TOTAL);

	t->requests++;
	t->content_bytes += x->content_bytes;
	t->read_bytes += x->read_bytes;
	t->findings += x->findings.n;
	if (x->failed == LINK_FINE)
		t->responses++;
	else if ((int)x->failed < TALLY_CLASSES)
		t->failed[x->failed]++;
	for (unsigned i = 0; i < TALLY_SPANS && t->spans[i]; i++) {
		int64_t ns = tally_time(x, i);

		if (ns != INT64_MIN)
			histogram_add(t->spans[i], ns);
	}
	if (total_ns == INT64_MIN)
		return;
	t->total_sum_ns += total_ns;
	if (total_ns > t->total_max_ns)
		t->total_max_ns = total_ns;
}

uint64_t tally_failed(const struct tally *t)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < TALLY_CLASSES; i++)
		n += t->failed[i];
	return n;
}

const char *tally_span_name(unsigned span)
{
	return span == TALLY_FIRST   ? "first"
	       : span == TALLY_TOTAL ? "total"
				     : phase_name((enum phase)span);
}

int64_t tally_quantile(const struct tally *t, unsigned span, double q)
{
	const struct histogram *h = t->spans[span];

	return h && histogram_count(h) ? histogram_quantile_ns(h, q) : INT64_MIN;
}

bool tally_slo(const char *text, unsigned *span, int64_t *limit_ns)
{
	const char *equals = strchr(text, '=');

	for (unsigned i = 0; equals && i < TALLY_SPANS; i++) {
		size_t n = strlen(tally_span_name(i));

		if (n == (size_t)(equals - text) && !memcmp(text, tally_span_name(i), n)) {
			*span = i;
			return decimal_parse_fixed(equals + 1, 6, limit_ns) && *limit_ns > 0;
		}
	}
	return false;
}
