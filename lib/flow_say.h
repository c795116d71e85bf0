/* flow_say: what flow tells, in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FLOW_SAY_H
#define PROBEKIT_FLOW_SAY_H

#include "flow.h"
#include "strbuf.h"

/* Adds a clause like "time-out: bytes 0 to 99 again, 203.1 ms later" and returns true; false for
 * what the segment itself shows: its SYN, its FIN, a change of state. */
bool flow_say(struct strbuf *to, const struct flow_event *e);
/* All of them, with "; " between; returns how many clauses it added. */
unsigned flow_say_all(struct strbuf *to, const struct flow_event *e, unsigned n);

#endif
