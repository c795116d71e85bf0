/* main_exec: a command run for each event, by a process forked before the sandbox closes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_MAIN_EXEC_H
#define PROBEKIT_ARPING_MAIN_EXEC_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"

struct main_exec {
	int fd; /* to the process that runs commands, -1 none */
	int pid;
	uint64_t missed; /* events for which it had no time */
};
/* What a command finds in its environment as ARPING_EVENT and so on; an empty text where there is
 * none. */
struct main_exec_event {
	char event[24], addr[64], mac[24], before[24], target[64];
};

/* command is one for the shell, borrowed until now only. Before privilege is dropped. */
int main_exec_open(struct main_exec *x, const char *command, struct fail *why);
/* Hands an event over and does not wait: commands run one after the other. */
void main_exec_put(struct main_exec *x, const struct main_exec_event *e);
/* Waits for the commands of all events handed over. Safe where none was opened: fd is -1. */
void main_exec_close(struct main_exec *x);

#endif
