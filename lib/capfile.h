/* capfile: a pcapng file of a run's own packets, which wait, in order, until their comments are
 * known. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CAPFILE_H
#define PROBEKIT_CAPFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "bytes.h"
#include "fail.h"
#include "pcapng.h"

struct capfile;
struct capfile_config {
	const char *path; /* "-" is standard output; borrowed */
	const char *application;
	uint16_t linktype; /* PCAPNG_ETHERNET, PCAPNG_RAW, or another LINKTYPE_ value */
	const char *device;
};

enum { CAPFILE_COMMENT = 200 };
struct capfile_packet {
	uint8_t *bytes; /* the file's; size of them, the caller fills them */
	size_t size;
	uint64_t nth; /* of a request: the caller's number, by which it is found again */
	int64_t realtime_ns;
	uint32_t whole_bytes; /* before it was cut to size; 0: it was not */
	bool request;	      /* sent by us */
	bool decided;	      /* its comment stands: it may be written */
	char comment[CAPFILE_COMMENT];
};

int capfile_open(struct capfile **out, const struct capfile_config *c, struct fail *why);
/* Of the rename at the end; NULL where there is none, or no file. */
const char *capfile_folder(const struct capfile *c);

/* A place for a packet of size bytes, all else zero; 1024 wait at most, then the first of them is
 * written as it is. NULL when memory is short. Valid until the next call. */
struct capfile_packet *capfile_hold(struct capfile *c, size_t size);
/* After p's time was set, and its comment if that is known: moves it to where it belongs and writes
 * what is decided, as far as it is the first; p is not valid any more. Packets are heard of in
 * another order: a request's stamp comes behind it, and replies are read behind requests that left
 * after they came. */
void capfile_settle(struct capfile *c, struct capfile_packet *p);

/* The same where the bytes stand ready. What was sent, its fate not known yet: */
void capfile_sent(struct capfile *c, uint64_t nth, struct bytes packet, int64_t realtime_ns,
	const char *comment);
/* What became of it, if it still waits; realtime 0: as it was given before. */
void capfile_decide(struct capfile *c, uint64_t nth, int64_t realtime_ns, const char *comment);
/* What was heard. */
void capfile_heard(
	struct capfile *c, struct bytes packet, int64_t realtime_ns, const char *comment);

/* Keys of TLS sessions (see pcapng_secrets), before all packets that still wait. */
void capfile_secrets(struct capfile *c, struct bytes lines);
/* What waits for its comment waits no longer. */
void capfile_release(struct capfile *c);

bool capfile_unread(const struct capfile *c); /* its reader went away; NULL is fine */
/* Writes all, renames the file into place and frees c; NULL is fine. -EPIPE when its reader went
 * away. */
int capfile_close(struct capfile *c, struct fail *why);
void capfile_abandon(struct capfile *c);

#endif
