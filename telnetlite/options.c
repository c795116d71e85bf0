/* options: telnetlite's command line as values. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <ctype.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dscp.h"
#include "options_parts.h"

#define SECOND INT64_C(1000000000)
enum { TELNET_PORT = 23, ESCAPE_KEY = 0x1d, ENV_BYTES = 256 };

static int read_port(struct options *o, const char *text, struct fail *why)
{
	const struct servent *service;
	int64_t n;

	if (cli_integer(text, &n)) {
		if (n < 1 || n > UINT16_MAX)
			return fail_set(why, EINVAL, "port %s is out of range: 1 to 65535", text);
		o->port = (uint16_t)n;
		return 0;
	}
	service = getservbyname(text, "tcp");
	if (!service)
		return fail_set(why, EINVAL, "'%s' is neither a port nor a known service", text);
	o->port = ntohs((uint16_t)service->s_port);
	return 0;
}

/* "host:port", "[v6]:port"; an IPv6 address without brackets has no port. */
static int split_host(struct options *o, const char *text, bool port_given, struct fail *why)
{
	const char *colon = strchr(text, ':'), *end = colon;
	size_t n;

	if (*text == '[') {
		end = strchr(++text, ']');
		if (!end || (end[1] && end[1] != ':'))
			return fail_set(
				why, EINVAL, "'[%s' is not [ADDRESS] or [ADDRESS]:PORT", text);
		colon = end[1] ? end + 1 : NULL;
	} else if (!colon || strchr(colon + 1, ':')) {
		end = NULL;
		colon = NULL;
	}
	n = end ? (size_t)(end - text) : strlen(text);
	if (!n || n >= sizeof o->host_text)
		return fail_set(why, EINVAL, "'%s' is no host", text);
	memcpy(o->host_text, text, n);
	o->host_text[n] = '\0';
	o->host = o->host_text;
	if (colon && port_given)
		return fail_set(why, EINVAL, "the port is given twice");
	return colon ? read_port(o, colon + 1, why) : 0;
}

static int read_target(struct options *o, int n, char **operands, struct fail *why)
{
	int rc;

	if (o->unix_socket) {
		if (n != 1)
			return fail_set(why, EINVAL, "-U wants one path");
		o->host = operands[0];
		snprintf(o->target, sizeof o->target, "%s", o->host);
		return 0;
	}
	if (n < 1 || n > 2)
		return fail_set(
			why, EINVAL, n ? "too many operands: HOST [PORT]" : "no host given");
	o->port = TELNET_PORT;
	if ((rc = split_host(o, operands[0], n > 1, why)) < 0 ||
		(n > 1 && (rc = read_port(o, operands[1], why)) < 0))
		return rc;
	snprintf(o->target, sizeof o->target, strchr(o->host, ':') ? "[%s]:%u" : "%s:%u", o->host,
		o->port);
	return 0;
}

/* "^]", "x", "none" or nothing. */
static int read_escape(struct options *o, struct fail *why)
{
	const char *e = o->escape;

	o->escape_key = o->no_escape ? -1 : ESCAPE_KEY;
	if (!e || o->no_escape)
		return 0;
	if (!*e || !strcmp(e, "none"))
		o->escape_key = -1;
	else if (!e[1])
		o->escape_key = (unsigned char)*e;
	else if (*e == '^' && !e[2] && toupper((unsigned char)e[1]) >= '@' &&
		 toupper((unsigned char)e[1]) <= '_')
		o->escape_key = toupper((unsigned char)e[1]) ^ '@';
	else
		return fail_set(why, EINVAL, "-e '%s' is neither ^X, one character nor none", e);
	return 0;
}

