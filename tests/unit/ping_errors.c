/* ping_errors: ICMP errors and the error queue's entries: which request they are about, if any. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "echoes.h"
#include "tap.h"

static const enum addr_family families[] = {ADDR_V4, ADDR_V6};
static const enum frame_layer layers[] = {FRAME_IP, FRAME_TRANSPORT};
static const size_t sizes[] = {0, 8, 16, 56};
enum { NTH = 2, SENT = 5 };

struct message {
	enum addr_family family;
	uint8_t type, code;
	uint32_t rest, info;
	enum match_kind kind;
};
static const struct message messages[] = {
	{ADDR_V4, 3, 0, 0, 0, MATCH_ERROR},
	{ADDR_V4, 3, 1, 0, 0, MATCH_ERROR},
	{ADDR_V4, 3, 4, 1300, 1300, MATCH_ERROR},
	{ADDR_V4, 3, 4, 0x00110514, 1300, MATCH_ERROR}, /* the quote's length beside it */
	{ADDR_V4, 3, 13, 0, 0, MATCH_ERROR},
	{ADDR_V4, 4, 0, 0, 0, MATCH_ERROR},
	{ADDR_V4, 5, 1, 0xc6120063, 0xc6120063, MATCH_REDIRECT},
	{ADDR_V4, 11, 0, 0, 0, MATCH_ERROR},
	{ADDR_V4, 12, 0, 0x14000000, 20, MATCH_ERROR},
	{ADDR_V4, 0, 0, 0, 0, MATCH_NONE},
	{ADDR_V4, 13, 0, 0, 0, MATCH_NONE},
	{ADDR_V6, 1, 0, 0, 0, MATCH_ERROR},
	{ADDR_V6, 1, 3, 0, 0, MATCH_ERROR},
	{ADDR_V6, 2, 0, 1280, 1280, MATCH_ERROR},
	{ADDR_V6, 2, 0, 0x10000, 0x10000, MATCH_ERROR},
	{ADDR_V6, 3, 0, 0, 0, MATCH_ERROR},
	{ADDR_V6, 4, 1, 6, 6, MATCH_ERROR},
	{ADDR_V6, 100, 0, 0, 0, MATCH_ERROR},
	{ADDR_V6, 129, 0, 0, 0, MATCH_NONE},
	{ADDR_V6, 135, 0, 0, 0, MATCH_NONE},
};

static struct addr router(const struct echoes *s)
{
	return address(echoes_six(s) ? "2001:db8::fe" : "198.18.0.254");
}

static struct icmp head_of(const struct message *m)
{
	return (struct icmp){.family = m->family,
		.type = m->type,
		.code = m->code,
		.rest = m->rest,
		.id = (uint16_t)(m->rest >> 16),
		.sequence = (uint16_t)m->rest};
}

static struct message usual(const struct echoes *s)
{
	return (struct message){(enum addr_family)s->c.target.family,
		(uint8_t)(echoes_six(s) ? 1 : 3), 0, 0, 0, MATCH_ERROR};
}

/* An error about the nth request that quotes quoted bytes of its message. */
static struct match match_error(const struct echoes *s, enum frame_layer layer,
	const struct message *m, uint64_t nth, size_t quoted)
{
	struct exact request = echoes_request(s, nth);
	struct addr from = router(s);
	struct icmp head = head_of(m);
	struct exact icmp =
		echoes_error(s, &from, &head, bytes_head(request.view, quoted), bytes_of("", 0));
	struct match got = echoes_match_from(s, layer, &from, icmp.view);

	free(icmp.block);
	free(request.block);
	return got;
}

static bool error_is(const struct echoes *s, const struct match *got, const struct message *m)
{
	struct addr from = router(s);

	return got->kind == m->kind && got->type == m->type && got->code == m->code &&
	       got->info == m->info && got->has_probe && got->probe.nth == NTH &&
	       got->sequence == NTH + 1 && addr_equal(&got->from, &from) &&
	       addr_equal(&got->to, &s->self) && got->wrong_at == SIZE_MAX;
}

