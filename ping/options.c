/* options: ping's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dscp.h"

#define AT(field) offsetof(struct options, field)
#define SECOND INT64_C(1000000000)
#define DAYS_68 (INT64_C(2147483647) * SECOND)

static const char *const pmtu_words[] = {"dont", "want", "do", "probe", NULL};
static const char *const timestamp_words[] = {"tsonly", "tsandaddr", "tsprespec", NULL};
static const char *const time_words[] = {"unix", "iso", "local", NULL};
static const char *const color_words[] = {"auto", "always", "never", NULL};

static const struct cli_option table[] = {
	{'c', "count", CLI_INTEGER, AT(count), 1, INT64_MAX, "N", "stop after N probes", NULL,
		"Probes"},
	{'i', "interval", CLI_SECONDS, AT(interval_ns), 0, DAYS_68 / 1000, "S",
		"seconds between probes (1)", NULL, NULL},
	{'w', "deadline", CLI_SECONDS, AT(deadline_ns), 0, DAYS_68, "S", "end after S seconds",
		NULL, NULL},
	{'W', "timeout", CLI_SECONDS, AT(timeout_ns), 0, DAYS_68 / 1000, "S",
		"seconds to wait for an answer at the end (10)", NULL, NULL},
	{'s', "size", CLI_INTEGER, AT(data_bytes), 0, INT_MAX, "BYTES",
		"data bytes in a probe (56)", NULL, NULL},
	{'p', "pattern", CLI_TEXT, AT(pattern), 0, 0, "HEX", "fill the data with up to 16 bytes",
		NULL, NULL},
	{'f', "flood", CLI_FLAG, AT(flood), 0, 0, NULL,
		"send as fast as answers come, 100 a second at least", NULL, NULL},
	{'A', "adaptive", CLI_FLAG, AT(adaptive), 0, 0, NULL,
		"send the next probe when the answer is there", NULL, NULL},
	{'l', "preload", CLI_INTEGER, AT(preload), 1, 65536, "N", "send N probes without waiting",
		NULL, NULL},
	{'e', "identifier", CLI_INTEGER, AT(id), 0, 65535, "N", "the ICMP identifier", NULL, NULL},
	{'U', "user-latency", CLI_FLAG, AT(user_latency), 0, 0, NULL,
		"take times in this program, not in the kernel", NULL, NULL},

	{'o', "first-reply", CLI_FLAG, AT(first_reply), 0, 0, NULL, "end with the first reply",
		NULL, NULL},
	{0, "until-up", CLI_OPTIONAL, AT(until_up), 0, 0, "N",
		"end when N probes in a row were answered", NULL, NULL},
	{0, "until-down", CLI_OPTIONAL, AT(until_down), 0, 0, "N",
		"end when N probes in a row were not", NULL, NULL},
	{0, "ignore-errors", CLI_FLAG, AT(ignore_errors), 0, 0, NULL,
		"ICMP errors neither end the run nor count for -c", NULL, NULL},

	{'4', "ipv4", CLI_FLAG, AT(ipv4), 0, 0, NULL, "IPv4 only", NULL, "Path"},
	{'6', "ipv6", CLI_FLAG, AT(ipv6), 0, 0, NULL, "IPv6 only", NULL, NULL},
	{'I', "interface", CLI_LIST, AT(interfaces), 0, 0, "NAME or ADDR",
		"leave by this interface, or from this address (repeatable)", NULL, NULL},
	{'B', "sticky", CLI_FLAG, AT(sticky), 0, 0, NULL,
		"keep the source address of the first probe", NULL, NULL},
	{'C', "connect", CLI_FLAG, AT(connect), 0, 0, NULL, "connect the socket to the target",
		NULL, NULL},
	{'r', "dont-route", CLI_FLAG, AT(dont_route), 0, 0, NULL,
		"only to hosts on a network of this one", NULL, NULL},
	{'t', "ttl", CLI_INTEGER, AT(ttl), 0, 255, "N", "time to live, or hop limit", NULL, NULL},
	{'Q', "tos", CLI_TEXT, AT(tos_text), 0, 0, "N", "the whole DS field, 0 to 255", NULL, NULL},
	{0, "dscp", CLI_TEXT, AT(dscp), 0, 0, "NAME or N", "the DSCP: ef, af41, cs5 or 0 to 63",
		NULL, NULL},
	{'m', "mark", CLI_INTEGER, AT(mark), 0, UINT32_MAX, "N", "firewall mark of what is sent",
		NULL, NULL},
	{'M', "pmtudisc", CLI_CHOICE, AT(pmtu), 0, 0, "HOW", "path MTU discovery", pmtu_words,
		NULL},
	{'F', "flow-label", CLI_INTEGER, AT(flow_label), 0, UINT32_MAX, "N",
		"IPv6 flow label, 20 bits", NULL, NULL},
	{'b', "broadcast", CLI_FLAG, AT(broadcast), 0, 0, NULL, "allow a broadcast address", NULL,
		NULL},
	{'L', "no-multicast-loop", CLI_FLAG, AT(no_loop), 0, 0, NULL,
		"do not hear our own multicast", NULL, NULL},
	{'R', "record-route", CLI_FLAG, AT(record_route), 0, 0, NULL, "IPv4 record route option",
		NULL, NULL},
	{'T', "timestamp", CLI_CHOICE, AT(timestamp), 0, 0, "HOW", "IPv4 timestamp option",
		timestamp_words, NULL},
	{0, "source-route", CLI_LIST, AT(source_route), 0, 0, "HOP",
		"IPv4 loose source route (repeatable)", NULL, NULL},
	{'S', "send-buffer", CLI_INTEGER, AT(send_buffer), 1, INT_MAX, "BYTES",
		"the socket's send buffer", NULL, NULL},
	{'d', "debug", CLI_FLAG, AT(debug), 0, 0, NULL, "SO_DEBUG on the socket", NULL, NULL},

	{'n', "numeric", CLI_FLAG, AT(numeric), 0, 0, NULL, "no names for addresses", NULL,
		"Output"},
	{'H', "reverse", CLI_FLAG, AT(reverse), 0, 0, NULL, "names, also for a numeric target",
		NULL, NULL},
	{'O', "outstanding", CLI_FLAG, AT(outstanding), 0, 0, NULL,
		"say when no answer came before the next probe", NULL, NULL},
	{'D', "unix-time", CLI_FLAG, AT(unix_time), 0, 0, NULL,
		"seconds since 1970 before each line", NULL, NULL},
	{'3', "precise", CLI_FLAG, AT(precise), 0, 0, NULL, "three decimals in every time", NULL,
		NULL},
	{'a', "audible", CLI_FLAG, AT(audible), 0, 0, NULL, "ring the bell for an answer", NULL,
		NULL},
	{'q', "quiet", CLI_FLAG, AT(quiet), 0, 0, NULL, "the first and the last lines only", NULL,
		NULL},
	{'v', "verbose", CLI_FLAG, AT(verbose), 0, 0, NULL, "say more", NULL, NULL},
	{0, "breakdown", CLI_FLAG, AT(breakdown), 0, 0, NULL,
		"each time as this host, wire, this host", NULL, NULL},
	{0, "stats", CLI_FLAG, AT(stats), 0, 0, NULL,
		"percentiles, jitter, outages and losses by cause", NULL, NULL},
	{0, "explain", CLI_FLAG, AT(explain), 0, 0, NULL,
		"what the result means and what to try next", NULL, NULL},
	{0, "json", CLI_OPTIONAL, AT(json), 0, 0, "FILE",
		"JSON Lines instead of text, or into FILE", NULL, NULL},
	{0, "prom", CLI_TEXT, AT(prom), 0, 0, "FILE",
		"Prometheus text at the end; - is standard output", NULL, NULL},
	{0, "pcap", CLI_TEXT, AT(pcap), 0, 0, "FILE", "pcapng of this run's packets", NULL, NULL},
	{0, "nagios", CLI_FLAG, AT(nagios), 0, 0, NULL, "one monitoring plugin line", NULL, NULL},
	{0, "warning", CLI_TEXT, AT(warning), 0, 0, "RTT,LOSS%",
		"thresholds of --nagios, RTT in ms", NULL, NULL},
	{0, "critical", CLI_TEXT, AT(critical), 0, 0, "RTT,LOSS%", "the same for critical", NULL,
		NULL},
	{0, "label", CLI_LIST, AT(labels), 0, 0, "KEY=VALUE",
		"copied into every record (repeatable)", NULL, NULL},
	{0, "time-format", CLI_CHOICE, AT(time_format), 0, 0, "HOW", "wall clock before each line",
		time_words, NULL},
	{0, "color", CLI_CHOICE, AT(color), 0, 0, "WHEN", "colour on a terminal", color_words,
		NULL},
	{'h', "help", CLI_FLAG, AT(help), 0, 0, NULL, "this text", NULL, NULL},
	{'V', "version", CLI_FLAG, AT(version), 0, 0, NULL, "version, libraries and privileges",
		NULL, NULL},
};

/* As iputils words and counts them: its whole numbers exit with 1. */
static const struct cli_refusal refusals[] = {
	{"celmsStw", "invalid argument", true},
	{"i", "bad timing interval", false},
	{"W", "bad linger time", false},
	{"F", "bad value for flowinfo", false},
	{"M", "invalid -M argument", false},
	{"T", "invalid timestamp type", false},
};
static const struct cli cli = {.synopsis = "[options] <destination>",
	.options = table,
	.n = sizeof(table) / sizeof(*table),
	.refusals = refusals,
	.n_refusals = sizeof(refusals) / sizeof(*refusals)};

