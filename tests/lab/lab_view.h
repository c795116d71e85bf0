/* lab_view: what a rule can ask of a frame. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_LAB_VIEW_H
#define PROBEKIT_LAB_VIEW_H

#include <stdint.h>
#include <stdio.h>

#include "addr.h"
#include "icmp.h"

enum { LAB_ETHER_BYTES = 14 };
enum { LAB_IP4 = 0x0800, LAB_ARP = 0x0806, LAB_IP6 = 0x86dd, LAB_VLAN = 0x8100 };
enum { LAB_FIN = 1, LAB_SYN = 2, LAB_RST = 4, LAB_PSH = 8, LAB_ACK = 16, LAB_URG = 32 };

/* Offsets count from the frame's first byte and are 0 where there is no such layer. */
struct lab_view {
	const uint8_t *p; /* borrowed */
	size_t bytes;
	struct mac to_mac, from_mac;
	uint16_t ethertype; /* behind the tag, if there is one */
	bool has_vlan;
	uint16_t vlan;	      /* the tag's TCI */
	struct addr from, to; /* of ARP: the sender's and the target's protocol address */
	uint8_t ttl, tos, protocol;
	bool fragment;	     /* a part of a packet, the first or */
	bool later_fragment; /* one without a transport header */
	size_t ip_at, l4_at, data_at, end_at;
	uint16_t arp_op;
	struct mac arp_sender;
	bool has_icmp, has_ports;
	struct icmp icmp;
	uint16_t source_port, destination_port;
	uint32_t tcp_seq, tcp_ack;
	uint8_t tcp_flags;
};

/* Reads an Ethernet frame; what cannot be read stays 0. */
void lab_view_read(struct lab_view *v, const uint8_t *p, size_t bytes);
/* Prints "kind=icmp type=8 ... bytes=98": what the logs show of a frame. */
void lab_view_print(const struct lab_view *v, FILE *to);
/* Makes the IP header's and the transport's checksum right; p is the frame v was read from. */
void lab_view_checksum(const struct lab_view *v, uint8_t *p);

#endif
