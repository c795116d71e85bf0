/* craft: values to packet bytes; the only file that includes libnet.h. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "craft.h"

#include <errno.h>
#include <libnet.h>
#include <stdlib.h>

#include "cksum.h"

enum {
	LENGTH_MAX_BYTES = 65535,
	FRAGMENT_UNIT_BYTES = 8,
	FLOW_LABEL_MIDDLE_AT = 2,
	TCP_FLAGS_AT = 12, /* the byte of the header's length, AE in its last bit */
	SUM_BY_LIBNET = -1,
	NDP_MESSAGE_BYTES = 1440,
};

struct craft {
	libnet_t *net;
	uint8_t *packet; /* what the last call gave out, from libnet */
};

int craft_open(struct craft **out, struct fail *why)
{
	char said[LIBNET_ERRBUF_SIZE] = "";
	struct craft *c = calloc(1, sizeof *c);

	if (!c)
		return fail_errno(why, "building packets");
	c->net = libnet_init(LIBNET_NONE, NULL, said);
	if (!c->net) {
		free(c);
		return fail_set(why, ENOMEM, "libnet: %s", said);
	}
	*out = c;
	return 0;
}

void craft_close(struct craft *c)
{
	if (!c)
		return;
	libnet_adv_free_packet(c->net, c->packet);
	libnet_destroy(c->net);
	free(c);
}

const char *craft_version(void)
{
	return libnet_version();
}

static int refused(struct craft *c, struct fail *why)
{
	return fail_set(why, EINVAL, "libnet: %s", libnet_geterror(c->net));
}

/* Forgets the packet before. */
static void clear(struct craft *c)
{
	libnet_adv_free_packet(c->net, c->packet);
	c->packet = NULL;
	libnet_clear_packet(c->net);
}

/* Begins anew, and checks that a message of this size can be sent at all. */
static int begin(struct craft *c, const struct icmp *m, size_t longest_bytes, struct fail *why)
{
	clear(c);
	if (m->payload.bad || m->family == ADDR_NONE)
		return fail_set(why, EINVAL, "no such ICMP message can be built");
	if (m->payload.left > longest_bytes - ICMP_HEADER_BYTES)
		return fail_set(why, EMSGSIZE, "a payload of %zu bytes does not fit into a packet",
			m->payload.left);
	return 0;
}

/* The second word, as icmp_put writes it. */
static uint32_t second_word(const struct icmp *m)
{
	enum icmp_class class = icmp_class(m);

	if (class == ICMP_CLASS_ECHO_REQUEST || class == ICMP_CLASS_ECHO_REPLY)
		return (uint32_t)m->id << 16 | m->sequence;
	return m->rest;
}

/* checksum is the field's value, or SUM_BY_LIBNET. libnet's echo builders make every message: they
 * take any type, and its second word in two halves. */
static int add_icmp(struct craft *c, const struct icmp *m, int checksum, struct fail *why)
{
	uint16_t given = checksum == SUM_BY_LIBNET ? 0 : (uint16_t)checksum;
	uint32_t word = second_word(m), size = (uint32_t)m->payload.left;
	uint16_t id = (uint16_t)(word >> 16), sequence = (uint16_t)word;
	uint8_t *payload = size ? (uint8_t *)(uintptr_t)m->payload.p : NULL; /* only read */
	libnet_ptag_t tag;

	if (m->family == ADDR_V4)
		tag = libnet_build_icmpv4_echo(
			m->type, m->code, given, id, sequence, payload, size, c->net, 0);
	else
		tag = libnet_build_icmpv6_echo(
			m->type, m->code, given, id, sequence, payload, size, c->net, 0);
	if (tag < 0)
		return refused(c, why);
	libnet_toggle_checksum(c->net, tag, checksum == SUM_BY_LIBNET ? LIBNET_ON : LIBNET_OFF);
	return 0;
}

