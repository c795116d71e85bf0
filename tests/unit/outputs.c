/* outputs: the options on output as a table's rows, and what becomes of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "outputs.h"

#include <stddef.h>
#include <string.h>

#include "tap.h"

enum { WORDS = 16 };

struct values {
	int before;
	struct outputs out;
};

static const struct cli_option rows[] = {OUTPUTS_OPTIONS(offsetof(struct values, out))};
static const struct cli table = {.options = rows, .n = sizeof(rows) / sizeof(*rows)};

/* The words of line, which stays borrowed by v. */
static int read_line(struct values *v, char *line, struct fail *why)
{
	char *argv[WORDS + 1] = {"tool"}, *rest = line;
	int argc = 1, rc;

	while (argc < WORDS && (argv[argc] = strsep(&rest, " ")))
		argc++;
	*v = (struct values){.out = OUTPUTS_DEFAULT};
	rc = cli_parse(&table, argc, argv, v, why);
	return rc < 0 ? rc : outputs_read(&v->out, why);
}

static void refused(const char *text, const char *sentence)
{
	struct values v;
	struct fail why = {0};
	char line[128];

	snprintf(line, sizeof(line), "%s", text);
	ok(read_line(&v, line, &why) < 0 && !strcmp(why.text, sentence), "%s: %s", text, why.text);
}

static struct report_config read_well(struct values *v, char *line)
{
	struct fail why = {0};

	is_int(read_line(v, line, &why), 0, "%s", why.error ? why.text : "it is read");
	return outputs_report(&v->out, REPORT_CLOCK_NONE);
}

static void judged(const struct outputs_thresholds *t, enum report_state state, double rtt_ms,
	double loss_percent, enum report_state expected)
{
	int64_t rtt_ns = rtt_ms < 0 ? INT64_MIN : (int64_t)(rtt_ms * 1e6);

	is_int(outputs_judge(t, state, rtt_ns, loss_percent), expected,
		"state %d, %g ms, %g %% lost", (int)state, rtt_ms, loss_percent);
}

static void thresholds(void)
{
	const struct outputs_thresholds none = {.warning_rtt = {.set = false}};
	struct outputs_perf perf;
	struct values v;
	char line[] = "--nagios --warning 10,20% --critical 30,40%";

	read_line(&v, line, NULL);
	judged(&none, REPORT_OK, 1e6, 100, REPORT_OK);
	judged(&v.out.thresholds, REPORT_OK, 10, 20, REPORT_OK);
	judged(&v.out.thresholds, REPORT_OK, 10.1, 20, REPORT_WARNING);
	judged(&v.out.thresholds, REPORT_OK, 10, 20.1, REPORT_WARNING);
	judged(&v.out.thresholds, REPORT_OK, 30.1, 0, REPORT_CRITICAL);
	judged(&v.out.thresholds, REPORT_OK, 0, 40.1, REPORT_CRITICAL);
	judged(&v.out.thresholds, REPORT_OK, -1, 0, REPORT_OK);
	judged(&v.out.thresholds, REPORT_OK, -1, 40.1, REPORT_CRITICAL);
	judged(&v.out.thresholds, REPORT_CRITICAL, 10.1, 0, REPORT_CRITICAL);
	judged(&v.out.thresholds, REPORT_UNKNOWN, 30.1, 0, REPORT_UNKNOWN);
	outputs_perf(&perf, &v.out.thresholds);
	ok(!strcmp(perf.of[0].key, "rtt_avg_ms") && !strcmp(perf.of[0].label, "rta") &&
			!strcmp(perf.of[0].warning, "10") && !strcmp(perf.of[0].critical, "30"),
		"a time with its thresholds");
	ok(!strcmp(perf.of[1].key, "loss_percent") && !strcmp(perf.of[1].label, "pl") &&
			!strcmp(perf.of[1].warning, "20") && !strcmp(perf.of[1].critical, "40"),
		"a loss with its thresholds");
}

int main(void)
{
	static const char two[] =
		"only one of --json, --prom -, --pcap - and --nagios can have standard output";
	char all[] = "--json --stats --explain --label a=b --label c=d --time-format iso "
		     "--color never --pcap p";
	char plain[] = "--prom p", nagios[] = "--nagios --warning 5,10%";
	struct values v;
	struct report_config c = read_well(&v, all);

	ok(!strcmp(c.json, "-") && !c.prom && !c.no_text, "JSON has standard output");
	ok(c.n_labels == 2 && !strcmp(c.labels[1], "c=d"), "labels are handed on");
	ok(c.clock == REPORT_CLOCK_ISO && c.color == REPORT_COLOR_NEVER, "so are clock and colour");
	ok(v.out.stats && v.out.explain && !strcmp(v.out.pcap, "p") && !v.before,
		"the rest is the tool's to ask");
	c = read_well(&v, plain);
	ok(!c.json && !strcmp(c.prom, "p") && !c.no_text && c.clock == REPORT_CLOCK_NONE &&
			c.color == REPORT_COLOR_AUTO,
		"a file stands beside the text");
	ok(outputs_report(&v.out, REPORT_CLOCK_UNIX).clock == REPORT_CLOCK_UNIX,
		"a tool's own clock option counts where --time-format was not given");
	c = read_well(&v, nagios);
	ok(c.no_text && v.out.thresholds.warning_rtt.set && !v.out.thresholds.critical_rtt.set,
		"a plugin's line alone");
	refused("--json --nagios", two);
	refused("--prom - --pcap -", two);
	refused("--warning 5,10%", "--warning and --critical belong to --nagios");
	refused("--nagios --warning x", "--warning: 'x' is not RTT,LOSS%");
	refused("--nagios --critical 5", "--critical: '5' is not RTT,LOSS%");
	thresholds();
	return tap_done();
}
