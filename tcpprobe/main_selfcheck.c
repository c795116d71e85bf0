/* main_selfcheck: a self-check of this host, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "clock.h"
#include "main_parts.h"
#include "plugin.h"
#include "priv.h"
#include "selfcheck_report.h"
#include "tool.h"

/* Whether this is what is looked for, and not a reason why nothing can be looked at. */
static bool is_no_route(int rc)
{
	return rc == -ENETUNREACH || rc == -EHOSTUNREACH || rc == -EACCES || rc == -EPERM ||
	       rc == -EADDRNOTAVAIL || rc == -EINVAL;
}

static int examine(struct parts *p, struct selfcheck *s, struct fail *why)
{
	struct selfcheck_place place = {
		.to = &p->to, .port = p->o.port, .mark = (uint32_t)p->o.mark};
	struct fail no_route = {0};
	int rc = main_find(p, &no_route);

	if (rc < 0 && !is_no_route(rc)) {
		*why = no_route;
		return rc;
	}
	if (rc < 0) {
		place.no_route = no_route.text;
	} else {
		place.route = &p->route;
		place.by = main_route_want(p);
		place.own = p->own;
	}
	rc = main_open_outputs(p, why);
	if (rc < 0)
		return rc;
	selfcheck_examine(s, &place);
	return main_drop(p, why);
}

int main_selfcheck(struct parts *p)
{
	struct selfcheck s = {.n = 0};
	struct selfcheck_report r = {.target = p->o.target, .port = p->o.port};
	struct fail why = {0};
	int status;

	if (examine(p, &s, &why) < 0)
		return tool_refuse(&p->o.out, p->o.program, PLUGIN_SERVICE, 2, &why);
	r.report = p->report;
	r.addr = p->to.target;
	if (!p->o.quiet)
		selfcheck_report_text(&r, &s);
	if (p->o.out.explain)
		selfcheck_report_explain(&r, &s);
	selfcheck_report_records(&r, &s, p->o.out.prom, clock_wall());
	status = p->o.out.nagios ? selfcheck_report_nagios(&r, &s)
				 : selfcheck_count(&s, SELFCHECK_FAULT) > 0;
	if (!tool_close(p->o.program, &p->report, &p->evidence.file))
		status = tool_failure(&p->o.out);
	return status;
}
