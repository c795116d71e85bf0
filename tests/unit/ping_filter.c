/* ping_filter: the socket filter, run by the kernel on a socket pair that frames are sent through.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "filter.h"

#include <sys/socket.h>
#include <unistd.h>

#include "echoes.h"
#include "tap.h"

enum { NTH = 2, SENT = 5 };

struct pipe {
	int to, from;
};

static struct pipe pipe_open(enum addr_family family, uint16_t id)
{
	struct sock_filter filter[FILTER_MAX];
	struct sock_fprog program = {
		.len = (unsigned short)filter_build(filter, family, id), .filter = filter};
	int ends[2];

	ok(program.len && program.len <= FILTER_MAX, "an IPv%d program of %u", family, program.len);
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) < 0)
		abort();
	ok(!setsockopt(ends[1], SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program),
		"the kernel takes it");
	return (struct pipe){ends[0], ends[1]};
}

static void pipe_close(const struct pipe *p)
{
	close(p->to);
	close(p->from);
}

static bool passes(const struct pipe *p, struct bytes frame)
{
	static uint8_t space[4096];
	ssize_t n;

	if (send(p->to, frame.p, frame.left, 0) != (ssize_t)frame.left)
		abort();
	n = recv(p->from, space, sizeof space, MSG_DONTWAIT);
	/* What passes does so whole. */
	return n == (ssize_t)frame.left && !memcmp(space, frame.p, frame.left);
}

/* As the socket sees it: an IPv4 packet, an ICMPv6 message. */
static bool message_passes(
	const struct pipe *p, const struct echoes *s, struct bytes icmp, struct bytes options)
{
	struct exact packet = echoes_packet(s, &s->c.target, icmp, options);
	bool passed = passes(p, echoes_six(s) ? icmp : packet.view);

	free(packet.block);
	return passed;
}

static struct bytes none(void)
{
	return bytes_of("", 0);
}

static bool error_passes(const struct pipe *p, const struct echoes *s, const struct icmp *head,
	struct bytes quoted, struct bytes inner)
{
	struct exact icmp = echoes_error(s, &s->c.target, head, quoted, inner);
	bool passed = message_passes(p, s, icmp.view, none());

	free(icmp.block);
	return passed;
}

