/* ping_match: replies that were cut or changed on the way are never taken for good ones. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "echoes.h"
#include "tap.h"

static const enum addr_family families[] = {ADDR_V4, ADDR_V6};
static const enum frame_layer layers[] = {FRAME_IP, FRAME_TRANSPORT};
static const size_t sizes[] = {0, 7, 8, 15, 16, 17, 56};
enum { NTH = 2, SENT = 5 };

static size_t head_bytes(const struct echoes *s)
{
	return s->c.data_bytes >= 16 ? 16 : s->c.data_bytes >= 8 ? 8 : 0;
}

/* A frame of its first n_bytes; whole says whether it claims to be longer. */
static struct match match_cut(const struct echoes *s, enum frame_layer layer, struct exact whole,
	size_t n_bytes, bool cut)
{
	struct exact part = exact(whole.p, n_bytes);
	struct frame f = echoes_frame(s, layer, &s->c.target, part.view);
	struct match m;

	if (cut)
		f.whole_bytes = (uint32_t)whole.view.left;
	m = probe_match(s->echo, &f);
	free(part.block);
	return m;
}

/* The start of a frame, as a buffer that is too small leaves it. */
static void cut_frames(const struct echoes *s, enum frame_layer layer)
{
	struct exact icmp = echoes_reply(s, NTH);
	struct exact whole = layer == FRAME_IP
				     ? echoes_packet(s, &s->c.target, icmp.view, bytes_of("", 0))
				     : exact(icmp.p, icmp.view.left);
	size_t head = whole.view.left - s->c.data_bytes, good = 0, flagged = 0;

	for (size_t n = 0; n < whole.view.left; n++) {
		struct match m = match_cut(s, layer, whole, n, true);

		if (n < head)
			good += m.kind == MATCH_NONE;
		else if (n < head + head_bytes(s))
			good += m.kind == MATCH_FORGED;
		else
			flagged += m.kind == MATCH_REPLY && m.truncated && m.probe.nth == NTH &&
				   m.icmp_bytes == n - head + ICMP_HEADER_BYTES;
	}
	is_int(good, head + head_bytes(s), "IPv%d, %zu bytes, %s: less than the tag is no reply",
		s->c.target.family, s->c.data_bytes, layer == FRAME_IP ? "raw" : "ping");
	is_int(flagged, s->c.data_bytes - head_bytes(s), "... and with it, a truncated one");
	free(whole.block);
	free(icmp.block);
}

/* A message that really is shorter: its checksum tells, unless it was made right again. */
static void short_messages(const struct echoes *s, enum frame_layer layer)
{
	struct exact icmp = echoes_reply(s, NTH);
	size_t bad = 0, full = ICMP_HEADER_BYTES + head_bytes(s);

	for (size_t n = 0; n < icmp.view.left; n++) {
		struct exact sealed = echoes_short(s, icmp.view, n);
		struct match m = echoes_match(s, layer, sealed.view);

		if (n < ICMP_HEADER_BYTES)
			bad += m.kind != MATCH_NONE;
		else if (n < full)
			bad += m.kind != MATCH_FORGED;
		else
			bad += m.kind != MATCH_REPLY || !m.truncated;
		m = echoes_match(s, layer, bytes_head(icmp.view, n));
		bad += m.kind == MATCH_REPLY || m.kind == MATCH_ERROR;
		free(sealed.block);
	}
	is_int(bad, 0, "IPv%d, %zu bytes, %s: no short message passes for a whole one",
		s->c.target.family, s->c.data_bytes, layer == FRAME_IP ? "raw" : "ping");
	free(icmp.block);
}

static void truncation(void)
{
	for (size_t f = 0; f < COUNT(families); f++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct echoes s = echoes_open(families[f], sizes[i], SENT);

			for (size_t l = 0; l < COUNT(layers); l++) {
				cut_frames(&s, layers[l]);
				short_messages(&s, layers[l]);
			}
			echoes_close(&s);
		}
}

/* A copy with one byte changed. */
static struct exact with(struct bytes from, size_t at, uint8_t flip)
{
	struct exact e = exact(from.p, from.left);

	if (at < from.left)
		e.p[at] ^= flip;
	return e;
}

static const uint8_t flips[] = {0x01, 0x10, 0x80, 0xff};