static int finish(struct craft *c, struct bytes *out, struct fail *why)
{
	uint32_t size = 0;

	if (libnet_pblock_coalesce(c->net, &c->packet, &size) < 0)
		return refused(c, why);
	*out = bytes_of(c->packet, size);
	return 0;
}

/* What an IP header is put around. */
struct inner {
	uint8_t protocol;
	size_t size_bytes;
};

static struct inner icmp_inner(const struct icmp *m)
{
	return (struct inner){m->family == ADDR_V4 ? IPPROTO_ICMP : IPPROTO_ICMPV6,
		ICMP_HEADER_BYTES + m->payload.left};
}

static int add_ip4(struct craft *c, const struct ip4 *h, struct inner inner, struct fail *why)
{
	size_t options_bytes = (h->options.left + 3) & ~(size_t)3;
	uint16_t fragment = h->fragment_offset_bytes / FRAGMENT_UNIT_BYTES;
	uint32_t source, destination;
	size_t total = IP4_HEADER_BYTES + options_bytes + inner.size_bytes;

	if (h->dont_fragment)
		fragment |= IP_DF;
	if (h->more_fragments)
		fragment |= IP_MF;
	memcpy(&source, h->source.bytes, sizeof source);
	memcpy(&destination, h->destination.bytes, sizeof destination);
	if (options_bytes &&
		libnet_build_ipv4_options(h->options.p, (uint32_t)h->options.left, c->net, 0) < 0)
		return refused(c, why);
	if (libnet_build_ipv4((uint16_t)total, h->tos, h->id, fragment, h->ttl, inner.protocol, 0,
		    source, destination, NULL, 0, c->net, 0) < 0)
		return refused(c, why);
	return 0;
}

int craft_icmp4(struct craft *c, const struct ip4 *header, const struct icmp *message,
	struct bytes *out, struct fail *why)
{
	size_t options_bytes = (header->options.left + 3) & ~(size_t)3;
	int rc;

	if (message->family != ADDR_V4 || header->options.bad ||
		options_bytes > IP4_OPTIONS_MAX_BYTES)
		return fail_set(why, EINVAL, "no such IPv4 packet can be built");
	rc = begin(c, message, LENGTH_MAX_BYTES - IP4_HEADER_BYTES - options_bytes, why);
	if (rc < 0)
		return rc;
	rc = add_icmp(c, message, SUM_BY_LIBNET, why);
	if (rc < 0)
		return rc;
	rc = add_ip4(c, header, icmp_inner(message), why);
	if (rc < 0)
		return rc;
	return finish(c, out, why);
}

static int add_ip6(struct craft *c, const struct ip6 *h, struct inner inner, struct fail *why)
{
	struct libnet_in6_addr source, destination;
	libnet_ptag_t tag;

	memcpy(&source, h->source.bytes, sizeof source);
	memcpy(&destination, h->destination.bytes, sizeof destination);
	tag = libnet_build_ipv6(h->traffic_class, h->flow_label, (uint16_t)inner.size_bytes,
		inner.protocol, h->hop_limit, source, destination, NULL, 0, c->net, 0);
	if (tag < 0)
		return refused(c, why);
	/* libnet 1.1.6 puts the label's lowest byte here, too. */
	libnet_getpbuf(c->net, tag)[FLOW_LABEL_MIDDLE_AT] = (uint8_t)(h->flow_label >> 8);
	return 0;
}

/* libnet adds length and protocol in 16 bits. What is longer must be summed here. */
static int sum6(const struct ip6 *h, const struct icmp *m)
{
	uint32_t sum, size = (uint32_t)(ICMP_HEADER_BYTES + m->payload.left);

	if (size + IPPROTO_ICMPV6 <= UINT16_MAX)
		return SUM_BY_LIBNET;
	sum = cksum_pseudo6(h->source.bytes, h->destination.bytes, size, IPPROTO_ICMPV6);
	sum = cksum_add_u16(sum, (uint16_t)(m->type << 8 | m->code));
	sum = cksum_add_u32(sum, second_word(m));
	return cksum_finish(cksum_add(sum, m->payload.p, m->payload.left));
}

