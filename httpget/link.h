/* link: the connection a request goes over, and how it came to be. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_LINK_H
#define PROBEKIT_HTTPGET_LINK_H

#include "addr.h"
#include "bytes.h"
#include "dial.h"
#include "fail.h"
#include "packets.h"
#include "resolve.h"
#include "secure.h"
#include "wait.h"

struct link;

/* Which phase a failure belongs to, and the exit status it means. */
enum link_phase {
	LINK_FINE = 0,
	LINK_LOCAL = 2,
	LINK_CONNECT = 3,
	LINK_TLS = 4,
	LINK_CUT = 5,
	LINK_TIMEOUT = 6,
	LINK_PROXY = 7,
	LINK_NAME = 8
};

/* Times are monotonic, INT64_MIN where it did not come to that. */
struct link_facts {
	int64_t begun_ns, named_ns, connecting_ns, connected_ns;
	bool literal;	      /* no name was asked for */
	struct lookup lookup; /* of the name; its name is empty without one */
	struct dial_attempt attempts[DIAL_ADDRS];
	struct packets_tried
		tried[DIAL_ADDRS]; /* of their packets; syns is 0 where none was seen */
	unsigned n_attempts;
	struct addr local, remote;
	uint16_t local_port, remote_port;
	uint32_t syn_retransmits; /* of the one that connected, else the most; UINT32_MAX unknown */
	bool has_leg;		  /* it went through a proxy that was asked for it */
	struct dial_leg leg;
	enum link_phase failed;
};

struct link_config {
	const char *host; /* name or literal, with its zone; not used with addrs or unix_path */
	uint16_t port;
	int family; /* AF_UNSPEC either */
	const struct addr *addrs;
	unsigned n_addrs;
	const char *unix_path;
	const char *interface; /* name or address to leave from */
	int ttl, tos;	       /* -1 the system's */
	enum dial_proxy proxy; /* then host is the proxy, and these what is behind it */
	const char *target;
	uint16_t target_port;
	bool target_here; /* look its name up here */
	const char *user, *password;
	const struct tls_config *tls; /* made ready before the connection is; NULL none */
	int64_t deadline_ns;
	int64_t idle_ns; /* of anything but connecting, without a byte; INT64_MAX none */
	struct resolve *resolve;
	const struct lookup_files *files; /* borrowed; NULL: nobody wants to know of lookups */
	struct packets *packets;	  /* NULL: the connection's packets are not watched */
	struct wait **wait;		  /* opened when it is first needed */
};

/* As resolve_name, by c's resolver, family and deadline; -EINTR: a signal ended it. */
int link_name(
	const struct link_config *c, const char *name, struct resolve_result *r, struct fail *why);

/* Fills facts also where it fails; failed says in which phase. -EINTR: a signal ended it. */
int link_open(
	struct link **out, const struct link_config *c, struct link_facts *facts, struct fail *why);
void link_close(struct link *l); /* NULL is fine */

/* The two ends of a connection that is used again, in facts that know nothing else of it. */
void link_ends(const struct link *l, struct link_facts *facts);

/* The TLS handshake over a connection that was opened for it; facts are filled also where it fails.
 * -EKEYREJECTED for a certificate that is not believed, -EPROTO for what is no TLS, -ETIMEDOUT,
 * -EINTR ... */
int link_secure(struct link *l, struct secure_facts *facts, int64_t deadline_ns, struct fail *why);
/* What TLS says goes nowhere from here on. */
void link_forget(struct link *l);
/* A session to resume, see tls_session; empty for none. */
struct bytes link_session(const struct link *l);
/* How TLS ended; TLS_OPEN also where there is none. */
enum tls_ending link_ending(const struct link *l);

/* Both wait until something went through, the deadline passed or nothing came or went for idle_ns.
 * -ETIMEDOUT, -EINTR for a signal that ends the program, else what the system said; fills why, but
 * not for -EPIPE where a response that refuses is there before all is sent (not seen in TLS). */
int link_write(struct link *l, struct bytes what, int64_t deadline_ns, struct fail *why);
/* The bytes read, 0 at the end of the stream. */
ssize_t link_read(struct link *l, void *to, size_t size, int64_t deadline_ns, struct fail *why);
/* Waits until a time, which may be past: -EINTR for a signal that ends the program. */
int link_rest(struct link *l, int64_t until_ns, struct fail *why);
/* The same of what came already but for its decryption, without waiting: -EAGAIN for nothing, as
 * always without TLS. */
ssize_t link_read_rest(struct link *l, void *to, size_t size);
bool link_pending(struct link *l); /* the other side sent something, or closed */
int link_fd(const struct link *l);
/* When the kernel had the last segment of what was read last; INT64_MIN unknown. */
int64_t link_came_ns(const struct link *l);
/* How many bytes of its stream the connection has sent, and how many had to come for the last one
 * that link_read gave; TLS's own are among them. */
uint64_t link_sent(const struct link *l);
uint64_t link_received(const struct link *l);
/* The kernel's stamps of when the last byte written left and was acknowledged; INT64_MIN unknown.
 */
void link_stamps(struct link *l, int64_t *sent_ns, int64_t *acked_ns);

#endif
