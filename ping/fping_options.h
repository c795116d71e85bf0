/* fping_options: fping's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FPING_OPTIONS_H
#define PROBEKIT_PING_FPING_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "addr.h"
#include "cli.h"
#include "fail.h"

/* Its options by name, for completions. */
extern const struct cli fping_options_cli;

enum { FPING_DATA_MAX = 65488 };

/* Texts are borrowed from argv. */
struct fping_options {
	const char *program;	 /* argv[0] as it is: fping's messages start with it */
	enum addr_family family; /* ADDR_NONE either */
	int64_t data_bytes, count, retries, reachable;
	int64_t period_ns, interval_ns, timeout_ns, report_ns;
	double backoff;
	int ttl, tos; /* -1 the system's */
	const char *file, *device;
	struct addr source;
	bool help, version;
	bool alive, unreachable, addresses, names, reverse, all_addresses;
	bool quiet, verbose, vector, loop, generate;
	bool elapsed, stamps, outage, stats, netdata, random, dont_fragment;
	bool per_reply; /* a line a reply and a time-out */
	char **operands;
	size_t n_operands;
};

/* 0; 1: show the usage and leave with 1; -EINVAL with fping's words. argv is permuted so that the
 * operands lie together. */
int fping_options_parse(struct fping_options *o, int argc, char **argv, struct fail *why);
void fping_options_usage(const char *program, FILE *to);

#endif