static int add_packet6(
	struct craft *c, const struct ip6 *header, const struct icmp *message, struct fail *why)
{
	int rc;

	if (message->family != ADDR_V6)
		return fail_set(why, EINVAL, "no such IPv6 packet can be built");
	rc = begin(c, message, LENGTH_MAX_BYTES, why);
	if (rc < 0)
		return rc;
	rc = add_icmp(c, message, sum6(header, message), why);
	if (rc < 0)
		return rc;
	return add_ip6(c, header, icmp_inner(message), why);
}

int craft_icmp6(struct craft *c, const struct ip6 *header, const struct icmp *message,
	struct bytes *out, struct fail *why)
{
	int rc = add_packet6(c, header, message, why);

	return rc < 0 ? rc : finish(c, out, why);
}

/* libnet wants the header that stands first to be added last. */
static int add_link(struct craft *c, const struct eth *link, uint16_t type, struct fail *why)
{
	const struct eth_tag *tag = link->tags;
	const uint8_t *to = link->destination.bytes, *from = link->source.bytes;
	libnet_ptag_t rc;

	if (link->tags_n > 1)
		return fail_set(why, EINVAL, "a frame with %u tags cannot be built", link->tags_n);
	if (link->tags_n)
		rc = libnet_build_802_1q(to, from, tag->tpid, eth_priority(tag->tci),
			tag->tci >> 12 & 1, eth_vlan(tag->tci), type, NULL, 0, c->net, 0);
	else
		rc = libnet_build_ethernet(to, from, type, NULL, 0, c->net, 0);
	return rc < 0 ? refused(c, why) : 0;
}

static size_t padding_of(const struct eth *link, size_t payload_bytes)
{
	size_t held = ETH_HEADER_BYTES + link->tags_n * (size_t)ETH_TAG_BYTES + payload_bytes;

	return held < ETH_LEAST_BYTES ? ETH_LEAST_BYTES - held : 0;
}

int craft_arp(struct craft *c, const struct eth *link, const struct arp *packet, struct bytes *out,
	struct fail *why)
{
	static const uint8_t zeros[ETH_LEAST_BYTES] = {0};
	uint32_t padding = (uint32_t)padding_of(link, ARP_BYTES);
	libnet_ptag_t tag;
	int rc;

	clear(c);
	tag = libnet_build_arp(ARPHRD_ETHER, ETHERTYPE_IP, sizeof packet->sender_mac, 4,
		packet->operation, packet->sender_mac.bytes, packet->sender.bytes,
		packet->target_mac.bytes, packet->target.bytes, padding ? zeros : NULL, padding,
		c->net, 0);
	if (tag < 0)
		return refused(c, why);
	rc = add_link(c, link, ETH_TYPE_ARP, why);
	return rc < 0 ? rc : finish(c, out, why);
}

/* No IPv6 message needs padding: its headers alone are 62 bytes. */
int craft_frame6(struct craft *c, const struct eth *link, const struct ip6 *header,
	const struct icmp *message, struct bytes *out, struct fail *why)
{
	int rc = add_packet6(c, header, message, why);

	if (rc < 0)
		return rc;
	rc = add_link(c, link, ETH_TYPE_IP6, why);
	return rc < 0 ? rc : finish(c, out, why);
}

