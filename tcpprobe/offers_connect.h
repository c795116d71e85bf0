/* offers_connect: what a connection of the kernel's tells of a peer's offers, for want of a raw
 * socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OFFERS_CONNECT_H
#define PROBEKIT_TCPPROBE_OFFERS_CONNECT_H

#include "dial.h"
#include "offers.h"
#include "stack.h"
#include "summary.h"
#include "wait.h"

struct offers_connected {
	struct dial_attempt attempt;
	struct dial_info info; /* of a connection */
	bool connected, interrupted;
	bool unwaited; /* the deadline came before its time-out */
};
/* Connects once, reads, resets. Blocks; out is filled whatever comes. -errno where no connection
 * can be tried. */
int offers_connect(struct offers_connected *out, const struct dial_config *c, struct wait *wait,
	struct fail *why);

/* What was asked for and agreed on; the rest is unknown. own: what this host's SYN asks. Pure. */
void offers_of_connection(
	struct offers *out, const struct offers_connected *c, const struct stack_syn *own);
struct summary offers_connect_summary(const struct offers_connected *c, const struct addr *target);
/* The MSS is that or more: the kernel tells which one it uses. 0 unknown. */
unsigned offers_least_mss(const struct offers_connected *c);

#endif
