/* ping_probe: what comes back, as sockets give it. The first byte says what the input is laid over:
 * nothing, a reply, an error, an entry of the error queue; the second which probe, the next two how
 * much of it is left. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "echoes.h"
#include "must.h"

enum {
	SENT = 70000,
	V6 = 1,
	RAW = 2,
	BASE = 12,
	BASE_REPLY = 4,
	BASE_ERROR = 8,
	BASE_QUEUE = 12,
	SIZE = 48,
	SEALED = 64,
	CUT = 128
};

/* A target for each family and size of data, asked once for the whole run. */
static struct echoes *target(uint8_t how)
{
	static const size_t sizes[] = {0, 8, 16, 56};
	static struct echoes all[2][4];
	struct echoes *s = &all[how & V6][(how & SIZE) / 16];

	if (!s->echo)
		*s = echoes_open(how & V6 ? ADDR_V6 : ADDR_V4, sizes[(how & SIZE) / 16], SENT);
	return s;
}

static struct exact base(const struct echoes *s, uint8_t how, uint8_t nth)
{
	const struct icmp head = {
		.family = (enum addr_family)s->c.target.family, .type = echoes_six(s) ? 1 : 3};
	uint64_t n = nth < 128 ? nth : (uint64_t)(SENT - 256 + nth);
	struct exact request, out;

	switch (how & BASE) {
	case BASE_REPLY:
		return echoes_reply(s, n);
	case BASE_ERROR:
		request = echoes_request(s, n);
		out = echoes_error(s, &s->self, &head, request.view, bytes_of("", 0));
		free(request.block);
		return out;
	case BASE_QUEUE:
		return echoes_request(s, n);
	default:
		return exact("", 0);
	}
}

/* The first n_bytes of from with the mask over them; the mask alone where from is shorter. */
static struct exact laid_over(struct bytes from, struct bytes mask, size_t n_bytes)
{
	size_t size = from.left < n_bytes ? from.left : n_bytes;
	struct exact out;
	uint8_t *p;

	if (size < mask.left)
		size = mask.left;
	p = calloc(1, size + 1);
	must(p);
	memcpy(p, from.p, from.left < size ? from.left : size);
	for (size_t i = 0; i < mask.left; i++)
		p[i] ^= mask.p[i];
	out = exact(p, size);
	free(p);
	return out;
}

static void must_be_tagged(const struct echoes *s, const struct match *m)
{
	struct bytes request = probe_build(s->maker, m->probe);
	size_t size = s->c.data_bytes, head = size >= 16 ? 16 : size >= 8 ? 8 : 0;

	must(m->has_probe && m->probe.nth < SENT && !m->probe.lane);
	must(m->id == s->c.id && m->sequence == probe_sequence(s->echo, m->probe));
	must(m->data.left >= head);
	must(!memcmp(m->data.p, request.p + ICMP_HEADER_BYTES, head));
	must(head || addr_equal(&m->from, &s->c.target));
}

static void must_be_whole(const struct echoes *s, const struct match *m)
{
	struct bytes request = probe_build(s->maker, m->probe);
	size_t n = m->data.left < s->c.data_bytes ? m->data.left : s->c.data_bytes;

	must(!m->checksum_bad && m->wrong_at == SIZE_MAX);
	must(m->truncated == (m->data.left < s->c.data_bytes));
	must(!memcmp(m->data.p, request.p + ICMP_HEADER_BYTES, n));
}

static void must_match(const struct echoes *s, const struct match *m, struct bytes whole)
{
	must(inside(m->data, whole) && inside(m->ip_options, whole));
	switch (m->kind) {
	case MATCH_REPLY:
		must_be_tagged(s, m);
		must_be_whole(s, m);
		break;
	case MATCH_CORRUPT:
		must_be_tagged(s, m);
		must(m->checksum_bad || m->wrong_at < s->c.data_bytes);
		break;
	case MATCH_FORGED:
		must(!m->has_probe && m->id == s->c.id);
		break;
	case MATCH_ERROR:
	case MATCH_REDIRECT:
		must(m->has_probe && m->probe.nth < SENT && !m->checksum_bad);
		must(m->sequence == probe_sequence(s->echo, m->probe));
		break;
	case MATCH_LOCAL:
		must(m->kind != MATCH_LOCAL); /* a frame is from the network */
		break;
	case MATCH_NONE:
		break;
	}
}

static void match_queue(const struct echoes *s, uint8_t how, struct bytes quote)
{
	struct wire_report r = {.local = how & RAW,
		.type = how & CUT ? 5 : 3,
		.offender = s->self,
		.destination = how & SEALED ? s->self : s->c.target,
		.quote = quote};
	struct match m = probe_match_report(s->echo, &r);

	must(m.kind != MATCH_REPLY && m.kind != MATCH_CORRUPT && m.kind != MATCH_FORGED);
	must((m.kind == MATCH_LOCAL) <= r.local);
	must(!m.has_probe ||
		(m.probe.nth < SENT && m.sequence == probe_sequence(s->echo, m.probe)));
}

static void match_frame(const struct echoes *s, uint8_t how, struct exact *message)
{
	enum frame_layer layer = how & RAW ? FRAME_IP : FRAME_TRANSPORT;
	const struct addr *from = (how & BASE) == BASE_ERROR ? &s->self : &s->c.target;
	struct exact whole = exact(message->p, message->view.left);
	struct frame f;
	struct match m;

	if (how & SEALED)
		echoes_seal(s, from, &whole);
	/* Laid over nothing, the input is the IP packet itself. */
	if (how & RAW && how & BASE && whole.view.left <= 2000) {
		struct exact packet = echoes_packet(s, from, whole.view, bytes_of("", 0));

		free(whole.block);
		whole = packet;
	}
	f = echoes_frame(s, layer, from, whole.view);
	f.whole_bytes += how & CUT ? 1 : 0;
	m = probe_match(s->echo, &f);
	must_match(s, &m, whole.view);
	free(whole.block);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	uint8_t how = bytes_u8(&b), nth = bytes_u8(&b);
	uint16_t left = bytes_u16(&b);
	const struct echoes *s = target(how);
	struct exact from = base(s, how, nth), message;

	message = laid_over(from.view, b, left);
	if ((how & BASE) == BASE_QUEUE)
		match_queue(s, how, message.view);
	else
		match_frame(s, how, &message);
	free(message.block);
	free(from.block);
	return 0;
}
