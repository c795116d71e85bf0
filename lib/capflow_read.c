/* capflow_read: a captured frame as a packet of a watched connection. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "capflow_parts.h"
#include "cksum.h"
#include "icmp.h"

enum { COPY_NS = 5000000, PROTOCOL_TCP = 6, PROTOCOL_UDP = 17, MSS_LEAST = 536 };

/* What makes a packet the same one, seen at another interface: all before the payload that no
 * interface changes. */
static uint32_t hash_of(const struct packet *p)
{
	const uint32_t parts[] = {p->has_ip4 ? p->ip4.id : p->ip6.flow_label, p->transport_bytes,
		p->tcp.sequence, p->tcp.acknowledgment,
		(uint32_t)p->tcp.flags << 16 | p->tcp.window,
		(uint32_t)p->tcp.source_port << 16 | p->tcp.destination_port, p->icmp.rest,
		p->has_tcp};
	uint32_t hash = 2166136261;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		hash = (hash ^ parts[i]) * 16777619;
	for (struct bytes o = p->tcp.options; o.left;)
		hash = (hash ^ bytes_u8(&o)) * 16777619;
	return hash;
}

/* A bond and its members, a VLAN and its trunk, a bridge and its ports each show a packet. */
static bool is_copy(struct capflow *w, const struct packet *p, uint32_t ifindex)
{
	uint32_t hash = hash_of(p);

	for (unsigned i = 0; i < CAPFLOW_RECENT; i++)
		if (w->recent[i].hash == hash && w->recent[i].ifindex &&
			w->recent[i].ifindex != ifindex)
			return true;
	w->recent[w->recent_at].hash = hash;
	w->recent[w->recent_at].ifindex = ifindex;
	w->recent_at = (w->recent_at + 1) % CAPFLOW_RECENT;
	return false;
}

/* What TSO left whole above may come cut below: on another interface at once it is a copy, later
 * the route has changed. */
static bool leaves_again(struct watched *f, const struct frame *frame)
{
	if (f->out_ifindex && f->out_ifindex != frame->ifindex &&
		frame->at_ns - f->out_ns < COPY_NS)
		return true;
	f->out_ifindex = frame->ifindex;
	f->out_ns = frame->at_ns;
	return false;
}

static bool is_ports(const struct flow_tuple *t, uint16_t from, uint16_t to, enum flow_side side)
{
	return t->port[side] == from && t->port[flow_other(side)] == to;
}

static bool is_end(struct addr *end, const struct addr *is)
{
	if (addr_is_unspecified(end))
		return end->family == ADDR_NONE || end->family == is->family;
	return addr_equal(end, is);
}

/* Whether ports and addresses are this connection's, sent by that side. */
static bool is_between(const struct flow_tuple *t, enum flow_side side, const struct addr *source,
	const struct addr *destination, const uint16_t ports[static 2])
{
	struct addr ends[2] = {t->addr[FLOW_OUT], t->addr[FLOW_IN]};

	return is_ports(t, ports[0], ports[1], side) && is_end(&ends[side], source) &&
	       is_end(&ends[flow_other(side)], destination);
}

static int find(const struct capflow *w, const struct addr *source, const struct addr *destination,
	const uint16_t ports[static 2], enum flow_side *side)
{
	for (unsigned i = 0; i < CAPFLOW_FLOWS; i++)
		for (*side = FLOW_OUT; w->flow[i] && *side <= FLOW_IN; ++*side)
			if (is_between(&w->flow[i]->tuple, *side, source, destination, ports))
				return (int)i;
	return -1;
}

static enum capflow_checksum checksum_of(const struct packet *p)
{
	const uint8_t *from = p->source.bytes, *to = p->destination.bytes;
	uint32_t sum;
	uint16_t partial;

	if (p->checksum_checked && p->checksum_ok)
		return CAPFLOW_CHECKSUM_GOOD;
	/* What is left to the device holds the pseudo-header's sum so far. */
	sum = p->has_ip4 ? cksum_pseudo4(from, to, (uint16_t)p->transport_bytes, PROTOCOL_TCP)
			 : cksum_pseudo6(from, to, p->transport_bytes, PROTOCOL_TCP);
	partial = (uint16_t)~cksum_finish(sum);
	if (p->tcp.checksum == partial)
		return CAPFLOW_CHECKSUM_OFFLOADED;
	return p->checksum_checked ? CAPFLOW_CHECKSUM_BAD : CAPFLOW_CHECKSUM_UNKNOWN;
}

static uint32_t joined(const struct flow *f, const struct flow_segment *s)
{
	struct flow_agreed agreed = flow_agreed(f);
	uint32_t mss = agreed.known ? agreed.mss[s->from] : 0;

	if (mss < MSS_LEAST || s->payload_bytes <= mss)
		return 1;
	if (agreed.timestamps)
		mss -= 12; /* the option's place is the data's (RFC 6691) */
	return (s->payload_bytes + mss - 1) / mss;
}

