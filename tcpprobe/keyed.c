/* keyed: SYNs whose initial sequence numbers a key makes of whom they ask. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "keyed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "craft.h"
#include "patch.h"

enum { NS_PER_MS = 1000000, PACKET_MAX = 128 };

/* Probes that leave in one way differ in few fields. */
struct model {
	size_t size; /* 0: not built yet */
	uint8_t bytes[PACKET_MAX];
	struct patch_segment segment;
	/* What stands in it, for what stays need not be put again. */
	struct addr host;
	uint32_t time;
};
struct keyed {
	struct keyed_config c;
	struct craft *craft;
	uint32_t clock_start;
	struct model models[LEAVES];
};

int keyed_open(struct keyed **out, const struct keyed_config *c, struct fail *why)
{
	struct keyed *k = calloc(1, sizeof(*k));
	int rc;

	if (!k)
		return fail_set(why, ENOMEM, "no memory for the probes");
	k->c = *c;
	k->clock_start = (uint32_t)auth_tag(&c->key, "time", 4);
	rc = craft_open(&k->craft, why);
	if (rc < 0)
		keyed_close(k);
	else
		*out = k;
	return rc;
}

void keyed_close(struct keyed *k)
{
	if (!k)
		return;
	craft_close(k->craft);
	free(k);
}

static uint32_t sequence_of(
	const struct keyed *k, const struct addr *host, uint16_t port, uint16_t source_port)
{
	size_t n = addr_size(host);
	uint8_t over[16 + 2 * sizeof(port)];

	memcpy(over, &port, sizeof(port));
	memcpy(over + sizeof(port), &source_port, sizeof(port));
	memcpy(over + 2 * sizeof(port), host->bytes, n);
	return (uint32_t)auth_tag(&k->c.key, over, n + 2 * sizeof(port));
}

static int build_model(
	struct keyed *k, struct model *m, const struct keyed_probe *p, struct fail *why)
{
	const struct syn_fields fields = {.target = p->host,
		.source = p->leave->source,
		.ttl = k->c.ttl ? k->c.ttl : p->leave->own.ttl,
		.tos = k->c.tos};
	struct syn_packet packet;
	int rc = syn_packet_build(&packet, k->craft, &p->leave->own, &fields, why);

	if (rc < 0)
		return rc;
	memcpy(m->bytes, packet.whole.p, packet.whole.left);
	if (!patch_segment_of(&m->segment, m->bytes, packet.whole.left))
		return fail_set(why, EINVAL, "building a SYN");
	m->size = packet.whole.left;
	return 0;
}

int keyed_build(struct keyed *k, const struct keyed_probe *p, int64_t now_ns,
	struct syn_packet *out, struct fail *why)
{
	struct model *m = &k->models[p->leave_number];
	uint16_t from = k->c.ports[p->host.family == ADDR_V6][p->tried % k->c.n_ports];
	uint32_t time = (uint32_t)(now_ns / NS_PER_MS) + k->clock_start;
	int rc = m->size ? 0 : build_model(k, m, p, why);

	if (rc < 0)
		return rc;
	if (!addr_equal(&m->host, &p->host)) {
		patch_segment_destination(&m->segment, p->host.bytes);
		m->host = p->host;
	}
	if (m->time != time) {
		patch_segment_timestamp(&m->segment, time);
		m->time = time;
	}
	patch_segment_ports(&m->segment, from, p->port);
	patch_segment_sequence(&m->segment, sequence_of(k, &p->host, p->port, from));
	out->whole = bytes_of(m->bytes, m->size);
	out->segment = bytes_of(m->bytes + m->segment.tcp_at, m->size - m->segment.tcp_at);
	return 0;
}

/* Which try a source port is of; n_ports: of none. */
static unsigned try_of(const struct keyed *k, uint8_t family, uint16_t port)
{
	unsigned i = 0;

	while (i < k->c.n_ports && k->c.ports[family == ADDR_V6][i] != port)
		i++;
	return i;
}

/* What raw sockets give: an IPv4 packet, whole, or the segment of an IPv6 one. packet_read reads as
 * far as anybody wants, which at full rate is felt. */
static bool read_segment(const struct frame *f, struct tcp *t, struct keyed_answer *a)
{
	struct bytes b = f->bytes;
	struct ip4 header;

	a->host = f->from;
	a->ttl = f->ttl;
	if (f->layer == FRAME_IP) {
		if (!ip4_get(&b, &header) || header.protocol != IPPROTO_TCP)
			return false;
		a->host = header.source;
		a->ttl = header.ttl;
	}
	a->from = a->host;
	return f->layer != FRAME_LINK && tcp_get(&b, t);
}

struct keyed_answer keyed_match(const struct keyed *k, const struct frame *f)
{
	struct keyed_answer a = {.kind = SYN_NONE};
	struct tcp t;

	if (!read_segment(f, &t, &a))
		return a;
	a.tried = try_of(k, a.host.family, t.destination_port);
	if (a.tried == k->c.n_ports)
		return a;
	a.port = t.source_port;
	a.flags = t.flags;
	a.kind = syn_kind_of(&t, sequence_of(k, &a.host, a.port, t.destination_port));
	return a;
}

/* Eight bytes of the quote are enough: the ports, and the number that only we can make. */
struct keyed_answer keyed_match_report(const struct keyed *k, const struct wire_report *r)
{
	struct keyed_answer a = {.kind = SYN_NONE};
	struct bytes quote = r->quote;
	struct tcp t;

	if (r->local || !syn_is_final((enum addr_family)r->destination.family, r->type, r->code))
		return a;
	tcp_get(&quote, &t);
	if (t.depth < TCP_SEQUENCE)
		return a;
	a.tried = try_of(k, r->destination.family, t.source_port);
	if (a.tried == k->c.n_ports ||
		t.sequence != sequence_of(k, &r->destination, t.destination_port, t.source_port))
		return a;
	a.kind = SYN_REJECTED;
	a.host = r->destination;
	a.from = r->offender;
	a.port = t.destination_port;
	a.ttl = r->ttl;
	a.type = r->type;
	a.code = r->code;
	a.info = r->info;
	return a;
}
