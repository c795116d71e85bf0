/* ends: packet sockets at the ends of a link, and what each was told. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ENDS_H
#define PROBEKIT_ENDS_H

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "packet.h"
#include "wire.h"

enum { FRAME_BYTES = 9100, KINDS = 64 };

/* One end: what its wire told since it was last cleared. */
struct end {
	struct wire *w;
	unsigned sent, unsent, stamps, frames, links;
	uint64_t drops;
	int error, link_error;
	int64_t sent_ns, stamp_ns, came_ns;
	enum wire_kind kinds[KINDS];
	unsigned n_kinds;
	struct frame frame; /* the last one */
	uint8_t bytes[FRAME_BYTES];
};

static inline struct wire_config ends_config(const char *device)
{
	return (struct wire_config){.socket = WIRE_PACKET,
		.stamps = WIRE_STAMPS_ALL,
		.device = device,
		.burst = 64,
		.packet_bytes = 4096};
}

static inline bool ends_open(struct end *e, const struct wire_config *c)
{
	struct fail why = {0};

	*e = (struct end){.w = NULL};
	if (wire_open(&e->w, c, &why) >= 0)
		return true;
	printf("# %s\n", why.text);
	return false;
}

static inline void ends_note_frame(struct end *e, const struct wire_event *v)
{
	e->frames++;
	e->came_ns = v->at_ns;
	e->frame = v->frame;
	if (v->frame.bytes.left <= sizeof e->bytes)
		memcpy(e->bytes, v->frame.bytes.p, v->frame.bytes.left);
	e->frame.bytes.p = e->bytes;
}

static inline void ends_note(struct end *e, const struct wire_event *v)
{
	if (e->n_kinds < KINDS)
		e->kinds[e->n_kinds++] = v->kind;
	switch (v->kind) {
	case WIRE_SENT:
		e->sent++;
		e->sent_ns = v->at_ns;
		break;
	case WIRE_UNSENT:
		e->unsent++;
		e->error = v->error;
		break;
	case WIRE_STAMP:
		e->stamps++;
		e->stamp_ns = v->at_ns;
		break;
	case WIRE_FRAME:
		ends_note_frame(e, v);
		break;
	case WIRE_DROPS:
		e->drops += v->count;
		break;
	case WIRE_LINK:
		e->links++;
		e->link_error = v->error;
		break;
	case WIRE_ERROR:
		break;
	}
}

static inline int ends_turn(struct end *e)
{
	struct fail why = {0};
	struct wire_event v;
	int rc = wire_turn(e->w, &why);

	if (rc < 0)
		printf("# %s\n", why.text);
	while (rc >= 0 && wire_next(e->w, &v))
		ends_note(e, &v);
	return rc;
}

/* Turns until a count is reached, 30 seconds at most. */
static inline bool ends_until(struct end *e, const unsigned *count, unsigned wanted)
{
	int64_t end_ns = clock_now() + 30LL * CLOCK_SECOND;
	struct pollfd p = {.fd = wire_fd(e->w), .events = POLLIN};

	while (ends_turn(e) >= 0 && *count < wanted && clock_now() < end_ns)
		poll(&p, 1, 10);
	return *count >= wanted;
}

static inline void ends_clear(struct end *e)
{
	*e = (struct end){.w = e->w};
}

/* A frame of a type with so many bytes in all; n tags come first. */
static inline struct bytes ends_frame(uint8_t *space, unsigned tags, uint16_t type, size_t size)
{
	struct bytes_out o = bytes_to(space, FRAME_BYTES);
	struct eth h = {.destination = eth_broadcast,
		.source = {{2, 0, 0, 0, 0, 9}},
		.tags_n = (uint8_t)tags,
		.tags = {{tags == 2 ? ETH_TYPE_QINQ : ETH_TYPE_VLAN, 0xa123}, {ETH_TYPE_VLAN, 7}},
		.type = type};

	eth_put(&o, &h);
	bytes_put_zeros(&o, size - o.used);
	return bytes_written(&o);
}

static inline struct bytes ends_arp(uint8_t *space, unsigned tags)
{
	return ends_frame(space, tags, ETH_TYPE_ARP, 60);
}

static inline bool ends_put(struct end *e, uint64_t nth, struct bytes frame)
{
	return wire_put(e->w, (struct probe){0, nth}, frame, NULL) == 0;
}

#endif
