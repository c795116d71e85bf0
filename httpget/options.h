/* options: httpget's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_OPTIONS_H
#define PROBEKIT_HTTPGET_OPTIONS_H

#include "cli.h"
#include "outputs.h"
#include "slice.h"

/* Texts are borrowed from argv. */
struct options {
	const char *program;
	const char *const *urls;
	size_t n_urls;
	bool help, version;

	/* the request */
	bool head, http10, http11, allow_09, compressed, get;
	const char *method, *agent, *referer, *range, *since, *user, *bearer, *resume;
	struct cli_list headers, data, cookies;
	/* where to */
	bool ipv4, ipv6, all_addresses;
	const char *interface, *dscp;
	int64_t ttl;
	int tos; /* of dscp; -1 the system's */
	const char *unix_path, *proxy, *proxy_user, *no_proxy;
	struct cli_list resolve, connect_to;
	/* TLS */
	bool insecure, no_session;
	const char *cacert, *capath, *cert, *key, *sni;
	/* redirections and repetition */
	bool location, fail, strict;
	int64_t max_redirects, retries, count, interval_ns;
	bool fresh;
	/* times and limits */
	int64_t connect_timeout_ns, max_time_ns, timeout_ns, deadline_ns;
	const char *rate_text, *max_size_text, *slow_text;
	uint64_t rate_bytes, max_bytes, slow_bytes;
	int64_t slow_ns;
	int64_t max_line, max_head, max_fields, max_interim, max_trailer, max_extension, max_ratio,
		max_stages;
	/* output */
	bool include, remote_name, silent, show_error, quiet, verbose, report, wire, hex, progress;
	const char *write_out, *har;
	struct cli_list outputs, slo;
	int probe, compare; /* -1 none; else enum probe_kind, enum compare_kind */
	struct outputs out;
};

/* Fills out from the command line. -EINVAL with why. */
int options_parse(struct options *out, int argc, char **argv, struct fail *why);
void options_usage(const char *program, FILE *to);
void options_words(FILE *to);

#endif
