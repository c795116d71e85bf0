/* options_list: the options of a list of ports; a member of struct options. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OPTIONS_LIST_H
#define PROBEKIT_TCPPROBE_OPTIONS_LIST_H

#include "cli.h"
#include "expect.h"
#include "gather.h"
#include "portset.h"

/* Over so many hosts nobody is asked by chance. */
enum { LIST_HOSTS_UNASKED = 256, LIST_RATE = 100, LIST_RETRIES = 2, LIST_MOST = 1 << 25 };

struct options_list {
	/* as read from the table */
	const char *ports_text, *targets_file, *exclude, *rate, *shard, *resume;
	struct cli_list expects;
	int64_t retries, seed; /* -1 not given */
	bool all_addresses;
	/* made from those */
	bool many; /* the run is one over a list */
	const char *const *operands;
	size_t n_operands;
	struct portset ports;
	struct expect expect;
	int64_t gap_ns;
	struct targets_order order; /* of hosts and ports together */
};

extern const char *const expect_states[]; /* of --expect, each with its colon */
/* The rows of the option table; `at` is the offset of this struct. */
#define LIST_AT(at, field) ((at) + offsetof(struct options_list, field))
#define LIST_OPTIONS(at)                                                                           \
	{'p', "ports", CLI_TEXT, LIST_AT(at, ports_text), 0, 0, "PORTS",                           \
		"these ports: 22,https,8000-8100; - is all", NULL, "Lists"},                       \
		{0, "targets", CLI_TEXT, LIST_AT(at, targets_file), 0, 0, "FILE",                  \
			"hosts, one a line; - is standard input", NULL, NULL},                     \
		{0, "exclude", CLI_TEXT, LIST_AT(at, exclude), 0, 0, "FILE", "never ask these",    \
			NULL, NULL},                                                               \
		{0, "all-addresses", CLI_FLAG, LIST_AT(at, all_addresses), 0, 0, NULL,             \
			"every address of a name", NULL, NULL},                                    \
		{0, "expect", CLI_LIST, LIST_AT(at, expects), 0, 0, "STATE:PORTS",                 \
			"open, closed, rejected or filtered is what they should be "               \
			"(repeatable)",                                                            \
			expect_states, NULL},                                                      \
		{0, "retries", CLI_INTEGER, LIST_AT(at, retries), 0, 7, "N",                       \
			"ask a silent port N more times (2)", NULL, NULL},                         \
		{0, "rate", CLI_TEXT, LIST_AT(at, rate), 0, 0, "PPS",                              \
			"SYNs a second at most (100), or max", gather_rates, NULL},                \
		{0, "seed", CLI_INTEGER, LIST_AT(at, seed), 0, INT64_MAX, "N",                     \
			"what decides the order", NULL, NULL},                                     \
		{0, "shard", CLI_TEXT, LIST_AT(at, shard), 0, 0, "I/N",                            \
			"the I-th of N disjoint parts", NULL, NULL},                               \
	{                                                                                          \
		0, "resume", CLI_TEXT, LIST_AT(at, resume), 0, 0, "STATE",                         \
			"keep in STATE what is left, and go on with it", NULL, NULL                \
	}

struct options;
/* "host", "host:443", "[2001:db8::1]:https"; what has more colons is an address alone. */
int options_read_target(struct options *o, const char *text, struct fail *why);
/* Whether the words make a list of it, and what they say. */
int options_read_list(struct options *o, int n, char **operands, struct fail *why);

#endif
