/* wire: packets out and in by socket, with kernel stamps and the count of our own drops. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_WIRE_H
#define PROBEKIT_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "bytes.h"
#include "fail.h"
#include "frame.h"
#include "plan.h"

struct wire;
struct clock_map;
struct sock_filter;

enum wire_socket {
	WIRE_PING,
	WIRE_RAW,
	WIRE_PACKET /* whole frames, link header first, of one interface (packet(7)) */
};
/* What a packet socket is given; a filter in the config takes their place. */
enum wire_take {
	WIRE_TAKE_ARP = 1,
	WIRE_TAKE_ND = 2,   /* ICMPv6 133 to 137 (RFC 4861), right behind the IPv6 header */
	WIRE_TAKE_ECHO6 = 4 /* ICMPv6 echo replies */
};
enum { WIRE_GROUPS = 4 };
enum wire_stamps {
	WIRE_STAMPS_ALL,     /* a kernel TX stamp for every packet */
	WIRE_STAMPS_SAMPLED, /* for at most one packet a millisecond */
	WIRE_STAMPS_NONE     /* user time at both ends */
};

struct wire_config {
	enum wire_socket socket;
	enum addr_family family;
	uint8_t protocol; /* WIRE_RAW: an IP protocol number, 0 ICMP or ICMPv6. Of another one the
			     error queue tells every ICMP error. */
	enum wire_stamps stamps;
	struct addr source;	    /* bind to it; ADDR_NONE none */
	struct addr connect;	    /* connect to it; ADDR_NONE none */
	const char *device;	    /* bind to this interface, NULL none */
	uint32_t multicast_ifindex; /* 0 the route's */
	uint16_t id;		    /* WIRE_PING: the wanted identifier, 0 the kernel's choice */
	int ttl, tos;		    /* -1 the system's */
	int pmtudisc;		    /* IP_PMTUDISC_ value, -1 the system's */
	uint32_t mark;		    /* 0 none */
	uint32_t flow_label;	    /* IPv6, 20 bits; 0 the kernel's */
	bool flow_labels;	    /* IPv6: wire_to may give each packet one, without a lease */
	int send_buffer_bytes;	    /* 0 a size for burst packets */
	uint32_t burst;		    /* packets that may be outstanding: sizes the receive buffer */
	uint32_t unresolved;   /* packets that may wait here until a neighbour is found: sizes the
				  send buffer, as far as the kernel lets it; 0 is 32 */
	uint32_t packet_bytes; /* the largest packet expected */
	bool broadcast, debug, dont_route, no_multicast_loop;
	bool no_headers; /* the TTL, the TOS and the destination of what comes are not wanted: what
			    costs extra for them is left out */
	struct bytes ip_options; /* IPv4 options as IP_OPTIONS takes them */
	const struct sock_filter
		*filter; /* classic BPF, attached before any packet is taken; NULL none */
	size_t filter_size;
	/* WIRE_PACKET, where device must be set and family is ADDR_NONE: */
	unsigned take;			 /* enum wire_take together; 0 every frame */
	struct addr groups[WIRE_GROUPS]; /* IP multicast groups to be received; ADDR_NONE none */
	bool all_multicast, promiscuous; /* frames for others too */
	bool outgoing;			 /* also what others on this host send */
};

/* Opens the socket and sets every option. -EACCES, -EPERM when privilege is missing (try the other
 * kind); the sentence names the option that failed otherwise. Options the kernel lacks privilege
 * for but a run can do without (mark) are listed by wire_note. */
int wire_open(struct wire **out, const struct wire_config *c, struct fail *why);
void wire_close(struct wire *w);
int wire_fd(const struct wire *w); /* for poll: readable, or with an error queue */
enum wire_socket wire_socket(const struct wire *w);
uint16_t wire_id(const struct wire *w); /* WIRE_PING: the identifier in force (host order) */
/* Realtime against monotonic, sampled every turn; borrowed. */
const struct clock_map *wire_clock(const struct wire *w);
const char *wire_note(const struct wire *w); /* a warning from opening, NULL none */
int wire_buffer_bytes(const struct wire *w); /* the receive buffer the kernel granted */

