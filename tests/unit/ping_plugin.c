/* ping_plugin: the monitoring plugin's line and status, at each threshold's border. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "plugin.h"

#include <math.h>

#include "tap.h"

#include "said.h"

static struct plugin plugin_of(const char *warning, const char *critical)
{
	struct plugin v = {.program = "ping"};
	struct outputs_thresholds *t = &v.thresholds;

	if ((warning && !threshold_pair(&t->warning_rtt, &t->warning_loss, warning)) ||
		(critical && !threshold_pair(&t->critical_rtt, &t->critical_loss, critical)))
		abort();
	return v;
}

static struct records_summary run(uint64_t transmitted, uint64_t received, int64_t mean_ns)
{
	struct records_summary s = {.target = "host",
		.transmitted = transmitted,
		.received = received,
		.rtt_mean_ns = received ? mean_ns : INT64_MIN,
		.loss_percent =
			transmitted ? (double)(transmitted - received) * 100 / (double)transmitted
				    : (double)NAN};

	return s;
}

static int line(const struct plugin *v, const struct records_summary *s)
{
	const struct report_config config = {.color = REPORT_COLOR_NEVER, .no_text = true};
	struct report *r;
	int status;

	if (report_open(&r, &config, NULL) < 0)
		abort();
	said_begin();
	status = plugin_line(v, r, s);
	said_end();
	report_abandon(r);
	return status;
}

static void is_line(
	const struct plugin *v, const struct records_summary *s, int status, const char *text)
{
	int got = line(v, s);

	is_text(said.out, text, "%.*s", (int)strcspn(text, "|\n"), text);
	is_int(got, status, "... status %d", status);
}

static void without_thresholds(void)
{
	struct plugin v = plugin_of(NULL, NULL);
	struct records_summary s = run(5, 5, 120000);

	is_line(&v, &s, 0, "PING OK - Packet loss = 0%, RTA = 0.120 ms|pl=0%;;;0 rta=0.12ms;;;0\n");
	s = run(3, 1, 1500000);
	is_line(&v, &s, 0,
		"PING OK - Packet loss = 66.7%, RTA = 1.500 ms|pl=66.6666667%;;;0 rta=1.5ms;;;0\n");
	s = run(5, 0, 0);
	is_line(&v, &s, 2, "PING CRITICAL - Packet loss = 100%|pl=100%;;;0 rta=U;;;0\n");
	s = run(0, 0, 0);
	is_line(&v, &s, 2, "PING CRITICAL - Nothing was sent|pl=U;;;0 rta=U;;;0\n");
}

static void borders(void)
{
	struct plugin v = plugin_of("100,20%", "500,60%");
	static const struct {
		uint64_t received;
		int64_t mean_ns;
		int status;
	} all[] = {
		{10, 1000000, 0},
		{10, 100000000, 0},
		{10, 100000001, 1},
		{10, 500000000, 1},
		{10, 500000001, 2},
		{8, 1000000, 0},
		{7, 1000000, 1},
		{4, 1000000, 1},
		{3, 1000000, 2},
		{3, 200000000, 2},
		{7, 600000000, 2},
		{7, 200000000, 1},
		{0, 0, 2},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct records_summary s = run(10, all[i].received, all[i].mean_ns);

		is_int(line(&v, &s), all[i].status, "%" PRIu64 " of 10 in %.6f ms", all[i].received,
			(double)all[i].mean_ns / 1e6);
	}
}

static void perfdata(void)
{
	struct plugin v = plugin_of("100,20%", "500,60%");
	struct records_summary s = run(10, 7, 120000);

	is_line(&v, &s, 1,
		"PING WARNING - Packet loss = 30%, RTA = 0.120 ms|pl=30%;20;60;0 "
		"rta=0.12ms;100;500;0\n");
	v = plugin_of("100,20%", NULL);
	s = run(10, 10, 100500000);
	is_line(&v, &s, 1,
		"PING WARNING - Packet loss = 0%, RTA = 100.500 ms|pl=0%;20;;0 "
		"rta=100.5ms;100;;0\n");
}

/* Ranges as the plugins' guidelines have them: inside, outside. */
static void ranges(void)
{
	struct plugin v = plugin_of("10:20,5%", "@0:1,90%");
	struct records_summary s = run(10, 10, 15000000);

	is_int(line(&v, &s), 0, "within 10:20");
	s = run(10, 10, 9000000);
	is_int(line(&v, &s), 1, "below it");
	s = run(10, 10, 21000000);
	is_int(line(&v, &s), 1, "above it");
	s = run(10, 10, 500000);
	is_int(line(&v, &s), 2, "inside @0:1");
}

int main(void)
{
	without_thresholds();
	borders();
	perfdata();
	ranges();
	return tap_done();
}
