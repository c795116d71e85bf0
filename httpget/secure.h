/* secure: TLS over a connected socket, and all that is known of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_SECURE_H
#define PROBEKIT_HTTPGET_SECURE_H

#include "packets_facts.h"
#include "strbuf.h"
#include "tls.h"

enum { SECURE_MESSAGES = 32, SECURE_CHAIN = 8, SECURE_NAME = 48, SECURE_FIRST = 16 };

struct secure_message {
	int64_t at_ns;
	bool sent, alert;
	uint32_t bytes;
	uint64_t end;	 /* of its record, in its side's stream; 0 unknown */
	uint64_t packet; /* that record's last; 0 unknown */
	char name[SECURE_NAME];
};

struct secure_facts {
	struct tls_facts tls;
	struct secure_message messages[SECURE_MESSAGES];
	unsigned n_messages, n_placed; /* those whose packets were looked for */
	uint64_t from[2];	       /* by enum flow_side: where TLS begins in the stream */
	struct tls_certificate sent[SECURE_CHAIN], built[SECURE_CHAIN];
	unsigned n_sent, n_built;
	enum tls_ending ending;
	bool ticket;		     /* the server gave a session to resume */
	uint8_t first[SECURE_FIRST]; /* of what came, before TLS */
	unsigned n_first;
	struct strbuf *keys; /* where lines of a key log go; borrowed, NULL nowhere */
};

/* Takes the events that wait, all of the time at_ns. */
void secure_take_events(struct secure_facts *f, struct tls *t, int64_t at_ns);
/* What is known behind a handshake, also one that failed. */
void secure_take_facts(struct secure_facts *f, struct tls *t);
/* Whole days until a certificate ends; negative: since it ended. */
int64_t secure_days(const struct tls_certificate *c, int64_t now_s);

#endif