/* A packet socket's frames have it all: it needs none. */
struct wire_to {
	struct addr addr;    /* destination, with zone */
	struct addr source;  /* per-packet source (packet info), ADDR_NONE none */
	int ttl;	     /* of this packet alone; 0 the socket's */
	uint32_t flow_label; /* IPv6: of this packet alone, 20 bits; 0 the socket's */
	bool confirm;	     /* the neighbour answered lately: MSG_CONFIRM */
};

/* Queues a packet (copied) for the next turn; -EAGAIN when 64 are queued: turn first. to may be
 * NULL for WIRE_PACKET. */
int wire_put(struct wire *w, struct probe id, struct bytes packet, const struct wire_to *to);
unsigned wire_room(struct wire *w); /* how many more packets may be queued */
/* Gives up what is queued and did not leave: it is told as UNSENT, ENOBUFS. When every event is
 * used up. */
void wire_give_up(struct wire *w);
/* Sends what is queued, samples the clocks, reads at most 64 frames, then the error queue. Never
 * blocks. Every event before is used up by then. -errno only where the socket cannot go on. */
int wire_turn(struct wire *w, struct fail *why);
/* The time up to which everything received was delivered: only so far may a loss be declared. */
int64_t wire_seen_ns(const struct wire *w);
bool wire_blocked(const struct wire *w); /* the send buffer is full: wait for POLLOUT */
/* The i-th of the probes that wait for it, after a turn; false from their number on. */
bool wire_held(const struct wire *w, unsigned i, struct probe *out);

/* All packets dropped at this socket's buffer so far, asked of the kernel now. */
uint64_t wire_drops(struct wire *w);

enum wire_kind {
	WIRE_SENT,   /* probe, at_ns (user time) */
	WIRE_UNSENT, /* probe, error: the kernel refused it; report.info: the MTU with EMSGSIZE, 0
			it did not say */
	WIRE_STAMP,  /* probe, at_ns: when the kernel gave it to the driver */
	WIRE_FRAME,  /* frame, at_user_ns */
	WIRE_ERROR,  /* from the error queue: report */
	WIRE_DROPS,  /* count more packets were dropped at our socket's buffer */
	WIRE_LINK    /* WIRE_PACKET: error: ENETDOWN the interface went down, ENODEV it is gone */
};
/* What the kernel's error queue said of a packet of ours (ip(7), IP_RECVERR). */
struct wire_report {
	bool local;		 /* from this host's stack, not from ICMP */
	int error;		 /* errno value */
	uint8_t type, code;	 /* of the ICMP error */
	uint32_t info;		 /* the MTU, for EMSGSIZE */
	struct addr offender;	 /* who sent the error, ADDR_NONE unknown */
	struct addr destination; /* of our packet */
	struct bytes
		quote; /* our packet from its transport header on, as far as quoted; borrowed */
	struct bytes
		extensions; /* behind it, where the message's length field says so (RFC 4884) */
	int16_t ttl, tos;   /* the ICMP error came with it, -1 unknown */
	enum stamp stamp;   /* who took the event's time */
};
struct wire_event {
	enum wire_kind kind;
	struct probe probe;
	int64_t at_ns;	    /* CLOCK_MONOTONIC */
	int64_t at_user_ns; /* FRAME: when it was read */
	int error;
	uint64_t count;
	struct frame frame; /* borrowed until the next turn */
	struct wire_report report;
};
/* SENT and UNSENT, then STAMP, then ERROR and FRAME in the order of their arrival, then DROPS and
 * LINK. A frame of WIRE_PACKET is whole, with the VLAN tag the kernel took out of it. */
bool wire_next(struct wire *w, struct wire_event *out);

#endif
