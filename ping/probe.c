/* probe: echo requests out of a plan's probes, and what a packet that came says about them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "probe.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "cksum.h"
#include "icmp_extension.h"
#include "patch.h"

enum {
	TAG_BYTES = 8,
	INDEX_BYTES = 8,
	BALANCE_BYTES = 2,
	CHECKSUM_AT = 2,
	ID_AT = 4,
	SEQUENCE_AT = 6,
	DATA_AT = ICMP_HEADER_BYTES,
	ECHO_REQUEST4 = 8,
	ECHO_REQUEST6 = 128,
	TURNS = 16 /* how many times 65,536 probes back a sequence is looked for */
};

struct probe_echo {
	struct probe_config c;
	size_t head_bytes;    /* index and tag */
	size_t balance_bytes; /* behind them: what makes the checksum the wanted one */
	uint8_t *data;	      /* as sent, but for these */
	uint8_t *message;
	uint8_t *cut; /* the last shorter copy */
	size_t size_bytes;
	uint64_t newest; /* index of the newest probe built */
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

static void lay_out(struct probe_echo *e)
{
	size_t n = e->c.data_bytes;

	e->size_bytes = DATA_AT + n;
	e->balance_bytes = e->c.checksums ? BALANCE_BYTES : 0;
	n -= e->balance_bytes;
	e->head_bytes = n >= INDEX_BYTES + TAG_BYTES ? INDEX_BYTES + TAG_BYTES
			: n >= TAG_BYTES	     ? TAG_BYTES
						     : 0;
}

int probe_open(struct probe_echo **out, const struct probe_config *c, struct fail *why)
{
	struct probe_echo *e;
	size_t n = c->data_bytes;
	int rc;

	if (c->checksums && n < BALANCE_BYTES)
		return fail_set(
			why, EINVAL, "%zu bytes of data leave no room to choose the checksum", n);
	e = calloc(1, sizeof(*e));
	if (!e)
		return fail_set(why, ENOMEM, "no memory for a request");
	e->c = *c;
	if (!e->c.lanes)
		e->c.lanes = 1;
	lay_out(e);
	e->data = malloc(n ? n : 1);
	e->message = malloc(e->size_bytes);
	e->cut = malloc(e->size_bytes);
	if (!e->data || !e->message || !e->cut) {
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
	free(e->cut);
	free(e);
}

static uint64_t index_of(const struct probe_echo *e, struct probe id)
{
	return id.nth * e->c.lanes + id.lane;
}

uint16_t probe_sequence(const struct probe_echo *e, struct probe id)
{
	return (uint16_t)(index_of(e, id) + 1);
}

bool probe_target(const struct probe_echo *e, uint32_t lane, struct addr *out)
{
	if (e->c.target_of)
		return e->c.target_of(e->c.who, lane, out);
	*out = e->c.target;
	return lane < e->c.lanes;
}

/* The tag covers what a forger would have to change: who was asked, under which number. */
static uint64_t tag(const struct probe_echo *e, const struct addr *target, uint64_t index)
{
	uint8_t covered[16 + 4 + 8];
	struct bytes_out o = bytes_to(covered, sizeof(covered));

	bytes_put(&o, target->bytes, sizeof(target->bytes));
	bytes_put_u16(&o, e->c.id);
	bytes_put_u16(&o, (uint16_t)(index + 1));
	bytes_put_u64(&o, index);
	return auth_tag(&e->c.key, covered, sizeof(covered));
}

/* A balancing word makes the message's checksum the wanted one. */
static void balance(struct probe_echo *e, uint16_t wanted)
{
	struct patch m = {e->message, e->size_bytes, SIZE_MAX};
	size_t at = DATA_AT + e->head_bytes;

	patch_u16(&m, CHECKSUM_AT, 0);
	patch_u16(&m, at, 0);
	patch_u16(&m, at, cksum_balance(cksum_of(e->message, e->size_bytes), wanted));
	if (e->c.target.family == ADDR_V4)
		patch_u16(&m, CHECKSUM_AT, cksum_of(e->message, e->size_bytes));
}

struct bytes probe_build_to(struct probe_echo *e, struct probe id, const struct addr *target)
{
	bool v6 = e->c.target.family == ADDR_V6;
	struct patch m = {e->message, e->size_bytes, v6 ? SIZE_MAX : CHECKSUM_AT};
	uint64_t index = index_of(e, id);
	size_t at = DATA_AT;

	if (index > e->newest)
		e->newest = index;
	patch_u16(&m, SEQUENCE_AT, (uint16_t)(index + 1));
	if (e->head_bytes > TAG_BYTES) {
		patch_u64(&m, at, index);
		at += INDEX_BYTES;
	}
	if (e->head_bytes)
		patch_u64(&m, at, tag(e, target, index));
	if (e->c.checksums)
		balance(e, e->c.checksums[id.lane]);
	return bytes_of(e->message, e->size_bytes);
}

struct bytes probe_build(struct probe_echo *e, struct probe id)
{
	struct addr target = {0};

	probe_target(e, id.lane, &target);
	return probe_build_to(e, id, &target);
}

struct bytes probe_build_cut(struct probe_echo *e, struct probe id, size_t data_bytes)
{
	struct bytes whole = probe_build(e, id);
	size_t least = e->head_bytes + e->balance_bytes;
	size_t size = DATA_AT + (data_bytes < least ? least : data_bytes);
	struct patch m = {e->message, e->size_bytes, SIZE_MAX};
	uint16_t kept, is;

	if (size >= whole.left)
		return whole;
	if (e->c.target.family == ADDR_V6)
		return bytes_head(whole, size);
	/* The template keeps the sum of the whole; this copy's is put into a second message. */
	kept = (uint16_t)(e->message[CHECKSUM_AT] << 8 | e->message[CHECKSUM_AT + 1]);
	patch_u16(&m, CHECKSUM_AT, 0);
	is = cksum_of(e->message, size);
	memcpy(e->cut, e->message, size);
	patch_u16(&m, CHECKSUM_AT, kept);
	m = (struct patch){e->cut, size, SIZE_MAX};
	patch_u16(&m, CHECKSUM_AT, is);
	return bytes_of(e->cut, size);
}

/* The newest index built that has this sequence, or the one so many turns of 65,536 before it. */
static bool candidate(const struct probe_echo *e, uint16_t sequence, unsigned turn, uint64_t *index)
{
	uint64_t back = (uint16_t)(e->newest - (uint16_t)(sequence - 1)) + ((uint64_t)turn << 16);

	*index = e->newest - back;
	return back <= e->newest;
}

static bool authentic(
	const struct probe_echo *e, struct bytes data, const struct addr *target, uint64_t index)
{
	if (e->head_bytes > TAG_BYTES && bytes_u64(&data) != index)
		return false;
	if (e->head_bytes && bytes_u64(&data) != tag(e, target, index))
		return false;
	return !data.bad;
}

/* Looks for the probe of m's sequence whose target and data fit. from is what the target must be
 * where nothing else tells; NULL: the tag does. */
static bool find_probe(const struct probe_echo *e, const struct addr *from,
	const struct bytes *data, struct match *m)
{
	uint64_t index;

	for (unsigned turn = 0; turn < TURNS && candidate(e, m->sequence, turn, &index); turn++) {
		struct addr target;

		m->probe = (struct probe){(uint32_t)(index % e->c.lanes), index / e->c.lanes};
		if (probe_target(e, m->probe.lane, &target) &&
			(!from || addr_equal(from, &target)) &&
			(!data || authentic(e, *data, &target, index))) {
			m->has_probe = true;
			m->target = target;
			return true;
		}
	}
	return false;
}

static void compare_data(const struct probe_echo *e, struct match *m)
{
	size_t n = m->data.left < e->c.data_bytes ? m->data.left : e->c.data_bytes;
	size_t from = e->head_bytes + e->balance_bytes;

	m->wrong_at = SIZE_MAX;
	m->truncated = n < e->c.data_bytes;
	if (n <= from || !memcmp(m->data.p + from, e->data + from, n - from))
		return;
	for (size_t i = from; i < n; i++)
		if (m->data.p[i] != e->data[i]) {
			m->wrong_at = i;
			m->wrong_was = m->data.p[i];
			m->wrong_wanted = e->data[i];
			return;
		}
}

static void match_reply(const struct probe_echo *e, struct match *m)
{
	/* Without a tag the address is all that tells a reply from a stranger's packet. */
	bool by_address = !e->head_bytes && !e->c.target_is_group;

	m->kind = MATCH_FORGED;
	if (!find_probe(e, by_address ? &m->from : NULL, &m->data, m))
		return;
	m->kind = MATCH_REPLY;
	m->other_address = !e->c.target_is_group && !addr_equal(&m->from, &m->target);
	compare_data(e, m);
	if (m->checksum_bad || m->wrong_at != SIZE_MAX)
		m->kind = MATCH_CORRUPT;
}

/* Whether an error's quote is of a request of ours: destination, identifier, and the tag if it was
 * quoted. */
static bool match_quote(const struct probe_echo *e, const struct packet_quote *q, struct match *m)
{
	if (!q->has_echo || q->echo_id != e->c.id)
		return false;
	m->sequence = q->echo_sequence;
	return find_probe(e, &q->destination,
		q->echo_payload.left < e->head_bytes ? NULL : &q->echo_payload, m);
}

/* The second word as the error queue tells it: an MTU, a pointer, a gateway. Beside the MTU stands
 * the quote's length (RFC 4884). */
static uint32_t second_word(const struct icmp *m)
{
	if (m->family == ADDR_V4 && m->type == 3)
		return m->rest & 0xffff;
	return m->family == ADDR_V4 && m->type == 12 ? m->rest >> 24 : m->rest;
}

static void match_error(const struct probe_echo *e, const struct packet *k, struct match *m)
{
	m->type = k->icmp.type;
	m->code = k->icmp.code;
	m->info = second_word(&k->icmp);
	m->extensions = icmp_extensions(&k->icmp);
	if (k->quote.present) {
		m->quoted_ttl = k->quote.ttl;
		m->quoted_tos = k->quote.tos;
	}
	/* A raw socket is handed what was damaged on the way, too. */
	if (!m->checksum_bad && k->quote.present && match_quote(e, &k->quote, m))
		m->kind =
			icmp_class(&k->icmp) == ICMP_CLASS_REDIRECT ? MATCH_REDIRECT : MATCH_ERROR;
}

struct match probe_match(const struct probe_echo *e, const struct frame *f)
{
	struct match m = {
		.kind = MATCH_NONE, .quoted_ttl = -1, .quoted_tos = -1, .wrong_at = SIZE_MAX};
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
			match_reply(e, &m);
		break;
	case ICMP_CLASS_ERROR:
	case ICMP_CLASS_REDIRECT:
		match_error(e, &k, &m);
		break;
	case ICMP_CLASS_ECHO_REQUEST:
	case ICMP_OTHER:
		break;
	}
	return m;
}

/* Its payload starts at our ICMP header, or at that of another program which uses raw sockets. */
struct match probe_match_report(const struct probe_echo *e, const struct wire_report *r)
{
	enum addr_family family = (enum addr_family)e->c.target.family;
	struct match m = {.kind = r->local ? MATCH_LOCAL : MATCH_ERROR,
		.from = r->offender,
		.ttl = r->ttl,
		.tos = r->tos,
		.type = r->type,
		.code = r->code,
		.info = r->info,
		.quoted_ttl = -1,
		.quoted_tos = -1,
		.error = r->error,
		.wrong_at = SIZE_MAX};
	struct packet_quote q = {.has_echo = true, .destination = r->destination};
	struct icmp request;

	if (icmp_extensions_valid(r->extensions, false))
		m.extensions = r->extensions;
	if (!icmp_get(r->quote, family, &request) ||
		icmp_class(&request) != ICMP_CLASS_ECHO_REQUEST)
		return m;
	q.echo_id = request.id;
	q.echo_sequence = request.sequence;
	q.echo_payload = request.payload;
	if (!match_quote(e, &q, &m))
		m.kind = MATCH_NONE;
	else if (!r->local && icmp_class_of(family, r->type) == ICMP_CLASS_REDIRECT)
		m.kind = MATCH_REDIRECT;
	return m;
}
