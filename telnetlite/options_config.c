/* options_config: the options as each module wants them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "options_parts.h"
#include "term.h"
#include "when.h"

#define SECOND INT64_C(1000000000)
enum { TELNET_PORT = 23 };

/* Of two limits that are none where they are 0. */
static int64_t shorter(int64_t a, int64_t b)
{
	return a && b ? when_first(a, b) : a ? a : b;
}

struct reach_config options_reach(const struct options *o)
{
	return (struct reach_config){.host = o->unix_socket ? NULL : o->host,
		.unix_path = o->unix_socket ? o->host : NULL,
		.target = o->target,
		.port = o->port,
		.source_port = (uint16_t)o->source_port,
		.family = o->ipv4   ? AF_INET
			  : o->ipv6 ? AF_INET6
				    : AF_UNSPEC,
		.ttl = o->ttl ? (int)o->ttl : -1,
		.tos = o->tos,
		.mark = (uint32_t)o->mark,
		.numeric = o->numeric,
		.interface = o->interface,
		.timeout_ns = shorter(o->connect_ns, o->deadline_ns),
		.proxy = o->proxy_by,
		.proxy_host = o->proxy_host,
		.proxy_port = o->proxy_port,
		.user = o->proxy_user,
		.password = o->proxy_password,
		.keepalive_s = (int)((o->keepalive_ns + SECOND - 1) / SECOND)};
}

struct report_config options_report(const struct options *o)
{
	return outputs_report(&o->out, REPORT_CLOCK_NONE);
}

static bool is_stdout(const char *file)
{
	return file && !strcmp(file, "-");
}

bool options_owns_output(const struct options *o)
{
	return o->out.nagios || is_stdout(o->out.prom) || is_stdout(o->out.pcap);
}

int options_script(const struct options *o, struct script *out, struct fail *why)
{
	int rc = 0;

	out->timeout_ns = o->timeout_ns;
	if (o->starttls && (rc = script_add(out, "starttls", o->starttls, 0, why)) < 0)
		return rc;
	if (o->script)
		return script_load(out, o->script, why);
	for (size_t i = 0; i < o->steps.n && rc >= 0; i++) {
		enum script_kind kind = (enum script_kind)o->steps.items[i].which;

		rc = script_add(out, script_word(kind), o->steps.items[i].value, 0, why);
	}
	return rc;
}

int64_t options_tls_timeout(const struct options *o)
{
	return o->connect_ns ? o->connect_ns : o->timeout_ns;
}

struct tls_config options_tls(const struct options *o)
{
	return (struct tls_config){.host = o->tls_name	    ? o->tls_name
					   : o->unix_socket ? NULL
							    : o->host,
		.ca_file = o->ca_file,
		.staple = o->facts,
		.insecure = o->insecure};
}

static bool has(const struct script *s, enum script_kind kind)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->steps[i].kind == kind)
			return true;
	return false;
}

bool options_has_starttls(const struct script *s)
{
	return has(s, SCRIPT_STARTTLS);
}

bool options_has_secret(const struct script *s)
{
	return has(s, SCRIPT_SECRET);
}

struct telnet_config options_telnet(const struct options *o)
{
	struct telnet_config c = {.terminal = o->terminal, .env = o->env_pairs, .n_env = o->env.n};

	if (isatty(STDIN_FILENO)) {
		struct term_size size = term_size(STDIN_FILENO);

		c.columns = size.columns;
		c.rows = size.rows;
	}
	return c;
}

static enum talk_telnet telnet_of(const struct options *o)
{
	if (o->raw)
		return TALK_RAW;
	return o->telnet || o->binary || (!o->unix_socket && o->port == TELNET_PORT) ? TALK_ACTIVE
										     : TALK_PASSIVE;
}

struct talk_config options_talk(const struct options *o)
{
	return (struct talk_config){.telnet = telnet_of(o),
		.engine = options_telnet(o),
		.binary = o->binary,
		.eol = o->eol < 0 ? EOL_AS_IS : (enum eol)o->eol,
		.eol_given = o->eol >= 0,
		.escape_key = o->escape_key,
		.raw_output = o->raw_output,
		.half_close = !o->no_half_close,
		.log_input = o->log_input,
		.hex = o->hex,
		.trace = o->trace,
		.idle_ns = o->idle_ns,
		.linger_ns = o->linger_ns,
		.deadline_ns = INT64_MAX,
		.log_fd = -1,
		.tls_timeout_ns = options_tls_timeout(o),
		.facts = o->facts,
		.input_behind = o->starttls && !o->script && !o->steps.n,
		.target = o->target};
}
