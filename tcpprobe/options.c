/* options: tcpprobe's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "dscp.h"

#define AT(field) offsetof(struct options, field)
#define SECOND INT64_C(1000000000)
#define DAYS_68 (INT64_C(2147483647) * SECOND)
/* A hundred SYNs a second to one port are no flood. */
#define INTERVAL_LEAST (SECOND / 100)
#define TIMEOUT_MOST (60 * SECOND)
#define RETRANSMITS_MOST (600 * SECOND)

static const char *const refused_words[] = {"ok", "warn", "crit", NULL};

static const struct cli_option table[] = {
	{'c', "count", CLI_INTEGER, AT(count), 1, INT_MAX, "N", "stop after N probes", NULL,
		"Probes"},
	{'i', "interval", CLI_SECONDS, AT(interval_ns), INTERVAL_LEAST, DAYS_68, "S",
		"seconds between probes (0.1); of --path between rounds (1)", NULL, NULL},
	{'W', "timeout", CLI_SECONDS, AT(timeout_ns), 1, TIMEOUT_MOST, "S",
		"seconds to wait for an answer (1; of a walk 5)", NULL, NULL},
	{'w', "deadline", CLI_SECONDS, AT(deadline_ns), 1, DAYS_68, "S", "end after S seconds",
		NULL, NULL},
	{0, "refused", CLI_CHOICE, AT(refused), 0, 0, "HOW",
		"what a closed port is to the exit status (crit)", refused_words, NULL},
	{0, "reresolve", CLI_INTEGER, AT(reresolve), 1, INT_MAX, "N",
		"after N probes in a row without answer, look the name up again", NULL, NULL},
	{0, "reference", CLI_INTEGER, AT(reference), 1, 65535, "PORT",
		"a port the host surely answers: are a closed port's RSTs the host's too?", NULL,
		NULL},

	LIST_OPTIONS(offsetof(struct options, list)),
	WALK_OPTIONS(offsetof(struct options, walk)),

	{0, "offers", CLI_FLAG, AT(offers), 0, 0, NULL,
		"what the peer's TCP offers, and whether SYN cookies are active", NULL,
		"What the peer offers"},
	{0, "retransmits", CLI_SECONDS, AT(retransmits_ns), 0, RETRANSMITS_MOST, "S",
		"wait so long for SYN-ACKs that come again (4)", NULL, NULL},
	{0, "self-check", CLI_FLAG, AT(self_check), 0, 0, NULL,
		"what on this host may keep the probes or their answers; sends nothing", NULL,
		"This host"},

	{0, "path", CLI_FLAG, AT(path), 0, 0, NULL, "every hop to the port, again and again", NULL,
		"The path"},
	{0, "compare", CLI_TEXT, AT(compare), 0, 0, "PORT",
		"with --path: where the ways to this port and that one differ", NULL, NULL},
	{0, "flows", CLI_INTEGER, AT(flows), 2, OPTIONS_FLOWS, "N",
		"with --path: from N ports, to find equal paths", NULL, NULL},
	{0, "ecn", CLI_FLAG, AT(ecn), 0, 0, NULL,
		"with --path: offer ECN, to see who takes it away", NULL, NULL},

	{'4', "ipv4", CLI_FLAG, AT(ipv4), 0, 0, NULL, "IPv4 only", NULL, "Packets"},
	{'6', "ipv6", CLI_FLAG, AT(ipv6), 0, 0, NULL, "IPv6 only", NULL, NULL},
	{'I', "interface", CLI_LIST, AT(interfaces), 0, 0, "NAME or ADDR",
		"leave by this interface, or from this address", NULL, NULL},
	{0, "source-port", CLI_INTEGER, AT(source_port), 1, 65535, "N",
		"from this port every time, not a fresh one", NULL, NULL},
	{0, "ttl", CLI_INTEGER, AT(ttl), 1, 255, "N", "TTL or hop limit; of --path the most hops",
		NULL, NULL},
	{0, "dscp", CLI_TEXT, AT(dscp), 0, 0, "NAME or N", "the DSCP: ef, af41, cs5 or 0 to 63",
		dscp_names, NULL},
	{0, "mark", CLI_INTEGER, AT(mark), 0, UINT32_MAX, "N", "firewall mark of what is sent",
		NULL, NULL},

	{'q', "quiet", CLI_FLAG, AT(quiet), 0, 0, NULL, "nothing but errors", NULL, "Output"},
	{'v', "verbose", CLI_FLAG, AT(verbose), 0, 0, NULL, "also what came and does not count",
		NULL, NULL},
	{'n', "numeric", CLI_FLAG, AT(numeric), 0, 0, NULL, "with --path no names of the hops",
		NULL, NULL},
	OUTPUTS_OPTIONS(offsetof(struct options, out)),
	{'h', "help", CLI_FLAG, AT(help), 0, 0, NULL, "this text", NULL, NULL},
	{'V', "version", CLI_FLAG, AT(version), 0, 0, NULL, "version, libraries and privileges",
		NULL, NULL},
};
const struct cli options_cli = {.synopsis = "[options] <host>[:<port>]",
	.options = table,
	.n = sizeof(table) / sizeof(*table)};

