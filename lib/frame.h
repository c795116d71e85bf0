/* frame: what wire and capture both deliver. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_FRAME_H
#define PROBEKIT_FRAME_H

#include "addr.h"
#include "bytes.h"

enum frame_layer { FRAME_LINK, FRAME_IP, FRAME_TRANSPORT };

/* Who took a time: nobody, this program, or the kernel beside the driver. */
enum stamp { STAMP_NONE, STAMP_USER, STAMP_KERNEL };

struct frame {
	struct bytes bytes;	/* borrowed from who delivered it */
	uint32_t whole_bytes;	/* the length before it was cut to the buffer or snap length */
	enum frame_layer layer; /* what the bytes start with */
	int linktype;	  /* of FRAME_LINK: a LINKTYPE_ value (1 Ethernet, 276 Linux cooked v2) */
	uint8_t protocol; /* of FRAME_TRANSPORT: the IP protocol number */
	int16_t ttl, tos; /* beside the bytes where those do not hold them; -1 unknown */
	uint32_t ifindex; /* 0 unknown */
	struct addr from, to;	 /* of FRAME_TRANSPORT; ADDR_NONE unknown */
	struct bytes ip_options; /* of FRAME_TRANSPORT: the IPv4 header's options, borrowed */
	int64_t at_ns;		 /* CLOCK_MONOTONIC */
	enum stamp stamp;	 /* whose time that is */
	uint64_t number;	 /* counts what one source delivered, from 1 */
};

#endif
