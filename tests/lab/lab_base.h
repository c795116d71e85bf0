/* lab_base: what every lab program does: start, say ready, wait, log, end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_LAB_BASE_H
#define PROBEKIT_LAB_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "fail.h"
#include "lab_port.h"

struct lab_base {
	const char *name;
	int signals; /* a signalfd */
	FILE *log;   /* NULL none */
	bool ends, reports;
};

/* Blocks INT, TERM and USR1 and makes this program end with its parent. */
int lab_base_open(struct lab_base *b, const char *name, const char *log_path, struct fail *why);
/* Writes "ready" and a newline to the descriptor and closes it; -1 does nothing. */
void lab_base_ready(int fd);
/* Flushes the log and sleeps until a port has frames, the deadline passed (INT64_MAX none) or a
 * signal came: then ends (INT, TERM) or reports (USR1) is set. */
void lab_base_wait(struct lab_base *b, struct lab_port *const *ports, size_t n, int64_t until_ns);
/* Prints "name: text" on standard error and returns 2. */
int lab_base_die(const char *name, const struct fail *why);
/* Hands every rule in a file (a line each, # comments) to take. */
int lab_base_script(const char *path, int (*take)(void *to, const char *line, struct fail *why),
	void *to, struct fail *why);
void lab_base_counts(FILE *log, const char *port, const struct lab_port_counts *c);

#endif
