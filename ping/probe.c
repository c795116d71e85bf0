/* probe: echo requests out of a plan's probes, and what a packet that came says about them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "probe.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "icmp.h"
#include "patch.h"

enum {
	TAG_BYTES = 8,
	INDEX_BYTES = 8,
	ID_AT = 4,
	SEQUENCE_AT = 6,
	DATA_AT = ICMP_HEADER_BYTES,
	ECHO_REQUEST4 = 8,
	ECHO_REQUEST6 = 128
};

struct probe_echo {
	struct probe_config c;
	size_t head_bytes; /* index and tag */
	uint8_t *data;	   /* as sent, but for the head */
	uint8_t *message;
	size_t size_bytes;
};

static void fill(const struct probe_config *c, uint8_t *data)
{
	for (size_t i = 0; i < c->data_bytes; i++)
		data[i] = c->pattern_bytes ? c->pattern[i % c->pattern_bytes] : (uint8_t)i;
}

static int build_first(struct probe_echo *e, struct fail *why)
{
	struct icmp m = {.family = (enum addr_family)e->c.target.family,
		.type = e->c.target.family == ADDR_V6 ? ECHO_REQUEST6 : ECHO_REQUEST4,
		.id = e->c.id,
		.rest = (uint32_t)e->c.id << 16,
		.payload = bytes_of(e->data, e->c.data_bytes)};
	const struct addr none = {0};
	struct craft *craft;
	struct bytes built;
	int rc = craft_open(&craft, why);

	if (rc < 0)
		return rc;
	rc = craft_icmp(craft, &m, &none, &none, &built, why);
	if (rc >= 0 && built.left == e->size_bytes)
		memcpy(e->message, built.p, built.left);
	else if (rc >= 0)
		rc = fail_set(
			why, EIO, "libnet built %zu bytes for %zu", built.left, e->size_bytes);
	craft_close(craft);
	return rc;
}

int probe_open(struct probe_echo **out, const struct probe_config *c, struct fail *why)
{
	struct probe_echo *e = calloc(1, sizeof(*e));
	size_t n = c->data_bytes;
	int rc;

	if (!e)
		return fail_set(why, ENOMEM, "no memory for a request");
	e->c = *c;
	e->size_bytes = DATA_AT + n;
	e->head_bytes = n >= INDEX_BYTES + TAG_BYTES ? INDEX_BYTES + TAG_BYTES
			: n >= TAG_BYTES	     ? TAG_BYTES
						     : 0;
	e->data = malloc(n ? n : 1);
	e->message = malloc(e->size_bytes);
	if (!e->data || !e->message) {
		probe_close(e);
		return fail_set(why, ENOMEM, "no memory for a request of %zu bytes", n);
	}
	fill(c, e->data);
	rc = build_first(e, why);
	if (rc < 0) {
		probe_close(e);
		return rc;
	}
	*out = e;
	return 0;
}

void probe_close(struct probe_echo *e)
{
	if (!e)
		return;
	free(e->data);
	free(e->message);
	free(e);
}

/* The tag covers what a forger would have to change: who was asked, under which number. */
static uint64_t tag(const struct probe_echo *e, uint16_t sequence, uint64_t nth)
{
	uint8_t covered[16 + 4 + 8];
	struct bytes_out o = bytes_to(covered, sizeof(covered));

	bytes_put(&o, e->c.target.bytes, sizeof(e->c.target.bytes));
	bytes_put_u16(&o, e->c.id);
	bytes_put_u16(&o, sequence);
	bytes_put_u64(&o, nth);
	return auth_tag(&e->c.key, covered, sizeof(covered));
}

struct bytes probe_build(struct probe_echo *e, struct probe id)
{
	bool v6 = e->c.target.family == ADDR_V6;
	struct patch m = {e->message, e->size_bytes, v6 ? SIZE_MAX : 2};
	uint16_t sequence = probe_sequence(id);
	size_t at = DATA_AT;

	patch_u16(&m, SEQUENCE_AT, sequence);
	if (e->head_bytes > TAG_BYTES) {
		patch_u64(&m, at, id.nth);
		at += INDEX_BYTES;
	}
	if (e->head_bytes)
		patch_u64(&m, at, tag(e, sequence, id.nth));
	return bytes_of(e->message, e->size_bytes);
}

/* The newest probe of that sequence, or the one a whole turn of the numbers before it. */
static struct probe candidate(const struct plan *p, uint16_t sequence, unsigned turn)
{
	struct probe id = plan_widen(p, 0, (uint16_t)(sequence - 1), 16);

	id.nth -= (uint64_t)turn << 16;
	return id;
}

static bool authentic(
	const struct probe_echo *e, struct bytes data, struct probe id, uint16_t sequence)
{
	if (e->head_bytes > TAG_BYTES && bytes_u64(&data) != id.nth)
		return false;
	if (e->head_bytes && bytes_u64(&data) != tag(e, sequence, id.nth))
		return false;
	return !data.bad;
}