/* What one changed byte of a message makes of it; sealed: the checksum was made right again. */
static bool change_is_seen(const struct echoes *s, const struct match *m, size_t at, bool sealed)
{
	size_t data = ICMP_HEADER_BYTES, head = head_bytes(s);
	bool corrupt = m->kind == MATCH_CORRUPT && m->has_probe && m->probe.nth == NTH;

	if (at == 0 || at == 4 || at == 5) /* type, identifier */
		return m->kind == MATCH_NONE;
	if (at == 1) /* code */
		return sealed ? m->kind == MATCH_REPLY : corrupt && m->checksum_bad;
	if (at < 4)
		return sealed ? m->kind == MATCH_REPLY : corrupt && m->checksum_bad;
	if (at < data && !head) /* another probe of ours is meant, as far as anyone can tell */
		return (m->kind == MATCH_REPLY && sealed && m->probe.nth < SENT &&
			       m->probe.nth != NTH) ||
		       m->kind == MATCH_FORGED || (m->kind == MATCH_CORRUPT && m->checksum_bad);
	if (at < data + head)
		return m->kind == MATCH_FORGED && !m->has_probe;
	return corrupt && m->wrong_at == at - data && m->checksum_bad == !sealed &&
	       m->wrong_was != m->wrong_wanted && m->wrong_wanted == (uint8_t)(at - data);
}

static void changed_messages(const struct echoes *s, enum frame_layer layer, bool sealed)
{
	struct exact icmp = echoes_reply(s, NTH);
	size_t unseen = 0;

	for (size_t at = 0; at < icmp.view.left; at++)
		for (size_t i = 0; i < COUNT(flips); i++) {
			struct exact changed = with(icmp.view, at, flips[i]);
			struct match m;

			if (sealed)
				echoes_seal(s, &s->c.target, &changed);
			m = echoes_match(s, layer, changed.view);
			if (!change_is_seen(s, &m, at, sealed) && !unseen++)
				printf("# byte %zu: kind %d\n", at, m.kind);
			free(changed.block);
		}
	is_int(unseen, 0, "IPv%d, %zu bytes, %s: each changed byte is seen%s", s->c.target.family,
		s->c.data_bytes, layer == FRAME_IP ? "raw" : "ping",
		sealed ? ", the checksum right or not" : "");
	free(icmp.block);
}

/* A changed IP header may hide a reply, but never make another one of it. */
static void changed_headers(const struct echoes *s)
{
	struct exact icmp = echoes_reply(s, NTH);
	struct exact whole = echoes_packet(s, &s->c.target, icmp.view, bytes_of("", 0));
	size_t bad = 0, header = whole.view.left - icmp.view.left;

	for (size_t at = 0; at < header; at++)
		for (unsigned flip = 1; flip < 256; flip++) {
			struct exact changed = with(whole.view, at, (uint8_t)flip);
			struct frame f = echoes_frame(s, FRAME_IP, &s->c.target, changed.view);
			struct match m = probe_match(s->echo, &f);

			if (m.kind == MATCH_REPLY)
				bad += m.probe.nth != NTH || m.sequence != NTH + 1 ||
				       m.wrong_at != SIZE_MAX ||
				       m.other_address == addr_equal(&m.from, &s->c.target);
			else
				bad += m.kind == MATCH_ERROR || m.kind == MATCH_REDIRECT;
			free(changed.block);
		}
	is_int(bad, 0, "IPv%d, %zu bytes: no IP header makes another reply of it",
		s->c.target.family, s->c.data_bytes);
	free(whole.block);
	free(icmp.block);
}

static void changes(void)
{
	for (size_t f = 0; f < COUNT(families); f++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct echoes s = echoes_open(families[f], sizes[i], SENT);

			for (size_t l = 0; l < COUNT(layers); l++) {
				changed_messages(&s, layers[l], false);
				changed_messages(&s, layers[l], true);
			}
			changed_headers(&s);
			echoes_close(&s);
		}
}

/* Two bytes that swap their values leave the checksum as it was. */
static void compensated(void)
{
	struct echoes s = echoes_open(ADDR_V4, 56, SENT);
	struct exact icmp = echoes_reply(&s, NTH);
	struct match m;
	uint8_t kept = icmp.p[40];

	icmp.p[40] = icmp.p[50];
	icmp.p[50] = kept;
	m = echoes_match(&s, FRAME_IP, icmp.view);
	is_int(m.kind, MATCH_CORRUPT, "swapped bytes, checksum still right");
	ok(!m.checksum_bad && m.wrong_at == 32 && m.wrong_was == 42 && m.wrong_wanted == 32,
		"the first of them is named, as data byte %zu", m.wrong_at);
	free(icmp.block);
	echoes_close(&s);
}

static void truncated_and_changed(void)
{
	struct echoes s = echoes_open(ADDR_V4, 56, SENT);
	struct exact icmp = echoes_reply(&s, NTH), shorter;
	struct match m;

	icmp.p[30] ^= 1;
	shorter = echoes_short(&s, icmp.view, 40);
	m = echoes_match(&s, FRAME_IP, shorter.view);
	ok(m.kind == MATCH_CORRUPT && m.truncated && m.wrong_at == 22,
		"what is left of a truncated reply is compared too");
	free(shorter.block);
	shorter = echoes_short(&s, icmp.view, 30);
	m = echoes_match(&s, FRAME_IP, shorter.view);
	ok(m.kind == MATCH_REPLY && m.truncated && m.wrong_at == SIZE_MAX,
		"what was cut off is not");
	free(shorter.block);
	free(icmp.block);
	echoes_close(&s);
}

