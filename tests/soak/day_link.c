/* day_link: the peer of a day: answers frames that come out of an interface's other end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "arp.h"
#include "cksum.h"
#include "day.h"
#include "eth.h"
#include "icmp.h"
#include "ip4.h"
#include "tcp.h"

enum { FRAME_BYTES = 2048, WAITING = 64, PROTOCOL_ICMP = 1, PROTOCOL_TCP = 6 };
enum kind { ECHO, ARP, SYN, KINDS };
static const char *const kinds[KINDS] = {"echo", "arp", "syn"};

struct waiting {
	int64_t due_ns; /* DAY_NEVER: free */
	size_t size;
	uint8_t frame[FRAME_BYTES];
};

static struct {
	int fd; /* 0: there is no link */
	struct mac mac;
	enum kind fated;
	struct day_fates fates;
	int64_t asked[KINDS], lost, late, twice, answers;
	struct waiting waiting[WAITING];
} peer;

bool day_link_open(const char *ours, const char *peers, const char *kind, const struct day_fates *f)
{
	struct sockaddr_ll a = {.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(peers)};
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
	struct ifreq r = {0};

	if (!if_nametoindex(ours) || !a.sll_ifindex || fd < 0)
		return false;
	snprintf(r.ifr_name, sizeof r.ifr_name, "%s", peers);
	if (setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one) ||
		bind(fd, (struct sockaddr *)&a, sizeof a) || ioctl(fd, SIOCGIFHWADDR, &r))
		return false;
	memcpy(&peer.mac, r.ifr_hwaddr.sa_data, sizeof peer.mac);
	peer.fd = fd;
	peer.fates = *f;
	while (peer.fated < KINDS && strcmp(kinds[peer.fated], kind) != 0)
		peer.fated++;
	for (size_t i = 0; i < WAITING; i++)
		peer.waiting[i].due_ns = DAY_NEVER;
	return peer.fated < KINDS;
}

/* An answer that finds no room is one too few in the books, which will tell. */
static void answer_at(int64_t due_ns, struct bytes frame)
{
	for (size_t i = 0; i < WAITING; i++) {
		struct waiting *w = &peer.waiting[i];

		if (w->due_ns != DAY_NEVER)
			continue;
		*w = (struct waiting){.due_ns = due_ns, .size = frame.left};
		memcpy(w->frame, frame.p, frame.left);
		return;
	}
}

static void answer(enum kind kind, struct bytes frame)
{
	int64_t n = ++peer.asked[kind], now_ns = day_now();

	if (kind != peer.fated) {
		answer_at(now_ns, frame);
		return;
	}
	switch (day_fate(&peer.fates, n)) {
	case DAY_LOST:
		peer.lost++;
		break;
	case DAY_LATE:
		peer.late++;
		answer_at(now_ns + peer.fates.late_ns, frame);
		break;
	case DAY_TWICE:
		peer.twice++;
		answer_at(now_ns + peer.fates.delay_ns, frame);
		answer_at(now_ns + 2 * peer.fates.delay_ns, frame);
		break;
	case DAY_ANSWERED:
		answer_at(now_ns + peer.fates.delay_ns, frame);
		break;
	}
}

static void begin_frame(struct bytes_out *o, const struct eth *to)
{
	const struct eth e = {.destination = to->source, .source = peer.mac, .type = to->type};

	eth_put(o, &e);
}

