/* options: arping's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decimal.h"

enum { VLAN_MAX = 4094, PRIORITY_MAX = 7, USER_INTERVAL_NS = 2000000 };
#define SCALE_MAX 100.0

/* "5" or "5:3"; 0 alone is a priority without a VLAN. */
static int read_vlan(struct options *o, struct fail *why)
{
	char text[16];
	const char *colon = strchr(o->vlan_text, ':');
	size_t n = colon ? (size_t)(colon - o->vlan_text) : strlen(o->vlan_text);
	int64_t id = -1, priority = 0;

	if (n < sizeof(text)) {
		memcpy(text, o->vlan_text, n);
		text[n] = 0;
		if (!cli_integer(text, &id))
			id = -1;
	}
	if (id < 0 || id > VLAN_MAX ||
		(colon && (!cli_integer(colon + 1, &priority) || priority < 0 ||
				  priority > PRIORITY_MAX)))
		return fail_set(why, EINVAL,
			"'%s' is no VLAN: an ID of 0 to %d, :0 to :7 behind it", o->vlan_text,
			VLAN_MAX);
	o->tci = (uint16_t)(id | priority << 13);
	return 0;
}

static int read_mac(struct options *o, struct fail *why)
{
	if (!mac_parse(&o->mac, o->source_mac))
		return fail_set(
			why, EINVAL, "'%s' is no MAC: six pairs of hex digits", o->source_mac);
	if (eth_is_group(&o->mac))
		return fail_set(why, EINVAL, "'%s' is a group's MAC, no sender's", o->source_mac);
	return 0;
}

static int read_scale(struct options *o, struct fail *why)
{
	if (!cli_decimal(o->scale_text, &o->scale) || !(o->scale >= 0 && o->scale <= SCALE_MAX))
		return fail_set(why, EINVAL, "--dad-scale: '%s' is not a number from 0 to %.0f",
			o->scale_text, SCALE_MAX);
	return 0;
}

/* Whoever may send what he likes in another's name is to be root, not only to have the capability
 * from this program's file. */
static int check_manners(const struct options *o, struct fail *why)
{
	const char *what = o->spoof ? "--spoof" : o->source_mac ? "--source-mac" : "--announce";

	if (!getuid())
		return 0;
	if (o->spoof || o->source_mac || o->announce)
		return fail_set(why, EPERM, "%s is for root: it speaks in another's name", what);
	if (o->interval_ns < USER_INTERVAL_NS)
		return fail_set(why, EINVAL,
			"cannot flood, minimal interval for user must be >= 2 ms, use -i 0.002 (or "
			"higher)");
	return 0;
}

static int check_family(struct options *o, struct fail *why)
{
	if (o->ipv4 && o->ipv6)
		return fail_set(why, EINVAL, "only one -4 or -6 option may be specified");
	if (o->ipv4 && o->router)
		return fail_set(why, EINVAL, "--router is IPv6's, not IPv4's");
	o->family = o->ipv4 ? ADDR_V4 : o->ipv6 || o->router ? ADDR_V6 : ADDR_NONE;
	return 0;
}

static int check_mode(struct options *o, struct fail *why)
{
	bool announces = o->unsolicited || o->answer;

	if (o->dad + announces + o->router > 1)
		return fail_set(why, EINVAL, "only one of -D, -U (or -A) and --router may be used");
	if ((o->announce || o->scale_text) && !o->dad)
		return fail_set(why, EINVAL, "%s belongs to -D",
			o->announce ? "--announce" : "--dad-scale");
	if (o->unique && (o->dad || announces || o->router))
		return fail_set(why, EINVAL, "--unique belongs to a lookup");
	o->mode = o->dad      ? SUMMARY_DAD
		  : announces ? SUMMARY_ANNOUNCE
		  : o->router ? SUMMARY_ROUTER
			      : SUMMARY_LOOKUP;
	/* What says nothing of times has the RFC's. */
	o->rfc = o->dad && (o->scale_text || o->announce ||
				   (!o->count && !o->deadline_ns && !o->interval_given));
	if (o->rfc && o->count > DAD_PROBES_MAX)
		return fail_set(
			why, EINVAL, "at most %d probes at the RFC's times", DAD_PROBES_MAX);
	return 0;
}

static int read_operands(struct options *o, int n, char **operands, struct fail *why)
{
	int rc;

	if (o->interface && !*o->interface)
		o->interface = NULL;
	if (o->watch || o->read_pcap)
		return options_read_watch(o, n, why);
	if (o->state || o->exec || o->gone_ns >= 0)
		return fail_set(why, EINVAL, "%s belongs to --watch",
			o->state  ? "--state"
			: o->exec ? "--exec"
				  : "--gone");
	if ((rc = options_want_sweep(o, n, operands, why)) < 0)
		return rc;
	if ((rc = options_check_mac(n ? operands[0] : NULL, o->source, why)) < 0)
		return rc;
	if (o->sweep) {
		o->operands = operands;
		o->operands_n = (size_t)n;
		return options_read_sweep(o, why);
	}
	if (o->router && n)
		return fail_set(why, EINVAL, "--router asks all: no destination, please");
	if (!o->router && n < 1)
		return fail_set(why, EINVAL, "usage error: Destination address required");
	o->target = n ? operands[0] : NULL;
	return 0;
}

int options_parse(struct options *out, int argc, char **argv, struct fail *why)
{
	int first, rc;

	*out = (struct options){.program = cli_name(argv),
		.interval_ns = -1,
		.timeout_ns = -1,
		.retries = -1,
		.seed = -1,
		.gone_ns = -1,
		.scale = 1,
		.out = OUTPUTS_DEFAULT};
	first = cli_parse(&options_cli, argc, argv, out, why);
	if (first < 0 || out->help || out->version)
		return first < 0 ? options_hint(why) : 0;
	out->interval_given = out->interval_ns >= 0;
	out->timeout_given = out->timeout_ns >= 0;
	if (!out->interval_given)
		out->interval_ns = INT64_C(1000000000);
	if ((out->vlan_text && (rc = read_vlan(out, why)) < 0) ||
		(out->source_mac && (rc = read_mac(out, why)) < 0) ||
		(out->scale_text && (rc = read_scale(out, why)) < 0) ||
		(rc = outputs_read(&out->out, why)) < 0 || (rc = check_family(out, why)) < 0 ||
		(rc = check_mode(out, why)) < 0 || (rc = check_manners(out, why)) < 0)
		return rc;
	return read_operands(out, argc - first, argv + first, why);
}

void options_usage(const char *program, FILE *to)
{
	cli_usage(&options_cli, program, to);
}

void options_words(FILE *to)
{
	cli_words(&options_cli, to);
}
