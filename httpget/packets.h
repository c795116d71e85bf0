/* packets: a connection's own packets, captured beside its socket, and what they tell of each
 * exchange. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_PACKETS_H
#define PROBEKIT_HTTPGET_PACKETS_H

#include "capflow.h"
#include "dial.h"
#include "lookup.h"
#include "packets_facts.h"

struct packets;

struct packets_config {
	const char *pcap; /* NULL none */
	const char *program;
};

/* While there is privilege and no sandbox; -EPERM without it. See capflow_open. */
int packets_open(struct packets **out, const struct packets_config *c, struct fail *why);
/* Puts the file in place; NULL is fine. */
int packets_close(struct packets *p, struct fail *why);
void packets_abandon(struct packets *p);	     /* without a file */
const char *packets_folder(const struct packets *p); /* for priv_drop; NULL none */
int packets_fd(const struct packets *p);	     /* for poll; -1 of NULL */

/* Takes what was captured by now. NULL is fine, here and below. */
void packets_turn(struct packets *p);
/* The attempts of a dial, bound and not tried yet: their first SYN is seen, too. */
void packets_dial(struct packets *p, const struct dial_attempt *a, unsigned n);
/* What was seen of an attempt, by its local port; false for nothing. */
bool packets_try(struct packets *p, uint16_t local_port, struct packets_tried *out);
/* From here on all is about the connection of that port, and all others are forgotten; 0 forgets
 * all. */
void packets_keep(struct packets *p, uint16_t local_port);
/* Waits, but not for long, for what is under way when a connection was closed. */
void packets_linger(struct packets *p);

/* What is taken from here on goes to f, too, which is begun anew; NULL: nowhere. */
void packets_follow(struct packets *p, struct packets_facts *f);
/* What is sent to name servers and comes from them goes to l, too; NULL: no more. */
void packets_lookup(struct packets *p, struct lookup *l);
/* The file's packets wait for the keys of a TLS session, which go before them; lines as a key log
 * has them. */
void packets_await_keys(struct packets *p);
void packets_keys(struct packets *p, struct bytes lines);
/* Where this exchange's request begins in what the connection sent. */
void packets_request(struct packets *p, uint64_t from);
/* How many bytes were seen of each side's stream. */
uint64_t packets_stream(const struct packets *p, enum flow_side side);
/* The packet in which a byte of a stream was first seen; false where it was not, or too long ago.
 */
bool packets_find(
	const struct packets *p, enum flow_side side, uint64_t offset, struct packets_place *out);
/* The same of the ACK that covers all of our stream up to offset. */
bool packets_acked(const struct packets *p, uint64_t offset, struct packets_place *out);

#endif