/* An odd digit at the end stands alone, as it always did. */
static int read_pattern(struct options *o, struct fail *why)
{
	const char *p = o->pattern;

	for (const char *c = p; *c; c++)
		if (!isxdigit((unsigned char)*c))
			return fail_set(
				why, EINVAL, "patterns must be specified as hex digits: %s", c);
	while (*p && o->n_pattern < sizeof(o->pattern_bytes)) {
		char digits[3] = {p[0], p[1], 0};

		o->pattern_bytes[o->n_pattern++] = (uint8_t)strtoul(digits, NULL, 16);
		p += p[1] ? 2 : 1;
	}
	if (!o->n_pattern)
		return fail_set(why, EINVAL, "an empty pattern");
	return 0;
}

static int read_tos(struct options *o, struct fail *why)
{
	unsigned dscp;

	if (o->tos_text && !cli_integer(o->tos_text, &o->tos))
		return fail_set(why, EINVAL, "bad TOS value: %s", o->tos_text);
	if (o->tos_text && (o->tos < 0 || o->tos > 255))
		return fail_set(why, EINVAL,
			"the decimal value of TOS bits must be in range 0-255: %lld",
			(long long)o->tos);
	if (!o->dscp)
		return 0;
	if (o->tos_text)
		return fail_set(why, EINVAL, "only one of -Q and --dscp may be used");
	if (!dscp_parse(&dscp, o->dscp))
		return fail_set(why, EINVAL,
			"'%s' is no DSCP: a name such as ef, af41, cs5, or 0 to 63", o->dscp);
	o->tos = (int64_t)dscp << 2;
	return 0;
}