/* The terminal's name as RFC 1091 wants it: letters, digits and - / . _ in upper case. */
static int read_terminal(struct options *o, struct fail *why)
{
	static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-/._+";
	const char *name = o->ttype ? o->ttype : isatty(STDIN_FILENO) ? getenv("TERM") : NULL;
	bool good = name && *name && strspn(name, signs) == strlen(name) &&
		    strlen(name) < sizeof o->terminal;

	if (o->ttype && !good)
		return fail_set(why, EINVAL, "--ttype '%s' is no terminal's name", o->ttype);
	snprintf(o->terminal, sizeof o->terminal, "%s", good ? name : "UNKNOWN");
	for (char *c = o->terminal; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return 0;
}

/* NAME=VALUE as it is; NAME alone has the value it has here, or none. */
static int read_env(struct options *o, struct fail *why)
{
	for (size_t i = 0; i < o->env.n; i++) {
		const char *entry = o->env.items[i], *value;

		o->env_pairs[i] = entry;
		if (!*entry || *entry == '=' || strlen(entry) > ENV_BYTES)
			return fail_set(why, EINVAL,
				"--env '%s' is not NAME[=VALUE] of %d bytes at most", entry,
				ENV_BYTES);
		value = strchr(entry, '=') ? NULL : getenv(entry);
		if (!value || strlen(value) > ENV_BYTES)
			continue;
		if (asprintf(&o->env_owned[i], "%s=%s", entry, value) < 0) {
			o->env_owned[i] = NULL;
			return fail_set(why, ENOMEM, "out of memory");
		}
		o->env_pairs[i] = o->env_owned[i];
	}
	return 0;
}

/* "HOST", "HOST:PORT" or "[ADDRESS]:PORT", cut in place. */
static int split_proxy(struct options *o, char *text, struct fail *why)
{
	char *end = *text == '[' ? strchr(text, ']') : NULL;
	char *colon = strchr(end ? end : text, ':');
	int64_t port;

	o->proxy_host = end ? text + 1 : text;
	if (colon)
		*colon = '\0';
	if (end)
		*end = '\0';
	if (!*o->proxy_host)
		return fail_set(why, EINVAL, "the proxy has no host");
	if (!colon)
		return 0;
	if (!cli_integer(colon + 1, &port) || port < 1 || port > UINT16_MAX)
		return fail_set(
			why, EINVAL, "the proxy's port '%s' is none of 1 to 65535", colon + 1);
	o->proxy_port = (uint16_t)port;
	return 0;
}

/* USER[:PASSWORD]@ before the host; returns what stands behind it. */
static char *cut_user(struct options *o, char *text)
{
	char *at = strrchr(text, '@'), *colon;

	if (!at)
		return text;
	*at = '\0';
	colon = strchr(text, ':');
	o->proxy_user = text;
	o->proxy_password = colon ? colon + 1 : "";
	if (colon)
		*colon = '\0';
	return at + 1;
}

/* [SCHEME://][USER[:PASSWORD]@]HOST[:PORT], as curl and nc have it. */
static int read_proxy(struct options *o, struct fail *why)
{
	enum { SOCKS_PORT = 1080, HTTP_PORT = 3128 };
	char *text = o->proxy_text;
	bool http = o->proxy_kind == 1;

	if (!o->proxy)
		return 0;
	if (strlen(o->proxy) >= sizeof o->proxy_text)
		return fail_set(why, EINVAL, "the proxy is longer than %zu bytes",
			sizeof o->proxy_text - 1);
	snprintf(text, sizeof o->proxy_text, "%s", o->proxy);
	if (!strncmp(text, "http://", strlen("http://"))) {
		http = true;
		text += strlen("http://");
	} else if (!strncmp(text, "socks5://", strlen("socks5://"))) {
		text += strlen("socks5://");
	} else if (strstr(text, "://")) {
		return fail_set(why, EINVAL, "a proxy is by socks5:// or http://");
	}
	o->proxy_by = http ? DIAL_CONNECT : DIAL_SOCKS5;
	o->proxy_port = http ? HTTP_PORT : SOCKS_PORT;
	return split_proxy(o, cut_user(o, text), why);
}

static int read_dscp(struct options *o, struct fail *why)
{
	o->tos = -1;
	if (!o->dscp)
		return 0;
	o->tos = dscp_option(o->dscp, why);
	return o->tos < 0 ? -EINVAL : 0;
}

/* Standard output is the peer's: records do not go there. */
static int read_outputs(struct options *o, struct fail *why)
{
	if (o->out.json && !strcmp(o->out.json, "-"))
		o->out.json = "/dev/stderr";
	return outputs_read(&o->out, why);
}

static int check(const struct options *o, bool operands, struct fail *why)
{
	if (o->ipv4 && o->ipv6)
		return fail_set(why, EINVAL, "only one of -4 and -6 may be given");
	if (o->half_close && o->no_half_close)
		return fail_set(why, EINVAL, "-N and --no-half-close exclude each other");
	if (o->telnet && o->raw)
		return fail_set(why, EINVAL, "--telnet and --raw exclude each other");
	if (o->binary && o->raw)
		return fail_set(why, EINVAL, "--binary and --raw exclude each other");
	if (o->unix_socket && o->proxy)
		return fail_set(why, EINVAL, "no proxy leads to a Unix socket: not -U with -x");
	if (o->zero && (o->steps.n || o->script || o->starttls))
		return fail_set(why, EINVAL, "-z sends nothing: it runs no script");
	if (o->script && o->steps.n)
		return fail_set(why, EINVAL, "steps are given by options or by --script, not both");
	if (o->tls && o->starttls)
		return fail_set(why, EINVAL, "--tls and --starttls exclude each other");
	if (o->replay && operands)
		return fail_set(why, EINVAL, "--replay connects to no host");
	if (o->log_input && !o->log)
		return fail_set(why, EINVAL, "--log-input belongs to --log");
	return 0;
}

int options_parse(struct options *out, int argc, char **argv, struct fail *why)
{
	int first, rc;

	*out = (struct options){.eol = -1,
		.time_format = -1,
		.proxy_kind = -1,
		.linger_ns = 10 * SECOND,
		.timeout_ns = 10 * SECOND,
		.out = OUTPUTS_DEFAULT,
		.program = cli_name(argv)};
	first = cli_parse(&options_cli, argc, argv, out, why);
	if (first < 0 || out->help || out->version)
		return first < 0 ? first : 0;
	if ((rc = check(out, first < argc, why)) < 0 || (rc = read_outputs(out, why)) < 0 ||
		(rc = read_escape(out, why)) < 0 || (rc = read_terminal(out, why)) < 0 ||
		(rc = read_env(out, why)) < 0 || (rc = read_proxy(out, why)) < 0 ||
		(rc = read_dscp(out, why)) < 0 || out->replay)
		return rc;
	return read_target(out, argc - first, argv + first, why);
}

void options_close(struct options *o)
{
	for (size_t i = 0; i < o->env.n; i++)
		free(o->env_owned[i]);
}

void options_usage(const char *program, FILE *to)
{
	cli_usage(&options_cli, program, to);
}

void options_words(FILE *to)
{
	cli_words(&options_cli, to);
}
