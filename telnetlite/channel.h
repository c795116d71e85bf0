/* channel: the byte stream to the peer, plain or by TLS. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_CHANNEL_H
#define PROBEKIT_TELNETLITE_CHANNEL_H

#include <stdbool.h>
#include <sys/types.h>

#include "bytes.h"
#include "tls.h"
#include "wait.h"

struct watch;

struct channel {
	int fd;
	struct tls *tls; /* ready to be used, not in use before secure; NULL none */
	bool secure;
	bool more;	     /* there may be more to read although the socket is silent */
	bool said_bye;	     /* close_notify is under way */
	struct watch *watch; /* borrowed; takes packets while a handshake is waited for */
	struct fail why;     /* of -EPROTO, which is TLS that failed after its handshake */
};

/* Bytes read, 0 at the end, -errno; -EAGAIN where there is nothing now. -ECONNABORTED: a TLS stream
 * ended without close_notify. */
ssize_t channel_read(struct channel *c, void *to, size_t size);
/* Eats what went out. 0, or -errno; -EAGAIN where no more goes now. */
int channel_write(struct channel *c, struct bytes *from);
bool channel_has_out(const struct channel *c); /* channel_write has to be called once more */
/* Sends FIN, behind close_notify. -EAGAIN: not yet. */
int channel_shutdown(struct channel *c);
/* Whether urgent data is on its way, and whether what is read next stands behind the urgent mark
 * (RFC 6093); plain TCP alone. */
bool channel_is_urgent(const struct channel *c);
bool channel_at_mark(const struct channel *c);

/* The peer's FIN is here, read or not; plain TCP alone knows. */
bool channel_has_fin(const struct channel *c);

/* The handshake, to its end. -EINTR for a signal that ends the program, put into number. */
int channel_secure(
	struct channel *c, struct wait *w, int64_t deadline_ns, int *number, struct fail *why);

#endif
