/* telnetlite: talk to any TCP port by hand or by script, and a safe telnet client. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "conclude.h"
#include "facts.h"
#include "options.h"
#include "priv.h"
#include "replay.h"
#include "secure.h"
#include "tool.h"
#include "version.h"
#include "watch.h"
#include "when.h"

enum {
	STATUS_FAILED = 1,
	STATUS_LOCAL = 2,
	STATUS_TLS = 4,
	STATUS_CUT = 5,
	STATUS_TIMEOUT = 6,
	STATUS_SIGNAL = 128
};

struct parts {
	struct options o;
	struct script script;
	struct resolve *names;
	struct wait *wait;
	struct report *report;
	struct notice notice;
	struct records records;
	struct facts facts;
	struct watch watch;
	struct reach reach;
	struct tls_config tls_config;
	struct channel channel;
	struct outlet outlet;
	struct records_summary summary;
	struct histogram *steps; /* NULL: not counted */
	int log_fd, nowhere;
};

/* A new file that only its owner reads: a link that lies there already is not followed. */
static int open_log(struct parts *p, struct fail *why)
{
	if (!p->o.log)
		return 0;
	p->log_fd = open(p->o.log, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (p->log_fd < 0)
		return fail_errno(why, "cannot make the log %s", p->o.log);
	return 0;
}

static bool is_colored(const struct options *o)
{
	if (o->out.color != REPORT_COLOR_AUTO)
		return o->out.color == REPORT_COLOR_ALWAYS;
	return isatty(STDERR_FILENO) && !getenv("NO_COLOR");
}

/* What a script sends in secret is in no file: without TLS that of the packets ends behind their
 * headers. */
static int watch_packets(struct parts *p, struct fail *why)
{
	const struct watch_config c = {.notice = &p->notice,
		.records = &p->records,
		.program = p->o.program,
		.pcap = p->o.out.pcap,
		.hide_payload = options_has_secret(&p->script),
		.all = p->o.packets,
		.ends = p->o.facts && !p->o.unix_socket};

	return watch_open(&p->watch, &c, why);
}

static int open_parts(struct parts *p, struct fail *why)
{
	struct report_config report = options_report(&p->o);
	int rc;

	p->notice = (struct notice){.program = p->o.program,
		.colored = is_colored(&p->o),
		.silent = p->o.out.nagios,
		.clock = p->o.time_format < 0 ? NOTICE_NONE : (enum notice_clock)p->o.time_format};
	if ((rc = report_open(&p->report, &report, why)) < 0 ||
		(rc = options_script(&p->o, &p->script, why)) < 0 || (rc = open_log(p, why)) < 0)
		return rc;
	p->records = (struct records){.report = p->report, .target = p->o.target};
	p->tls_config = options_tls(&p->o);
	p->facts = (struct facts){.notice = &p->notice,
		.records = &p->records,
		.shown = p->o.facts,
		.watch = &p->watch,
		.end = &p->summary};
	if (p->o.out.stats && !(p->steps = histogram_open()))
		return fail_set(why, ENOMEM, "out of memory");
	p->channel.watch = &p->watch;
	if ((rc = watch_packets(p, why)) < 0)
		return rc;
	/* The files that TLS reads are read before the sandbox closes. */
	if (p->o.tls || options_has_starttls(&p->script))
		rc = tls_open(&p->channel.tls, &p->tls_config, why);
	return rc < 0 ? rc : resolve_open(&p->names, why);
}

static int connect_to(struct parts *p, struct fail *why)
{
	struct reach_config c = options_reach(&p->o);
	int rc = reach_prepare(&p->reach, &c, p->names, why);

	if (rc >= 0 && (rc = wait_open(&p->wait, why)) < 0)
		p->reach.end = REACH_LOCAL;
	c.watch = &p->watch;
	if (rc >= 0 && (rc = watch_dial(&p->watch, p->reach.dial, p->wait, why)) < 0)
		p->reach.end = REACH_LOCAL;
	if (rc >= 0)
		rc = reach_connect(&p->reach, &c, p->wait, &p->channel.fd, why);
	facts_attempts(&p->facts, &p->reach);
	return rc;
}

/* From here on nothing is opened but what the user asks for at the prompt. */
static int drop(struct parts *p, struct fail *why)
{
	struct priv_limits limits = {.keep_files = isatty(STDIN_FILENO)};

	report_folders(p->report, limits.folders);
	limits.folders[2] = watch_folder(&p->watch);
	return priv_drop(&limits, NULL, why);
}

static int status_of(const struct parts *p, const struct talk_result *t)
{
	switch (t->end) {
	case TALK_PEER_CLOSED:
	case TALK_LEFT:
	case TALK_OUTPUT_GONE:
		return 0;
	case TALK_LINGERED:
	case TALK_IDLE:
	case TALK_DEADLINE:
		return STATUS_TIMEOUT;
	case TALK_RESET:
	case TALK_CUT:
		return STATUS_CUT;
	case TALK_TLS_FAILED:
		return STATUS_TLS;
	case TALK_SIGNAL:
		return STATUS_SIGNAL + t->signal;
	case TALK_STEP_FAILED:
		return STATUS_FAILED;
	case TALK_LOCAL:
		return STATUS_LOCAL;
	}
	return p ? STATUS_LOCAL : 0;
}

/* Why it ended, where that is no good end and nobody has said it yet. */
static void complain(struct parts *p, const struct talk_result *t)
{
	switch (t->end) {
	case TALK_LINGERED:
	case TALK_IDLE:
	case TALK_DEADLINE:
	case TALK_RESET:
	case TALK_CUT:
		notice_say(&p->notice, "%s: %s", p->o.target, facts_end_name(t->end));
		break;
	case TALK_LOCAL:
		errno = t->error;
		notice_say(&p->notice, "standard output: %m");
		break;
	case TALK_PEER_CLOSED:
		if (isatty(STDIN_FILENO) && !p->script.n)
			notice_say(&p->notice, "closed by the peer");
		break;
	case TALK_LEFT:
	case TALK_SIGNAL:
	case TALK_OUTPUT_GONE:
	case TALK_STEP_FAILED:
	case TALK_TLS_FAILED:
		break;
	}
}

static void greet(struct parts *p)
{
	char key[4] = "";

	if (p->o.escape_key >= 0)
		snprintf(key, sizeof key, p->o.escape_key < ' ' ? "^%c" : "%c",
			p->o.escape_key < ' ' ? p->o.escape_key ^ '@' : p->o.escape_key);
	if (isatty(STDIN_FILENO) && !p->script.n)
		notice_say(&p->notice, "connected to %s%s%s%s", p->o.target,
			*key ? ", the escape key is " : "", key, *key ? ", ~. ends" : "");
}

/* The close of the connection is to be seen before it is told. */
static void settle(struct parts *p)
{
	const struct dial_attempt *won = dial_winner(p->reach.dial);

	if (!p->watch.capflow)
		return;
	shutdown(p->channel.fd, SHUT_RDWR);
	watch_follow(&p->watch, won ? won->local_port : 0);
	watch_linger(&p->watch);
}

static int talk(struct parts *p, struct fail *why)
{
	struct talk_config c = options_talk(&p->o);
	struct talk_result result;
	int rc, status;

	c.channel = p->channel;
	c.outlet = p->outlet;
	c.tls = &p->tls_config;
	c.script = p->script.n ? &p->script : NULL;
	c.notice = &p->notice;
	c.records = &p->records;
	c.wait = p->wait;
	c.log_fd = p->log_fd;
	c.steps = p->steps;
	if (p->o.deadline_ns)
		c.deadline_ns = p->reach.begun_ns + p->o.deadline_ns;
	greet(p);
	rc = talk_run(&c, &result, why);
	if (rc < 0)
		return rc;
	status = status_of(p, &result);
	complain(p, &result);
	settle(p);
	facts_end(&p->facts, &p->reach, p->channel.fd, &result, status, NULL);
	return status;
}

/* TLS from the first byte on. 0, or the exit status. */
static int secure(struct parts *p, struct fail *why)
{
	int64_t begun_ns = clock_now(), due_ns = begun_ns + options_tls_timeout(&p->o);
	int number = 0, status, rc;

	if (p->o.deadline_ns)
		due_ns = when_first(due_ns, p->reach.begun_ns + p->o.deadline_ns);
	rc = channel_secure(&p->channel, p->wait, due_ns, &number, why);

	if (!number)
		secure_tell(&p->notice, &p->records, p->channel.tls, p->o.facts,
			clock_now() - begun_ns);
	if (rc >= 0)
		return 0;
	status = number ? STATUS_SIGNAL + number : rc == -ETIMEDOUT ? STATUS_TIMEOUT : STATUS_TLS;
	if (!number)
		notice_say(&p->notice, "%s", why->text);
	watch_linger(&p->watch);
	facts_end(&p->facts, &p->reach, -1, NULL, status, why->text);
	return status;
}

/* What owns standard output leaves none for the peer. A pipe is opened anew, which the sandbox
 * would not allow. */
static int open_output(struct parts *p, struct fail *why)
{
	int fd = STDOUT_FILENO;

	if (options_owns_output(&p->o)) {
		fd = p->nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
		if (fd < 0)
			return fail_errno(why, "cannot open /dev/null");
	}
	outlet_open(&p->outlet, fd);
	return 0;
}

static int run(struct parts *p, struct fail *why)
{
	int rc = open_parts(p, why), status;

	if (rc < 0)
		return rc;
	rc = connect_to(p, why);
	if (rc < 0) {
		status = p->reach.signal ? STATUS_SIGNAL + p->reach.signal : (int)p->reach.end;
		if (!p->reach.signal)
			notice_say(&p->notice, "%s", why->text);
		watch_linger(&p->watch);
		facts_end(&p->facts, &p->reach, -1, NULL, status, why->text);
		return status;
	}
	if ((rc = open_output(p, why)) < 0)
		return rc;
	facts_connection(&p->facts, &p->reach, p->channel.fd);
	/* Where nothing is read there is nothing to be kept from. */
	if (!(p->o.zero && !p->o.tls) && (rc = drop(p, why)) < 0)
		return rc;
	if (p->o.tls && (status = secure(p, why)))
		return status;
	if (!p->o.zero)
		return talk(p, why);
	if (p->o.verbose)
		notice_say(&p->notice, "%s: open", p->o.target);
	settle(p);
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

static int close_parts(struct parts *p, int status)
{
	struct fail why = {0};

	if (!tool_kept(p->o.program, watch_close(&p->watch, &why), &why) && !status)
		status = STATUS_LOCAL;
	if (!tool_close(p->o.program, &p->report, NULL) && !status)
		status = STATUS_LOCAL;
	outlet_close(&p->outlet);
	tls_close(p->channel.tls);
	if (p->channel.fd >= 0)
		close(p->channel.fd);
	if (p->nowhere >= 0)
		close(p->nowhere);
	histogram_close(p->steps);
	if (p->log_fd >= 0)
		close(p->log_fd);
	reach_close(&p->reach);
	wait_close(p->wait);
	resolve_close(p->names);
	script_close(&p->script);
	options_close(&p->o);
	return status;
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

		rc = replay_file(p->o.replay, &c, &why);
	} else if (rc >= 0) {
		rc = run(p, &why);
		if (rc >= 0)
			rc = finish(p);
	}
	if (rc < 0) {
		rc = tool_refuse(&p->o.out, cli_name(argv), CONCLUDE_SERVICE, STATUS_LOCAL, &why);
	}
	rc = close_parts(p, rc);
	free(p);
	return rc;
}
