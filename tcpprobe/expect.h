/* expect: which state each port of a list is to have. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_EXPECT_H
#define PROBEKIT_TCPPROBE_EXPECT_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"
#include "portset.h"
#include "verdict.h"

enum { EXPECT_STATES = 4, EXPECT_TEXT = 48 };
struct expect {
	bool given;
	struct portset ports[EXPECT_STATES]; /* open, closed, rejected, filtered */
	unsigned rest; /* a bit a state (1 << enum verdict_state): of ports not named */
};

/* Adds "open:22,443", "closed/filtered:3306" (either) or "closed:rest" (every other port that is
 * asked). -EINVAL. */
int expect_add(struct expect *e, const char *text, struct fail *why);
/* The states a port may have, a bit each; 0: it is not judged. */
unsigned expect_of(const struct expect *e, uint16_t port);
/* "closed/filtered"; returns to. */
const char *expect_print(char to[static EXPECT_TEXT], unsigned states);
/* The ports that are named. */
void expect_ports(const struct expect *e, struct portset *to);

#endif
