/* reach: from a name or a path to a connected socket, while signals are heard. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_REACH_H
#define PROBEKIT_TELNETLITE_REACH_H

#include "dial.h"
#include "resolve.h"
#include "wait.h"

struct watch;

/* How far it came, which is the exit status of a failure too. */
enum reach_end {
	REACH_DONE = 0,
	REACH_LOCAL = 2,
	REACH_REFUSED = 3,
	REACH_TIMEOUT = 6,
	REACH_PROXY = 7,
	REACH_NAME = 8
};

struct reach_config {
	const char *host, *unix_path; /* one of them; borrowed, as all texts are */
	const char *target;	      /* for messages */
	uint16_t port, source_port;
	int family;    /* AF_UNSPEC either */
	int ttl, tos;  /* -1 the system's */
	uint32_t mark; /* 0 none */
	bool numeric;
	const char *interface; /* name or address to leave by, NULL any */
	int64_t timeout_ns;    /* over all addresses; 0 none */
	int keepalive_s;       /* 0 none */
	enum dial_proxy proxy;
	const char *proxy_host, *user, *password;
	uint16_t proxy_port;
	struct watch *watch; /* borrowed; takes packets while it is waited */
};

/* Times are monotonic, INT64_MIN where it did not come to that. */
struct reach {
	struct dial *dial; /* its attempts tell the rest */
	int64_t begun_ns, named_ns, connected_ns;
	enum reach_end end;
	int signal; /* that ended it, 0 none */
	struct resolve_result found;
};

/* Looks the name up. Before wait is opened, so that INT ends the program, and before any file is
 * made, so that none is left then. */
int reach_look_up(
	struct reach *r, const struct reach_config *c, struct resolve *names, struct fail *why);
/* The sockets, none of which is connected. What was done since the lookup takes nothing of the time
 * to connect. */
int reach_prepare(struct reach *r, const struct reach_config *c, struct fail *why);
/* Connects; *fd is the caller's. -EINTR for a signal that ends the program. */
int reach_connect(
	struct reach *r, const struct reach_config *c, struct wait *w, int *fd, struct fail *why);
/* The attempt that speaks for all where none connected; NULL none. Borrowed. */
const struct dial_attempt *reach_last(const struct reach *r);
void reach_close(struct reach *r);

#endif