/* "host", "host:443", "[2001:db8::1]:https"; what has more colons is an address alone. */
int options_read_target(struct options *o, const char *text, struct fail *why)
{
	const char *host = text, *end = strchr(host, ':'), *port = NULL;

	o->target = text;
	if (*host == '[') {
		host++;
		end = strchr(host, ']');
		if (!end || (end[1] && end[1] != ':'))
			return fail_set(why, EINVAL, "'%s' is no [address]:port", o->target);
		port = end[1] ? end + 2 : NULL;
	} else if (end && !strchr(end + 1, ':')) {
		port = end + 1;
	} else {
		end = NULL;
	}
	if (!end)
		end = host + strlen(host);
	if (end == host || (size_t)(end - host) >= sizeof(o->host))
		return fail_set(why, EINVAL, "'%s' names no host", o->target);
	memcpy(o->host, host, (size_t)(end - host));
	o->host[end - host] = '\0';
	return port ? portset_number(&o->port, port, why) : 0;
}

static int check_family(struct options *o, struct fail *why)
{
	if (o->ipv4 && o->ipv6)
		return fail_set(why, EINVAL, "only one -4 or -6 option may be specified");
	o->family = o->ipv4 ? ADDR_V4 : o->ipv6 ? ADDR_V6 : ADDR_NONE;
	return 0;
}

static int read_dscp(struct options *o, struct fail *why)
{
	if (!o->dscp)
		return 0;
	o->tos = dscp_option(o->dscp, why);
	return o->tos < 0 ? -EINVAL : 0;
}

/* Of one source port there is but one flow, which may differ by its path alone. */
static int check_reference(const struct options *o, struct fail *why)
{
	if (o->reference && o->source_port)
		return fail_set(why, EINVAL,
			"--reference asks from a fresh port each time: not with --source-port");
	if (o->reference == o->port)
		return fail_set(why, EINVAL, "--reference %u is the port that is asked", o->port);
	return 0;
}

int options_parse(struct options *out, int argc, char **argv, struct fail *why)
{
	int first, rc;

	*out = (struct options){.program = cli_name(argv),
		.interval_ns = -1,
		.list = {.retries = -1, .seed = -1},
		.refused = REFUSED_CRIT,
		.port = OPTIONS_PORT,
		.tos = -1,
		.retransmits_ns = -1,
		.out = OUTPUTS_DEFAULT};
	first = cli_parse(&options_cli, argc, argv, out, why);
	if (first < 0 || out->help || out->version)
		return first < 0 ? first : 0;
	if ((rc = outputs_read(&out->out, why)) < 0 || (rc = check_family(out, why)) < 0 ||
		(rc = read_dscp(out, why)) < 0)
		return rc;
	rc = options_read_list(out, argc - first, argv + first, why);
	rc = rc < 0 ? rc : options_check_modes(out, why);
	rc = rc < 0 ? rc : options_check_walk(out, why);
	if (rc < 0 || out->list.many)
		return rc;
	if (argc == first)
		return fail_set(why, EINVAL, "a host[:port] is required");
	if ((rc = options_read_target(out, argv[first], why)) < 0 ||
		(rc = check_reference(out, why)) < 0 || (rc = options_read_path(out, why)) < 0)
		return rc;
	if (out->interval_ns < 0)
		out->interval_ns = SECOND / 10;
	return 0;
}

void options_usage(const char *program, FILE *to)
{
	cli_usage(&options_cli, program, to);
}

void options_words(FILE *to)
{
	cli_words(&options_cli, to);
}

struct destination_want options_destination(const struct options *o)
{
	return (struct destination_want){.name = o->host,
		.family = o->family,
		.interfaces = o->interfaces.items,
		.n_interfaces = o->interfaces.n,
		.mark = (uint32_t)o->mark,
		.tos = o->tos < 0 ? 0 : (uint8_t)o->tos,
		.broadcast_allowed = true}; /* refused as a group's, in clearer words */
}

int options_check_target(const struct addr *a, bool group, struct fail *why)
{
	char text[ADDR_TEXT];

	if (addr_is_v4_mapped(a))
		return fail_set(why, EINVAL,
			"%s is an IPv4 address in IPv6's form: write it as IPv4",
			addr_print(text, a));
	return group ? fail_set(why, EINVAL, "%s is no one host's address", addr_print(text, a))
		     : 0;
}

struct plan_config options_plan(const struct options *o, bool connects)
{
	int64_t least_ns = connects ? o->timeout_ns / (CONNECTS_AT_ONCE - 1) : 0;

	return (struct plan_config){.lanes = 1,
		.count = (uint64_t)o->count,
		.interval_ns = o->interval_ns > least_ns ? o->interval_ns : least_ns,
		.timeout_ns = o->timeout_ns,
		.detailed = 1,
		.pace = PLAN_INTERVAL};
}

struct wire_config options_wire(const struct options *o, const struct destination *d)
{
	return (struct wire_config){.socket = WIRE_RAW,
		.family = (enum addr_family)d->target.family,
		.protocol = IPPROTO_TCP,
		.source = d->source,
		.connect = d->target,
		.device = *d->device ? d->device : NULL,
		.ttl = o->ttl ? (int)o->ttl : -1,
		.tos = (int)o->tos,
		.mark = (uint32_t)o->mark,
		.pmtudisc = -1,
		.burst = 64,
		.packet_bytes = 128};
}