/* More than was sent: what follows is nobody's business. */
static void longer(void)
{
	for (size_t f = 0; f < COUNT(families); f++) {
		struct echoes s = echoes_open(families[f], 20, SENT);
		uint8_t space[64] = {0};
		struct exact icmp = echoes_reply(&s, NTH), more;
		struct match m;

		memcpy(space, icmp.p, icmp.view.left);
		more = echoes_short(&s, bytes_of(space, sizeof space), sizeof space);
		m = echoes_match(&s, FRAME_TRANSPORT, more.view);
		ok(m.kind == MATCH_REPLY && !m.truncated && m.icmp_bytes == sizeof space,
			"an IPv%d reply may be longer than the request", families[f]);
		free(more.block);
		free(icmp.block);
		echoes_close(&s);
	}
}

static struct match match_from(const struct echoes *s, const char *from)
{
	struct addr a = address(from);
	struct exact icmp = echoes_reply(s, NTH);
	struct match m;

	echoes_seal(s, &a, &icmp);
	m = echoes_match_from(s, FRAME_TRANSPORT, &a, icmp.view);
	free(icmp.block);
	return m;
}

static void other_addresses(void)
{
	static const struct {
		enum addr_family family;
		const char *from;
	} others[] = {{ADDR_V4, "198.18.0.77"}, {ADDR_V6, "2001:db8::77"}};

	for (size_t i = 0; i < COUNT(others); i++)
		for (size_t j = 0; j < COUNT(sizes); j++) {
			struct echoes s = echoes_open(others[i].family, sizes[j], SENT);
			struct match m = match_from(&s, others[i].from);

			if (sizes[j] < 8)
				is_int(m.kind, MATCH_FORGED, "%zu bytes from %s: a stranger's",
					sizes[j], others[i].from);
			else
				ok(m.kind == MATCH_REPLY && m.other_address,
					"%zu bytes from %s: ours by its tag, and said so", sizes[j],
					others[i].from);
			echoes_close(&s);
		}
}

static void groups(void)
{
	struct probe_config c = echoes_config(ADDR_V4, 56);
	struct echoes s;
	struct match m;

	c.target_is_group = true;
	for (c.data_bytes = 0; c.data_bytes < 57; c.data_bytes += 56) {
		s = echoes_with(&c, SENT);
		m = match_from(&s, "198.18.0.77");
		ok(m.kind == MATCH_REPLY && !m.other_address,
			"anyone may answer for a group (%zu bytes)", c.data_bytes);
		echoes_close(&s);
	}
}

/* A reply to another run of ours, or another program's. */
static void foreign(void)
{
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct probe_config c = echoes_config(ADDR_V4, sizes[i]);
		struct echoes s = echoes_with(&c, SENT), other;
		struct exact icmp;

		c.key.bytes[0]++;
		other = echoes_with(&c, SENT);
		icmp = echoes_reply(&other, NTH);
		if (sizes[i] >= 8)
			is_int(echoes_match(&s, FRAME_IP, icmp.view).kind, MATCH_FORGED,
				"%zu bytes under another key: forged", sizes[i]);
		free(icmp.block);
		echoes_close(&other);
		c.id++;
		other = echoes_with(&c, SENT);
		icmp = echoes_reply(&other, NTH);
		is_int(echoes_match(&s, FRAME_IP, icmp.view).kind, MATCH_NONE,
			"%zu bytes of another identifier: not about us", sizes[i]);
		free(icmp.block);
		echoes_close(&other);
		echoes_close(&s);
	}
}

/* Our own request (on loopback), and messages of other kinds. */
static void not_about_us(void)
{
	static const uint8_t types[] = {8, 9, 10, 13, 14, 17, 18, 42, 255};
	struct echoes s = echoes_open(ADDR_V4, 56, SENT);
	size_t bad = 0;

	for (size_t i = 0; i < COUNT(types); i++) {
		struct exact icmp = echoes_reply(&s, NTH);

		icmp.p[0] = types[i];
		echoes_seal(&s, &s.c.target, &icmp);
		bad += echoes_match(&s, FRAME_IP, icmp.view).kind != MATCH_NONE;
		free(icmp.block);
	}
	is_int(bad, 0, "requests and other messages are not about us");
	echoes_close(&s);
}

int main(void)
{
	truncation();
	changes();
	compensated();
	truncated_and_changed();
	longer();
	other_addresses();
	groups();
	foreign();
	not_about_us();
	return tap_done();
}
