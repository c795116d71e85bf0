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
	ok(c.no_text && v.out.warning_rtt.set && !v.out.critical_rtt.set, "a plugin's line alone");
	refused("--json --nagios", two);
	refused("--prom - --pcap -", two);
	refused("--warning 5,10%", "--warning and --critical belong to --nagios");
	refused("--nagios --warning x", "--warning: 'x' is not RTT,LOSS%");
	refused("--nagios --critical 5", "--critical: '5' is not RTT,LOSS%");
	return tap_done();
}
