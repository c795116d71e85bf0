/* watch: a kernel connection's own packets, captured beside its socket: the segments with what flow
 * tells of each, the ICMP errors about them, and a pcapng file with a comment on every packet. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_WATCH_H
#define PROBEKIT_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "bytes.h"
#include "fail.h"
#include "flow.h"
#include "frame.h"

/* The order of calls: watch_open while there is privilege and no sandbox; sockets are made and
 * bound (dial_open does both); watch_add with their ports; only then connect(). Not even the SYN is
 * missed so. From then on, whenever watch_fd is ready, watch_next until it returns 0. After the
 * sockets were closed the last ACK of the peer is still on its way: go on for as long as the flow's
 * states say that something is due, and no longer than you like.
 *
 * Memory is bounded: nothing is kept of a packet but what flow keeps, and the file's packets are
 * written as they come. */

struct watch;
struct clock_map;

enum { WATCH_FLOWS = 32 };

struct watch_config {
	const char *device;  /* NULL: every interface; a packet seen on several counts once */
	uint32_t snap_bytes; /* of each packet; 0: 256, or all of it with a file */
	uint32_t ring_bytes; /* 0: 2 MiB, or 32 MiB with a file */
	const char *pcap;    /* the file, "-" standard output; NULL none; borrowed until close */
	const char *program; /* for the file's header */
	bool hide_payload;   /* the file's packets end behind their headers */
};

/* Raises CAP_NET_RAW for as long as it takes (priv_begin and priv_drop are the caller's). -EPERM
 * without it: why says in one line what is missing and the command that gives it. -ENOENT where
 * libpcap is not installed. Takes some 10 ms; nothing is captured before watch_add. */
int watch_open(struct watch **out, const struct watch_config *c, struct fail *why);

/* Watches n more connections; their filter is in force when this returns. FLOW_OUT is this host's
 * end; its address may be unspecified, then the first segment tells it. Returns the number of the
 * first, the others' follow; -ENOSPC past WATCH_FLOWS. Of connections that were watched already, a
 * packet that comes in this instant may be missed. Needs no privilege. */
int watch_add(struct watch *w, const struct flow_tuple *t, unsigned n, struct fail *why);
/* Whose FLOW_OUT port this is; -1 none. */
int watch_find(const struct watch *w, uint16_t local_port);
/* Its number is free again. */
void watch_remove(struct watch *w, unsigned flow);

enum watch_kind { WATCH_SEGMENT, WATCH_ICMP };
enum watch_checksum {
	WATCH_CHECKSUM_UNKNOWN, /* not all of the segment was captured */
	WATCH_CHECKSUM_GOOD,
	WATCH_CHECKSUM_OFFLOADED, /* left to the device, or merged by GRO: no fault */
	WATCH_CHECKSUM_BAD,
};

/* An ICMP error that quotes one of the connection's segments. */
struct watch_icmp {
	struct addr from;
	int16_t ttl; /* it came with; -1 unknown */
	uint8_t type, code;
	uint32_t mtu;	       /* of "fragmentation needed" and "packet too big"; 0 none */
	enum flow_side quoted; /* whose segment */
	bool has_sequence;     /* and its sequence number: */
	uint32_t sequence;
};

struct watch_packet {
	enum watch_kind kind;
	unsigned flow;		       /* the number watch_add gave */
	uint64_t number;	       /* from 1, in the file too; flow's events name it */
	int64_t at_ns, at_realtime_ns; /* one time, on both clocks */
	enum stamp stamp;
	uint32_t ifindex;
	uint32_t ip_bytes; /* the IP packet's length, as its header says */
	int16_t tos;
	bool dont_fragment; /* IPv4's DF; true of IPv6 */
	/* of WATCH_SEGMENT: */
	struct flow_segment segment;
	struct bytes payload; /* as much of it as was captured; borrowed until the next call */
	uint32_t joined; /* how many segments of the MSS it stands for, by GRO or TSO; 1: itself */
	enum watch_checksum checksum;
	const struct flow_event *events; /* borrowed until the next call */
	unsigned n_events;
	enum flow_state was[2], state[2]; /* of both ends, before it and behind it */
	/* of WATCH_ICMP: */
	struct watch_icmp icmp;
};
/* 1 with the next packet, 0 when there is none now, -errno (-ENETDOWN). Never blocks. Frames that
 * our own capture dropped are told to all flows before it: see flow_event.doubtful. */
int watch_next(struct watch *w, struct watch_packet *out, struct fail *why);
int watch_fd(const struct watch *w); /* for poll: POLLIN */

const struct flow *watch_flow(const struct watch *w, unsigned flow); /* borrowed; NULL none */
const struct flow_tuple *watch_tuple(const struct watch *w, unsigned flow); /* likewise */
/* Ends the story of one: the events that are left, n of them, borrowed until the next call. */
const struct flow_event *watch_finish(struct watch *w, unsigned flow, unsigned *n);
uint64_t watch_drops(const struct watch *w);  /* of our own, as last read */
uint64_t watch_copies(const struct watch *w); /* seen again on another interface, left out */
const struct clock_map *watch_clock(const struct watch *w); /* borrowed */

/* The folder where watch_close renames the file; NULL none. For priv_drop; borrowed. */
const char *watch_folder(const struct watch *w);
bool watch_unread(const struct watch *w); /* the file's reader went away */
/* Puts the file in place and frees w. -EPIPE when its reader went away. */
int watch_close(struct watch *w, struct fail *why);
void watch_abandon(struct watch *w); /* without a file; NULL is fine */

#endif
