/* lab_port: Ethernet frames in and out of one interface through a packet socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_LAB_PORT_H
#define PROBEKIT_LAB_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "fail.h"

struct lab_port;

struct lab_frame {
	uint8_t *p; /* writable, borrowed until the next lab_port_next */
	size_t bytes;
	size_t whole_bytes;	  /* more than bytes when the ring's slot was too small */
	int64_t at_realtime_ns;	  /* the kernel's stamp */
	bool checksum_is_partial; /* an offload was left to do */
};

/* Opens the interface (promiscuous, own and outgoing frames left out) with a receive ring of that
 * many slots, each large enough for the interface's MTU. */
int lab_port_open(struct lab_port **out, const char *interface, unsigned slots, struct fail *why);
void lab_port_close(struct lab_port *p);
int lab_port_fd(const struct lab_port *p);
const struct mac *lab_port_mac(const struct lab_port *p);

bool lab_port_next(struct lab_port *p, struct lab_frame *out); /* false: the ring is empty */
/* Queues a copy; it leaves with the next flush or when the batch is full. */
void lab_port_put(struct lab_port *p, const uint8_t *frame, size_t bytes);
void lab_port_flush(struct lab_port *p);

struct lab_port_counts {
	uint64_t received, ring_full; /* since it was opened */
	uint64_t sent, refused;	      /* handed to the kernel, turned down by it */
};
void lab_port_count(struct lab_port *p, struct lab_port_counts *out);

#endif