static void kinds(void)
{
	for (size_t i = 0; i < COUNT(messages); i++) {
		const struct message *m = &messages[i];
		struct echoes s = echoes_open(m->family, 56, SENT);

		for (size_t l = 0; l < COUNT(layers); l++) {
			struct match full = match_error(&s, layers[l], m, NTH, 64),
				     eight = match_error(&s, layers[l], m, NTH, 8);
			bool good = m->kind == MATCH_NONE
					    ? full.kind == MATCH_NONE && eight.kind == MATCH_NONE
					    : error_is(&s, &full, m) && error_is(&s, &eight, m);

			ok(good, "IPv%d type %u code %u, second word %08x, %s", m->family, m->type,
				m->code, m->rest, layers[l] == FRAME_IP ? "raw" : "ping");
		}
		echoes_close(&s);
	}
}

/* However much of the request is quoted: under 8 bytes it is nobody's. */
static void lengths(void)
{
	for (size_t f = 0; f < COUNT(families); f++)
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct echoes s = echoes_open(families[f], sizes[i], SENT);
			struct message m = usual(&s);
			size_t bad = 0;

			for (size_t n = 0; n <= ICMP_HEADER_BYTES + sizes[i]; n++) {
				struct match got = match_error(&s, FRAME_IP, &m, NTH, n);

				bad += n < 8 ? got.kind != MATCH_NONE : !error_is(&s, &got, &m);
			}
			is_int(bad, 0, "IPv%d, %zu bytes: quotes of every length", families[f],
				sizes[i]);
			echoes_close(&s);
		}
}

/* The error itself cut at every byte, as a small buffer would. */
static void cut(void)
{
	for (size_t f = 0; f < COUNT(families); f++) {
		struct echoes s = echoes_open(families[f], 56, SENT);
		struct message m = usual(&s);
		struct icmp head = head_of(&m);
		struct addr from = router(&s);
		struct exact request = echoes_request(&s, NTH);
		struct exact icmp = echoes_error(&s, &from, &head, request.view, bytes_of("", 0));
		size_t least = icmp.view.left - 56, bad = 0;

		for (size_t n = 0; n <= icmp.view.left; n++) {
			struct exact part = exact(icmp.p, n);
			struct frame frame = echoes_frame(&s, FRAME_TRANSPORT, &from, part.view);
			struct match got;

			frame.whole_bytes = (uint32_t)icmp.view.left;
			got = probe_match(s.echo, &frame);
			bad += n < least ? got.kind != MATCH_NONE : !error_is(&s, &got, &m);
			free(part.block);
		}
		is_int(bad, 0, "an IPv%d error cut anywhere", families[f]);
		free(icmp.block);
		free(request.block);
		echoes_close(&s);
	}
}

/* Which bytes of an error may change without its being dropped: none, for the checksum; with that
 * made right, those that do not say which request it is about. */
static void changed(void)
{
	for (size_t f = 0; f < COUNT(families); f++) {
		struct echoes s = echoes_open(families[f], 56, SENT);
		struct message m = usual(&s);
		struct icmp head = head_of(&m);
		struct addr from = router(&s);
		struct exact request = echoes_request(&s, NTH);
		struct exact icmp = echoes_error(&s, &from, &head, request.view, bytes_of("", 0));
		size_t quoted = icmp.view.left - 64, passed = 0, other = 0, tag = 0;

		for (size_t at = 0; at < icmp.view.left; at++) {
			struct exact damaged = exact(icmp.p, icmp.view.left);
			struct match got;

			damaged.p[at] ^= 0x40;
			got = echoes_match_from(&s, FRAME_IP, &from, damaged.view);
			passed += got.kind != MATCH_NONE;
			echoes_seal(&s, &from, &damaged);
			got = echoes_match_from(&s, FRAME_IP, &from, damaged.view);
			other += got.has_probe && got.probe.nth != NTH;
			/* identifier, sequence, index and tag of the quoted request */
			if (at >= quoted + 4 && at < quoted + 24)
				tag += got.kind == MATCH_ERROR;
			free(damaged.block);
		}
		is_int(passed, 0, "IPv%d: a damaged error is not believed", families[f]);
		is_int(other, 0, "... and no change makes it one about another request");
		is_int(tag, 0, "... identifier, sequence, index and tag must be right");
		free(icmp.block);
		free(request.block);
		echoes_close(&s);
	}
}

