/* options: telnetlite's command line as values; only main and options see them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_OPTIONS_H
#define PROBEKIT_TELNETLITE_OPTIONS_H

#include <stdio.h>

#include "outputs.h"
#include "reach.h"
#include "script.h"
#include "talk.h"

struct options {
	/* as read from the table */
	bool ipv4, ipv6, zero, unix_socket, verbose, numeric, help, version, no_half_close,
		half_close, telnet, raw, tls, insecure, binary, no_escape, raw_output, facts, trace,
		hex, log_input, packets;
	int64_t connect_ns, idle_ns, linger_ns, deadline_ns, timeout_ns, source_port, keepalive_ns,
		ttl, mark; /* 0 not given */
	const char *proxy, *starttls, *dscp, *ca_file, *tls_name;
	int proxy_kind; /* 0 SOCKS 5, 1 CONNECT; -1 not given */
	const char *interface, *escape, *ttype, *log, *replay, *script;
	int eol;	 /* enum options_eol; -1 not given */
	int time_format; /* enum notice_clock; -1 not given */
	struct cli_list env;
	struct cli_ordered steps; /* the words of scripts */
	struct outputs out;
	/* made from those */
	const char *program, *host; /* host is the path with unix_socket */
	uint16_t port;
	uint16_t proxy_port;
	enum dial_proxy proxy_by;
	char proxy_text[512];
	const char *proxy_host, *proxy_user, *proxy_password;
	char host_text[256], terminal[41], target[300];
	const char *env_pairs[CLI_LIST_MAX];
	char *env_owned[CLI_LIST_MAX];
	int escape_key; /* -1 none */
	int tos;	/* -1 the system's */
};

/* Fills out from argv (which is permuted). Returns 0, or -errno with the one line to print. With
 * help or version set nothing else was checked. */
int options_parse(struct options *out, int argc, char **argv, struct fail *why);
void options_close(struct options *o);
void options_usage(const char *program, FILE *to);
void options_words(FILE *to);

/* Standard output is for something else than what the peer says. */
bool options_owns_output(const struct options *o);

/* The values as each module wants them (options_config.c). */
struct reach_config options_reach(const struct options *o);
struct report_config options_report(const struct options *o);
/* Steps of options, or of a file. */
int options_script(const struct options *o, struct script *out, struct fail *why);
struct tls_config options_tls(const struct options *o);
int64_t options_tls_timeout(const struct options *o);
bool options_has_starttls(const struct script *s);
bool options_has_secret(const struct script *s);
struct telnet_config options_telnet(const struct options *o);
/* What talk wants of the options; the rest is main's to fill. */
struct talk_config options_talk(const struct options *o);

#endif
