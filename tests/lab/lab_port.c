/* lab_port: Ethernet frames in and out of one interface through a packet socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lab_port.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "clock.h"

enum { BATCH = 64, BLOCK_BYTES = 1 << 16, TAG_BYTES = 4, BUFFER_BYTES = 4 << 20 };

struct lab_port {
	int fd;
	struct mac mac;
	uint8_t *ring;
	size_t ring_bytes, slot_bytes;
	unsigned slots, at;
	bool holds; /* slot at is lent out */
	size_t tx_bytes, n_tx;
	uint8_t *tx;
	struct mmsghdr messages[BATCH];
	struct iovec vectors[BATCH];
	struct lab_port_counts counts;
};

static size_t round_up(size_t bytes)
{
	size_t size = 2048;

	while (size < bytes)
		size *= 2;
	return size;
}

static int ask_interface(struct lab_port *p, const char *name, struct sockaddr_ll *to,
	size_t *mtu_bytes, struct fail *why)
{
	struct ifreq r = {0};

	if (strlen(name) >= sizeof r.ifr_name)
		return fail_set(why, ENODEV, "no interface %s", name);
	memcpy(r.ifr_name, name, strlen(name));
	if (ioctl(p->fd, SIOCGIFINDEX, &r) < 0)
		return fail_errno(why, "interface %s", name);
	*to = (struct sockaddr_ll){.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = r.ifr_ifindex};
	if (ioctl(p->fd, SIOCGIFMTU, &r) < 0)
		return fail_errno(why, "MTU of %s", name);
	*mtu_bytes = (size_t)r.ifr_mtu;
	if (ioctl(p->fd, SIOCGIFHWADDR, &r) < 0)
		return fail_errno(why, "address of %s", name);
	memcpy(p->mac.bytes, r.ifr_hwaddr.sa_data, sizeof p->mac.bytes);
	return 0;
}

