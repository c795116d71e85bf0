/* samples: writes packets and frames that craft builds into two pcapng files, and what they are to
 * standard output: one line each, the fields that tests/cli/craft_tshark.t asks tshark for. */
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

/* One segment in both families; its options are those of a Linux SYN, or none. */
static void put_segment(struct samples *s, uint16_t flags, size_t data_bytes)
{
	struct tcp_options list = {.has_mss = true,
		.mss = 1460,
		.sack_permitted = true,
		.has_timestamps = true,
		.timestamp = 7,
		.has_window_scale = true,
		.window_scale = 7};
	uint8_t space[TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct tcp t = {.source_port = 40000,
		.destination_port = 443,
		.sequence = 4000000000,
		.acknowledgment = flags & TCP_ACK ? 17 : 0,
		.flags = flags,
		.window = 64240};
	struct bytes data = bytes_of(s->data, data_bytes), b;
	struct fail why = {0};

	if (flags & TCP_SYN)
		tcp_options_put(&o, &list);
	t.options = bytes_written(&o);
	check(craft_tcp4(s->craft, &s->h4, &t, data, &b, &why), &why);
	record(s, b);
	check(craft_tcp6(s->craft, &s->h6, &t, data, &b, &why), &why);
	record(s, b);
	for (int i = 0; i < 2; i++)
		printf("t|40000|443|4000000000|%u|0x%04x|64240|1|%s|%s|%zu|built\n",
			t.acknowledgment, flags, flags & TCP_SYN ? "1460" : "",
			flags & TCP_SYN ? "7" : "", data_bytes);
}

static void put_segments(struct samples *s)
{
	put_segment(s, TCP_SYN, 0);
	put_segment(s, TCP_SYN | TCP_ECE | TCP_CWR | TCP_AE, 0);
	put_segment(s, TCP_RST, 0);
	put_segment(s, TCP_PSH | TCP_ACK, 1);
	put_segment(s, TCP_ACK, 65000);
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

static struct eth link_of(const struct mac *to, bool tagged)
{
	struct eth link = {.destination = *to, .source = {{2, 0, 0x5e, 0x10, 0, 1}}};

	link.tags_n = tagged;
	link.tags[0] = (struct eth_tag){ETH_TYPE_VLAN, 0xa064};
	return link;
}

static void put_arp(struct samples *s, uint16_t operation, bool tagged)
{
	struct eth link = link_of(&eth_broadcast, tagged);
	struct arp a = {.operation = operation,
		.sender_mac = link.source,
		.sender = s->h4.source,
		.target = s->h4.destination};
	struct fail why = {0};
	struct bytes b;

	check(craft_arp(s->craft, &link, &a, &b, &why), &why);
	printf("arp|%zu|%s|%u|02:00:5e:10:00:01|198.18.0.1|00:00:00:00:00:00|198.18.0.2|built\n",
		b.left, tagged ? "100" : "", operation);
	record(s, b);
}

/* tshark shows a target address under the name its message has. */
static void put_ndp(struct samples *s, uint8_t type, bool tagged)
{
	uint8_t options[8];
	struct bytes_out o = bytes_to(options, sizeof options);
	struct addr all_nodes;
	struct ndp m = {.type = type, .target = s->h6.source, .override = true};
	struct fail why = {0};
	struct eth link;
	struct mac group;
	struct bytes b;

	addr_parse(&all_nodes, "ff02::1");
	group = eth_group(&all_nodes);
	link = link_of(&group, tagged);
	s->h6.destination = all_nodes;
	s->h6.hop_limit = NDP_HOP_LIMIT;
	ndp_put_mac(&o, type == NDP_NA ? NDP_TARGET_MAC : NDP_SOURCE_MAC, &link.source);
	m.options = bytes_written(&o);
	check(craft_ndp(s->craft, &link, &s->h6, &m, &b, &why), &why);
	printf("nd|%zu|%s|%u|1|255|%s|%s|02:00:5e:10:00:01|built\n", b.left, tagged ? "100" : "",
		type, type == NDP_NS ? "2001:db8::1" : "", type == NDP_NA ? "2001:db8::1" : "");
	record(s, b);
}

static void put_frames(struct samples *s)
{
	for (int tagged = 0; tagged < 2; tagged++) {
		put_arp(s, ARP_REQUEST, tagged);
		put_arp(s, ARP_REPLY, tagged);
		put_ndp(s, NDP_RS, tagged);
		put_ndp(s, NDP_NS, tagged);
		put_ndp(s, NDP_NA, tagged);
	}
}

static void next_file(struct samples *s, const char *path, uint16_t linktype)
{
	struct fail why = {0};

	if (s->to && fclose(s->to) != 0)
		exit(1);
	s->to = fopen(path, "w");
	if (!s->to)
		exit(2);
	check(pcapng_begin(s->to, "samples", &why), &why);
	check(pcapng_interface(s->to, linktype, "none", 0, &why), &why);
}

int main(int argc, char **argv)
{
	static const uint8_t here4[4] = {198, 18, 0, 1}, there4[4] = {198, 18, 0, 2};
	static const uint8_t here6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};
	static const uint8_t there6[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 2};
	static struct samples s;
	struct fail why = {0};

	if (argc != 3)
		return 2;
	next_file(&s, argv[1], PCAPNG_RAW);
	for (size_t i = 0; i < sizeof s.data; i++)
		s.data[i] = (uint8_t)(0xa0 + i % 77);
	s.h4 = (struct ip4){.tos = 0xb8, .ttl = 63, .id = 0xbeef, .dont_fragment = true};
	s.h4.source = addr_v4(here4), s.h4.destination = addr_v4(there4);
	s.h6 = (struct ip6){.traffic_class = 0xb8, .flow_label = 0xabcde, .hop_limit = 62};
	s.h6.source = addr_v6(here6), s.h6.destination = addr_v6(there6);
	check(craft_open(&s.craft, &why), &why);
	put_echoes(&s);
	put_segments(&s);
	put_rest(&s);
	next_file(&s, argv[2], PCAPNG_ETHERNET);
	put_frames(&s);
	craft_close(s.craft);
	return fclose(s.to) != 0;
}
