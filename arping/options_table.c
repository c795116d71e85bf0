/* options_table: the words of arping's command line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <limits.h>
#include <stddef.h>

#include "options_parts.h"

#define AT(field) offsetof(struct options, field)
#define SECOND INT64_C(1000000000)
#define DAYS_68 (INT64_C(2147483647) * SECOND)

static const struct cli_option table[] = {
	{'c', "count", CLI_INTEGER, AT(count), 1, INT_MAX, "N", "stop after N probes", NULL,
		"Probes"},
	{'i', "interval", CLI_SECONDS, AT(interval_ns), 0, DAYS_68, "S",
		"seconds between probes (1)", NULL, NULL},
	{'w', "deadline", CLI_SECONDS, AT(deadline_ns), 0, DAYS_68, "S", "end after S seconds",
		NULL, NULL},
	{'W', "timeout", CLI_SECONDS, AT(timeout_ns), 1, DAYS_68, "S",
		"seconds to wait for an answer, at the end too", NULL, NULL},
	{'f', "first-reply", CLI_FLAG, AT(first_reply), 0, 0, NULL, "end with the first reply",
		NULL, NULL},
	{'b', "broadcast", CLI_FLAG, AT(broadcast), 0, 0, NULL,
		"ask everybody every time, not the owner alone", NULL, NULL},
	{0, "unique", CLI_FLAG, AT(unique), 0, 0, NULL,
		"exit with 1 when two MACs have the address", NULL, NULL},

	{'D', "dad", CLI_FLAG, AT(dad), 0, 0, NULL,
		"duplicate address detection: is the address free?", NULL, "Other questions"},
	{0, "dad-scale", CLI_TEXT, AT(scale_text), 0, 0, "X",
		"probe at the RFC's times, X times as long", NULL, NULL},
	{0, "announce", CLI_FLAG, AT(announce), 0, 0, NULL,
		"take the address when -D finds it free", NULL, NULL},
	{'U', "unsolicited", CLI_FLAG, AT(unsolicited), 0, 0, NULL,
		"announce an address of ours by requests", NULL, NULL},
	{'A', "answer", CLI_FLAG, AT(answer), 0, 0, NULL, "announce an address of ours by replies",
		NULL, NULL},
	{0, "router", CLI_FLAG, AT(router), 0, 0, NULL, "ask for IPv6 routers and what they say",
		NULL, NULL},

	{0, "targets", CLI_TEXT, AT(targets_file), 0, 0, "FILE",
		"addresses, one a line: names, CIDR, ranges", NULL, "Many addresses"},
	{0, "localnet", CLI_FLAG, AT(localnet), 0, 0, NULL, "the networks of the interface", NULL,
		NULL},
	{0, "exclude", CLI_TEXT, AT(exclude), 0, 0, "FILE", "what is never asked, in the same form",
		NULL, NULL},
	{0, "rate", CLI_TEXT, AT(rate), 0, 0, "PPS", "probes a second (2000), or max", gather_rates,
		NULL},
	{0, "retries", CLI_INTEGER, AT(retries), 0, 255, "N",
		"ask who is silent so many times more (1)", NULL, NULL},
	{0, "seed", CLI_INTEGER, AT(seed), 0, INT64_MAX, "N", "ask in an order that N decides",
		NULL, NULL},
	{0, "shard", CLI_TEXT, AT(shard), 0, 0, "I/N", "the I-th of N disjoint parts (--seed)",
		NULL, NULL},
	{0, "vendor", CLI_OPTIONAL, AT(vendor), 0, 0, "FILE",
		"who made each card, by this system's list or FILE", NULL, NULL},

	{0, "watch", CLI_FLAG, AT(watch), 0, 0, NULL,
		"listen, ask gently, and tell what changes: who is new, gone, twice there", NULL,
		"Watching"},
	{0, "read-pcap", CLI_TEXT, AT(read_pcap), 0, 0, "FILE",
		"the same for what a savefile holds; - is standard input", NULL, NULL},
	{0, "state", CLI_TEXT, AT(state), 0, 0, "FILE",
		"what is known is read from FILE and written there", NULL, NULL},
	{0, "exec", CLI_TEXT, AT(exec), 0, 0, "COMMAND",
		"run by sh for each event, which is in its environment", NULL, NULL},
	{0, "gone", CLI_SECONDS, AT(gone_ns), 1, DAYS_68, "S",
		"an address asked and silent this long is gone (300)", NULL, NULL},

	{'4', "ipv4", CLI_FLAG, AT(ipv4), 0, 0, NULL, "IPv4 only: ARP", NULL, "Link"},
	{'6', "ipv6", CLI_FLAG, AT(ipv6), 0, 0, NULL, "IPv6 only: neighbour discovery", NULL, NULL},
	{'I', "interface", CLI_TEXT, AT(interface), 0, 0, "NAME or ADDR",
		"ask on this interface, or from this address", NULL, NULL},
	{'s', "source", CLI_TEXT, AT(source), 0, 0, "ADDR", "ask from this address", NULL, NULL},
	{0, "vlan", CLI_TEXT, AT(vlan_text), 0, 0, "ID[:PRIO]",
		"with this VLAN tag; answers without it do not count", NULL, NULL},
	{0, "spoof", CLI_FLAG, AT(spoof), 0, 0, NULL,
		"from addresses that are not ours (root only)", NULL, NULL},
	{0, "source-mac", CLI_TEXT, AT(source_mac), 0, 0, "MAC", "from this MAC (root only)", NULL,
		NULL},

	{'q', "quiet", CLI_FLAG, AT(quiet), 0, 0, NULL, "nothing but errors", NULL, "Output"},
	{'v', "verbose", CLI_FLAG, AT(verbose), 0, 0, NULL,
		"also what was heard and does not count", NULL, NULL},
	{'n', "numeric", CLI_FLAG, AT(numeric), 0, 0, NULL, "no names, as always", NULL, NULL},
	OUTPUTS_OPTIONS(offsetof(struct options, out)),
	{'h', "help", CLI_FLAG, AT(help), 0, 0, NULL, "this text", NULL, NULL},
	{'V', "version", CLI_FLAG, AT(version), 0, 0, NULL, "version, libraries and privileges",
		NULL, NULL},
};

/* As iputils words them, with status 1. */
static const struct cli_refusal refusals[] = {
	{"cwi", "invalid argument", true},
};
const struct cli options_cli = {.synopsis = "[options] <destination>...",
	.options = table,
	.n = sizeof(table) / sizeof(*table),
	.refusals = refusals,
	.n_refusals = sizeof(refusals) / sizeof(*refusals)};
