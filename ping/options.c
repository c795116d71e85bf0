/* options: ping's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_parts.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dscp.h"

#define SECOND INT64_C(1000000000)

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
	o->tos = dscp_option(o->dscp, why);
	return o->tos < 0 ? -EINVAL : 0;
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
		.out = OUTPUTS_DEFAULT,
		.retries = -1,
		.seed = -1,
		.min_alive = -1};
	first = cli_parse(&options_cli, argc, argv, out, why);
	if (first < 0 || out->help || out->version)
		return first < 0 ? first : 0;
	out->interval_given = out->interval_ns >= 0;
	out->timeout_given = out->timeout_ns >= 0;
	if (!out->interval_given)
		out->interval_ns = out->flood ? 0 : SECOND;
	if ((out->pattern && (rc = read_pattern(out, why)) < 0) || (rc = read_tos(out, why)) < 0 ||
		(rc = check_family(out, why)) < 0 || (rc = read_goal(out, why)) < 0 ||
		(rc = outputs_read(&out->out, why)) < 0 || (rc = check_manners(out, why)) < 0)
		return rc;
	return options_read_many(out, argc - first, argv + first, why);
}

void options_usage(const char *program, FILE *to)
{
	cli_usage(&options_cli, program, to);
}

void options_words(FILE *to)
{
	cli_words(&options_cli, to);
}
