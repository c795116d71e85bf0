/* options_walk: what goes with a run that makes a connection, and what it has instead. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "options_walk.h"

#include <errno.h>

#include "options.h"

#define SECOND INT64_C(1000000000)
/* So that two SYNs more are sent into a silence. */
#define WALK_TIMEOUT (5 * SECOND)

/* An option that says nothing here, NULL none. */
static const char *other(const struct options *o)
{
	if (o->count)
		return "-c";
	if (o->out.stats)
		return "--stats";
	if (o->out.nagios)
		return "--nagios";
	return o->reference ? "--reference" : o->offers ? "--offers" : NULL;
}

int options_check_walk(struct options *o, struct fail *why)
{
	bool walk = o->walk.walk;

	if (!o->timeout_ns)
		o->timeout_ns = walk ? WALK_TIMEOUT : SECOND;
	if (o->walk.send && !walk)
		return fail_set(why, EINVAL, "--send belongs to --walk");
	if (walk && other(o))
		return fail_set(why, EINVAL, "--walk makes one connection: it has no %s", other(o));
	if (walk && o->list.many)
		return fail_set(why, EINVAL, "--walk is of one port of one host");
	return 0;
}
