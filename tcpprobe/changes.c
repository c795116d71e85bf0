/* changes: what middleboxes changed of a SYN on its way, by what the routers' ICMP errors quote of
 * it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "changes.h"

enum { ECN_BITS = 3, DSCP_SHIFT = 2, PROTOCOL_TCP = 6 };

static void set(struct sight *s, enum sight_field field, uint32_t value)
{
	s->seen |= UINT32_C(1) << field;
	s->value[field] = value;
}

static bool sees(const struct sight *s, enum sight_field field)
{
	return s->seen >> field & 1;
}

/* An option that is not there is known to be missing only where the list is whole. */
static void set_option(
	struct sight *s, enum sight_field field, bool present, uint32_t value, bool whole)
{
	if (present)
		set(s, field, value);
	else if (whole)
		set(s, field, SIGHT_ABSENT);
}

static bool is_known_option(uint8_t kind)
{
	return kind == TCP_OPTION_END || kind == TCP_OPTION_NOP || kind == TCP_OPTION_MSS ||
	       kind == TCP_OPTION_WINDOW_SCALE || kind == TCP_OPTION_SACK_PERMITTED ||
	       kind == TCP_OPTION_TIMESTAMPS;
}

static void set_options(struct sight *s, const struct tcp *t, uint32_t timestamp)
{
	struct tcp_options o;
	bool whole = tcp_options_get(t->options, &o) && t->depth == TCP_WHOLE;
	uint32_t others = 0;

	for (unsigned i = 0; i < o.n_kinds; i++)
		others += !is_known_option(o.kinds[i]);
	set_option(s, SIGHT_MSS, o.has_mss, o.mss, whole);
	set_option(s, SIGHT_WINDOW_SCALE, o.has_window_scale, o.window_scale, whole);
	set_option(s, SIGHT_SACK_PERMITTED, o.sack_permitted, 1, whole);
	set_option(s, SIGHT_TIMESTAMPS, o.has_timestamps, o.timestamp - timestamp, whole);
	if (whole)
		set(s, SIGHT_OTHERS, others);
}

static void set_segment(struct sight *s, const struct tcp *t, uint32_t sequence, uint32_t timestamp)
{
	s->depth = t->depth;
	if (t->depth >= TCP_PORTS) {
		set(s, SIGHT_SOURCE_PORT, t->source_port);
		set(s, SIGHT_DESTINATION_PORT, t->destination_port);
	}
	if (t->depth >= TCP_SEQUENCE)
		set(s, SIGHT_SEQUENCE, t->sequence - sequence);
	if (t->depth < TCP_FIXED)
		return;
	set(s, SIGHT_FLAGS, t->flags);
	set(s, SIGHT_WINDOW, t->window);
	set_options(s, t, timestamp);
}

static void set_header(
	struct sight *s, const struct addr *source, const struct addr *destination, unsigned tos)
{
	s->source = *source;
	s->destination = *destination;
	s->seen |= 1U << SIGHT_SOURCE | 1U << SIGHT_DESTINATION;
	set(s, SIGHT_DSCP, tos >> DSCP_SHIFT);
	set(s, SIGHT_ECN, tos & ECN_BITS);
}

bool sight_of_packet(struct sight *out, struct bytes packet, enum addr_family family,
	uint32_t *sequence, uint32_t *timestamp)
{
	struct packet_quote q;
	struct tcp_options o;

	*out = (struct sight){0};
	if (!packet_read_quote(packet, family, &q) || q.protocol != PROTOCOL_TCP ||
		q.tcp.depth != TCP_WHOLE)
		return false;
	tcp_options_get(q.tcp.options, &o);
	*sequence = q.tcp.sequence;
	*timestamp = o.timestamp;
	sight_of_quote(out, &q, *sequence, *timestamp);
	set(out, SIGHT_CHECKSUM, 0);
	if (!q.flow_label)
		out->seen &= ~(1U << SIGHT_FLOW_LABEL);
	if (addr_is_unspecified(&q.source))
		out->seen &= ~(1U << SIGHT_SOURCE);
	return true;
}

void sight_of_quote(
	struct sight *out, const struct packet_quote *q, uint32_t sequence, uint32_t timestamp)
{
	*out = (struct sight){0};
	if (!q->present || q->protocol != PROTOCOL_TCP)
		return;
	set_header(out, &q->source, &q->destination, q->tos);
	if (q->source.family == ADDR_V6)
		set(out, SIGHT_FLOW_LABEL, q->flow_label);
	set_segment(out, &q->tcp, sequence, timestamp);
	/* Of a segment with data a quote may be cut anywhere; a SYN has none. */
	if (q->tcp.depth == TCP_WHOLE && q->tcp.header_bytes == q->transport.left)
		set(out, SIGHT_CHECKSUM,
			tcp_checksum(&q->source, &q->destination, q->transport) != 0);
}

void sight_of_segment(struct sight *out, struct bytes segment)
{
	struct tcp_options o;
	struct tcp t;

	*out = (struct sight){0};
	tcp_get(&segment, &t);
	tcp_options_get(t.options, &o);
	set_segment(out, &t, t.sequence, o.timestamp);
	out->seen &= ~(1U << SIGHT_SOURCE_PORT | 1U << SIGHT_SEQUENCE);
}

static bool differs(const struct sight *a, const struct sight *b, enum sight_field field)
{
	if (!sees(a, field) || !sees(b, field))
		return false;
	if (field == SIGHT_SOURCE)
		return !addr_equal(&a->source, &b->source);
	if (field == SIGHT_DESTINATION)
		return !addr_equal(&a->destination, &b->destination);
	return a->value[field] != b->value[field];
}

/* The last hop before this one that knows the field, 0 this host. */
static unsigned before(const struct sight *hops, unsigned hop, enum sight_field field)
{
	while (--hop && !sees(&hops[hop - 1], field))
		;
	return hop;
}

bool change_next(struct change *at, const struct sight *sent, const struct sight *hops, unsigned n)
{
	unsigned hop = at->hop ? at->hop : 1;
	unsigned field = at->hop ? (unsigned)at->field + 1 : 0;

	for (; hop <= n; hop++, field = 0)
		for (; field < SIGHT_FIELDS; field++) {
			enum sight_field f = (enum sight_field)field;
			unsigned good = before(hops, hop, f);
			const struct sight *was = good ? &hops[good - 1] : sent;
			const struct sight *is = &hops[hop - 1];

			if (!differs(was, is, f))
				continue;
			*at = (struct change){.field = f,
				.before = good,
				.hop = hop,
				.was = was->value[f],
				.is = is->value[f]};
			at->was_addr = f == SIGHT_SOURCE ? was->source : was->destination;
			at->is_addr = f == SIGHT_SOURCE ? is->source : is->destination;
			return true;
		}
	return false;
}

bool change_translates(const struct change *c)
{
	return c->field <= SIGHT_DESTINATION_PORT;
}

unsigned sight_last_whole(const struct sight *hops, unsigned n)
{
	while (n && hops[n - 1].depth != TCP_WHOLE)
		n--;
	return n;
}
