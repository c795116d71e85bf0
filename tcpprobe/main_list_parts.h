/* main_list_parts: what a run over a list holds, for the two files of its main. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_MAIN_LIST_PARTS_H
#define PROBEKIT_TCPPROBE_MAIN_LIST_PARTS_H

#include "list.h"
#include "options.h"
#include "resume.h"

/* Everything a list needs, in the order it is opened; of two, IPv4's is the first. */
struct list_parts {
	const struct options *o;
	struct resolve *resolve;
	struct targets *hosts;
	struct grid grid;
	struct targets_order order;
	struct resume resume;
	uint32_t *left;
	struct destination leaves_by[2]; /* what -I says for each family */
	int held[2][KEYED_TRIES];	 /* sockets that keep our ports */
	struct wire *wires[2];
	struct leaves *leaves;
	struct keyed *keyed;
	struct report *report;
	struct capfile *evidence;
	struct wait *wait;
	struct list *list;
	struct list_config config;
	struct term_progress progress;
};

/* Opens all of it; -errno where there can be no run. */
int main_list_open(struct list_parts *p, struct fail *why);
void main_list_close(struct list_parts *p);

#endif