static void compare_data(const struct probe_echo *e, struct match *m)
{
	m->wrong_at = SIZE_MAX;
	m->truncated = m->data.left < e->c.data_bytes;
	if (m->truncated)
		return;
	for (size_t i = e->head_bytes; i < e->c.data_bytes; i++)
		if (m->data.p[i] != e->data[i]) {
			m->wrong_at = i;
			m->wrong_was = m->data.p[i];
			m->wrong_wanted = e->data[i];
			return;
		}
}

static void match_reply(const struct probe_echo *e, const struct plan *p, struct match *m)
{
	m->kind = MATCH_FORGED;
	m->other_address = !e->c.target_is_group && !addr_equal(&m->from, &e->c.target);
	/* Without a tag the address is all that tells a reply from a stranger's packet. */
	if (!e->head_bytes && m->other_address)
		return;
	for (unsigned turn = 0; turn < 2; turn++) {
		m->probe = candidate(p, m->sequence, turn);
		if (authentic(e, m->data, m->probe, m->sequence)) {
			m->kind = MATCH_REPLY;
			break;
		}
	}
	m->has_probe = m->kind == MATCH_REPLY;
	compare_data(e, m);
	if (m->has_probe && (m->checksum_bad || m->wrong_at != SIZE_MAX))
		m->kind = MATCH_CORRUPT;
}

/* Whether an error's quote is of a request of ours: destination, identifier, and as much of the tag
 * as was quoted. */
static bool match_quote(const struct probe_echo *e, const struct plan *p,
	const struct packet_quote *q, struct match *m)
{
	if (!q->has_echo || q->echo_id != e->c.id || !addr_equal(&q->destination, &e->c.target))
		return false;
	m->sequence = q->echo_sequence;
	m->probe = candidate(p, q->echo_sequence, 0);
	m->has_probe = true;
	if (q->echo_payload.left < e->head_bytes)
		return true;
	return authentic(e, q->echo_payload, m->probe, m->sequence);
}

static void match_error(
	const struct probe_echo *e, const struct plan *p, const struct packet *k, struct match *m)
{
	m->type = k->icmp.type;
	m->code = k->icmp.code;
	m->info = k->icmp.rest;
	if (!k->quote.present || !match_quote(e, p, &k->quote, m))
		return;
	m->kind = icmp_class(&k->icmp) == ICMP_CLASS_REDIRECT ? MATCH_REDIRECT : MATCH_ERROR;
}

struct match probe_match(const struct probe_echo *e, const struct plan *p, const struct frame *f)
{
	struct match m = {.kind = MATCH_NONE, .wrong_at = SIZE_MAX};
	struct packet k;

	if (packet_read(f, &k) != PACKET_OK || !k.has_icmp)
		return m;
	m.from = k.source;
	m.from.zone = f->from.zone;
	m.to = k.destination;
	m.ttl = k.ttl;
	m.tos = k.tos;
	m.icmp_bytes = k.transport.left;
	m.id = k.icmp.id;
	m.sequence = k.icmp.sequence;
	m.data = k.icmp.payload;
	m.ip_options = k.has_ip4 ? k.ip4.options : f->ip_options;
	m.checksum_bad = k.checksum_checked && !k.checksum_ok;
	switch (icmp_class(&k.icmp)) {
	case ICMP_CLASS_ECHO_REPLY:
		if (k.icmp.id == e->c.id)
			match_reply(e, p, &m);
		break;
	case ICMP_CLASS_ERROR:
	case ICMP_CLASS_REDIRECT:
		match_error(e, p, &k, &m);
		break;
	case ICMP_CLASS_ECHO_REQUEST:
	case ICMP_OTHER:
		break;
	}
	return m;
}

/* The kernel matched the error to this socket already; its payload starts at our ICMP header. */
struct match probe_match_report(
	const struct probe_echo *e, const struct plan *p, const struct wire_report *r)
{
	enum addr_family family = (enum addr_family)e->c.target.family;
	struct match m = {.kind = r->local ? MATCH_LOCAL : MATCH_ERROR,
		.from = r->offender,
		.ttl = -1,
		.tos = -1,
		.type = r->type,
		.code = r->code,
		.info = r->info,
		.error = r->error,
		.wrong_at = SIZE_MAX};
	struct packet_quote q = {.has_echo = true, .destination = r->destination};
	struct icmp request;

	if (!icmp_get(r->quote, family, &request) ||
		icmp_class(&request) != ICMP_CLASS_ECHO_REQUEST)
		return m;
	q.echo_id = e->c.id;
	q.echo_sequence = request.sequence;
	q.echo_payload = request.payload;
	if (!match_quote(e, p, &q, &m))
		m.kind = MATCH_NONE;
	else if (!r->local && icmp_class_of(family, r->type) == ICMP_CLASS_REDIRECT)
		m.kind = MATCH_REDIRECT;
	return m;
}
