/* report: Prometheus' text format and the Nagios line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "report.h"
#include "tap.h"

#include "scratch.h"

struct sample {
	uint64_t sent;
	int64_t rtt_ns, slow_ns, at_ns, drift;
	double loss;
	int8_t up;
	const char *name;
};

#define AT(member) offsetof(struct sample, member)
static const struct report_field fields[] = {
	{"sent", REPORT_U64, AT(sent), REPORT_PERFDATA, "Probes\\sent\nso far.", "p_sent_total",
		"counter"},
	{"rtt_ms", REPORT_MS, AT(rtt_ns), REPORT_PERFDATA, "RTT.",
		"p_rtt_seconds{quantile=\"0.5\"}", "summary"},
	{"slow_ms", REPORT_MS, AT(slow_ns), 0, "Slow RTT.", "p_rtt_seconds{quantile=\"0.9\"}",
		"summary"},
	{"loss_percent", REPORT_REAL, AT(loss), REPORT_PERFDATA, "Loss.", "p_loss", "gauge"},
	{"drift", REPORT_I64, AT(drift), REPORT_PERFDATA, "Drift.", NULL, NULL},
	{"up", REPORT_BOOL, AT(up), 0, "Up.", "p_up", "gauge"},
	{"at", REPORT_TIME, AT(at_ns), 0, "When.", "p_at_seconds", "gauge"},
	{"name", REPORT_TEXT, AT(name), REPORT_PERFDATA, "A text is no sample.", "p_name", "gauge"},
};
static const struct report_type type = {
	"p", "sample", "A sample.", fields, sizeof fields / sizeof *fields};

static const struct sample good = {.sent = 3,
	.rtt_ns = 1500000,
	.slow_ns = 2000000001,
	.at_ns = 1767225599123456789,
	.drift = -2,
	.loss = 100.0 / 3,
	.up = 1,
	.name = "x"};
static const struct sample unknown = {.sent = UINT64_MAX,
	.rtt_ns = INT64_MIN,
	.slow_ns = INT64_MIN,
	.at_ns = INT64_MIN,
	.drift = INT64_MIN,
	.loss = NAN,
	.up = -1};

static struct report *opened(const struct report_config *c)
{
	struct report *r;
	struct fail why;

	if (report_open(&r, c, &why) < 0)
		printf("Bail out! %s\n", why.text);
	return r;
}

static void several_targets(void)
{
	static const char *const labels[] = {"site=a\"b\\c\nd\xff"};
	struct report *r = opened(
		&(struct report_config){.prom = "out.prom", .labels = labels, .n_labels = 1});
	struct sample second = good;
	const char *folders[2];

	second.sent = 4;
	second.up = 0;
	is_int(report_folders(r, folders), 1, "the folder of the rename");
	is_int(report_prom(r, &type, &good, "one"), 0, "a target");
	is_int(report_prom(r, &type, &unknown, "none"), 0, "one of which nothing is known");
	is_int(report_prom(r, &type, &second, "two"), 0, "another");
	is_int(report_prom(r, &type, &second, "one"), 0, "the first again");
	is_text(scratch_text("out.prom"), "(none)", "nothing under the name yet");
	is_int(report_close(r, NULL), 0, "close");
#define L "label_site=\"a\\\"b\\\\c\\nd\xef\xbf\xbd\""
	is_text(scratch_text("out.prom"),
		"# HELP p_sent_total Probes\\\\sent\\nso far.\n# TYPE p_sent_total counter\n"
		"p_sent_total{target=\"one\"," L "} 3\np_sent_total{target=\"two\"," L "} 4\n"
		"# HELP p_rtt_seconds RTT.\n# TYPE p_rtt_seconds summary\n"
		"p_rtt_seconds{target=\"one\"," L ",quantile=\"0.5\"} 0.0015\n"
		"p_rtt_seconds{target=\"one\"," L ",quantile=\"0.9\"} 2.000000001\n"
		"p_rtt_seconds{target=\"two\"," L ",quantile=\"0.5\"} 0.0015\n"
		"p_rtt_seconds{target=\"two\"," L ",quantile=\"0.9\"} 2.000000001\n"
		"# HELP p_loss Loss.\n# TYPE p_loss gauge\n"
		"p_loss{target=\"one\"," L "} 33.3333333\np_loss{target=\"two\"," L "} 33.3333333\n"
		"# HELP p_up Up.\n# TYPE p_up gauge\n"
		"p_up{target=\"one\"," L "} 1\np_up{target=\"two\"," L "} 0\n"
		"# HELP p_at_seconds When.\n# TYPE p_at_seconds gauge\n"
		"p_at_seconds{target=\"one\"," L "} 1767225599.123456789\n"
		"p_at_seconds{target=\"two\"," L "} 1767225599.123456789\n",
		"families together, each series once, the unknown left out");
	unlink("out.prom");
}

static void histogram(void)
{
	static const double bounds[] = {0.001, 0.25, 1};
	static const uint64_t counts[] = {1, 4, 4};
	struct report *r = opened(&(struct report_config){.prom = "out.prom"});

	for (int i = 0; i < 2; i++)
		is_int(report_prom_histogram(
			       r, "p_rtt_seconds", "RTT.", NULL, bounds, counts, 3, 5, 7.5),
			0, "a histogram");
	is_int(report_prom_histogram(r, "p_rtt_seconds", "RTT.", "x", bounds, counts, 1, 1, 0), 0,
		"of another target");
	is_int(report_close(r, NULL), 0, "close");
	is_text(scratch_text("out.prom"),
		"# HELP p_rtt_seconds RTT.\n# TYPE p_rtt_seconds histogram\n"
		"p_rtt_seconds_bucket{le=\"0.001\"} 1\np_rtt_seconds_bucket{le=\"0.25\"} 4\n"
		"p_rtt_seconds_bucket{le=\"1\"} 4\np_rtt_seconds_bucket{le=\"+Inf\"} 5\n"
		"p_rtt_seconds_sum 7.5\np_rtt_seconds_count 5\n"
		"p_rtt_seconds_bucket{target=\"x\",le=\"0.001\"} 1\n"
		"p_rtt_seconds_bucket{target=\"x\",le=\"+Inf\"} 1\n"
		"p_rtt_seconds_sum{target=\"x\"} 0\np_rtt_seconds_count{target=\"x\"} 1\n",
		"buckets, sum and count, once a target");
	unlink("out.prom");
}

static void many_series(void)
{
	struct report *r = opened(&(struct report_config){.prom = "out.prom"});
	char target[32];
	const char *text;
	size_t lines = 0;

	for (unsigned i = 0; i < 2000; i++) {
		snprintf(target, sizeof target, "host%u", i % 1000);
		report_prom(r, &type, &good, target);
	}
	report_close(r, NULL);
	for (text = scratch_text("out.prom"); (text = strchr(text, '\n')); text++)
		lines++;
	is_int(lines, 1000 * 6 + 5 * 2, "a thousand targets, each twice: every series once");
	unlink("out.prom");
}

static void outputs(void)
{
	int fd = memfd_create("out", MFD_CLOEXEC), saved = scratch_hold(fd), rc;
	struct report *r = opened(&(struct report_config){.prom = "-"});
	struct fail why;

	report_text(r, "no text\n");
	report_prom(r, &type, &unknown, NULL);
	report_prom(r, &(struct report_type){"p", "s", "S.", fields + 5, 1}, &good, NULL);
	rc = report_close(r, NULL);
	scratch_release(saved);
	lseek(fd, 0, SEEK_SET);
	is_int(rc, 0, "on standard output");
	is_text(scratch_read(fd), "# HELP p_up Up.\n# TYPE p_up gauge\np_up 1\n",
		"it stands alone, without braces where there are no labels");

	r = opened(&(struct report_config){.prom = "/dev/full"});
	report_prom(r, &type, &good, NULL);
	is_int(report_close(r, &why), -ENOSPC, "a full disk");
	is_text(why.text, "cannot write to /dev/full: No space left on device", "is told");

	scratch_put("out.prom", "old\n");
	r = opened(&(struct report_config){.prom = "out.prom"});
	report_prom(r, &type, &good, NULL);
	report_abandon(r);
	is_text(scratch_text("out.prom"), "old\n", "abandoned: the old one stays");
	unlink("out.prom");
	r = opened(&(struct report_config){0});
	is_int(report_prom(r, &type, &good, NULL), 0, "without --prom nothing is kept");
	report_close(r, NULL);
}

/* A bad JSON file is told even where the Prometheus file is fine, and that is written. */
static void one_of_two(void)
{
	struct report *r = opened(&(struct report_config){.prom = "out.prom", .json = "/dev/full"});
	struct fail why;

	report_put(r, &type, &good, 0);
	report_prom(r, &type, &good, NULL);
	is_int(report_close(r, &why), -ENOSPC, "JSON failed");
	is_text(why.text, "cannot write to /dev/full: No space left on device", "is told");
	ok(strstr(scratch_text("out.prom"), "p_up 1\n") != NULL, "Prometheus text is there");
	unlink("out.prom");
}