static void hear_arp(const struct eth *e, struct bytes b)
{
	uint8_t space[FRAME_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct arp a, back;

	if (!arp_get(&b, &a) || a.operation != ARP_REQUEST || addr_equal(&a.sender, &a.target))
		return;
	back = (struct arp){.operation = ARP_REPLY,
		.sender_mac = peer.mac,
		.target_mac = a.sender_mac,
		.sender = a.target,
		.target = a.sender};
	begin_frame(&o, e);
	arp_put(&o, &back);
	answer(ARP, bytes_written(&o));
}

static void put_ip(struct bytes_out *o, const struct ip4 *asked, size_t payload_bytes)
{
	const struct ip4 h = {.ttl = 64,
		.protocol = asked->protocol,
		.total_bytes = (uint16_t)(IP4_HEADER_BYTES + payload_bytes),
		.source = asked->destination,
		.destination = asked->source};

	ip4_put(o, &h);
}

/* The reply differs from the request by its type: 8 becomes 0, the sum follows (RFC 1624). */
static void hear_echo(const struct eth *e, const struct ip4 *h, struct bytes b)
{
	uint8_t space[FRAME_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	struct icmp m;

	if (!icmp_get(b, ADDR_V4, &m) || icmp_class(&m) != ICMP_CLASS_ECHO_REQUEST)
		return;
	m.type = 0;
	m.checksum = cksum_update(m.checksum, 8 << 8, 0);
	begin_frame(&o, e);
	put_ip(&o, h, b.left);
	icmp_put(&o, &m);
	if (!o.bad)
		answer(ECHO, bytes_written(&o));
}

static void hear_syn(const struct eth *e, const struct ip4 *h, struct bytes b)
{
	uint8_t space[FRAME_BYTES], segment[TCP_HEADER_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space), s = bytes_to(segment, sizeof segment);
	struct tcp t, back;

	if (!tcp_get(&b, &t) || t.flags != TCP_SYN)
		return;
	back = (struct tcp){.source_port = t.destination_port,
		.destination_port = t.source_port,
		.sequence = 7,
		.acknowledgment = t.sequence + 1,
		.flags = TCP_SYN | TCP_ACK,
		.window = 64240};
	tcp_put(&s, &back);
	back.checksum = tcp_checksum(&h->destination, &h->source, bytes_written(&s));
	begin_frame(&o, e);
	put_ip(&o, h, TCP_HEADER_BYTES);
	tcp_put(&o, &back);
	answer(SYN, bytes_written(&o));
}

static void hear(struct bytes b)
{
	struct eth e;
	struct ip4 h;

	if (!eth_get(&b, &e))
		return;
	if (e.type == ETH_TYPE_ARP)
		hear_arp(&e, b);
	if (e.type != ETH_TYPE_IP4 || !ip4_get(&b, &h))
		return;
	b = bytes_head(b, h.total_bytes - (size_t)h.header_bytes); /* less padding */
	if (h.protocol == PROTOCOL_ICMP)
		hear_echo(&e, &h, b);
	if (h.protocol == PROTOCOL_TCP)
		hear_syn(&e, &h, b);
}

static bool send_due(void)
{
	bool any = false;

	for (size_t i = 0; i < WAITING; i++) {
		struct waiting *w = &peer.waiting[i];

		if (w->due_ns > day_now())
			continue;
		peer.answers += send(peer.fd, w->frame, w->size, 0) == (ssize_t)w->size;
		w->due_ns = DAY_NEVER;
		any = true;
	}
	return any;
}

bool day_link_turn(void)
{
	uint8_t frame[FRAME_BYTES];
	bool any = false;
	ssize_t n;

	while (peer.fd && (n = recv(peer.fd, frame, sizeof frame, MSG_DONTWAIT)) > 0) {
		hear(bytes_of(frame, (size_t)n));
		any = true;
	}
	return peer.fd && (send_due() | any);
}

int64_t day_link_due(void)
{
	int64_t due_ns = DAY_NEVER;

	for (size_t i = 0; peer.fd && i < WAITING; i++)
		if (peer.waiting[i].due_ns < due_ns)
			due_ns = peer.waiting[i].due_ns;
	return due_ns;
}

void day_link_tell(FILE *to)
{
	if (!peer.fd)
		return;
	fprintf(to,
		"asked=%" PRId64 "\nlost=%" PRId64 "\nlate=%" PRId64 "\ntwice=%" PRId64
		"\nanswers=%" PRId64 "\n",
		peer.asked[peer.fated], peer.lost, peer.late, peer.twice, peer.answers);
}