static void ip_options(void)
{
	static const uint8_t route[39] = {7, 39, 8, 198, 18, 0, 254};
	struct echoes s = echoes_open(ADDR_V4, 56, SENT);
	struct message m = usual(&s);
	struct icmp head = head_of(&m);
	struct addr from = router(&s);
	struct exact request = echoes_request(&s, NTH);
	struct exact icmp = echoes_error(
		&s, &from, &head, bytes_head(request.view, 8), bytes_of(route, sizeof route));
	struct exact whole = echoes_packet(&s, &from, icmp.view, bytes_of(route, sizeof route));
	struct frame frame = echoes_frame(&s, FRAME_IP, &from, whole.view);
	struct match got = probe_match(s.echo, &frame);

	ok(error_is(&s, &got, &m), "IP options outside and in the quote");
	ok(got.ip_options.left == 40 && !memcmp(got.ip_options.p, route, 39),
		"those outside are handed on");
	free(whole.block);
	free(icmp.block);
	free(request.block);
	echoes_close(&s);
}

static void never_sent(void)
{
	for (size_t f = 0; f < COUNT(families); f++) {
		struct echoes s = echoes_open(families[f], 16, SENT);
		struct message m = usual(&s);

		is_int(match_error(&s, FRAME_IP, &m, SENT - 1, 8).kind, MATCH_ERROR,
			"IPv%d: about the newest request", families[f]);
		is_int(match_error(&s, FRAME_IP, &m, SENT, 8).kind, MATCH_NONE,
			"... about one never sent");
		is_int(match_error(&s, FRAME_IP, &m, SENT, 24).kind, MATCH_NONE,
			"... with its right tag even");
		echoes_close(&s);
	}
}

/* Errors that quote somebody else's request: of another identifier, to another host, not an echo.
 */
static void foreign(void)
{
	struct echoes s = echoes_open(ADDR_V4, 56, SENT), other = s;
	struct message m = usual(&s);
	struct icmp head = head_of(&m);
	struct addr from = router(&s);
	struct exact request = echoes_request(&s, NTH), icmp;

	other.c.target = address("198.18.0.3");
	icmp = echoes_error(&other, &from, &head, bytes_head(request.view, 8), bytes_of("", 0));
	is_int(echoes_match_from(&s, FRAME_IP, &from, icmp.view).kind, MATCH_NONE,
		"a quote of a request to another host");
	free(icmp.block);
	request.p[4]++;
	icmp = echoes_error(&s, &from, &head, bytes_head(request.view, 8), bytes_of("", 0));
	is_int(echoes_match_from(&s, FRAME_IP, &from, icmp.view).kind, MATCH_NONE,
		"of another identifier");
	free(icmp.block);
	request.p[4]--;
	request.p[0] = 0;
	icmp = echoes_error(&s, &from, &head, bytes_head(request.view, 8), bytes_of("", 0));
	is_int(echoes_match_from(&s, FRAME_IP, &from, icmp.view).kind, MATCH_NONE, "of a reply");
	free(icmp.block);
	free(request.block);
	echoes_close(&s);
}

