/* ping_probe: the requests ping builds, byte by byte, and the replies to them as they should be. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "probe.h"

#include <errno.h>

#include "echoes.h"
#include "tap.h"

static const enum addr_family families[] = {ADDR_V4, ADDR_V6};
static const enum frame_layer layers[] = {FRAME_IP, FRAME_TRANSPORT};
static const size_t sizes[] = {0, 7, 8, 15, 16, 56, 65507};
static const uint64_t some[] = {0, 1, 65534, 65535, 65536, UINT64_C(1) << 40};

static size_t head_bytes(size_t data_bytes)
{
	return data_bytes >= 16 ? 16 : data_bytes >= 8 ? 8 : 0;
}

static bool request_is(const struct echoes *s, struct bytes b, uint64_t nth)
{
	size_t size = s->c.data_bytes, head = head_bytes(size);
	bool good = b.left == ICMP_HEADER_BYTES + size;
	struct icmp m;

	good = good && icmp_get(b, (enum addr_family)s->c.target.family, &m);
	good = good && m.type == (echoes_six(s) ? 128 : 8) && !m.code && m.id == ECHOES_ID &&
	       m.sequence == (uint16_t)(nth + 1);
	/* The kernel fills in ICMPv6's. */
	good = good && (echoes_six(s) ? !m.checksum : !cksum_of(b.p, b.left));
	if (good && head == 16)
		good = bytes_u64(&m.payload) == nth;
	for (size_t i = head; good && i < size; i++)
		good = b.p[ICMP_HEADER_BYTES + i] == (uint8_t)i;
	return good;
}

static void requests(void)
{
	for (size_t f = 0; f < COUNT(families); f++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct echoes s = echoes_open(families[f], sizes[i], 0);
			bool good = true;

			for (size_t n = 0; n < COUNT(some); n++)
				good = request_is(&s,
					       probe_build(s.echo, (struct probe){0, some[n]}),
					       some[n]) &&
				       good;
			ok(good, "IPv%d requests with %zu bytes are right", families[f], sizes[i]);
			echoes_close(&s);
		}
}

static void known_target(void)
{
	struct echoes s = echoes_open(ADDR_V4, 56, 0);
	struct addr other = address("198.18.0.9");
	const struct probe id = {0, 3};
	struct bytes built = probe_build(s.echo, id);
	struct exact kept = exact(built.p, built.left);

	ok(bytes_equal(kept.view, probe_build_to(s.echo, id, &s.c.target)),
		"a request to a known target is the same");
	ok(!bytes_equal(kept.view, probe_build_to(s.echo, id, &other)),
		"... and another to another");
	free(kept.block);
	echoes_close(&s);
}

static void pattern(void)
{
	struct probe_config c = echoes_config(ADDR_V4, 40);
	struct bytes b;
	bool good = true;
	struct echoes s;

	memcpy(c.pattern, "\xca\xfe\xba", 3);
	c.pattern_bytes = 3;
	s = echoes_with(&c, 1);
	b = probe_build(s.echo, (struct probe){0, 0});
	for (size_t i = 16; i < 40; i++)
		good = good && b.p[ICMP_HEADER_BYTES + i] == c.pattern[i % 3];
	ok(good, "a pattern fills the data, counted from its start");
	echoes_close(&s);
}

static void too_large(void)
{
	for (size_t f = 0; f < COUNT(families); f++) {
		size_t most = families[f] == ADDR_V6 ? PROBE_DATA_MAX6 : PROBE_DATA_MAX4;
		struct probe_config c = echoes_config(families[f], most);
		struct probe_echo *echo = NULL;
		struct fail why = {0};

		is_int(probe_open(&echo, &c, &why), 0, "IPv%d holds %zu bytes", families[f], most);
		probe_close(echo);
		c.data_bytes = 65536;
		ok(probe_open(&echo, &c, &why) < 0 && *why.text, "65536 are too many: %s",
			why.text);
	}
	probe_close(NULL);
}

static uint64_t tag_of(const struct probe_config *c, uint64_t nth)
{
	struct probe_echo *echo;
	struct bytes b;
	uint64_t tag;

	if (probe_open(&echo, c, NULL) < 0)
		abort();
	b = probe_build(echo, (struct probe){0, nth});
	bytes_skip(&b, ICMP_HEADER_BYTES + (c->data_bytes >= 16 ? 8 : 0));
	tag = bytes_u64(&b);
	probe_close(echo);
	return tag;
}

