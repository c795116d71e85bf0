/* main_parts: what a run of any mode opens. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_parts.h"

#include <errno.h>

#include "port.h"
#include "tool.h"

/* How a SYN leaves for it. */
static struct stack_syn own_syn(struct parts *p)
{
	enum addr_family family = (enum addr_family)p->to.target.family;
	struct stack_syn own;

	stack_read(&p->settings, family);
	own = stack_syn(&p->settings, family, &p->route);
	if (p->o.ttl)
		own.ttl = (uint8_t)p->o.ttl;
	return own;
}

/* Of a source that is nobody's the kernel says no more than that there is no way. */
static int find_route(struct parts *p, const struct route_want *by, struct fail *why)
{
	int rc = route_get(&p->route, &p->to.target, by, why);
	char source[ADDR_TEXT];

	if (rc < 0 && p->to.source_given && !route_owns(&p->to.source, NULL, NULL))
		return fail_set(why, EADDRNOTAVAIL, "%s is no address of this host",
			report_addr(source, &p->to.source));
	return rc;
}

struct route_want main_route_want(const struct parts *p)
{
	const struct destination_want want = options_destination(&p->o);

	struct route_want by = {.mark = want.mark, .tos = want.tos, .ifindex = p->to.bound_ifindex};

	if (p->to.source_given)
		by.source = p->to.source;
	return by;
}

int main_find(struct parts *p, struct fail *why)
{
	const struct destination_want want = options_destination(&p->o);
	struct route_want by;
	int rc = resolve_open(&p->resolve, why);

	if (rc < 0 || (rc = destination_find(&p->to, &want, p->resolve, why)) < 0)
		return rc;
	rc = options_check_target(&p->to.target, p->to.group, why);
	if (rc < 0)
		return rc;
	by = main_route_want(p);
	rc = find_route(p, &by, why);
	if (rc >= 0)
		p->own = own_syn(p);
	return rc;
}

int main_open_outputs(struct parts *p, struct fail *why)
{
	const struct report_config c = outputs_report(&p->o.out, REPORT_CLOCK_NONE);
	int rc = report_open(&p->report, &c, why);

	if (rc >= 0 && p->o.out.pcap)
		rc = evidence_open(
			&p->evidence, p->o.out.pcap, p->to.leaves_by, &p->to.source, why);
	return rc;
}

/* From here on nothing needs privilege, and no file is opened. */
int main_pin(struct parts *p, struct fail *why)
{
	uint16_t port = (uint16_t)p->o.source_port;

	return port ? port_reserve(&p->pinned, &p->to.source, &port, why) : 0;
}

int main_drop(struct parts *p, struct fail *why)
{
	return tool_drop(p->report, capfile_folder(p->evidence.file), NULL, why);
}
