/* wait: file descriptors, one deadline, signals as data. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_WAIT_H
#define PROBEKIT_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"

struct wait;
enum { WAIT_FDS = 8 };

/* Blocks INT, TERM, HUP, QUIT, TSTP, CONT and WINCH and reads them from a signalfd; ignores PIPE.
 * HUP and TSTP stay ignored where they were when the program started (nohup). Asks for timers that
 * are late by 1 us at most, not the usual 50. wait_close restores the mask, PIPE and the timers. */
int wait_open(struct wait **out, struct fail *why);
void wait_close(struct wait *w);
int wait_add(struct wait *w, int fd, short events,
	struct fail *why); /* poll's events; returns its slot, 0 to WAIT_FDS - 1 */
void wait_remove(struct wait *w, int fd);

struct wait_ready {
	uint32_t slots; /* a bit a slot that is ready (or has an error) */
	bool timed_out; /* the deadline came first */
	int signal;	/* one signal, 0 none; more of them come with the next calls */
	int64_t now_ns; /* read once after the wait */
};
/* Waits until a descriptor is ready, a signal came or the monotonic deadline passed (INT64_MAX: no
 * deadline; anything past: does not wait). TSTP is only reported: the caller restores its terminal
 * and calls wait_stop. */
int wait_for(struct wait *w, int64_t deadline_ns, struct wait_ready *out, struct fail *why);
/* INT, TERM and HUP end a run; the others wait_for reports do not. */
bool wait_ends(int signal);
/* Stops the process as the default action of TSTP would and returns when it goes on; tells from
 * when to when. The CONT that ended it is not reported again. */
void wait_stop(struct wait *w, int64_t *from_ns, int64_t *to_ns);

#endif
