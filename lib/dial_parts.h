/* dial_parts: what dial's files share; nobody else includes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_DIAL_PARTS_H
#define PROBEKIT_DIAL_PARTS_H

#include "dial.h"

enum { DIAL_ANSWER_BYTES = 8192 };

enum dial_phase { DIAL_CONNECTING, DIAL_ASKING, DIAL_DONE, DIAL_OVER };
/* What is waited for next of a proxy. */
enum dial_step { DIAL_METHOD, DIAL_AUTH, DIAL_REPLY, DIAL_HEAD, DIAL_BODY };

struct dial {
	struct dial_attempt attempt[DIAL_ADDRS];
	int fd[DIAL_ADDRS]; /* -1 closed or taken */
	unsigned n, next;   /* next: the first that was not tried */
	int64_t next_ns;    /* when it is tried beside those that are */
	int winner;	    /* -1 none yet */
	enum dial_phase phase;
	struct fail why; /* of DIAL_OVER */
	struct fail last;
	int64_t delay_ns, timeout_ns, deadline_ns;
	bool every;
	char unix_path[108];
	char device[16];

	enum dial_proxy proxy;
	enum dial_step step;
	char host[DIAL_TEXT], user[DIAL_TEXT], password[DIAL_TEXT];
	bool has_user;
	uint16_t host_port;
	struct dial_leg leg;
	uint8_t out[1024]; /* to the proxy */
	size_t out_bytes, out_sent;
	uint8_t in[DIAL_ANSWER_BYTES];
	size_t in_bytes;
	size_t body_bytes;   /* to wait for */
	int64_t body_due_ns; /* but no longer */
};

/* dial_socket.c: a socket with all its options, bound. */
int dial_socket(const struct dial_config *c, struct dial_attempt *a, struct fail *why);
/* Begins; 0 connected at once, -EINPROGRESS under way. */
int dial_connect(struct dial *d, unsigned i);
/* What became of it, once it is ready: 0 or an errno value; fills what else is known. */
int dial_outcome_of(struct dial *d, unsigned i);
/* It is connected: what ICMP says from now on ends it no more (RFC 1122 4.2.3.9). */
void dial_settle(struct dial *d, unsigned i);
/* dial.c: closes its socket. */
void dial_shut(struct dial *d, unsigned i);

/* dial_proxy.c: asks, then goes on; results as those of the turns below. */
int dial_ask(struct dial *d, int64_t now_ns, struct fail *why);
int dial_proxy_turn(struct dial *d, int64_t now_ns, struct fail *why);
struct bytes_out dial_say(struct dial *d); /* where the next thing to say goes */
/* Reads behind what is in d->in, at most that much. 0 nothing there, negative over. */
int dial_receive(struct dial *d, size_t most_bytes, int flags, struct fail *why);
int dial_refuse(struct dial *d, int64_t now_ns, struct fail *why); /* leg.text says why */
int dial_nonsense(struct fail *why, const char *what);

enum { DIAL_WAIT = 0, DIAL_THROUGH = 1 };
/* dial_socks.c, dial_http.c: one of DIAL_WAIT and DIAL_THROUGH, or negative. */
void dial_socks_ask(struct dial *d);
int dial_socks_turn(struct dial *d, int64_t now_ns, struct fail *why);
int dial_http_ask(struct dial *d, struct fail *why);
int dial_http_turn(struct dial *d, int64_t now_ns, struct fail *why);

#endif
