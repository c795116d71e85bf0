/* pinger: echo requests over a wire, and what the wire said of each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PINGER_H
#define PROBEKIT_PINGER_H

#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "cksum.h"
#include "clock.h"
#include "packet.h"
#include "wire.h"

enum { PINGER_ID = 0x4711, PINGER_KINDS = 512 };

/* What was told of one request. */
struct told {
	int64_t sent_ns, stamp_ns, came_ns, came_user_ns;
	unsigned sent, unsent, stamps, frames;
	enum stamp how;
	int error;
};
struct pinger {
	struct wire *w;
	enum addr_family family;
	uint16_t id;
	struct addr to;
	struct told *told; /* of the first most requests */
	size_t most;
	uint8_t message[65536];
	/* over all requests */
	uint64_t sent, unsent, stamps, frames, reports, drops, strangers;
	enum wire_kind kinds[PINGER_KINDS]; /* of the first events */
	size_t n_kinds;
	struct frame frame; /* the last one, without its bytes */
	size_t frame_bytes;
	struct wire_report report; /* the last one */
	uint8_t quote[576], extensions[64];
};

static inline struct wire_config pinger_config(enum wire_socket socket, enum addr_family family)
{
	return (struct wire_config){.socket = socket,
		.family = family,
		.stamps = WIRE_STAMPS_ALL,
		.ttl = -1,
		.tos = -1,
		.pmtudisc = -1,
		.burst = 64,
		.packet_bytes = 64};
}

/* NULL when it cannot be opened. */
static inline struct pinger *pinger_open(const struct wire_config *c, size_t most)
{
	struct pinger *p = calloc(1, sizeof *p);
	struct fail why = {.error = 0};

	if (!p)
		abort();
	p->told = calloc(most + 1, sizeof *p->told);
	if (!p->told)
		abort();
	p->most = most;
	p->family = c->family;
	p->to = address(c->family == ADDR_V6 ? "::1" : "127.0.0.1");
	if (wire_open(&p->w, c, &why) < 0) {
		printf("# %s\n", why.text);
		free(p->told);
		free(p);
		return NULL;
	}
	p->id = c->socket == WIRE_RAW ? PINGER_ID : wire_id(p->w);
	return p;
}

static inline void pinger_close(struct pinger *p)
{
	wire_close(p->w);
	free(p->told);
	free(p);
}

/* The nth request with so much data, 8 bytes at least. */
static inline struct bytes pinger_message(struct pinger *p, uint64_t nth, size_t data_bytes)
{
	struct bytes_out o = bytes_to(p->message, sizeof p->message);
	uint16_t sum;

	bytes_put_u8(&o, p->family == ADDR_V6 ? 128 : 8);
	bytes_put_u8(&o, 0);
	bytes_put_u16(&o, 0);
	bytes_put_u16(&o, p->id);
	bytes_put_u16(&o, (uint16_t)(nth + 1));
	bytes_put_u64(&o, nth);
	bytes_put_zeros(&o, data_bytes - 8);
	sum = p->family == ADDR_V6 ? 0 : cksum_of(o.p, o.used);
	p->message[2] = (uint8_t)(sum >> 8);
	p->message[3] = (uint8_t)sum;
	return bytes_written(&o);
}

static inline int pinger_put_to(
	struct pinger *p, uint64_t nth, size_t data_bytes, const struct wire_to *to)
{
	return wire_put(p->w, (struct probe){0, nth}, pinger_message(p, nth, data_bytes), to);
}

static inline int pinger_put(struct pinger *p, uint64_t nth)
{
	const struct wire_to to = {.addr = p->to};

	return pinger_put_to(p, nth, 56, &to);
}

/* The request a frame answers; UINT64_MAX for another's. */
static inline uint64_t pinger_answered(const struct pinger *p, const struct frame *f)
{
	struct packet k;

	if (packet_read(f, &k) != PACKET_OK || !k.has_icmp ||
		icmp_class(&k.icmp) != ICMP_CLASS_ECHO_REPLY || k.icmp.id != p->id)
		return UINT64_MAX;
	return bytes_u64(&k.icmp.payload);
}

static inline void pinger_note_frame(struct pinger *p, const struct wire_event *e)
{
	uint64_t nth = pinger_answered(p, &e->frame);

	p->frame = e->frame;
	p->frame_bytes = e->frame.bytes.left;
	p->frame.bytes = (struct bytes){.p = NULL};
	if (nth >= p->most) {
		p->strangers++;
		return;
	}
	p->frames++;
	p->told[nth].frames++;
	p->told[nth].came_ns = e->at_ns;
	p->told[nth].came_user_ns = e->at_user_ns;
	p->told[nth].how = e->frame.stamp;
}

static inline void pinger_note_report(struct pinger *p, const struct wire_event *e)
{
	size_t n = e->report.quote.left < sizeof p->quote ? e->report.quote.left : sizeof p->quote;

	p->reports++;
	p->report = e->report;
	if (n)
		memcpy(p->quote, e->report.quote.p, n);
	p->report.quote = bytes_of(p->quote, n);
	n = e->report.extensions.left;
	n = n < sizeof p->extensions ? n : sizeof p->extensions;
	if (n)
		memcpy(p->extensions, e->report.extensions.p, n);
	p->report.extensions = bytes_of(p->extensions, n);
}

static inline void pinger_note(struct pinger *p, const struct wire_event *e)
{
	struct told *told = &p->told[e->probe.nth < p->most ? e->probe.nth : p->most];

	if (p->n_kinds < PINGER_KINDS)
		p->kinds[p->n_kinds++] = e->kind;
	switch (e->kind) {
	case WIRE_SENT:
		p->sent++;
		told->sent++;
		told->sent_ns = e->at_ns;
		break;
	case WIRE_UNSENT:
		p->unsent++;
		told->unsent++;
		told->error = e->error;
		break;
	case WIRE_STAMP:
		p->stamps++;
		told->stamps++;
		told->stamp_ns = e->at_ns;
		break;
	case WIRE_FRAME:
		pinger_note_frame(p, e);
		break;
	case WIRE_ERROR:
		pinger_note_report(p, e);
		break;
	case WIRE_DROPS:
		p->drops += e->count;
		break;
	case WIRE_LINK:
		break;
	}
}

static inline int pinger_turn(struct pinger *p)
{
	struct wire_event e;
	struct fail why = {.error = 0};
	int rc = wire_turn(p->w, &why);

	while (rc >= 0 && wire_next(p->w, &e))
		pinger_note(p, &e);
	return rc;
}

/* Turns until the counter has reached that much; false when it has not within 30 s. */
static inline bool pinger_until(struct pinger *p, const uint64_t *counter, uint64_t wanted)
{
	int64_t end_ns = clock_now() + 30 * (int64_t)CLOCK_SECOND;

	while (*counter < wanted && clock_now() < end_ns) {
		struct pollfd fd = {.fd = wire_fd(p->w), .events = POLLIN};

		poll(&fd, 1, 10);
		pinger_turn(p);
	}
	return *counter >= wanted;
}

/* Turns for a while in which nothing more should come. */
static inline void pinger_idle(struct pinger *p, int ms)
{
	int64_t end_ns = clock_now() + ms * (int64_t)CLOCK_MS;

	while (clock_now() < end_ns) {
		struct pollfd fd = {.fd = wire_fd(p->w), .events = POLLIN};

		poll(&fd, 1, 1);
		pinger_turn(p);
	}
}

#endif
