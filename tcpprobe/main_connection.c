/* main_connection: what the runs that make a connection have alike. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_connection.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "clock.h"
#include "priv.h"
#include "term.h"
#include "tool.h"

static int find(struct main_connection *m, struct fail *why)
{
	const struct destination_want want = options_destination(m->o);
	int rc = resolve_open(&m->resolve, why);

	if (rc < 0 || (rc = destination_find(&m->to, &want, m->resolve, why)) < 0)
		return rc;
	return options_check_target(&m->to.target, m->to.group, why);
}

/* Without privilege the connection is made all the same; only a capture cannot be promised then. */
static int open_outputs(struct main_connection *m, struct fail *why)
{
	const struct report_config report = outputs_report(&m->o->out, REPORT_CLOCK_NONE);
	const struct capflow_config c = {
		.pcap = m->o->out.pcap, .program = "probekit tcpprobe " PROBEKIT_VERSION};
	int rc = capflow_open(&m->capflow, &c, &m->missing);

	if (rc < 0 && ((rc != -EPERM && rc != -ENOENT) || m->o->out.pcap))
		return fail_set(why, m->missing.error, "%s", m->missing.text);
	return report_open(&m->report, &report, why);
}

int main_connection_open(struct main_connection *m, struct fail *why)
{
	int rc;

	if ((rc = find(m, why)) < 0 || (rc = open_outputs(m, why)) < 0 ||
		(rc = wait_open(&m->wait, why)) < 0)
		return rc;
	m->records = (struct records){m->report, m->o->target, m->to.target, m->o->port};
	m->deadline_ns = m->o->deadline_ns ? clock_now() + m->o->deadline_ns : INT64_MAX;
	return 0;
}

int main_connection_start(struct main_connection *m, int (*make)(void *of, struct fail *why),
	void *of, struct fail *why)
{
	bool raised = m->o->mark || m->o->source_port;
	int rc = raised ? priv_raise(why) : 0;

	if (rc < 0)
		return rc;
	rc = make(of, why);
	if (raised && priv_lower(rc < 0 ? NULL : why) < 0 && rc >= 0)
		return -EPERM;
	return rc < 0 ? rc : tool_drop(m->report, capflow_folder(m->capflow), NULL, why);
}

int64_t main_connection_pause(struct main_connection *m, int signal)
{
	int64_t from_ns, to_ns;

	if (signal != SIGTSTP)
		return 0;
	report_flush(m->report);
	wait_stop(m->wait, &from_ns, &to_ns);
	records_pause(&m->records, to_ns - from_ns, clock_wall());
	return to_ns - from_ns;
}

struct ladder main_connection_ladder(void)
{
	return (struct ladder){.columns = isatty(STDOUT_FILENO) ? term_size(STDOUT_FILENO).columns
								: LADDER_COLUMNS,
		.utf8 = term_is_utf8()};
}

void main_connection_summarise(
	struct main_connection *m, const struct summary *s, bool up, struct records_summary *out)
{
	records_summarise(out, &m->records, s, up, clock_wall() - clock_now());
	records_summary(&m->records, out, clock_wall());
	if (m->o->out.prom)
		records_prom(&m->records, out);
}

static bool close_capture(struct main_connection *m)
{
	struct fail why = {0};
	int rc;

	if (!m->capflow)
		return true;
	rc = capflow_close(m->capflow, &why);
	m->capflow = NULL;
	return tool_kept(m->o->program, rc, &why);
}

int main_connection_end(struct main_connection *m, int status, int rc, const struct fail *why)
{
	bool kept;

	if (rc < 0)
		tool_complain(m->o->program, why);
	kept = close_capture(m);
	if (!tool_close(m->o->program, &m->report, NULL) || !kept || rc < 0)
		return tool_failure(&m->o->out);
	return status;
}

void main_connection_close(struct main_connection *m)
{
	wait_close(m->wait);
	capflow_abandon(m->capflow);
	report_abandon(m->report);
	resolve_close(m->resolve);
}