static void tags(void)
{
	for (size_t f = 0; f < COUNT(families); f++)
		for (size_t size = 8; size <= 16; size += 8) {
			const struct probe_config c = echoes_config(families[f], size);
			struct probe_config other = c;
			uint64_t tag = tag_of(&c, 7);

			ok(tag == tag_of(&c, 7), "IPv%d, %zu bytes: a tag repeats", families[f],
				size);
			ok(tag != tag_of(&c, 8), "... it covers the number");
			ok(tag != tag_of(&c, 7 + 65536), "... all of it");
			other.id++;
			ok(tag != tag_of(&other, 7), "... the identifier");
			other = c;
			other.target.bytes[addr_size(&c.target) - 1]++;
			ok(tag != tag_of(&other, 7), "... the target");
			other = c;
			other.key.bytes[15]++;
			ok(tag != tag_of(&other, 7), "... and needs the key");
		}
}

static bool reply_is(const struct echoes *s, const struct match *m, uint64_t nth)
{
	return m->kind == MATCH_REPLY && m->has_probe && !m->probe.lane && m->probe.nth == nth &&
	       m->id == ECHOES_ID && m->sequence == (uint16_t)(nth + 1) &&
	       m->icmp_bytes == ICMP_HEADER_BYTES + s->c.data_bytes && m->ttl == ECHOES_TTL &&
	       m->tos == ECHOES_TOS && addr_equal(&m->from, &s->c.target) &&
	       addr_equal(&m->to, &s->self) && !m->checksum_bad && !m->truncated &&
	       !m->other_address && m->wrong_at == SIZE_MAX && !m->error;
}

static void replies_of(const struct echoes *s)
{
	for (size_t l = 0; l < COUNT(layers); l++) {
		bool good = true;

		for (uint64_t nth = 0; nth < 3; nth++) {
			struct exact reply = echoes_reply(s, nth);
			struct match m = echoes_match(s, layers[l], reply.view);

			good = reply_is(s, &m, nth) && good;
			free(reply.block);
		}
		ok(good, "IPv%d replies with %zu bytes from a %s socket", s->c.target.family,
			s->c.data_bytes, layers[l] == FRAME_IP ? "raw" : "ping");
	}
}

static void replies(void)
{
	for (size_t f = 0; f < COUNT(families); f++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct echoes s = echoes_open(families[f], sizes[i], 3);

			replies_of(&s);
			echoes_close(&s);
		}
}

/* Sequence numbers turn over after 65,536 probes; a reply is that of the right turn. */
static void turns(void)
{
	static const uint64_t nths[] = {65535, 65536, 69999, 69998, 4464, 65534};

	for (size_t size = 8; size <= 16; size += 8) {
		struct echoes s = echoes_open(ADDR_V4, size, 70000);

		for (size_t i = 0; i < COUNT(nths); i++) {
			struct exact reply = echoes_reply(&s, nths[i]);
			struct match m = echoes_match(&s, FRAME_TRANSPORT, reply.view);

			ok(reply_is(&s, &m, nths[i]), "of 70000, number %" PRIu64 " (%zu bytes)",
				nths[i], size);
			free(reply.block);
		}
		echoes_close(&s);
	}
}

static enum match_kind kind_of(const struct echoes *s, uint64_t nth)
{
	struct exact reply = echoes_reply(s, nth);
	struct match m = echoes_match(s, FRAME_IP, reply.view);

	free(reply.block);
	return m.kind;
}

/* How far back a sequence is looked for. */
static void old_and_future(void)
{
	const uint64_t turn = 65536, far = 17 * turn;
	struct echoes s = echoes_open(ADDR_V4, 16, far), tagless = echoes_open(ADDR_V4, 0, far);

	is_int(kind_of(&s, far - 1), MATCH_REPLY, "a reply to the newest counts");
	is_int(kind_of(&s, far - 1 - 15 * turn), MATCH_REPLY, "to one 15 turns before, too");
	is_int(kind_of(&s, far - 1 - 16 * turn), MATCH_FORGED, "to one 16 turns before, no more");
	is_int(kind_of(&s, far), MATCH_FORGED, "to one that is still to be sent: no");
	is_int(kind_of(&tagless, 5), MATCH_REPLY,
		"without a tag the newest of its sequence is meant");
	echoes_close(&s);
	echoes_close(&tagless);
	s = echoes_open(ADDR_V4, 16, 3), tagless = echoes_open(ADDR_V6, 4, 3);
	is_int(kind_of(&s, 2), MATCH_REPLY, "of three sent, the third");
	is_int(kind_of(&s, 3), MATCH_FORGED, "a fourth was not sent, whoever has the key");
	is_int(kind_of(&tagless, 2), MATCH_REPLY, "without a tag, the third of three");
	is_int(kind_of(&tagless, 3), MATCH_FORGED, "and no fourth");
	is_int(kind_of(&tagless, 65535), MATCH_FORGED, "nor one before the first");
	echoes_close(&s);
	echoes_close(&tagless);
}

