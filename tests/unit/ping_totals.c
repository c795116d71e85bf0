/* ping_totals: a run's summary as a record and as Prometheus text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records.h"
#include "tap.h"

#include "said.h"
#include "scratch.h"

static const int64_t when_ns = 1767225599123456789;

static struct summary nothing(const struct story *story, const struct histogram *h)
{
	return (struct summary){.rtt_min_ns = -1,
		.rtt_mean_ns = -1,
		.rtt_max_ns = -1,
		.rtt_deviation_ns = -1,
		.ttl = -1,
		.tos = -1,
		.story = story,
		.histogram = h};
}

static struct summary everything(const struct story *story, const struct histogram *h)
{
	struct summary s = {.transmitted = 100,
		.received = 81,
		.late = 2,
		.duplicates = 3,
		.corrupted = 4,
		.forged = 5,
		.redirects = 6,
		.errors = 7,
		.rejected = 8,
		.lost = 9,
		.pending = 10,
		.unsent = 11,
		.drops = 12,
		.elapsed_ns = 204123456,
		.rtt_min_ns = 38000,
		.rtt_mean_ns = 84001,
		.rtt_max_ns = 130000,
		.rtt_deviation_ns = 46000,
		.ttl_changes = 13,
		.tos_changes = 14,
		.user_stamped = 15,
		.clock_steps = 16,
		.interrupted = true,
		.story = story,
		.histogram = h};

	return s;
}

static struct addr target(void)
{
	return addr_v4((const uint8_t[]){198, 18, 0, 2});
}

static void record(const struct summary *sum)
{
	const struct report_config c = {.json = "-", .color = REPORT_COLOR_NEVER};
	struct addr addr = target();
	struct records_summary s = records_summarise("peer", &addr, sum, 1000);
	struct records records = {.target = "peer", .family = ADDR_V4};

	if (report_open(&records.report, &c, NULL) < 0)
		abort();
	said_begin();
	records_summary(&records, &s, when_ns);
	said_end();
	report_abandon(records.report);
}

static void has(const char *key, const char *value)
{
	char wanted[128];
	const char *at;
	size_t n = (size_t)snprintf(wanted, sizeof wanted, "\"%s\":%s", key, value);

	at = strstr(said.out, wanted);
	if (!ok(at && (at[n] == ',' || at[n] == '}'), "%s", wanted))
		printf("# in %s", said.out);
}

static void counts(void)
{
	static const char *const pairs[][2] = {{"target", "\"peer\""}, {"addr", "\"198.18.0.2\""},
		{"up", "true"}, {"transmitted", "100"}, {"answered", "81"}, {"lost", "9"},
		{"late", "2"}, {"pending", "10"}, {"duplicates", "3"}, {"corrupted", "4"},
		{"forged", "5"}, {"rejected", "8"}, {"redirects", "6"}, {"unsent", "11"},
		{"drops", "12"}, {"loss_percent", "19"}, {"elapsed_ms", "204.123456"},
		{"rtt_min_ms", "0.038"}, {"rtt_avg_ms", "0.084001"}, {"rtt_max_ms", "0.13"},
		{"rtt_mdev_ms", "0.046"}, {"rtt_p50_ms", "0.084"}, {"rtt_p90_ms", "0.084"},
		{"rtt_p999_ms", "0.084"}, {"jitter_ms", "0.001"}, {"ipdv_ms", "0.002"},
		{"reordered", "17"}, {"longest_loss", "18"}, {"loss_runs", "19"},
		{"outage_ms", "3000"}, {"outage_start", "\"1970-01-01T00:00:05.000001000Z\""},
		{"ttl_changes", "13"}, {"tos_changes", "14"}, {"user_stamped", "15"},
		{"clock_steps", "16"}, {"interrupted", "true"}};
	const struct story story = {.jitter_ns = 1000,
		.difference_ns = 2000,
		.reordered = 17,
		.longest_loss = 18,
		.loss_runs = 19,
		.outage_ns = 3000000000,
		.outage_start_ns = 5000000000};
	struct histogram *h = histogram_open();
	struct summary s;

	if (!h)
		abort();
	histogram_add(h, 84000);
	s = everything(&story, h);
	record(&s);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		has(pairs[i][0], pairs[i][1]);
	histogram_close(h);
}

static void unknowns(void)
{
	static const char *const keys[] = {"loss_percent", "rtt_min_ms", "rtt_avg_ms", "rtt_max_ms",
		"rtt_mdev_ms", "rtt_p50_ms", "rtt_p90_ms", "rtt_p95_ms", "rtt_p99_ms",
		"rtt_p999_ms", "jitter_ms", "ipdv_ms", "outage_start"};
	const struct story story = {.jitter_ns = -1, .difference_ns = -1, .ewma_ns = -1};
	struct histogram *h = histogram_open();
	struct summary s;

	if (!h)
		abort();
	s = nothing(&story, h);
	record(&s);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		has(keys[i], "null");
	has("up", "false");
	has("transmitted", "0");
	has("interrupted", "false");
	s.transmitted = 3;
	record(&s);
	has("loss_percent", "100");
	s.received = 2;
	record(&s);
	has("loss_percent", "33.3333333");
	s.received = 4;
	record(&s);
	has("loss_percent", "0");
	histogram_close(h);
}

static bool line(const char *text, const char *wanted)
{
	const char *at = strstr(text, wanted);

	return at && (at == text || at[-1] == '\n') && at[strlen(wanted)] == '\n';
}

static void prometheus(void)
{
	static const char *const wanted[] = {"probe_success{target=\"peer\"} 1",
		"probe_icmp_sent_total{target=\"peer\"} 100",
		"probe_icmp_received_total{target=\"peer\"} 81",
		"probe_icmp_local_drops_total{target=\"peer\"} 12",
		"probe_icmp_rtt_min_seconds{target=\"peer\"} 0.000038",
		"probe_icmp_rtt_seconds_bucket{target=\"peer\",le=\"5e-05\"} 1",
		"probe_icmp_rtt_seconds_bucket{target=\"peer\",le=\"0.0001\"} 3",
		"probe_icmp_rtt_seconds_bucket{target=\"peer\",le=\"26.2144\"} 3",
		"probe_icmp_rtt_seconds_bucket{target=\"peer\",le=\"+Inf\"} 4",
		"probe_icmp_rtt_seconds_count{target=\"peer\"} 4",
		"probe_icmp_rtt_seconds_sum{target=\"peer\"} 100.0002"};
	const struct report_config c = {.prom = "p.prom", .color = REPORT_COLOR_NEVER};
	const struct story story = {.jitter_ns = -1, .difference_ns = -1};
	struct records records = {.target = "peer", .family = ADDR_V4};
	struct histogram *h = histogram_open();
	struct addr addr = target();
	struct records_summary rs;
	struct summary s;
	const char *text;

	if (!h || report_open(&records.report, &c, NULL) < 0)
		abort();
	histogram_add(h, 40000);
	histogram_add(h, 60000);
	histogram_add(h, 99000);
	histogram_add(h, 100000000000);
	s = everything(&story, h);
	rs = records_summarise("peer", &addr, &s, 0);
	is_int(records_prom(&records, &rs, h, 100000200000), 0, "a run as metrics");
	is_int(report_close(records.report, NULL), 0, "written");
	text = scratch_text("p.prom");
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (!ok(line(text, wanted[i]), "%s", wanted[i]))
			printf("# in %s\n", text);
	histogram_close(h);
}

int main(void)
{
	if (!scratch_open())
		return tap_skip_all("no folder for files");
	counts();
	unknowns();
	prometheus();
	scratch_close();
	return tap_done();
}
