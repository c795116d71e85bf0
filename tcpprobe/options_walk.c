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
	if (o->path)
		return "--path";
	if (o->self_check)
		return "--self-check";
	return o->reference ? "--reference" : o->offers ? "--offers" : NULL;
}

int options_check_walk(struct options *o, struct fail *why)
{
	const char *mode = o->walk.walk ? "--walk" : o->walk.mtu ? "--mtu" : NULL;

	if (!o->timeout_ns)
		o->timeout_ns = mode ? WALK_TIMEOUT : SECOND;
	if (o->walk.send && !o->walk.walk)
		return fail_set(why, EINVAL, "--send belongs to --walk");
	if (!mode)
		return 0;
	if (o->walk.walk && o->walk.mtu)
		return fail_set(why, EINVAL, "--walk and --mtu are two runs");
	if (other(o))
		return fail_set(why, EINVAL, "%s makes connections: it has no %s", mode, other(o));
	if (o->walk.mtu && o->source_port)
		return fail_set(why, EINVAL, "--mtu needs a fresh port for each connection");
	if (o->list.many)
		return fail_set(why, EINVAL, "%s is of one port of one host", mode);
	return 0;
}
