/* capflow: a kernel connection's own packets, captured beside its socket: the segments with what
 * flow tells of each, the ICMP errors about them, and a pcapng file with a comment on every packet.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CAPFLOW_H
#define PROBEKIT_CAPFLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "addr.h"
#include "bytes.h"
#include "fail.h"
#include "flow.h"
#include "frame.h"

/* The order of calls: capflow_open while there is privilege and no sandbox; sockets are made and
 * bound (dial_open does both); capflow_add with their ports; only then connect(). Not even the SYN
 * is missed so. From then on, whenever capflow_fd is ready, capflow_next until it returns 0. After
 * the sockets were closed the last ACK of the peer is still on its way: go on for as long as the
 * flow's states say that something is due, and no longer than you like.
 *
 * Memory is bounded: nothing is kept of a packet but what flow keeps, and the file's packets are
 * written as they come. */

struct capflow;
struct clock_map;

enum { CAPFLOW_FLOWS = 32 };

struct capflow_config {
	const char *device;  /* NULL: every interface; a packet seen on several counts once */
	uint32_t snap_bytes; /* of each packet; 0: 256, or all of it with a file */
	uint32_t ring_bytes; /* 0: 2 MiB, or 32 MiB with a file */
	const char *pcap;    /* the file, "-" standard output; NULL none; borrowed until close */
	const char *program; /* for the file's header */
	bool hide_payload;   /* the file's packets end behind their headers */
};

/* Raises CAP_NET_RAW for as long as it takes (priv_begin and priv_drop are the caller's). -EPERM
 * without it: why says in one line what is missing and the command that gives it. -ENOENT where
 * libpcap is not installed. Takes some 10 ms; nothing is captured before capflow_add. */
int capflow_open(struct capflow **out, const struct capflow_config *c, struct fail *why);

/* Watches n more connections; their filter is in force when this returns. FLOW_OUT is this host's
 * end; its address may be unspecified, then the first segment tells it. Returns the number of the
 * first, the others' follow; -ENOSPC past CAPFLOW_FLOWS. Of connections that were watched already,
 * a packet that comes in this instant may be missed. Needs no privilege. */
int capflow_add(struct capflow *w, const struct flow_tuple *t, unsigned n, struct fail *why);
/* Delivers what is sent to name servers and what they answer, by UDP at port 53, or no more. */
int capflow_names(struct capflow *w, bool on, struct fail *why);
/* Whose FLOW_OUT port this is; -1 none. */
int capflow_find(const struct capflow *w, uint16_t local_port);
/* Its number is free again. */
void capflow_remove(struct capflow *w, unsigned flow);

enum capflow_kind { CAPFLOW_SEGMENT, CAPFLOW_ICMP, CAPFLOW_NAMES };
enum capflow_checksum {
	CAPFLOW_CHECKSUM_UNKNOWN, /* not all of the segment was captured */
	CAPFLOW_CHECKSUM_GOOD,
	CAPFLOW_CHECKSUM_OFFLOADED, /* left to the device, or merged by GRO: no fault */
	CAPFLOW_CHECKSUM_BAD,
};

/* An ICMP error that quotes one of the connection's segments. */
struct capflow_icmp {
	struct addr from;
	int16_t ttl; /* it came with; -1 unknown */
	uint8_t type, code;
	uint32_t mtu;	       /* of "fragmentation needed" and "packet too big"; 0 none */
	enum flow_side quoted; /* whose segment */
	bool has_sequence;     /* and its sequence number: */
	uint32_t sequence;
};

struct capflow_packet {
	enum capflow_kind kind;
	unsigned flow;		       /* the number capflow_add gave; not of CAPFLOW_NAMES */
	uint64_t number;	       /* from 1, in the file too; flow's events name it; 0 of
					  CAPFLOW_NAMES, which may be of others and is not in the file */
	int64_t at_ns, at_realtime_ns; /* one time, on both clocks */
	enum stamp stamp;
	uint32_t ifindex;
	uint32_t ip_bytes; /* the IP packet's length, as its header says */
	int16_t tos;
	bool dont_fragment; /* IPv4's DF; true of IPv6 */
	/* of CAPFLOW_SEGMENT: */
	struct flow_segment segment;
	struct bytes payload; /* as much of it as was captured; borrowed until the next call */
	uint32_t joined; /* how many segments of the MSS it stands for, by GRO or TSO; 1: itself */
	enum capflow_checksum checksum;
	const struct flow_event *events; /* borrowed until the next call */
	unsigned n_events;
	enum flow_state was[2], state[2]; /* of both ends, before it and behind it */
	/* of CAPFLOW_ICMP: */
	struct capflow_icmp icmp;
	/* of CAPFLOW_NAMES, with its payload: */
	struct addr source, destination;
	uint16_t source_port, destination_port;
};
/* 1 with the next packet, 0 when there is none now, -errno (-ENETDOWN). Never blocks. Frames that
 * our own capture dropped are told to all flows before it: see flow_event.doubtful. */
int capflow_next(struct capflow *w, struct capflow_packet *out, struct fail *why);
int capflow_fd(const struct capflow *w); /* for poll: POLLIN */

const struct flow *capflow_flow(const struct capflow *w, unsigned flow); /* borrowed; NULL none */
const struct flow_tuple *capflow_tuple(const struct capflow *w, unsigned flow); /* likewise */
uint64_t capflow_drops(const struct capflow *w);  /* of our own, as last read */
uint64_t capflow_copies(const struct capflow *w); /* seen again on another interface, left out */

/* From here on the file's packets wait, 1024 at most, until keys of a TLS session were written
 * before them; lines as SSLKEYLOGFILE has them, empty for none. Nothing without a file. */
void capflow_await_keys(struct capflow *w);
void capflow_keys(struct capflow *w, struct bytes lines);

/* The folder where capflow_close renames the file; NULL none, or no w. For priv_drop; borrowed. */
const char *capflow_folder(const struct capflow *w);
bool capflow_unread(const struct capflow *w); /* the file's reader went away; NULL is fine */
/* Puts the file in place and frees w. -EPIPE when its reader went away. */
int capflow_close(struct capflow *w, struct fail *why);
void capflow_abandon(struct capflow *w); /* without a file; NULL is fine */

#endif
