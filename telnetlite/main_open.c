/* main_open: what a session needs, opened and closed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "main_parts.h"
#include "tool.h"

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

int main_read(struct parts *p, struct fail *why)
{
	int rc = options_script(&p->o, &p->script, why);

	return rc < 0 ? rc : resolve_open(&p->names, why);
}

int main_open(struct parts *p, struct fail *why)
{
	struct report_config report = options_report(&p->o);
	int rc;

	p->notice = (struct notice){.program = p->o.program,
		.colored = is_colored(&p->o),
		.silent = p->o.out.nagios,
		.clock = p->o.time_format < 0 ? NOTICE_NONE : (enum notice_clock)p->o.time_format};
	if ((rc = report_open(&p->report, &report, why)) < 0 || (rc = open_log(p, why)) < 0)
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
	return rc < 0 ? rc : 0;
}

/* What owns standard output leaves none for the peer. A pipe is opened anew, which the sandbox
 * would not allow. */
int main_open_output(struct parts *p, struct fail *why)
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

void main_abandon(struct parts *p)
{
	capflow_abandon(p->watch.capflow);
	p->watch.capflow = NULL;
	report_abandon(p->report);
	p->report = NULL;
	/* A new log, which would be in the way of the next run. */
	if (p->log_fd >= 0)
		unlink(p->o.log);
}

int main_close(struct parts *p, int status)
{
	struct fail why = {0};

	if (!tool_kept(p->o.program, watch_close(&p->watch, &why), &why) && !status)
		status = tool_failure(&p->o.out);
	if (!tool_close(p->o.program, &p->report, NULL) && !status)
		status = tool_failure(&p->o.out);
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
