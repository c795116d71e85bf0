/* main_watch: whether the connections' packets are watched, and why not. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>

#include "main_parts.h"
#include "priv.h"

static bool is_shown(const struct options *o)
{
	return o->report || o->verbose || o->wire || o->hex || o->out.json || o->out.explain;
}

int main_watch(struct parts *p, struct fail *why)
{
	const struct packets_config c = {.pcap = p->o.out.pcap, .program = p->o.program};
	char command[128];
	int rc;

	if (p->o.unix_path || (!c.pcap && !is_shown(&p->o)))
		return 0;
	lookup_files_read(&p->files);
	p->config.fetch.link.files = &p->files;
	if (!c.pcap && !priv_has_net_raw())
		rc = fail_set(why, EPERM,
			"this needs cap_net_raw: run as root, or once as root: %s",
			priv_setcap_command(command, sizeof command));
	else
		rc = packets_open(&p->packets, &c, why);
	if (rc < 0 && !c.pcap) {
		snprintf(p->view.unwatched, sizeof p->view.unwatched, "%s", why->text);
		rc = 0;
	}
	p->config.fetch.link.packets = p->packets;
	return rc;
}
