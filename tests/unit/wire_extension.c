/* wire_extension: an ICMP error with an extension, as the error queue of a ping socket tells it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire.h"

#include <unistd.h>

#include "icmp_extension.h"
#include "tap.h"

#include "netns.h"
#include "pinger.h"

enum { QUOTE_BYTES = 128, STRUCTURE_BYTES = 12, LABELS = 4 };

/* The IP header of a request of this host's to itself, as it is quoted. */
static void put_quoted_header(struct bytes_out *o, const struct pinger *p)
{
	const struct ip4 v4 = {.ttl = 1,
		.protocol = IPPROTO_ICMP,
		.total_bytes = 84,
		.source = p->to,
		.destination = p->to};
	const struct ip6 v6 = {.hop_limit = 1,
		.next_header = IPPROTO_ICMPV6,
		.payload_bytes = 64,
		.source = p->to,
		.destination = p->to};

	if (p->family == ADDR_V6)
		ip6_put(o, &v6);
	else
		ip4_put(o, &v4);
}

/* "Time exceeded" about request 0, with a label stack of one behind its quote. */
static struct bytes error_about(struct pinger *p, uint8_t *space, size_t size, uint8_t version)
{
	bool v6 = p->family == ADDR_V6;
	struct bytes_out o = bytes_to(space, size);
	uint8_t structure[STRUCTURE_BYTES] = {version, 0, 0, 0, 0, 8, 1, 1, 0x03, 0xe8, 0x41, 0x07};
	uint16_t sum = cksum_of(structure, sizeof structure);

	structure[2] = (uint8_t)(sum >> 8);
	structure[3] = (uint8_t)sum;
	bytes_put_u8(&o, v6 ? 3 : 11);
	bytes_put_zeros(&o, 3);
	bytes_put_u8(&o, v6 ? QUOTE_BYTES / 8 : 0);
	bytes_put_u8(&o, v6 ? 0 : QUOTE_BYTES / 4);
	bytes_put_zeros(&o, 2);
	put_quoted_header(&o, p);
	bytes_put(&o, pinger_message(p, 0, 56).p, 64);
	bytes_put_zeros(&o, ICMP_HEADER_BYTES + QUOTE_BYTES - o.used);
	bytes_put(&o, structure, sizeof structure);
	sum = v6 ? 0 : cksum_of(space, o.used);
	space[2] = (uint8_t)(sum >> 8);
	space[3] = (uint8_t)sum;
	return bytes_written(&o);
}

static bool send_error(struct pinger *p, uint8_t version)
{
	bool v6 = p->family == ADDR_V6;
	int fd = socket(
		addr_af(&p->to), SOCK_RAW | SOCK_CLOEXEC, v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
	struct sockaddr_storage to;
	socklen_t n = addr_to_sockaddr(&p->to, 0, &to);
	uint8_t space[512];
	struct bytes b = error_about(p, space, sizeof space, version);
	bool sent =
		fd >= 0 && sendto(fd, b.p, b.left, 0, (struct sockaddr *)&to, n) == (ssize_t)b.left;

	if (fd >= 0)
		close(fd);
	return sent;
}

static void labels(enum addr_family family, enum wire_stamps stamps)
{
	struct wire_config c = pinger_config(WIRE_PING, family);
	uint32_t found[LABELS] = {0};
	struct pinger *p;
	struct icmp quoted;

	c.stamps = stamps;
	c.packet_bytes = 1500;
	p = pinger_open(&c, 1);
	if (!ok(p, "IPv%d: a ping socket", family))
		return;
	pinger_put(p, 0);
	pinger_until(p, &p->frames, 1);
	ok(send_error(p, 0x20) && pinger_until(p, &p->reports, 1), "... hears of an error");
	ok(icmp_get(p->report.quote, family, &quoted) && quoted.id == p->id && quoted.sequence == 1,
		"... about its request");
	is_int(p->report.quote.left, QUOTE_BYTES - (family == ADDR_V6 ? 40 : 20),
		"... the quote ends where the extension starts");
	is_int(p->report.ttl, 64, "... with the TTL of the error");
	is_int(icmp_mpls_labels(p->report.extensions, found, LABELS), 1, "... and its label");
	is_int(found[0], 16004 << 12 | 1 << 8 | 7, "... which is that");
	is_int(p->report.stamp, stamps == WIRE_STAMPS_NONE ? STAMP_USER : STAMP_KERNEL,
		"... by whose clock it came");
	ok(send_error(p, 0x10) && pinger_until(p, &p->reports, 2) &&
			!icmp_extensions_valid(p->report.extensions, false),
		"what is none is for the caller to find out");
	pinger_close(p);
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	labels(ADDR_V4, WIRE_STAMPS_ALL);
	labels(ADDR_V6, WIRE_STAMPS_ALL);
	labels(ADDR_V4, WIRE_STAMPS_NONE);
	return tap_done();
}
