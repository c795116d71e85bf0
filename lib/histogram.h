/* histogram: log-linear counts of durations, for percentiles in bounded memory. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HISTOGRAM_H
#define PROBEKIT_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

/* 64 linear steps an octave from 1,024 ns to 2^46 ns (19 h; what is longer counts there), and 16 ns
 * steps below: a quantile is within 1/128 of the true value, or within 8 ns. */
struct histogram;
struct histogram *histogram_open(void); /* caller owns; NULL on ENOMEM */
void histogram_close(struct histogram *h);
void histogram_reset(struct histogram *h);		   /* as new */
void histogram_add(struct histogram *h, int64_t value_ns); /* negative counts as 0 */
uint64_t histogram_count(const struct histogram *h);
/* The value at quantile q (0 to 1), nearest rank, as the middle of its bucket and never outside the
 * extremes added; -1 when empty. */
int64_t histogram_quantile_ns(const struct histogram *h, double q);
/* How many values are at or below a bound, as far as whole buckets tell: the bound's own bucket
 * counts only when the bound is its last value. */
uint64_t histogram_at_most(const struct histogram *h, int64_t bound_ns);
/* Its buckets: from 0 to below histogram_buckets(), each from its start to the next one's. The
 * bucket of a quantile, the one where it lies; 0 when empty. */
unsigned histogram_buckets(void);
int64_t histogram_start_ns(unsigned bucket); /* also of histogram_buckets(), where all ends */
uint64_t histogram_in(const struct histogram *h, unsigned bucket);
unsigned histogram_quantile_bucket(const struct histogram *h, double q);
size_t histogram_bytes(void); /* the size of one */

#endif
