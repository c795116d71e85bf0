/* bounds: thresholds that decide a run's exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "bounds.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
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

static void add(struct bounds_verdict *v, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void add(struct bounds_verdict *v, const char *format, ...)
{
	size_t used = strlen(v->failed);
	va_list ap;

	if (used)
		used += (size_t)snprintf(v->failed + used, sizeof(v->failed) - used, ", ");
	va_start(ap, format);
	if (used < sizeof(v->failed))
		vsnprintf(v->failed + used, sizeof(v->failed) - used, format, ap);
	va_end(ap);
	v->held = false;
}

static void judge_rtt(
	struct bounds_verdict *v, const struct bounds_rtt *r, const struct bounds_facts *f)
{
	double ms = r->quantile < 0 ? f->mean_ms
				    : (double)histogram_quantile_ns(f->rtts, r->quantile) / 1e6;
	char name[16];

	if (r->quantile < 0 || r->quantile >= 1)
		snprintf(name, sizeof(name), "%s", r->quantile < 0 ? "avg" : "max");
	else
		snprintf(name, sizeof(name), "p%.6g", r->quantile * 100);
	if (!histogram_count(f->rtts))
		add(v, "%s unknown > %g ms", name, r->at_most_ms);
	else if (ms > r->at_most_ms)
		add(v, "%s %.3f > %g ms", name, ms, r->at_most_ms);
}

struct bounds_verdict bounds_judge(const struct bounds *l, const struct bounds_facts *f)
{
	struct bounds_verdict v = {.given = bounds_given(l), .held = true};

	if (l->min_alive_given && f->alive < l->min_alive)
		add(&v, "alive %" PRIu64 " < %" PRIu64, f->alive, l->min_alive);
	if (l->max_loss_percent >= 0 && f->worst_loss_percent > l->max_loss_percent)
		add(&v, "loss %.6g%% > %g%%", f->worst_loss_percent, l->max_loss_percent);
	for (size_t i = 0; i < l->n_rtts; i++)
		judge_rtt(&v, &l->rtts[i], f);
	return v;
}
