/* watch: who has which address on a link, and when that changes. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_WATCH_H
#define PROBEKIT_ARPING_WATCH_H

#include "packet.h"

enum watch_kind {
	WATCH_NEW,	 /* an address is heard of for the first time, or again after GONE */
	WATCH_CHANGED,	 /* another MAC has it now */
	WATCH_FLIP_FLOP, /* the MAC that had it before has it again */
	WATCH_DUPLICATE, /* another MAC has it while the one before is still heard */
	WATCH_GATEWAY,	 /* one of these three, of a default gateway's address */
	WATCH_MISMATCH,	 /* the message names another MAC than its frame came from */
	WATCH_GONE	 /* it was asked several times and is silent */
};
struct watch_event {
	enum watch_kind kind;
	struct addr addr;
	struct mac mac, before; /* before: what had it; for MISMATCH what sent the frame */
	bool has_before;
	int vlan; /* VLAN ID of the frame, -1 none */
	int64_t at_ns;
	int64_t last_ns; /* when the address was heard of before, INT64_MIN never */
};

struct watch_config {
	size_t most;		 /* addresses that are remembered; others are counted in beyond */
	int64_t both_ns;	 /* two MACs heard within it have the address both */
	int64_t quiet_ns;	 /* an address unheard this long is asked */
	int64_t ask_every_ns;	 /* a silent one again */
	int64_t gone_ns;	 /* and this long it is gone */
	struct addr gateways[4]; /* ADDR_NONE none */
	struct addr own[16];	 /* this host's; who else has one is a duplicate; ADDR_NONE none */
	struct mac mac;		 /* this host's, for those */
	const struct mac *macs;	 /* and what else it says so with, of other interfaces; borrowed */
	size_t macs_n;
	bool mute[2]; /* IPv4, IPv6: nobody of it can be asked */
	int vlan;     /* that alone counts, -1: frames without a tag; -2: all */
};

struct watch;
struct watch *watch_open(const struct watch_config *c); /* NULL when memory is short */
void watch_close(struct watch *w);

/* What a frame says; what comes of it is told by watch_next. ether: who sent it. */
void watch_feed(struct watch *w, const struct packet *p, int64_t at_ns);
/* Time passes: who was silent for too long is GONE. */
void watch_tick(struct watch *w, int64_t now_ns);
bool watch_next(struct watch *w, struct watch_event *out);
/* The address that is to be asked now, and whom; false when none is due. It counts as asked.
 */
bool watch_ask(struct watch *w, int64_t now_ns, struct addr *addr, struct mac *mac);
/* What watch_ask gave last could not be asked. */
void watch_unasked(struct watch *w);

struct watch_entry {
	struct addr addr;
	struct mac mac, before; /* before: as far as has_before */
	bool has_before, gone, mismatch_told;
	int64_t first_ns, last_ns, asked_ns;
	unsigned asks;	    /* since it was heard of */
	int64_t dispute_ns; /* when it was last told that two have it */
};
size_t watch_count(const struct watch *w);
uint64_t watch_beyond(const struct watch *w);
const struct watch_entry *watch_at(const struct watch *w, size_t i); /* NULL beyond */
/* What was known before, from a state file: no event. False when there is no room. */
bool watch_remember(struct watch *w, const struct addr *a, const struct mac *m, int64_t first_ns,
	int64_t last_ns);
const char *watch_name(enum watch_kind kind); /* "new", "flip-flop" ...; static */
/* One that is to worry: everything but NEW and GONE. */
bool watch_is_alarm(enum watch_kind kind);

#endif