static int read_thresholds(struct options *o, struct fail *why)
{
	if (o->warning && !threshold_pair(&o->warning_rtt, &o->warning_loss, o->warning))
		return fail_set(why, EINVAL, "--warning: '%s' is not RTT,LOSS%%", o->warning);
	if (o->critical && !threshold_pair(&o->critical_rtt, &o->critical_loss, o->critical))
		return fail_set(why, EINVAL, "--critical: '%s' is not RTT,LOSS%%", o->critical);
	if ((o->warning || o->critical) && !o->nagios)
		return fail_set(why, EINVAL, "--warning and --critical belong to --nagios");
	return 0;
}

/* -R, -T and -F say nothing about the family: they do nothing in the other. */
static int check_family(struct options *o, struct fail *why)
{
	bool only4 = o->ipv4 || cli_is(o->program, "ping4");
	bool only6 = o->ipv6 || cli_is(o->program, "ping6");

	if (only4 && only6)
		return fail_set(why, EINVAL, "only one -4 or -6 option may be specified");
	if (o->source_route.n && only6)
		return fail_set(why, EINVAL, "--source-route is IPv4's, not IPv6's");
	if (o->record_route + (o->timestamp != TIMESTAMP_NONE) + (o->source_route.n > 0) > 1)
		return fail_set(why, EINVAL, "only one of -T or -R may be used");
	if (o->flow_label > 0xfffff)
		return fail_set(why, EINVAL, "flow value is greater than 20 bits: %#llx",
			(unsigned long long)o->flow_label);
	o->family = only4 || o->source_route.n ? ADDR_V4 : only6 ? ADDR_V6 : ADDR_NONE;
	return 0;
}

