/* packet: walks a frame once, and the packet quoted in an ICMP error. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PACKET_H
#define PROBEKIT_PACKET_H

#include "arp.h"
#include "eth.h"
#include "frame.h"
#include "icmp.h"
#include "ip4.h"
#include "ip6.h"
#include "ndp.h"
#include "tcp.h"

/* How a frame was wrong, or that it was not. */
enum packet_state {
	PACKET_OK,
	PACKET_CUT,	 /* it ends before a header it promises */
	PACKET_MALFORMED /* a length or version that cannot be, or a link type not known here */
};

/* The packet an ICMP error quotes: RFC 792 guarantees its IP header and 8 bytes. */
struct packet_quote {
	bool present; /* and its IP header whole, with options; extension headers may be cut */
	struct addr source, destination;
	uint8_t protocol, ttl, tos;
	uint16_t ip_id;		/* IPv4 */
	uint32_t flow_label;	/* IPv6 */
	struct bytes transport; /* what is quoted of the transport; may be under 8 bytes */
	bool has_ports;		/* 4 bytes of it at least: */
	uint16_t source_port, destination_port;
	bool has_echo; /* an ICMP echo request with id and sequence */
	uint16_t echo_id, echo_sequence;
	struct bytes echo_payload; /* what is quoted behind the echo's header */
	struct tcp tcp;		   /* of TCP, as deep as it is quoted */
};

struct packet {
	enum packet_state state;
	struct addr source, destination; /* ADDR_NONE unknown */
	int16_t ttl, tos;		 /* -1 unknown */
	uint8_t protocol;
	bool has_ip4, has_ip6; /* which of the two below is filled */
	struct ip4 ip4;
	struct ip6 ip6;
	bool fragment; /* part of a fragmented packet; transport is set for the first only */
	struct bytes transport;	  /* from the transport header to the end the IP header gives */
	bool transport_cut;	  /* the frame ends before that: */
	uint32_t transport_bytes; /* what the IP header gives it */
	bool has_icmp;
	bool checksum_checked; /* of ICMP and TCP; false where it cannot be known: cut, or a piece
				  of pseudo-header missing */
	bool checksum_ok;
	struct icmp icmp;
	struct packet_quote quote;
	bool has_tcp; /* its header is whole; otherwise see tcp.depth */
	struct tcp tcp;
	struct bytes tcp_payload; /* as much of it as the frame holds */
	bool has_ndp;	/* an ND message without fault (checksum and ndp_check are the caller's) */
	struct ndp ndp; /* where has_icmp and the type is one of ND's: its fault, if any */
	bool has_arp;	/* an ARP packet without fault */
	struct arp arp; /* where the ethertype is ARP's: its fault, if any */
	bool has_eth;	/* of an Ethernet frame: */
	struct eth eth;
	uint16_t ethertype;   /* of FRAME_LINK, behind any tags and SNAP header; 0 of plain 802.3 */
	struct bytes network; /* of FRAME_LINK: what the ethertype says it is */
	bool has_vlan;
	uint16_t vlan; /* the outer tag's TCI */
};

/* Fills out (views borrow from f) and returns its state. What was found before a frame went wrong
 * stays filled. Link-local IPv6 addresses get the frame's interface as their zone. */
enum packet_state packet_read(const struct frame *f, struct packet *out);
/* Where m quotes a packet, IP header first and without what RFC 4884 appends; an empty view where
 * it quotes none. */
struct bytes packet_quoted(const struct icmp *m);
/* Reads a quoted datagram (as the kernel's error queue or an ICMP error holds it), IP header first.
 */
bool packet_read_quote(struct bytes b, enum addr_family family, struct packet_quote *out);

#endif