/* libnet has builders for some of the messages only: all go as any other message does. */
int craft_ndp(struct craft *c, const struct eth *link, const struct ip6 *header,
	const struct ndp *message, struct bytes *out, struct fail *why)
{
	uint8_t space[NDP_MESSAGE_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct icmp m;

	ndp_put(&o, message);
	if (!icmp_get(bytes_written(&o), ADDR_V6, &m))
		return fail_set(why, EMSGSIZE, "%zu bytes of options do not fit into a message",
			message->options.left);
	return craft_frame6(c, link, header, &m, out, why);
}

/* libnet sums a message only within an IP header: one is made for that and left out. */
int craft_icmp(struct craft *c, const struct icmp *message, const struct addr *source,
	const struct addr *destination, struct bytes *out, struct fail *why)
{
	int rc;

	if (message->family == ADDR_V4) {
		rc = craft_icmp4(c, &(struct ip4){0}, message, out, why);
		bytes_skip(out, rc < 0 ? 0 : IP4_HEADER_BYTES);
		return rc;
	}
	if (source->family == ADDR_V6 && destination->family == ADDR_V6) {
		struct ip6 header = {.source = *source, .destination = *destination};

		rc = craft_icmp6(c, &header, message, out, why);
		bytes_skip(out, rc < 0 ? 0 : IP6_HEADER_BYTES);
		return rc;
	}
	rc = begin(c, message, LENGTH_MAX_BYTES, why);
	if (rc < 0)
		return rc;
	rc = add_icmp(c, message, 0, why);
	return rc < 0 ? rc : finish(c, out, why);
}

/* Begins anew with what of a segment libnet builds. */
static int add_tcp(struct craft *c, const struct tcp *t, struct bytes payload, size_t room_bytes,
	struct inner *inner, struct fail *why)
{
	size_t header_bytes = TCP_HEADER_BYTES + ((t->options.left + 3) & ~(size_t)3);
	uint8_t *data = payload.left ? (uint8_t *)(uintptr_t)payload.p : NULL; /* only read */
	libnet_ptag_t tag;

	clear(c);
	if (payload.bad || t->options.bad || t->options.left > TCP_OPTIONS_MAX_BYTES)
		return fail_set(why, EINVAL, "no such TCP segment can be built");
	if (payload.left > room_bytes - header_bytes)
		return fail_set(why, EMSGSIZE, "a payload of %zu bytes does not fit into a packet",
			payload.left);
	*inner = (struct inner){IPPROTO_TCP, header_bytes + payload.left};
	if (t->options.left &&
		libnet_build_tcp_options(t->options.p, (uint32_t)t->options.left, c->net, 0) < 0)
		return refused(c, why);
	tag = libnet_build_tcp(t->source_port, t->destination_port, t->sequence, t->acknowledgment,
		(uint8_t)t->flags, t->window, 0, t->urgent, (uint16_t)inner->size_bytes, data,
		(uint32_t)payload.left, c->net, 0);
	if (tag < 0)
		return refused(c, why);
	/* libnet knows eight flags. */
	libnet_getpbuf(c->net, tag)[TCP_FLAGS_AT] |=
		(uint8_t)((t->reserved & 7U) << 1 | (t->flags & TCP_AE ? 1U : 0));
	return 0;
}

int craft_tcp4(struct craft *c, const struct ip4 *header, const struct tcp *segment,
	struct bytes payload, struct bytes *out, struct fail *why)
{
	size_t options_bytes = (header->options.left + 3) & ~(size_t)3;
	struct inner inner = {0};
	int rc;

	if (header->options.bad || options_bytes > IP4_OPTIONS_MAX_BYTES)
		return fail_set(why, EINVAL, "no such IPv4 packet can be built");
	rc = add_tcp(c, segment, payload, LENGTH_MAX_BYTES - IP4_HEADER_BYTES - options_bytes,
		&inner, why);
	if (rc < 0)
		return rc;
	rc = add_ip4(c, header, inner, why);
	return rc < 0 ? rc : finish(c, out, why);
}

int craft_tcp6(struct craft *c, const struct ip6 *header, const struct tcp *segment,
	struct bytes payload, struct bytes *out, struct fail *why)
{
	struct inner inner = {0};
	/* libnet adds length and protocol in 16 bits. */
	int rc = add_tcp(c, segment, payload, LENGTH_MAX_BYTES - IPPROTO_TCP, &inner, why);

	if (rc < 0)
		return rc;
	rc = add_ip6(c, header, inner, why);
	return rc < 0 ? rc : finish(c, out, why);
}
