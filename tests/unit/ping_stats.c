/* ping_stats: the statistics of --stats, line by line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain.h"
#include "tap.h"

#include "said.h"

static const int64_t second = 1000000000;

struct numbers {
	struct summary s;
	struct story story;
	int64_t rtts_ns[8];
	unsigned n;
	int64_t offset_ns;
};

static struct numbers none(void)
{
	return (struct numbers){.s = {.ttl = -1, .tos = -1},
		.story = {.jitter_ns = -1, .difference_ns = -1, .ewma_ns = -1}};
}

static const char *stats(struct numbers n)
{
	const struct report_config plain = {.color = REPORT_COLOR_NEVER};
	struct histogram *h = histogram_open();
	struct report *r;

	if (!h || report_open(&r, &plain, NULL) < 0)
		abort();
	for (unsigned i = 0; i < n.n; i++)
		histogram_add(h, n.rtts_ns[i]);
	n.s.story = &n.story;
	n.s.histogram = h;
	said_begin();
	explain_stats(r, &n.s, n.offset_ns);
	report_flush(r);
	said_end();
	report_abandon(r);
	histogram_close(h);
	return said.out;
}

#define PATH_NONE                                                                                  \
	"path: 0 lost, 0 late, 0 pending, 0 rejected, 0 duplicate, 0 corrupted, 0 forged\n"
#define HOST_NONE                                                                                  \
	"this host: 0 not sent, 0 dropped at our socket, 0 timed by this program's clock, 0 "      \
	"clock "                                                                                   \
	"steps\n"

static void nothing(void)
{
	is_text(stats(none()), PATH_NONE HOST_NONE, "a run of nothing");
}

static void times(void)
{
	struct numbers n = none();

	n.n = 1;
	n.s.received = 1;
	n.rtts_ns[0] = 52000;
	is_text(stats(n),
		"rtt percentiles: p50 0.052, p90 0.052, p95 0.052, p99 0.052, p99.9 0.052 "
		"ms\n" PATH_NONE HOST_NONE,
		"one answer has percentiles and no jitter");
	n.n = 2;
	n.s.received = 2;
	n.rtts_ns[1] = 1000 * second;
	n.story.jitter_ns = 1500;
	n.story.difference_ns = 24000;
	n.story.reordered = 3;
	is_text(stats(n),
		"rtt percentiles: p50 0.052, p90 1000000.000, p95 1000000.000, p99 1000000.000, "
		"p99.9 1000000.000 ms\n"
		"jitter: 0.002 ms (RFC 3550), mean difference 0.024 ms, 3 reordered\n" PATH_NONE
			HOST_NONE,
		"two, far apart");
}

static void counts(void)
{
	struct numbers n = none();

	n.s.lost = 1;
	n.s.late = 2;
	n.s.pending = 3;
	n.s.rejected = 4;
	n.s.duplicates = 5;
	n.s.corrupted = 6;
	n.s.forged = 7;
	n.s.unsent = 8;
	n.s.drops = 9;
	n.s.user_stamped = 10;
	n.s.clock_steps = 11;
	is_text(stats(n),
		"path: 1 lost, 2 late, 3 pending, 4 rejected, 5 duplicate, 6 corrupted, 7 forged\n"
		"this host: 8 not sent, 9 dropped at our socket, 10 timed by this program's "
		"clock, 11 clock steps\n",
		"each count stands where it belongs");
}

static void outages(void)
{
	struct numbers n = none();

	n.story.outage_start_ns = 5 * second;
	n.story.outage_ns = 3 * second + 45000000;
	n.story.longest_loss = 12;
	n.story.loss_runs = 2;
	n.offset_ns = 1767225594 * second; /* 2025-12-31T23:59:54Z */
	is_text(stats(n),
		PATH_NONE HOST_NONE "outage: 3.045 s from 2025-12-31T23:59:59Z, longest run 12 "
				    "probes of 2 runs\n",
		"the longest outage");
	n.story.outage_start_ns = 0;
	is_text(stats(n), PATH_NONE HOST_NONE, "without one, no line");
}

static void headers(void)
{
	struct numbers n = none();

	n.s.ttl = 61;
	n.s.ttl_changes = 2;
	is_text(stats(n), PATH_NONE HOST_NONE "replies: ttl 61, changed 2 times\n",
		"TTL alone, as where TOS is not told");
	n.s.tos = 0xb8 | 1;
	n.s.tos_changes = 3;
	is_text(stats(n),
		PATH_NONE HOST_NONE "replies: ttl 61, changed 2 times; dscp 46 (ef), ecn 1, "
				    "changed 3 times\n",
		"with a DSCP that has a name");
	n.s.tos = 63 << 2;
	is_text(stats(n),
		PATH_NONE HOST_NONE
		"replies: ttl 61, changed 2 times; dscp 63, ecn 0, changed 3 times\n",
		"and one without");
	n.s.ttl = -1;
	is_text(stats(n), PATH_NONE HOST_NONE, "no TTL: no line");
}

int main(void)
{
	nothing();
	times();
	counts();
	outages();
	headers();
	return tap_done();
}
