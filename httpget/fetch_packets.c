/* fetch_packets: what the connection's packets tell of an exchange, and its times by them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "fetch_parts.h"

/* Without memory for it the exchange goes on unwatched. */
void fetch_watch(struct fetch *f)
{
	if (!f->c.link.packets || f->c.link.unix_path)
		return;
	if (!f->link)
		packets_keep(f->c.link.packets, 0);
	free(f->x->packets);
	f->x->packets = malloc(sizeof *f->x->packets);
	packets_follow(f->c.link.packets, f->x->packets);
	if (f->c.secure && !f->link)
		packets_await_keys(f->c.link.packets);
}

void fetch_watch_keys(struct fetch *f, struct strbuf *keys)
{
	packets_turn(f->c.link.packets);
	packets_keys(
		f->c.link.packets, keys->bad ? bytes_of(NULL, 0) : bytes_of(keys->p, keys->used));
	if (keys->p)
		explicit_bzero(keys->p, keys->used);
	strbuf_close(keys);
}

void fetch_watch_request(struct fetch *f, bool written)
{
	struct packets_facts *p = f->x->packets;

	if (!p || !f->link)
		return;
	if (!written) {
		packets_request(f->c.link.packets, link_sent(f->link));
		return;
	}
	f->request_to = link_sent(f->link);
	packets_turn(f->c.link.packets);
}

/* While the packets of its new messages are remembered. */
static void place_messages(struct fetch *f)
{
	struct secure_facts *s = f->x->tls;
	struct packets_place at;

	for (; s && s->n_placed < s->n_messages; s->n_placed++) {
		struct secure_message *m = &s->messages[s->n_placed];
		enum flow_side side = m->sent ? FLOW_OUT : FLOW_IN;

		if (!m->end || !packets_find(f->c.link.packets, side, m->end - 1, &at))
			continue;
		m->packet = at.number;
		m->at_ns = at.at_ns;
	}
}

void fetch_watch_secured(struct fetch *f)
{
	struct packets_place ours = {.at_ns = INT64_MIN}, theirs = ours;

	if (!f->x->packets)
		return;
	packets_turn(f->c.link.packets);
	place_messages(f);
	packets_find(f->c.link.packets, FLOW_OUT, link_sent(f->link) - 1, &ours);
	packets_find(f->c.link.packets, FLOW_IN, link_received(f->link), &theirs);
	if (theirs.at_ns > ours.at_ns)
		ours = theirs;
	if (ours.at_ns != INT64_MIN)
		f->x->secured_ns = ours.at_ns;
}

void fetch_watch_read(struct fetch *f, size_t n)
{
	struct packets_facts *p = f->x->packets;

	if (!p)
		return;
	packets_turn(f->c.link.packets);
	place_messages(f);
	f->read_to = link_received(f->link);
	if (!p->first.number && f->read_to >= n)
		packets_find(f->c.link.packets, FLOW_IN, f->read_to - n, &p->first);
}

void fetch_watch_sent(struct fetch *f, struct fetch_event *e)
{
	if (f->x->packets && f->request_to)
		packets_find(f->c.link.packets, FLOW_OUT, f->request_to - 1, &e->at);
}

/* What the parser has not eaten yet is behind it. */
void fetch_watch_span(struct fetch *f, struct fetch_event *e)
{
	const struct http_event *h = &e->event;
	uint64_t behind = f->x->http.offset - (h->offset + h->data.left) + f->in.left;

	if (f->x->packets && e->kind == FETCH_SPAN && f->read_to > behind)
		packets_find(f->c.link.packets, FLOW_IN, f->read_to - behind - 1, &e->at);
}

/* What a packet shows is when it passed; what the program knows is when it heard of it. */
static void correct(struct exchange *x)
{
	const struct packets_facts *p = x->packets;

	if (p->request_end.number)
		x->sent_ns = p->request_end.at_ns;
	if (p->acked.number)
		x->acked_ns = p->acked.at_ns;
	if (p->first.number)
		x->first_ns = p->first.at_ns;
	if (p->last.number)
		x->last_ns = p->last.at_ns;
	if (p->handshake_ns != INT64_MIN)
		x->rtt_ns = p->handshake_ns;
	if (p->rtt_ns != INT64_MIN && (x->rtt_ns == INT64_MIN || p->rtt_ns < x->rtt_ns))
		x->rtt_ns = p->rtt_ns;
}

void fetch_watch_end(struct fetch *f)
{
	struct packets *all = f->c.link.packets;
	struct packets_facts *p = f->x->packets;
	uint64_t left = f->in.left;

	if (!p)
		return;
	packets_turn(all);
	place_messages(f);
	packets_keys(all, bytes_of(NULL, 0));
	if (f->request_to) {
		packets_find(all, FLOW_OUT, f->request_to - 1, &p->request_end);
		packets_acked(all, f->request_to, &p->acked);
	}
	if (f->read_to > left)
		packets_find(all, FLOW_IN, f->read_to - left - 1, &p->last);
	p->acked_by_response = p->first.number && p->acked.number >= p->first.number;
	packets_facts_end(p, clock_now());
	correct(f->x);
	packets_follow(all, NULL);
}
