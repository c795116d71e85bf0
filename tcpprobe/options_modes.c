/* options_modes: a run is of one mode, and has what goes with it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "options.h"
#include "plugin.h"

struct mode {
	const char *name;
	bool on;
};

static int check_one(const struct options *o, struct fail *why)
{
	const struct mode modes[] = {{"--offers", o->offers}, {"--self-check", o->self_check},
		{"--walk", o->walk.walk}, {"--path", o->path}, {"a list", o->list.many}};
	const char *first = NULL;

	/* Of the others among themselves their own files know more. */
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		if (!modes[i].on)
			continue;
		if (first)
			return fail_set(why, EINVAL, "%s is a run of its own: not with %s", first,
				modes[i].name);
		first = i < 2 ? modes[i].name : first;
	}
	return 0;
}

struct plugin options_plugin(const struct options *o)
{
	return (struct plugin){.thresholds = o->out.thresholds,
		.refused = o->refused == REFUSED_OK	? REPORT_OK
			   : o->refused == REFUSED_WARN ? REPORT_WARNING
							: REPORT_CRITICAL};
}

int options_check_modes(const struct options *o, struct fail *why)
{
	int rc = check_one(o, why);

	if (rc < 0)
		return rc;
	if (o->offers && (o->count || o->source_port))
		return fail_set(why, EINVAL,
			"--offers asks as often and from the ports that it needs: no %s with it",
			o->count ? "-c" : "--source-port");
	if (o->self_check && o->out.pcap)
		return fail_set(why, EINVAL, "--self-check sends nothing that --pcap could write");
	if (o->reresolve && (o->offers || o->self_check || o->walk.walk || o->path || o->list.many))
		return fail_set(why, EINVAL, "--reresolve is for one port asked again and again");
	if (!o->offers && o->retransmits_ns >= 0)
		return fail_set(why, EINVAL, "--retransmits goes with --offers");
	return 0;
}