static bool three_targets(const void *who, uint32_t lane, struct addr *out)
{
	(void)who;
	*out = address("198.18.0.10");
	out->bytes[3] = (uint8_t)(out->bytes[3] + lane);
	return lane < 3;
}

/* The reply of a lane's target to its nth request, or another address's to it. */
static struct match lane_reply(const struct echoes *s, struct probe id, uint8_t from)
{
	struct addr a = address("198.18.0.10");
	struct exact icmp = echoes_request_of(s, id);
	struct match m;

	a.bytes[3] = from;
	icmp.p[0] = 0;
	echoes_seal(s, &a, &icmp);
	m = echoes_match_from(s, FRAME_IP, &a, icmp.view);
	free(icmp.block);
	return m;
}

static void lanes_of(size_t data_bytes)
{
	struct probe_config c = echoes_config(ADDR_V4, data_bytes);
	struct echoes s;
	size_t bad = 0;
	struct match m;

	c.lanes = 3;
	c.target_of = three_targets;
	s = echoes_with(&c, 40000);
	for (uint32_t lane = 0; lane < 3; lane++)
		for (uint64_t nth = 39998; nth < 40000; nth++) {
			m = lane_reply(&s, (struct probe){lane, nth}, (uint8_t)(10 + lane));
			bad += m.kind != MATCH_REPLY || m.other_address || m.probe.lane != lane ||
			       m.probe.nth != nth || m.sequence != (uint16_t)(nth * 3 + lane + 1) ||
			       m.target.bytes[3] != 10 + lane;
		}
	is_int(bad, 0, "three lanes share a sequence (%zu bytes)", data_bytes);
	m = lane_reply(&s, (struct probe){1, 39999}, 12);
	if (data_bytes < 8)
		is_int(m.kind, MATCH_FORGED, "what another lane's target says counts for no one");
	else
		ok(m.kind == MATCH_REPLY && m.other_address && m.probe.lane == 1,
			"another address is told by the tag");
	echoes_close(&s);
}

static void lanes(void)
{
	lanes_of(0);
	lanes_of(8);
	lanes_of(56);
}

/* The checksum field as it would leave: without ICMPv6's pseudo-header. */
static uint16_t checksum_of(const struct echoes *s, struct probe id)
{
	struct bytes b = probe_build(s->echo, id), field = b;

	bytes_skip(&field, 2);
	return echoes_six(s) ? cksum_of(b.p, b.left) : bytes_u16(&field);
}

static void checksums_of(enum addr_family family, size_t size)
{
	static const uint16_t wanted[] = {0xabcd, 0x0001, 0xabcd, 0xffff, 0};
	struct probe_config c = echoes_config(family, size);
	size_t wrong = 0, unmatched = 0;
	struct echoes s;

	c.lanes = COUNT(wanted);
	c.checksums = wanted;
	s = echoes_with(&c, 70000);
	for (uint32_t lane = 0; lane < c.lanes; lane++)
		for (size_t i = 0; i < COUNT(some) - 1; i++) {
			struct probe id = {lane, some[i]};
			struct exact reply = echoes_request_of(&s, id);
			struct match m;

			reply.p[0] = echoes_six(&s) ? 129 : 0;
			echoes_seal(&s, &s.c.target, &reply);
			m = echoes_match(&s, FRAME_TRANSPORT, reply.view);
			wrong += checksum_of(&s, id) != (lane == 3 ? 0 : wanted[lane]);
			unmatched +=
				m.kind != MATCH_REPLY ||
				(size >= 10 && (m.probe.lane != lane || m.probe.nth != some[i]));
			free(reply.block);
		}
	is_int(wrong, 0, "IPv%d, %zu bytes: each lane has its checksum in every request", family,
		size);
	is_int(unmatched, 0, "... and the replies to them count");
	echoes_close(&s);
}

static void checksums(void)
{
	static const size_t some_sizes[] = {2, 9, 10, 17, 18, 56, 1473};
	struct probe_config c = echoes_config(ADDR_V4, 1);
	struct probe_echo *echo = NULL;
	struct fail why = {0};

	for (size_t f = 0; f < COUNT(families); f++)
		for (size_t i = 0; i < COUNT(some_sizes); i++)
			checksums_of(families[f], some_sizes[i]);
	c.checksums = &(uint16_t){1};
	is_int(probe_open(&echo, &c, &why), -EINVAL, "in one byte there is no room for it: %s",
		why.text);
}

int main(void)
{
	requests();
	known_target();
	pattern();
	too_large();
	tags();
	replies();
	turns();
	old_and_future();
	lanes();
	checksums();
	return tap_done();
}
