/* day: the parts of a day in virtual time: its clock, the peer at the other end of a link, a
 * server.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DAY_H
#define PROBEKIT_DAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define DAY_NEVER INT64_MAX
#define DAY_MS INT64_C(1000000)

int64_t day_now(void); /* virtual, monotonic */

/* What becomes of the n-th question, n from 1: each so many-th; 0 none. */
struct day_fates {
	int64_t lose, late, twice;
	int64_t delay_ns, late_ns; /* of an answer, and of a late one */
};
enum day_fate { DAY_ANSWERED, DAY_LOST, DAY_LATE, DAY_TWICE };
enum day_fate day_fate(const struct day_fates *f, int64_t n);

/* The peer: answers ARP, echo and SYN for every address, by frames of the interface's other end.
 * kind says which of them have fates ("echo", "arp", "syn"). */
bool day_link_open(
	const char *ours, const char *peers, const char *kind, const struct day_fates *f);
bool day_link_turn(void); /* whether it did anything */
int64_t day_link_due(void);
void day_link_tell(FILE *to);

/* The server at that port of 127.0.0.1: "http" answers requests, "ticks" says a line a second,
 * DAY_TICKS of them, and ends. */
bool day_serve_open(const char *kind, uint16_t port, const struct day_fates *f);
bool day_serve_turn(void);
int64_t day_serve_due(void);
void day_serve_tell(FILE *to);

#endif
