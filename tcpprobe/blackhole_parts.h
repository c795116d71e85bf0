/* blackhole_parts: what the sources of blackhole share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_BLACKHOLE_PARTS_H
#define PROBEKIT_TCPPROBE_BLACKHOLE_PARTS_H

#include "blackhole.h"

enum blackhole_phase {
	BLACKHOLE_CONNECTING,
	BLACKHOLE_CHOOSING,
	BLACKHOLE_WAITING,
	BLACKHOLE_OVER
};

struct blackhole {
	struct blackhole_config c;
	struct dial *dial;
	int fd, flow; /* -1 none */
	enum blackhole_phase phase;
	struct mtu_search search;
	uint32_t header_bytes;		 /* IP and TCP, with the options of every segment */
	uint32_t most_bytes;		 /* of this connection */
	uint32_t path_mtu_bytes;	 /* as the kernel knew it when this connection stood */
	uint32_t kernel_mtu_bytes;	 /* and as it does now */
	uint64_t written;		 /* to this connection */
	uint64_t ends[MTU_SEARCH_SIZES]; /* where each size of the round ends in it */
	struct blackhole_round round;
	int64_t round_ns, progress_ns;
	uint64_t acked, again_before, again; /* again: at the last progress */
	struct blackhole_found found;
	bool tells; /* an event waits: */
	struct blackhole_event event;
};

enum blackhole_choice {
	BLACKHOLE_SENT,
	BLACKHOLE_NO_MORE, /* the search is over */
	BLACKHOLE_NO_ROOM  /* the peer's window takes no next size, which nobody reads there */
};
/* blackhole_round.c: writes the next sizes. */
enum blackhole_choice blackhole_choose(struct blackhole *b, int64_t now_ns);
/* Looks for acknowledgments; true when the round has ended. */
bool blackhole_watch(struct blackhole *b, int64_t now_ns);
/* blackhole_found.c: what limits the segments of the first connection. */
void blackhole_limits(struct blackhole *b, const struct dial_info *i, const struct flow *f);

#endif
