/* packets: a connection's own packets, captured beside its socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "packets.h"

#include <errno.h>
#include <stdlib.h>

#include "clock.h"
#include "wait_poll.h"

/* As many packets as a receive buffer may hold are looked up again. */
enum { RECENT = 8192, AGAIN_BYTES = 1 << 20, LINGER_NS = 100 * CLOCK_MS };

struct piece {
	uint64_t from, to; /* in its side's stream; of an ACK: to alone */
	struct packets_place at;
};

struct pieces {
	struct piece of[RECENT];
	uint64_t n; /* ever; the newest RECENT are there */
};

struct packets {
	struct capflow *watch;
	bool saves;
	int flow;	  /* -1 none is kept */
	uint64_t last[2]; /* offsets, to tell 32-bit numbers from each other */
	struct pieces data[2], acks;
	struct packets_tried tried[CAPFLOW_FLOWS];
	uint64_t drops;
	struct packets_facts *facts; /* borrowed; NULL none */
	struct lookup *lookup;	     /* borrowed; NULL none */
};

int packets_open(struct packets **out, const struct packets_config *c, struct fail *why)
{
	const struct capflow_config w = {.pcap = c->pcap, .program = c->program};
	struct packets *p = calloc(1, sizeof *p);
	int rc;

	if (!p)
		return fail_set(why, ENOMEM, "no memory for watching packets");
	p->flow = -1;
	p->saves = c->pcap;
	rc = capflow_open(&p->watch, &w, why);
	if (rc < 0) {
		free(p);
		return rc;
	}
	*out = p;
	return 0;
}

int packets_close(struct packets *p, struct fail *why)
{
	int rc;

	if (!p)
		return 0;
	packets_turn(p);
	rc = capflow_close(p->watch, why);
	free(p);
	return rc;
}

void packets_abandon(struct packets *p)
{
	if (!p)
		return;
	capflow_abandon(p->watch);
	free(p);
}

const char *packets_folder(const struct packets *p)
{
	return p ? capflow_folder(p->watch) : NULL;
}

int packets_fd(const struct packets *p)
{
	return p ? capflow_fd(p->watch) : -1;
}

static void add_piece(
	struct pieces *to, uint64_t from, uint64_t until, const struct capflow_packet *p)
{
	to->of[to->n++ % RECENT] = (struct piece){
		.from = from, .to = until, .at = {.at_ns = p->at_ns, .number = p->number}};
}

/* The 64-bit offset of a sequence number, near those seen last. UINT64_MAX before a SYN. */
static uint64_t offset_of(
	struct packets *p, const struct flow *flow, enum flow_side side, uint32_t sequence)
{
	const struct flow_end *end = &flow->end[side];
	int32_t step;

	if (!end->known)
		return UINT64_MAX;
	step = (int32_t)(sequence - (end->isn + 1 + (uint32_t)p->last[side]));
	if (step < 0 && (uint64_t) - (int64_t)step > p->last[side])
		return UINT64_MAX;
	return p->last[side] + (uint64_t)(int64_t)step;
}

static uint64_t take_stream(
	struct packets *p, const struct flow *flow, const struct capflow_packet *w)
{
	enum flow_side side = w->segment.from;
	uint64_t from = offset_of(p, flow, side, w->segment.sequence), acked;

	if (from != UINT64_MAX && w->segment.payload_bytes) {
		add_piece(&p->data[side], from, from + w->segment.payload_bytes, w);
		if (from + w->segment.payload_bytes > p->last[side])
			p->last[side] = from + w->segment.payload_bytes;
	}
	if (side == FLOW_IN && w->segment.flags & TCP_ACK) {
		acked = offset_of(p, flow, FLOW_OUT, w->segment.acknowledgment);
		if (acked != UINT64_MAX && acked)
			add_piece(&p->acks, w->segment.payload_bytes, acked, w);
	}
	return from;
}

static void take_try(
	struct packets_tried *t, const struct flow *flow, const struct capflow_packet *w)
{
	const struct packets_place at = {.at_ns = w->at_ns, .number = w->number};
	bool in = w->kind == CAPFLOW_ICMP || w->segment.from == FLOW_IN;

	if (!t->syn.number && !in)
		t->syn = at;
	if (!t->answer.number && in)
		t->answer = at;
	t->syns = flow->end[FLOW_OUT].syns;
	t->rtt_ns = flow->handshake_ns >= 0 ? flow->handshake_ns : INT64_MIN;
}

static void take_names(struct packets *p, const struct capflow_packet *w)
{
	if (p->lookup)
		lookup_take(p->lookup, &w->source, w->source_port, &w->destination,
			w->destination_port, w->payload, w->at_ns);
}

static void take_packet(struct packets *p, const struct capflow_packet *w)
{
	const struct flow *flow = capflow_flow(p->watch, w->flow);
	uint64_t offset = UINT64_MAX;

	if (!p->tried[w->flow].answer.number)
		take_try(&p->tried[w->flow], flow, w);
	if ((int)w->flow != p->flow)
		return;
	if (w->kind == CAPFLOW_SEGMENT)
		offset = take_stream(p, flow, w);
	if (p->facts)
		packets_facts_add(p->facts, flow, w, offset);
}

