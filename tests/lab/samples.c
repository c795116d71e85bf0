/* samples: writes packets that craft builds into a pcapng file, and what they are to standard
 * output: one line each, the fields that tests/cli/craft_tshark.t asks tshark for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "craft.h"
#include "pcapng.h"

enum { LARGEST = 65527 };

struct samples {
	struct craft *craft;
	FILE *to;
	struct ip4 h4;
	struct ip6 h6;
	uint8_t data[LARGEST];
};

static void check(int rc, const struct fail *why)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "samples: %s\n", why->text);
	exit(1);
}

static void record(struct samples *s, struct bytes packet)
{
	struct pcapng_packet about = {.at_realtime_ns = 1700000000123456789,
		.whole_bytes = (uint32_t)packet.left,
		.direction = PCAPNG_OUT,
		.comment = "built"};
	struct fail why = {0};

	check(pcapng_packet(s->to, &about, packet, &why), &why);
}

/* In an error tshark shows the quoted echo's id and sequence, which are those of m. */
static void put4(struct samples *s, const struct icmp *m)
{
	struct fail why = {0};
	struct bytes b;

	check(craft_icmp4(s->craft, &s->h4, m, &b, &why), &why);
	printf("4|%zu|63|0xb8|0xbeef|0x02|1|%u|%u|1|%u|%u|built\n", b.left, m->type, m->code, m->id,
		m->sequence);
	record(s, b);
}

static void put6(struct samples *s, const struct icmp *m)
{
	struct fail why = {0};
	struct bytes b;

	check(craft_icmp6(s->craft, &s->h6, m, &b, &why), &why);
	printf("6|%zu|62|0x000000b8|0x0abcde|%u|%u|1|", b.left - IP6_HEADER_BYTES, m->type,
		m->code);
	if (m->type == 133) /* a router solicitation has neither */
		printf("||built\n");
	else
		printf("0x%04x|%u|built\n", m->id, m->sequence);
	record(s, b);
}

static void put_echoes(struct samples *s)
{
	static const size_t sizes[] = {0, 1, 8, 55, 56, 57, 1472, 65469, 65470, 65507, LARGEST};
	struct icmp m = {.id = 4660, .sequence = 1};

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++, m.sequence++) {
		m.payload = bytes_of(s->data, sizes[i]);
		m.family = ADDR_V4;
		m.type = (uint8_t)(i % 2 ? 0 : 8);
		if (sizes[i] <= 65507)
			put4(s, &m);
		m.family = ADDR_V6;
		m.type = (uint8_t)(i % 2 ? 129 : 128);
		put6(s, &m);
	}
}

/* The quote is an echo of the same id and sequence as m's. */
static void put_error(struct samples *s, struct icmp m, enum addr_family family)
{
	struct icmp echo = {.family = family,
		.type = family == ADDR_V4 ? 8 : 128,
		.id = 4660,
		.sequence = 99,
		.payload = bytes_of(s->data, 56)};
	uint8_t quote[128];
	struct fail why = {0};
	struct bytes b;
	int rc;

	rc = family == ADDR_V4 ? craft_icmp4(s->craft, &s->h4, &echo, &b, &why)
			       : craft_icmp6(s->craft, &s->h6, &echo, &b, &why);
	check(rc, &why);
	m.family = family;
	m.id = echo.id;
	m.sequence = echo.sequence;
	m.payload = bytes_of(quote, b.left);
	bytes_copy(&b, quote, b.left);
	if (family == ADDR_V4)
		put4(s, &m);
	else
		put6(s, &m);
}

static void put_rest(struct samples *s)
{
	static const uint8_t record_route[39] = {IP4_OPTION_RR, 39, 4};
	struct icmp m = {.family = ADDR_V6, .type = 133};

	put_error(s, (struct icmp){.type = 3, .code = 4, .rest = 1400}, ADDR_V4);
	put_error(s, (struct icmp){.type = 5, .code = 1, .rest = 0xc6120001}, ADDR_V4);
	put_error(s, (struct icmp){.type = 11}, ADDR_V4);
	put_error(s, (struct icmp){.type = 1, .code = 3}, ADDR_V6);
	put_error(s, (struct icmp){.type = 2, .rest = 1280}, ADDR_V6);
	put6(s, &m);
	s->h4.options = bytes_of(record_route, sizeof record_route);
	m = (struct icmp){
		.family = ADDR_V4, .type = 8, .id = 4660, .payload = bytes_of(s->data, 5)};
	put4(s, &m);
}

int main(int argc, char **argv)
{
	static const uint8_t here4[4] = {198, 18, 0, 1}, there4[4] = {198, 18, 0, 2};
	static const uint8_t here6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};
	static const uint8_t there6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 2};
	static struct samples s;
	struct fail why = {0};

	if (argc != 2 || !(s.to = fopen(argv[1], "w")))
		return 2;
	for (size_t i = 0; i < sizeof s.data; i++)
		s.data[i] = (uint8_t)(0xa0 + i % 77);
	s.h4 = (struct ip4){.tos = 0xb8, .ttl = 63, .id = 0xbeef, .dont_fragment = true};
	s.h4.source = addr_v4(here4), s.h4.destination = addr_v4(there4);
	s.h6 = (struct ip6){.traffic_class = 0xb8, .flow_label = 0xabcde, .hop_limit = 62};
	s.h6.source = addr_v6(here6), s.h6.destination = addr_v6(there6);
	check(craft_open(&s.craft, &why), &why);
	check(pcapng_begin(s.to, "samples", &why), &why);
	check(pcapng_interface(s.to, PCAPNG_RAW, "none", 0, &why), &why);
	put_echoes(&s);
	put_rest(&s);
	craft_close(s.craft);
	return fclose(s.to) != 0;
}