static void fill_common(struct capflow *w, int flow, const struct frame *f, const struct packet *p)
{
	struct capflow_packet *out = &w->packet;

	*out = (struct capflow_packet){.flow = (unsigned)flow,
		.number = ++w->packets,
		.at_ns = f->at_ns,
		.at_realtime_ns = clock_map_realtime(w->clock, f->at_ns),
		.stamp = f->stamp,
		.ifindex = f->ifindex,
		.ip_bytes = p->has_ip4 ? p->ip4.total_bytes
				       : (uint32_t)IP6_HEADER_BYTES + p->ip6.payload_bytes,
		.tos = p->tos,
		.dont_fragment = p->has_ip6 || p->ip4.dont_fragment,
		.joined = 1};
	w->frame = f->bytes;
	w->whole_bytes = f->whole_bytes;
	w->headers_bytes = f->bytes.left;
}

static void fill_states(enum flow_state to[static 2], const struct flow *f)
{
	to[FLOW_OUT] = f->end[FLOW_OUT].state;
	to[FLOW_IN] = f->end[FLOW_IN].state;
}

static bool read_segment(struct capflow *w, const struct frame *f, const struct packet *p)
{
	const uint16_t ports[2] = {p->tcp.source_port, p->tcp.destination_port};
	struct capflow_packet *out = &w->packet;
	struct flow_segment segment;
	enum flow_side side;
	struct watched *at;
	int flow = find(w, &p->source, &p->destination, ports, &side);

	if (flow < 0 || is_copy(w, p, f->ifindex)) {
		w->copies += flow >= 0;
		return false;
	}
	at = w->flow[flow];
	if (side == FLOW_OUT && leaves_again(at, f)) {
		w->copies++;
		return false;
	}
	at->tuple.addr[side] = p->source;
	at->tuple.addr[flow_other(side)] = p->destination;
	if (!flow_segment_of(&at->tuple, p, &segment))
		return false;
	fill_common(w, flow, f, p);
	out->kind = CAPFLOW_SEGMENT;
	out->segment = segment;
	out->payload = p->tcp_payload;
	out->checksum = checksum_of(p);
	if (p->tcp_payload.p)
		w->headers_bytes = (size_t)(p->tcp_payload.p - f->bytes.p);
	fill_states(out->was, &at->flow);
	flow_feed(&at->flow, &segment, f->at_ns, out->number);
	fill_states(out->state, &at->flow);
	out->joined = joined(&at->flow, &segment);
	out->events = w->event;
	while (out->n_events < FLOW_EVENTS && flow_next(&at->flow, &w->event[out->n_events]))
		out->n_events++;
	return true;
}

static bool read_error(struct capflow *w, const struct frame *f, const struct packet *p)
{
	const struct packet_quote *q = &p->quote;
	const uint16_t ports[2] = {q->source_port, q->destination_port};
	enum flow_side side;
	int flow;

	if (!q->present || q->protocol != PROTOCOL_TCP || !q->has_ports)
		return false;
	flow = find(w, &q->source, &q->destination, ports, &side);
	if (flow < 0 || is_copy(w, p, f->ifindex))
		return false;
	fill_common(w, flow, f, p);
	w->packet.kind = CAPFLOW_ICMP;
	fill_states(w->packet.was, &w->flow[flow]->flow);
	fill_states(w->packet.state, &w->flow[flow]->flow);
	w->packet.icmp = (struct capflow_icmp){.from = p->source,
		.ttl = p->ttl,
		.type = p->icmp.type,
		.code = p->icmp.code,
		.mtu = icmp_mtu(&p->icmp),
		.quoted = side,
		.has_sequence = q->tcp.depth >= TCP_SEQUENCE,
		.sequence = q->tcp.sequence};
	return true;
}

static bool read_names(struct capflow *w, const struct frame *f, const struct packet *p)
{
	enum { HEADER_BYTES = 8, NAMES_PORT = 53 };
	struct capflow_packet *out = &w->packet;
	struct bytes b = p->transport;

	*out = (struct capflow_packet){.kind = CAPFLOW_NAMES,
		.at_ns = f->at_ns,
		.at_realtime_ns = clock_map_realtime(w->clock, f->at_ns),
		.stamp = f->stamp,
		.ifindex = f->ifindex,
		.joined = 1,
		.source = p->source,
		.destination = p->destination,
		.source_port = bytes_u16(&b),
		.destination_port = bytes_u16(&b)};
	bytes_skip(&b, HEADER_BYTES - 4);
	out->payload = b;
	return !b.bad && !p->fragment &&
	       (out->source_port == NAMES_PORT || out->destination_port == NAMES_PORT);
}

bool capflow_read(struct capflow *w, const struct frame *f)
{
	struct packet p;

	packet_read(f, &p);
	if (p.has_tcp && !p.fragment)
		return read_segment(w, f, &p);
	if (w->names && p.protocol == PROTOCOL_UDP)
		return read_names(w, f, &p);
	return p.has_icmp && read_error(w, f, &p);
}