static const struct report_perf perf[] = {
	{"rtt_ms", "rta", "100", "500"}, {"loss_percent", "pl", "20", NULL}};

static const char *line(const struct sample *a, const char *a_name, const struct sample *b,
	const char *b_name, enum report_state state, const char *text)
{
	int fd = memfd_create("out", MFD_CLOEXEC), saved = scratch_hold(fd);
	struct report *r = opened(&(struct report_config){.no_text = true});

	if (a)
		report_perfdata(r, &type, a, a_name, perf, 2);
	if (b)
		report_perfdata(r, &type, b, b_name, perf, 2);
	report_nagios(r, "PING", state, text);
	report_close(r, NULL);
	scratch_release(saved);
	lseek(fd, 0, SEEK_SET);
	return scratch_read(fd);
}

static void nagios(void)
{
	is_text(line(&good, NULL, NULL, NULL, REPORT_OK, "Packet loss = 33%, RTA = 1.50 ms"),
		"PING OK - Packet loss = 33%, RTA = 1.50 ms"
		"|sent=3;;;0 rta=1.5ms;100;500;0 pl=33.3333333%;20;;0 drift=-2;;;\n",
		"a line with performance data");
	is_text(line(&unknown, NULL, NULL, NULL, REPORT_CRITICAL, "no answer"),
		"PING CRITICAL - no answer|sent=U;;;0 rta=U;100;500;0 pl=U;20;;0 drift=U;;;\n",
		"unknown is U");
	is_text(line(&good, "a b=c", &unknown, "it's", REPORT_WARNING, "x"),
		"PING WARNING - x|'a b_c_sent'=3;;;0 'a b_c_rta'=1.5ms;100;500;0 "
		"'a b_c_pl'=33.3333333%;20;;0 'a b_c_drift'=-2;;; "
		"it_s_sent=U;;;0 it_s_rta=U;100;500;0 it_s_pl=U;20;;0 it_s_drift=U;;;\n",
		"targets before the labels, quoted where they have a blank");
	is_text(line(NULL, NULL, NULL, NULL, REPORT_UNKNOWN, "a|b\nc\x1b"),
		"PING UNKNOWN - a/b\\x0ac\\x1b\n", "the text stays one line without a bar");
}

