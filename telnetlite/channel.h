/* channel: the byte stream to the peer, plain. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_CHANNEL_H
#define PROBEKIT_TELNETLITE_CHANNEL_H

#include <stdbool.h>
#include <sys/types.h>

#include "bytes.h"

struct channel {
	int fd;
};

/* Bytes read, 0 at the end, -errno; -EAGAIN where there is nothing now. */
ssize_t channel_read(struct channel *c, void *to, size_t size);
/* Eats what went out. 0, or -errno; -EAGAIN where no more goes now. */
int channel_write(struct channel *c, struct bytes *from);
int channel_shutdown(struct channel *c); /* sends FIN */
/* Whether urgent data is on its way, and whether what is read next stands behind the urgent mark
 * (RFC 6093); plain TCP alone. */
bool channel_is_urgent(const struct channel *c);
bool channel_at_mark(const struct channel *c);

#endif