static int set_options(const struct lab_port *p, unsigned ifindex, struct fail *why)
{
	struct packet_mreq promiscuous = {.mr_ifindex = (int)ifindex, .mr_type = PACKET_MR_PROMISC};
	int version = TPACKET_V2, on = 1, room = TAG_BYTES, buffer = BUFFER_BYTES;

	if (setsockopt(p->fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) < 0 ||
		setsockopt(p->fd, SOL_PACKET, PACKET_RESERVE, &room, sizeof room) < 0 ||
		setsockopt(p->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) < 0 ||
		setsockopt(p->fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on) < 0 ||
		setsockopt(p->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promiscuous,
			sizeof promiscuous) < 0)
		return fail_errno(why, "packet socket option");
	/* As much as the kernel grants; the ring, not this, holds what arrives. */
	setsockopt(p->fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
	return 0;
}

static int make_ring(struct lab_port *p, struct fail *why)
{
	size_t block = p->slot_bytes > BLOCK_BYTES ? p->slot_bytes : BLOCK_BYTES;
	unsigned in_block = (unsigned)(block / p->slot_bytes);
	struct tpacket_req r = {
		.tp_block_size = (unsigned)block, .tp_frame_size = (unsigned)p->slot_bytes};

	r.tp_block_nr = (p->slots + in_block - 1) / in_block;
	r.tp_frame_nr = p->slots = r.tp_block_nr * in_block;
	if (setsockopt(p->fd, SOL_PACKET, PACKET_RX_RING, &r, sizeof r) < 0)
		return fail_errno(why, "receive ring of %u slots", p->slots);
	p->ring_bytes = block * r.tp_block_nr;
	p->ring = mmap(NULL, p->ring_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, p->fd, 0);
	if (p->ring == MAP_FAILED) {
		p->ring = NULL;
		return fail_errno(why, "map the receive ring");
	}
	return 0;
}

static int make_batch(struct lab_port *p, struct fail *why)
{
	p->tx = malloc(BATCH * p->tx_bytes);
	if (!p->tx)
		return fail_set(why, ENOMEM, "no memory for a batch");
	for (size_t i = 0; i < BATCH; i++) {
		p->vectors[i].iov_base = p->tx + i * p->tx_bytes;
		p->messages[i].msg_hdr =
			(struct msghdr){.msg_iov = &p->vectors[i], .msg_iovlen = 1};
	}
	return 0;
}

int lab_port_open(struct lab_port **out, const char *interface, unsigned slots, struct fail *why)
{
	struct lab_port *p = calloc(1, sizeof *p);
	struct sockaddr_ll to = {0};
	size_t mtu = 0;
	int rc;

	if (!p)
		return fail_set(why, ENOMEM, "no memory for a port");
	p->slots = slots;
	p->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	rc = p->fd < 0 ? fail_errno(why, "packet socket") : 0;
	if (!rc)
		rc = ask_interface(p, interface, &to, &mtu, why);
	p->tx_bytes = mtu + ETH_HLEN + TAG_BYTES;
	/* What the kernel puts before a frame takes under 100 bytes. */
	p->slot_bytes = round_up(p->tx_bytes + 128);
	if (!rc)
		rc = set_options(p, (unsigned)to.sll_ifindex, why);
	if (!rc)
		rc = make_ring(p, why);
	if (!rc)
		rc = make_batch(p, why);
	if (!rc && bind(p->fd, (struct sockaddr *)&to, sizeof to) < 0)
		rc = fail_errno(why, "bind to %s", interface);
	if (rc) {
		lab_port_close(p);
		return rc;
	}
	*out = p;
	return 0;
}

void lab_port_close(struct lab_port *p)
{
	if (!p)
		return;
	if (p->ring)
		munmap(p->ring, p->ring_bytes);
	if (p->fd >= 0)
		close(p->fd);
	free(p->tx);
	free(p);
}

int lab_port_fd(const struct lab_port *p)
{
	return p->fd;
}

const struct mac *lab_port_mac(const struct lab_port *p)
{
	return &p->mac;
}

static struct tpacket2_hdr *slot_of(const struct lab_port *p)
{
	size_t in_block = p->slot_bytes > BLOCK_BYTES ? 1 : BLOCK_BYTES / p->slot_bytes;
	size_t block = in_block * p->slot_bytes;

	return (void *)(p->ring + p->at / in_block * block + p->at % in_block * p->slot_bytes);
}

static void give_back(struct lab_port *p)
{
	if (!p->holds)
		return;
	__atomic_store_n(&slot_of(p)->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	p->at = (p->at + 1) % p->slots;
	p->holds = false;
}

/* The kernel takes an outer VLAN tag out of the frame; PACKET_RESERVE left room to put it back. */
static void restore_tag(struct lab_frame *f, const struct tpacket2_hdr *h)
{
	uint16_t type = h->tp_status & TP_STATUS_VLAN_TPID_VALID ? h->tp_vlan_tpid : ETH_P_8021Q;

	memmove(f->p - TAG_BYTES, f->p, 12);
	f->p -= TAG_BYTES;
	f->bytes += TAG_BYTES;
	f->p[12] = (uint8_t)(type >> 8);
	f->p[13] = (uint8_t)type;
	f->p[14] = (uint8_t)(h->tp_vlan_tci >> 8);
	f->p[15] = (uint8_t)h->tp_vlan_tci;
}

bool lab_port_next(struct lab_port *p, struct lab_frame *out)
{
	struct tpacket2_hdr *h;
	uint32_t status;

	give_back(p);
	h = slot_of(p);
	status = __atomic_load_n(&h->tp_status, __ATOMIC_ACQUIRE);
	if (!(status & TP_STATUS_USER))
		return false;
	p->holds = true;
	p->counts.received++;
	*out = (struct lab_frame){.p = (uint8_t *)h + h->tp_mac,
		.bytes = h->tp_snaplen,
		.whole_bytes = h->tp_len,
		.at_realtime_ns = (int64_t)h->tp_sec * CLOCK_SECOND + h->tp_nsec,
		.checksum_is_partial = status & TP_STATUS_CSUMNOTREADY};
	if (status & TP_STATUS_VLAN_VALID)
		restore_tag(out, h);
	return true;
}

void lab_port_put(struct lab_port *p, const uint8_t *frame, size_t bytes)
{
	if (bytes > p->tx_bytes || bytes < ETH_HLEN) {
		p->counts.refused++;
		return;
	}
	memcpy(p->vectors[p->n_tx].iov_base, frame, bytes);
	p->vectors[p->n_tx].iov_len = bytes;
	if (++p->n_tx == BATCH)
		lab_port_flush(p);
}

void lab_port_flush(struct lab_port *p)
{
	size_t done = 0;
	int n;

	while (done < p->n_tx) {
		n = sendmmsg(p->fd, p->messages + done, (unsigned)(p->n_tx - done), 0);
		if (n > 0) {
			done += (size_t)n;
			p->counts.sent += (uint64_t)n;
		} else if (errno == EAGAIN) {
			poll(&(struct pollfd){.fd = p->fd, .events = POLLOUT}, 1, 10);
		} else if (errno != EINTR) {
			done++;
			p->counts.refused++;
		}
	}
	p->n_tx = 0;
}

void lab_port_count(struct lab_port *p, struct lab_port_counts *out)
{
	struct tpacket_stats s = {0};
	socklen_t size = sizeof s;

	if (!getsockopt(p->fd, SOL_PACKET, PACKET_STATISTICS, &s, &size))
		p->counts.ring_full += s.tp_drops;
	*out = p->counts;
}