/* What the field grants to root alone: a flood of one's own is a flood of others' networks. */
static int check_manners(const struct options *o, struct fail *why)
{
	bool flood = o->interval_ns < 2000000 && !o->adaptive;

	if (!getuid())
		return 0;
	if (o->preload > 3)
		return fail_set(why, EINVAL, "cannot set preload to value greater than 3: %lld",
			(long long)o->preload);
	if (flood)
		return fail_set(why, EINVAL,
			"cannot flood, minimal interval for user must be >= 2 ms, use -i 0.002 (or "
			"higher)");
	return 0;
}

static int check_outputs(const struct options *o, struct fail *why)
{
	int on_stdout = (o->json && !strcmp(o->json, "-")) + (o->prom && !strcmp(o->prom, "-")) +
			o->nagios + (o->pcap && !strcmp(o->pcap, "-"));

	if (on_stdout > 1)
		return fail_set(why, EINVAL,
			"only one of --json, --prom -, --pcap - and --nagios can have standard "
			"output");
	return 0;
}

static int read_row(const char *text, const char *name, int64_t *out, struct fail *why)
{
	if (!text)
		return 0;
	*out = 1;
	if (strcmp(text, "-") && (!cli_integer(text, out) || *out < 1))
		return fail_set(
			why, EINVAL, "%s: '%s' is not a whole number from 1 on", name, text);
	return 0;
}

static int read_goal(struct options *o, struct fail *why)
{
	int rc = read_row(o->until_up, "--until-up", &o->up_in_row, why);

	if (rc >= 0)
		rc = read_row(o->until_down, "--until-down", &o->down_in_row, why);
	if (rc >= 0 && o->up_in_row && o->down_in_row)
		return fail_set(why, EINVAL, "only one of --until-up and --until-down may be used");
	return rc;
}

static int take_operands(struct options *o, int n, char **operands, struct fail *why)
{
	if (n < 1)
		return fail_set(why, EDESTADDRREQ, "usage error: Destination address required");
	o->target = operands[n - 1];
	o->hops = (const char *const *)operands;
	o->n_hops = (unsigned)n - 1;
	if (o->n_hops && o->timestamp != TIMESTAMP_PRESPECIFIED)
		return fail_set(why, EINVAL,
			"one destination, please: '%s' is too many (a source route is "
			"--source-route)",
			operands[1]);
	if (o->n_hops > 4)
		return fail_set(why, EINVAL, "-T tsprespec takes at most 4 addresses");
	return 0;
}

int options_parse(struct options *out, int argc, char **argv, struct fail *why)
{
	int first, rc;

	*out = (struct options){.program = cli_name(argv),
		.id = -1,
		.flow_label = -1,
		.interval_ns = -1,
		.timeout_ns = -1,
		.deadline_ns = 0,
		.preload = 1,
		.data_bytes = 56,
		.tos = -1,
		.ttl = -1,
		.pmtu = PMTU_SYSTEM,
		.timestamp = TIMESTAMP_NONE,
		.time_format = -1};
	first = cli_parse(&cli, argc, argv, out, why);
	if (first < 0 || out->help || out->version)
		return first < 0 ? first : 0;
	out->interval_given = out->interval_ns >= 0;
	out->timeout_given = out->timeout_ns >= 0;
	if (!out->interval_given)
		out->interval_ns = out->flood ? 0 : SECOND;
	if ((out->pattern && (rc = read_pattern(out, why)) < 0) || (rc = read_tos(out, why)) < 0 ||
		(rc = read_thresholds(out, why)) < 0 || (rc = check_family(out, why)) < 0 ||
		(rc = read_goal(out, why)) < 0 || (rc = check_outputs(out, why)) < 0 ||
		(rc = check_manners(out, why)) < 0)
		return rc;
	return take_operands(out, argc - first, argv + first, why);
}

void options_usage(const char *program, FILE *to)
{
	cli_usage(&cli, program, to);
}

void options_words(FILE *to)
{
	cli_words(&cli, to);
}
