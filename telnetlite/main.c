/* telnetlite: talk to any TCP port by hand or by script, and a safe telnet client. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <unistd.h>

#include "conclude.h"
#include "main_parts.h"
#include "priv.h"
#include "replay.h"
#include "tool.h"
#include "version.h"

static bool has_prompt(const struct parts *p)
{
	return isatty(STDIN_FILENO) && p->o.escape_key >= 0 && !p->o.zero && !p->script.n;
}

/* TLS may be asked for at the prompt. Loading it takes some ten milliseconds and four times the
 * memory, so it is done then; but what a user names is read before files are closed. */
static void prepare_prompt(struct parts *p, struct priv_limits *limits)
{
	const struct tls_config *c = &p->tls_config;

	if (!has_prompt(p) || p->channel.tls)
		return;
	if (c->ca_file || c->ca_folder || c->cert_file || c->key_file ||
		secure_getenv("SSL_CERT_FILE") || secure_getenv("SSL_CERT_DIR"))
		tls_open(&p->channel.tls, c, NULL);
	else
		limits->readable = tls_files;
}

/* From here on nothing is opened but what the user asks for at the prompt. To see whether a port is
 * open takes little time, of which the filter of calls and Landlock would be a good part; where not
 * a byte of the peer's is read they keep nobody from anything. */
static int drop(struct parts *p, struct fail *why)
{
	const bool reads = !p->o.zero || p->o.tls || p->o.proxy;
	struct priv_limits limits = {.keep_files = !reads, .keep_calls = !reads};

	prepare_prompt(p, &limits);
	report_folders(p->report, limits.folders);
	limits.folders[2] = watch_folder(&p->watch);
	if (isatty(STDIN_FILENO))
		limits.folders[3] = "/"; /* a transcript, wherever the user says */
	return priv_drop(&limits, NULL, why);
}

/* All is made that needs privilege or a file, and nothing has been sent. */
static int prepare(struct parts *p, const struct reach_config *c, struct fail *why)
{
	int rc = reach_prepare(&p->reach, c, why);

	if (rc < 0)
		return rc;
	if ((rc = wait_open(&p->wait, why)) >= 0 &&
		(rc = watch_dial(&p->watch, p->reach.dial, p->wait, why)) >= 0 &&
		(rc = main_open_output(p, why)) >= 0)
		rc = drop(p, why);
	if (rc < 0)
		p->reach.end = REACH_LOCAL;
	return rc;
}

static int connect_to(struct parts *p, struct fail *why)
{
	struct reach_config c = options_reach(&p->o);
	int rc = p->reach.end ? -why->error : prepare(p, &c, why);

	c.watch = &p->watch;
	if (rc >= 0)
		rc = reach_connect(&p->reach, &c, p->wait, &p->channel.fd, why);
	facts_attempts(&p->facts, &p->reach);
	return rc;
}

/* What the lookup says is told when there is where to. */
static int open_all(struct parts *p, struct fail *unknown, struct fail *why)
{
	const struct reach_config c = options_reach(&p->o);
	int rc = main_read(p, why);

	if (rc < 0)
		return rc;
	reach_look_up(&p->reach, &c, p->names, unknown);
	return main_open(p, why);
}

static int run(struct parts *p, struct fail *why)
{
	struct fail unknown = {0};
	int rc = open_all(p, &unknown, why), status;

	if (rc < 0)
		return rc;
	if (p->reach.end)
		*why = unknown;
	rc = connect_to(p, why);
	if (rc < 0) {
		status = p->reach.signal ? STATUS_SIGNAL + p->reach.signal : (int)p->reach.end;
		if (!p->reach.signal)
			notice_why(&p->notice, why);
		watch_linger(&p->watch);
		facts_end(&p->facts, &p->reach, -1, NULL, status, why->text);
		return status;
	}
	facts_connection(&p->facts, &p->reach, p->channel.fd);
	if (p->o.tls && (status = main_secure(p, why)))
		return status;
	if (!p->o.zero)
		return main_talk(p, why);
	if (p->o.verbose)
		notice_say(&p->notice, "%s: open", p->o.target);
	main_settle(p);
	facts_end(&p->facts, &p->reach, p->channel.fd, NULL, 0, NULL);
	return 0;
}

static int finish(struct parts *p)
{
	const struct conclude c = {.out = &p->o.out,
		.notice = &p->notice,
		.report = p->report,
		.steps = p->steps,
		.failed = p->notice.said};

	return conclude(&c, &p->summary);
}

static int tell(const struct options *o)
{
	if (o->help)
		options_usage(o->program, stdout);
	else
		version_print(o->program, o->verbose, stdout);
	return cli_printed(o->program, stdout);
}

int main(int argc, char **argv)
{
	struct parts *p = tool_begin(argv, sizeof *p);
	struct fail why = {0};
	int rc;

	if (!p)
		return STATUS_LOCAL;
	p->channel.fd = p->log_fd = p->nowhere = -1;
	rc = options_parse(&p->o, argc, argv, &why);
	if (rc >= 0 && (p->o.help || p->o.version))
		rc = tell(&p->o);
	else if (rc >= 0 && p->o.replay) {
		struct telnet_config c = options_telnet(&p->o);

		if (!p->o.ttype)
			c.terminal = NULL;
		rc = replay_file(p->o.replay, &c, &why);
	} else if (rc >= 0) {
		rc = run(p, &why);
		if (rc >= 0)
			rc = finish(p);
	}
	if (rc < 0) {
		main_abandon(p);
		rc = tool_refuse(&p->o.out, cli_name(argv), CONCLUDE_SERVICE, STATUS_LOCAL, &why);
	}
	rc = main_close(p, rc);
	free(p);
	return rc;
}
