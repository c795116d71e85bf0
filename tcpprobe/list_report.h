/* list_report: what a list prints: its table, what is not as expected, progress, statistics. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LIST_REPORT_H
#define PROBEKIT_TCPPROBE_LIST_REPORT_H

#include "list.h"
#include "list_records.h"

enum { LIST_COLLAPSED = 25, LIST_DIFFERENCES = 100 };

void list_show_header(const struct list *l, const struct list_start *s);
void list_show_progress(const struct list *l, int64_t now_ns);
void list_show_so_far(const struct list *l); /* on one line, in between */
/* After list_conclude. Ports in order, host by host. Of a state but open that over LIST_COLLAPSED
 * have only the number is told, unless verbose. */
void list_show_table(const struct list *l);
/* What --expect wanted and what was found, as a diff. */
void list_show_differences(const struct list *l);
void list_show_totals(const struct list *l);
void list_show_stats(const struct list *l);
void list_explain(const struct list *l);

/* Calls tell for every question of this run by their numbers. -ENOMEM. */
int list_walk(const struct list *l,
	void (*tell)(void *to, uint64_t index, const struct grid_cell *), void *to);
/* "RST, ttl=63 time=0.123 ms": what came of it; returns to. */
enum { LIST_WHY = 320 };
const char *list_why(
	char to[static LIST_WHY], const struct list *l, const struct list_port *p, uint8_t family);

#endif
