/* stamp: when the kernel sent the last byte of a request and saw it acknowledged. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_STAMP_H
#define PROBEKIT_HTTPGET_STAMP_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "clock.h"

struct stamps {
	struct clock_map clock;
	uint32_t written;	   /* bytes since stamps began, as OPT_ID counts them */
	int64_t sent_ns, acked_ns; /* monotonic, INT64_MIN unknown */
	int64_t came_ns;	   /* what stamp_receive read last */
};

/* Asks for stamps of what is sent by fd; where the kernel has none they stay unknown. No privilege
 * is needed. */
void stamp_open(struct stamps *s, int fd);
void stamp_writing(struct stamps *s, size_t bytes); /* forgets the last ones */
/* As recv, without waiting, and when the last segment of it came. */
ssize_t stamp_receive(struct stamps *s, int fd, void *to, size_t size);
void stamp_read(struct stamps *s, int fd); /* what the error queue holds by now */

#endif
