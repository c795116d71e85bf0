/* clock: the map from wall to monotonic time, in virtual time and against the real clocks. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"

#include "tap.h"

static const int64_t second = CLOCK_SECOND;
static const int64_t wall = 1700000000 * (int64_t)CLOCK_SECOND; /* realtime at monotonic 0 */
static const int64_t start = 5000 * (int64_t)CLOCK_SECOND;

static struct clock_map fresh(void)
{
	struct clock_map m = {0};

	clock_map_sample(&m, start, wall + start);
	return m;
}

static bool maps_to(const struct clock_map *m, int64_t realtime_ns, int64_t wanted_ns)
{
	int64_t got = -1;

	return clock_map_monotonic(m, realtime_ns, &got) && got == wanted_ns;
}

static bool refuses(const struct clock_map *m, int64_t realtime_ns)
{
	int64_t got = -1;

	return !clock_map_monotonic(m, realtime_ns, &got) && got == -1;
}

static void test_range(void)
{
	struct clock_map m = fresh();

	ok(maps_to(&m, wall + start - 7, start - 7), "a stamp of just now maps");
	is_int(clock_map_realtime(&m, start - 7), wall + start - 7, "and back");
	ok(maps_to(&m, wall + start + CLOCK_MS, start + CLOCK_MS), "1 ms ahead maps");
	ok(refuses(&m, wall + start + CLOCK_MS + 1), "more than 1 ms ahead does not");
	ok(maps_to(&m, wall + start - 3600 * second, start - 3600 * second), "an hour old maps");
	ok(refuses(&m, wall + start - 3600 * second - 1), "older does not");
	ok(refuses(&m, INT64_MIN), "the least value does not overflow");
	ok(refuses(&m, INT64_MAX), "nor does the greatest");
	ok(refuses(&m, 0), "0, as a missing stamp reads, is refused");
}

static void test_slew(void)
{
	struct clock_map m = fresh();
	int64_t at = start + 10 * second;

	/* 1000 ppm of 10 s are 10 ms, and 200 us more. */
	clock_map_sample(&m, at, wall + at + 10200000);
	is_int(m.steps, 0, "10.2 ms in 10 s are a slew");
	ok(maps_to(&m, wall + at + 10000050, at), "the offset follows by what can be slewed");
	ok(maps_to(&m, wall + start, start - 10000050), "older stamps still map");
	for (int i = 1; i <= 4000; i++)
		clock_map_sample(&m, at + i, wall + at + i + 10200000);
	ok(maps_to(&m, wall + at + 4000 + 10200000, at + 4000), "and is there after some samples");
	at += 4000;
	clock_map_sample(&m, at + CLOCK_MS, wall + at + CLOCK_MS + 10200000 + 201001);
	is_int(m.steps, 1, "201.001 us in 1 ms are a step");
	m = fresh();
	clock_map_sample(&m, at, wall + at - 10200005);
	is_int(m.steps, 1, "10.200005 ms back in 10.000004 s are a step");
}

static void test_noise(void)
{
	struct clock_map m = fresh();

	clock_map_sample(&m, start + 10000, wall + start + 10000 + 150000);
	is_int(m.steps, 0, "a sample that is 150 us off is noise");
	ok(maps_to(&m, wall + start, start - 60), "and moves the offset by 60 ns after 10 us");
}

static void test_step_ahead(void)
{
	struct clock_map m = fresh();
	int64_t at = start + CLOCK_MS, by = 3600 * second;

	clock_map_sample(&m, at, wall + by + at);
	is_int(m.steps, 1, "an hour ahead is a step");
	ok(refuses(&m, wall + at - 1000), "a stamp from before it is refused");
	ok(refuses(&m, wall + by + at - 1), "so is one from between the two samples");
	ok(maps_to(&m, wall + by + at + 1, at + 1), "a later one maps");
}

static void test_step_back(void)
{
	struct clock_map m = fresh();
	int64_t at = start + CLOCK_MS, by = 5 * (int64_t)CLOCK_MS;

	clock_map_sample(&m, at, wall - by + at);
	is_int(m.steps, 1, "5 ms back are a step");
	ok(refuses(&m, wall + at - 1000), "a stamp from before it lies in the future");
	clock_map_sample(&m, at + by, wall + at);
	ok(refuses(&m, wall + at - 1000), "and is refused when its time has come again");
	clock_map_sample(&m, at + by + CLOCK_MS, wall + at + CLOCK_MS);
	ok(maps_to(&m, wall + at + 500, at + by + 500), "after that overlap stamps map again");

	m = fresh();
	clock_map_sample(&m, at, wall - 3600 * second + at);
	is_int(m.valid_from_ns, at + CLOCK_SECOND, "a long step back shuts out one second only");
}

static void test_real(void)
{
	struct clock_map m;
	int64_t before = clock_now(), mapped = 0, stamp, now;

	clock_map_init(&m);
	ok(m.sampled_ns >= before && m.sampled_ns <= clock_now(), "init samples now");
	is_int(m.steps, 0, "and sees no step");
	before = clock_now();
	stamp = clock_wall();
	now = clock_now();
	clock_map_update(&m);
	ok(clock_map_monotonic(&m, stamp, &mapped), "a wall time of just now maps");
	ok(mapped > before - 200000 && mapped < now + 200000, "to when it was read");
}

/* What came while the program had no CPU, behind its sample. */
static void test_late(void)
{
	struct clock_map m;
	int64_t before, mapped = 0, stamp;

	clock_map_init(&m);
	before = clock_now();
	nanosleep(&(struct timespec){.tv_nsec = 3000000}, NULL);
	stamp = clock_wall();
	ok(!clock_map_monotonic(&m, stamp, &mapped),
		"a stamp 3 ms behind the sample is in the future");
	ok(clock_map_stamp(&m, stamp, &mapped), "... but maps by a newer one");
	ok(mapped >= before + 2500000 && mapped <= clock_now() + 200000,
		"... to when it was taken");
	ok(!clock_map_stamp(&m, stamp + CLOCK_SECOND, &mapped), "what is still to come does not");
}

static void test_timespec(void)
{
	struct timespec t = clock_timespec(INT64_C(3000000000) * CLOCK_SECOND + 7);

	is_int(t.tv_sec, INT64_C(3000000000), "a span's seconds");
	is_int(t.tv_nsec, 7, "and its rest");
	t = clock_timespec(-1);
	ok(!t.tv_sec && !t.tv_nsec, "none of a time that is over");
}

static void test_stamp(void)
{
	is_int(clock_stamp(2, 5), 2 * second + 5, "a time of the kernel's");
	is_int(clock_stamp(INT64_MAX / second, 0), INT64_MAX / second * second,
		"the last whole second");
	is_int(clock_stamp(INT64_MAX / second + 1, 0), 0, "one beyond it is none");
	is_int(clock_stamp(INT64_MAX / second, CLOCK_SECOND - 1), 0, "nor is one by its fraction");
	is_int(clock_stamp(-1, 0) + clock_stamp(1, -1) + clock_stamp(1, CLOCK_SECOND), 0,
		"nor is one below 0, or a fraction that is none");
}

int main(void)
{
	test_stamp();
	test_timespec();
	test_range();
	test_slew();
	test_noise();
	test_step_ahead();
	test_step_back();
	test_real();
	test_late();
	return tap_done();
}
