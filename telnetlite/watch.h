/* watch: the session's own packets, captured beside its socket: a ladder of them, records, a file.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_WATCH_H
#define PROBEKIT_TELNETLITE_WATCH_H

#include "capflow.h"
#include "dial.h"
#include "ladder.h"
#include "notice.h"
#include "records.h"
#include "wait.h"

struct watch_config {
	struct notice *notice; /* borrowed, as all is */
	struct records *records;
	const char *program, *pcap; /* pcap: NULL none */
	bool hide_payload;	    /* the file's packets end behind their headers */
	bool all;		    /* every packet is a line */
	bool ends;		    /* those that open and close the connection are */
};

struct watch {
	struct watch_config c;
	struct capflow *capflow; /* NULL: nothing is watched */
	struct wait *wait;
	struct ladder ladder;
	bool begun;
	int flow;	   /* the newest that said anything; -1 none */
	int followed;	   /* of the connection that is used; -1 not yet */
	char missing[200]; /* why nothing is watched though it was wanted; "" it is, or was not */
};

/* While there is privilege and no sandbox. Without privilege only a file is refused (-EPERM). */
int watch_open(struct watch *w, const struct watch_config *c, struct fail *why);
/* The attempts of a dial, bound and not tried yet: not even their SYN is missed. */
int watch_dial(struct watch *w, const struct dial *d, struct wait *wait, struct fail *why);
/* Takes and tells what was captured by now; nothing where nothing is watched, here and below. */
void watch_turn(struct watch *w);
/* The same until both ends are closed, for half a second at most; the socket is closed. */
void watch_linger(struct watch *w);
/* watch_linger is to wait for this connection's end. */
void watch_follow(struct watch *w, uint16_t local_port);
/* The story of the connection from that port; NULL none. */
const struct flow *watch_flow(const struct watch *w, uint16_t local_port);
const char *watch_folder(const struct watch *w); /* for priv_drop; NULL none */
/* Puts the file in place. */
int watch_close(struct watch *w, struct fail *why);

#endif