static void replies(const struct pipe *p, const struct echoes *s)
{
	struct exact icmp = echoes_reply(s, NTH);
	bool good = true;

	for (unsigned n = 0; n <= 40 && !echoes_six(s); n += 4) {
		static const uint8_t options[40] = {1, 1, 1, 1, 1, 1, 1, 1};

		good = message_passes(p, s, icmp.view, bytes_of(options, n)) && good;
	}
	ok(good && message_passes(p, s, icmp.view, none()), "IPv%d: our replies pass",
		s->c.target.family);
	good = true;
	for (unsigned bit = 0; bit < 16; bit++) {
		icmp.p[4 + bit / 8] ^= (uint8_t)(1 << bit % 8);
		good = !message_passes(p, s, icmp.view, none()) && good;
		icmp.p[4 + bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	ok(good, "... those of other identifiers do not");
	good = true;
	for (size_t n = 0; n < 6; n++)
		good = !message_passes(p, s, bytes_head(icmp.view, n), none()) && good;
	ok(good, "... nor what is cut before the identifier");
	free(icmp.block);
}

static void errors(const struct pipe *p, const struct echoes *s)
{
	static const uint8_t types4[] = {3, 4, 5, 11, 12}, types6[] = {1, 2, 3, 4};
	static const uint8_t options[40] = {1, 1, 1, 1, 1, 1, 1, 1};
	struct exact request = echoes_request(s, NTH);
	bool ours = true, others = true;

	for (size_t i = 0; i < (echoes_six(s) ? COUNT(types6) : COUNT(types4)); i++) {
		const struct icmp head = {.family = (enum addr_family)s->c.target.family,
			.type = echoes_six(s) ? types6[i] : types4[i],
			.rest = 0x01020304};

		for (unsigned n = 0; n <= 40; n += 4)
			for (size_t quoted = 6; quoted <= 64; quoted++)
				ours = error_passes(p, s, &head, bytes_head(request.view, quoted),
					       bytes_of(options, n)) &&
				       ours;
		for (unsigned bit = 0; bit < 16; bit++) {
			request.p[4 + bit / 8] ^= (uint8_t)(1 << bit % 8);
			others = !error_passes(p, s, &head, bytes_head(request.view, 8), none()) &&
				 others;
			request.p[4 + bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		others = !error_passes(p, s, &head, bytes_head(request.view, 5), none()) && others;
	}
	ok(ours, "IPv%d: errors that quote our requests pass", s->c.target.family);
	ok(others, "... those that quote others, or too little, do not");
	free(request.block);
}

/* The outer header's options count too. */
static void options_around_errors(const struct pipe *p, const struct echoes *s)
{
	static const uint8_t options[40] = {1, 1, 1, 1, 1, 1, 1, 1};
	const struct icmp head = {.family = ADDR_V4, .type = 11};
	struct exact request = echoes_request(s, NTH);
	bool ours = true, others = true;

	for (unsigned outer = 0; outer <= 40; outer += 4)
		for (unsigned inner = 0; inner <= 40; inner += 4) {
			struct exact icmp = echoes_error(s, &s->c.target, &head,
				bytes_head(request.view, 8), bytes_of(options, inner));

			ours = message_passes(p, s, icmp.view, bytes_of(options, outer)) && ours;
			icmp.p[icmp.view.left - 3] ^= 1;
			others = !message_passes(p, s, icmp.view, bytes_of(options, outer)) &&
				 others;
			free(icmp.block);
		}
	ok(ours && others, "options of every length, outside and in the quote");
	free(request.block);
}

static void other_protocols(const struct pipe *p, const struct echoes *s)
{
	const struct icmp head = {.family = ADDR_V4, .type = 3, .code = 3};
	struct exact request = echoes_request(s, NTH);
	struct exact icmp = echoes_error(s, &s->c.target, &head, request.view, none());
	bool good = true;

	for (unsigned protocol = 0; protocol < 256; protocol++) {
		icmp.p[8 + 9] = (uint8_t)protocol;
		good = message_passes(p, s, icmp.view, none()) == (protocol == 1) && good;
	}
	ok(good, "errors about other protocols do not pass");
	free(icmp.block);
	free(request.block);
}

static void redirects6(const struct pipe *p, const struct echoes *s)
{
	const struct icmp redirect = {.family = ADDR_V6, .type = 137},
			  exceeded = {.family = ADDR_V6, .type = 3};
	struct exact request = echoes_request(s, NTH), icmp;

	request.p[4] ^= 1;
	ok(error_passes(p, s, &redirect, request.view, none()), "a redirect is left to the reader");
	icmp = echoes_error(s, &s->c.target, &exceeded, request.view, none());
	icmp.p[8 + 6] = 44;
	ok(message_passes(p, s, icmp.view, none()), "so is a quote with an extension header in it");
	icmp.p[8 + 6] = 58;
	ok(!message_passes(p, s, icmp.view, none()), "without one it is looked into");
	free(icmp.block);
	free(request.block);
}

int main(void)
{
	static const enum addr_family families[] = {ADDR_V4, ADDR_V6};

	for (size_t i = 0; i < COUNT(families); i++) {
		struct pipe p = pipe_open(families[i], ECHOES_ID);
		struct echoes s = echoes_open(families[i], 56, SENT);

		replies(&p, &s);
		errors(&p, &s);
		if (families[i] == ADDR_V4) {
			options_around_errors(&p, &s);
			other_protocols(&p, &s);
		} else {
			redirects6(&p, &s);
		}
		echoes_close(&s);
		pipe_close(&p);
	}
	return tap_done();
}