struct hop {
	uint64_t hop, sent;
	struct addr addr;
	const char *name;
};
static const struct report_field hop_fields[] = {
	{"hop", REPORT_U64, offsetof(struct hop, hop), REPORT_LABEL, "Hop.", NULL, NULL},
	{"addr", REPORT_ADDR, offsetof(struct hop, addr), REPORT_LABEL, "Who.", NULL, NULL},
	{"name", REPORT_TEXT, offsetof(struct hop, name), REPORT_LABEL, "Name.", NULL, NULL},
	{"sent", REPORT_U64, offsetof(struct hop, sent), 0, "Sent.", "p_hop_sent_total", "counter"},
};

static void fields_as_labels(void)
{
	static const struct report_type hops = {"p", "hop", "A hop.", hop_fields, 4};
	struct report *r = opened(&(struct report_config){.prom = "out.prom"});
	struct hop h = {.hop = 3,
		.sent = 7,
		.addr = addr_v4((const uint8_t[]){198, 18, 0, 1}),
		.name = "a\"b"};

	report_prom(r, &hops, &h, "t");
	h = (struct hop){.hop = 4, .sent = 8};
	report_prom(r, &hops, &h, "t");
	report_prom(r, &hops, &h, "t");
	report_close(r, NULL);
	is_text(scratch_text("out.prom"),
		"# HELP p_hop_sent_total Sent.\n# TYPE p_hop_sent_total counter\n"
		"p_hop_sent_total{target=\"t\",hop=\"3\",addr=\"198.18.0.1\",name=\"a\\\"b\"} 7\n"
		"p_hop_sent_total{target=\"t\",hop=\"4\"} 8\n",
		"a field that is a label: of numbers, addresses and text, none where it is "
		"unknown");
	unlink("out.prom");
}

int main(void)
{
	if (!scratch_open())
		return tap_skip_all("no folder for temporary files");
	several_targets();
	histogram();
	fields_as_labels();
	many_series();
	outputs();
	one_of_two();
	nagios();
	scratch_close();
	return tap_done();
}