static void turns(void)
{
	struct echoes s = echoes_open(ADDR_V4, 56, 70000);
	struct message m = usual(&s);

	is_int(match_error(&s, FRAME_IP, &m, 69990, 64).probe.nth, 69990,
		"after a turn of the sequence: the newest");
	is_int(match_error(&s, FRAME_IP, &m, 4460, 64).probe.nth, 4460,
		"a full quote names one a turn before");
	is_int(match_error(&s, FRAME_IP, &m, 4460, 8).probe.nth, 4460 + 65536,
		"8 bytes can only mean the newest");
	echoes_close(&s);
}

static struct wire_report report_of(const struct echoes *s, struct bytes quote)
{
	struct wire_report r = {.error = EHOSTUNREACH,
		.type = echoes_six(s) ? 1 : 3,
		.code = 1,
		.info = 77,
		.offender = router(s),
		.ttl = 61,
		.tos = 0xc0,
		.destination = s->c.target,
		.quote = quote};

	return r;
}

static void queue_of(const struct echoes *s)
{
	struct exact request = echoes_request(s, NTH);
	size_t bad = 0;

	for (size_t n = 0; n <= request.view.left; n++) {
		struct exact quote = exact(request.p, n);
		struct wire_report r = report_of(s, quote.view);
		struct match m = probe_match_report(s->echo, &r);
		struct addr from = router(s);

		bad += m.kind != MATCH_ERROR || m.has_probe != (n >= ICMP_HEADER_BYTES) ||
		       m.error != EHOSTUNREACH || m.info != 77 || m.code != 1 ||
		       !addr_equal(&m.from, &from) || m.ttl != 61 || m.tos != 0xc0 ||
		       m.wrong_at != SIZE_MAX || (m.has_probe && m.probe.nth != NTH);
		free(quote.block);
	}
	is_int(bad, 0, "IPv%d, %zu bytes: an entry of the error queue, quoted to any length",
		s->c.target.family, s->c.data_bytes);
	free(request.block);
}

static enum match_kind queue_kind(
	const struct echoes *s, const struct wire_report *r, bool *has_probe)
{
	struct match m = probe_match_report(s->echo, r);

	*has_probe = m.has_probe;
	return m.kind;
}

static void queue_kinds(const struct echoes *s)
{
	struct exact request = echoes_request(s, NTH), future = echoes_request(s, SENT);
	struct wire_report r = report_of(s, request.view);
	bool has_probe;

	r.local = true;
	r.error = EMSGSIZE;
	is_int(queue_kind(s, &r, &has_probe), MATCH_LOCAL, "IPv%d: this host's own refusal",
		s->c.target.family);
	r.quote = bytes_of("", 0);
	is_int(queue_kind(s, &r, &has_probe), MATCH_LOCAL, "... also without a quote");
	ok(!has_probe, "... which names no request");
	r = report_of(s, request.view);
	r.type = echoes_six(s) ? 137 : 5;
	is_int(queue_kind(s, &r, &has_probe), MATCH_REDIRECT, "... a redirect is no error");
	r = report_of(s, future.view);
	is_int(queue_kind(s, &r, &has_probe), MATCH_NONE, "... about a request never sent");
	r = report_of(s, request.view);
	r.destination.bytes[addr_size(&r.destination) - 1]++;
	is_int(queue_kind(s, &r, &has_probe), MATCH_NONE, "... to another host");
	request.p[ICMP_HEADER_BYTES + 12] ^= 1;
	r = report_of(s, request.view);
	is_int(queue_kind(s, &r, &has_probe), MATCH_NONE, "... with a wrong tag");
	free(future.block);
	free(request.block);
}

static void queue(void)
{
	for (size_t f = 0; f < COUNT(families); f++) {
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct echoes s = echoes_open(families[f], sizes[i], SENT);

			queue_of(&s);
			if (sizes[i] == 56)
				queue_kinds(&s);
			echoes_close(&s);
		}
	}
}

int main(void)
{
	kinds();
	lengths();
	cut();
	changed();
	ip_options();
	never_sent();
	foreign();
	turns();
	queue();
	return tap_done();
}