void packets_turn(struct packets *p)
{
	struct capflow_packet w;

	if (!p)
		return;
	while (capflow_next(p->watch, &w, NULL) > 0)
		(w.kind == CAPFLOW_NAMES ? take_names : take_packet)(p, &w);
	if (p->facts)
		p->facts->drops = capflow_drops(p->watch) - p->drops;
}

void packets_dial(struct packets *p, const struct dial_attempt *a, unsigned n)
{
	struct flow_tuple t[CAPFLOW_FLOWS];
	int first;

	if (!p)
		return;
	packets_keep(p, 0);
	n = n < CAPFLOW_FLOWS ? n : CAPFLOW_FLOWS;
	for (unsigned i = 0; i < n; i++)
		t[i] = (struct flow_tuple){
			.addr = {a[i].local, a[i].addr}, .port = {a[i].local_port, a[i].port}};
	first = n ? capflow_add(p->watch, t, n, NULL) : -1;
	for (unsigned i = 0; first >= 0 && i < n; i++)
		p->tried[(unsigned)first + i] = (struct packets_tried){
			.syn.at_ns = INT64_MIN, .answer.at_ns = INT64_MIN, .rtt_ns = INT64_MIN};
	/* With one attempt, which is the usual case, all of it is told from the SYN on. */
	p->flow = n == 1 ? first : -1;
}

bool packets_try(struct packets *p, uint16_t local_port, struct packets_tried *out)
{
	int i = p ? capflow_find(p->watch, local_port) : -1;

	if (i < 0 || !p->tried[i].syn.number)
		return false;
	*out = p->tried[i];
	return true;
}

void packets_keep(struct packets *p, uint16_t local_port)
{
	int keep;

	if (!p)
		return;
	packets_turn(p);
	keep = local_port ? capflow_find(p->watch, local_port) : -1;
	for (unsigned i = 0; i < CAPFLOW_FLOWS; i++)
		if ((int)i != keep)
			capflow_remove(p->watch, i);
	if (keep < 0) {
		p->last[FLOW_OUT] = p->last[FLOW_IN] = 0;
		p->data[FLOW_OUT].n = p->data[FLOW_IN].n = p->acks.n = 0;
	}
	p->flow = keep;
}

static bool is_over(const struct flow *f)
{
	enum flow_state out = f->end[FLOW_OUT].state, in = f->end[FLOW_IN].state;

	return (out == FLOW_CLOSED || out == FLOW_TIME_WAIT) &&
	       (in == FLOW_CLOSED || in == FLOW_TIME_WAIT);
}

void packets_linger(struct packets *p)
{
	int64_t end_ns = clock_now() + LINGER_NS, left_ns;
	const struct flow *f = p && p->flow >= 0 ? capflow_flow(p->watch, (unsigned)p->flow) : NULL;
	struct pollfd fd = {.fd = packets_fd(p), .events = POLLIN};

	if (!f || !p->saves)
		return;
	for (packets_turn(p); !is_over(f) && (left_ns = end_ns - clock_now()) > 0; packets_turn(p))
		wait_poll(&fd, 1, left_ns);
}

void packets_follow(struct packets *p, struct packets_facts *f)
{
	if (!p)
		return;
	packets_turn(p);
	if (f)
		packets_facts_init(f);
	p->drops = capflow_drops(p->watch);
	p->facts = f;
}

void packets_lookup(struct packets *p, struct lookup *l)
{
	if (!p)
		return;
	packets_turn(p);
	p->lookup = l;
	capflow_names(p->watch, l, NULL);
}

void packets_await_keys(struct packets *p)
{
	if (p)
		capflow_await_keys(p->watch);
}

void packets_keys(struct packets *p, struct bytes lines)
{
	if (p)
		capflow_keys(p->watch, lines);
}

void packets_request(struct packets *p, uint64_t from)
{
	if (!p || !p->facts)
		return;
	packets_turn(p);
	p->facts->request_from = from;
	p->facts->asked = true;
}

uint64_t packets_stream(const struct packets *p, enum flow_side side)
{
	return p ? p->last[side] : 0;
}

bool packets_find(
	const struct packets *p, enum flow_side side, uint64_t offset, struct packets_place *out)
{
	const struct pieces *d = p ? &p->data[side] : NULL;
	const struct piece *found = NULL;

	for (uint64_t i = d ? d->n : 0; i > 0 && i + RECENT > d->n; i--) {
		const struct piece *one = &d->of[(i - 1) % RECENT];

		if (one->from <= offset && offset < one->to)
			found = one; /* what came again was there before */
		else if (one->to + AGAIN_BYTES < offset)
			break;
	}
	if (found)
		*out = found->at;
	return found;
}

bool packets_acked(const struct packets *p, uint64_t offset, struct packets_place *out)
{
	const struct piece *found = NULL;

	for (uint64_t i = p ? p->acks.n : 0; i > 0 && i + RECENT > p->acks.n; i--) {
		const struct piece *one = &p->acks.of[(i - 1) % RECENT];

		if (one->to < offset)
			break;
		found = one;
	}
	if (found)
		*out = found->at;
	return found;
}
