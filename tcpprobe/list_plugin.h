/* list_plugin: a list as a monitoring plugin's line and status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LIST_PLUGIN_H
#define PROBEKIT_TCPPROBE_LIST_PLUGIN_H

#include "list.h"
#include "plugin.h"

/* Prints the line; returns the exit status. */
int list_plugin_line(const struct list *l, const struct plugin *v, const char *failed);

#endif
