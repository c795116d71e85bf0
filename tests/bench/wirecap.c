/* wirecap: when each echo, ARP request or SYN came to the far end of a link and its reply to the
 * near one. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arp.h"
#include "bytes.h"
#include "clock.h"
#include "icmp.h"
#include "ip4.h"
#include "tcp.h"

/* The rings are read at the end only: a capture that wakes for every packet would disturb what it
 * measures. */
enum { SLOTS = 16384, SLOT_BYTES = 256, BLOCK_BYTES = 1 << 16, SNAP_BYTES = 96 };

enum what { ECHOES, ARPS, SYNS };
struct capture {
	int fd;
	uint8_t *ring;
	size_t at;
	enum what what;
	uint16_t requests; /* of ARP and SYNs, which are numbered here */
};

struct echo {
	struct icmp icmp;
	int64_t at_ns;
};

struct probe_times {
	uint16_t id, sequence;
	int64_t sent_ns, back_ns; /* back_ns 0: no reply */
};

static int fail(const char *what)
{
	fprintf(stderr, "wirecap: %s: %s\n", what, strerror(errno));
	return -1;
}

static int filter_arp(int fd)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_ARP, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SNAP_BYTES),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = {sizeof code / sizeof *code, code};

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

/* A protocol over IPv4 without IP options. */
static int filter_ip4(int fd, uint8_t protocol)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IP, 0, 3),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 23),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, protocol, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SNAP_BYTES),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = {sizeof code / sizeof *code, code};

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

static int filter(int fd, enum what what)
{
	if (what == ARPS)
		return filter_arp(fd);
	return filter_ip4(fd, what == SYNS ? IPPROTO_TCP : IPPROTO_ICMP);
}

/* What leaves is not looked at: that would come between the sender's stamp and the link, and take
 * 2 us there. Without SO_TIMESTAMPNS the kernel would take the time only when it fills the ring. */
static int set_options(int fd, enum what what)
{
	struct tpacket_req ring = {.tp_block_size = BLOCK_BYTES,
		.tp_frame_size = SLOT_BYTES,
		.tp_block_nr = SLOTS / (BLOCK_BYTES / SLOT_BYTES),
		.tp_frame_nr = SLOTS};
	int version = TPACKET_V2, on = 1, stamps = SOF_TIMESTAMPING_SOFTWARE;

	if (filter(fd, what) ||
		setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) ||
		setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) ||
		setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) ||
		setsockopt(fd, SOL_PACKET, PACKET_TIMESTAMP, &stamps, sizeof stamps) ||
		setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof ring))
		return -1;
	return 0;
}

static int capture_open(struct capture *c, const char *interface)
{
	struct sockaddr_ll to = {.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(interface)};

	if (!to.sll_ifindex)
		return fail(interface);
	c->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return fail("packet socket");
	if (set_options(c->fd, c->what))
		return fail("packet socket option");
	c->ring = mmap(NULL, (size_t)SLOTS * SLOT_BYTES, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_POPULATE, c->fd, 0);
	if (c->ring == MAP_FAILED)
		return fail("ring");
	if (bind(c->fd, (struct sockaddr *)&to, sizeof to))
		return fail("bind");
	return 0;
}

static bool read_echo(struct bytes frame, struct icmp *out)
{
	struct ip4 ip;

	bytes_skip(&frame, ETH_HLEN);
	return ip4_get(&frame, &ip) && icmp_get(frame, ADDR_V4, out);
}

/* ARP as echoes: requests are numbered, a reply has number 0. */
static bool read_arp(struct capture *c, struct bytes frame, struct icmp *out)
{
	struct arp a;

	bytes_skip(&frame, ETH_HLEN);
	if (!arp_get(&frame, &a))
		return false;
	*out = (struct icmp){.family = ADDR_V4, .type = a.operation == ARP_REQUEST ? 8 : 0};
	if (a.operation == ARP_REQUEST)
		out->sequence = ++c->requests;
	return true;
}

/* SYNs as echoes: they are numbered, and the prober's port is the identifier of both. */
static bool read_syn(struct capture *c, struct bytes frame, struct icmp *out)
{
	struct ip4 ip;
	struct tcp t;

	bytes_skip(&frame, ETH_HLEN);
	if (!ip4_get(&frame, &ip) || !tcp_get(&frame, &t))
		return false;
	if (t.flags & TCP_ACK && t.flags & (TCP_SYN | TCP_RST)) {
		*out = (struct icmp){.family = ADDR_V4, .type = 0, .id = t.destination_port};
		return true;
	}
	if (!(t.flags & TCP_SYN))
		return false;
	*out = (struct icmp){
		.family = ADDR_V4, .type = 8, .id = t.source_port, .sequence = ++c->requests};
	return true;
}

static bool read_frame(struct capture *c, struct bytes frame, struct icmp *out)
{
	switch (c->what) {
	case ARPS:
		return read_arp(c, frame, out);
	case SYNS:
		return read_syn(c, frame, out);
	case ECHOES:
		break;
	}
	return read_echo(frame, out);
}

/* The next echo of a class in the ring; false at its end. */
static bool capture_next(struct capture *c, enum icmp_class class, struct echo *out)
{
	for (; c->at < SLOTS; c->at++) {
		const struct tpacket2_hdr *h = (void *)(c->ring + c->at * SLOT_BYTES);

		if (!(h->tp_status & TP_STATUS_USER))
			return false;
		out->at_ns = (int64_t)h->tp_sec * CLOCK_SECOND + h->tp_nsec;
		if (read_frame(c, bytes_of((const uint8_t *)h + h->tp_mac, h->tp_snaplen),
			    &out->icmp) &&
			icmp_class(&out->icmp) == class && h->tp_status & TP_STATUS_TS_SOFTWARE) {
			c->at++;
			return true;
		}
	}
	return false;
}

static bool is_answer(const struct probe_times *p, const struct echo *e, enum what what)
{
	if (what == ARPS)
		return p->sent_ns <= e->at_ns;
	if (what == SYNS)
		return p->id == e->icmp.id && p->sent_ns <= e->at_ns;
	return p->id == e->icmp.id && p->sequence == e->icmp.sequence;
}

/* Both lists are in the order of time; a reply belongs to the newest request before it. */
static size_t pair(struct capture *near, struct capture *far, struct probe_times *list)
{
	struct echo e;
	size_t n = 0, k;

	while (capture_next(far, ICMP_CLASS_ECHO_REQUEST, &e))
		list[n++] = (struct probe_times){
			.id = e.icmp.id, .sequence = e.icmp.sequence, .sent_ns = e.at_ns};
	while (capture_next(near, ICMP_CLASS_ECHO_REPLY, &e)) {
		for (k = n; k; k--)
			if (is_answer(&list[k - 1], &e, near->what))
				break;
		if (k && !list[k - 1].back_ns)
			list[k - 1].back_ns = e.at_ns;
	}
	return n;
}

/* A line a probe: id, sequence, when it came (ns after the first) and after how many its reply did.
 */
static int print_all(struct capture *near, struct capture *far, FILE *to)
{
	struct probe_times *list = calloc(SLOTS, sizeof *list);
	size_t n;

	if (!list)
		return fail("memory");
	n = pair(near, far, list);
	for (size_t i = 0; i < n; i++)
		fprintf(to, "%u %u %" PRId64 " %" PRId64 "\n", list[i].id, list[i].sequence,
			list[i].sent_ns - list[0].sent_ns,
			list[i].back_ns ? list[i].back_ns - list[i].sent_ns : -1);
	free(list);
	return 0;
}

static int capture_check(struct capture *c)
{
	struct tpacket_stats stats = {0};
	socklen_t size = sizeof stats;

	if (getsockopt(c->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size))
		return fail("statistics");
	if (!stats.tp_drops)
		return 0;
	errno = ENOSPC;
	return fail("ring");
}

static int open_both(struct capture *near, struct capture *far, char **argv)
{
	int ns = open(argv[1], O_RDONLY | O_CLOEXEC);

	if (capture_open(near, argv[0]))
		return -1;
	if (ns < 0 || setns(ns, CLONE_NEWNET))
		return fail(argv[1]);
	close(ns);
	return capture_open(far, argv[2]);
}

/* wirecap --ready-fd N --log FILE INTERFACE NAMESPACE FAR-INTERFACE [arp|tcp]: until SIGTERM, then
 * writes what it saw. */
int main(int argc, char **argv)
{
	struct capture near = {.fd = -1}, far = {.fd = -1};
	sigset_t set;
	int number, rc;
	FILE *log;

	if (argc == 9 && !strcmp(argv[8], "arp"))
		near.what = far.what = ARPS;
	else if (argc == 9 && !strcmp(argv[8], "tcp"))
		near.what = far.what = SYNS;
	if (argc != (near.what == ECHOES ? 8 : 9) || strcmp(argv[1], "--ready-fd") ||
		strcmp(argv[3], "--log")) {
		fprintf(stderr, "usage: wirecap --ready-fd N --log FILE INTERFACE NAMESPACE "
				"INTERFACE [arp|tcp]\n");
		return 2;
	}
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	log = fopen(argv[4], "we");
	if (!log || open_both(&near, &far, argv + 5))
		return log ? 2 : (fail(argv[4]), 2);
	number = (int)strtol(argv[2], NULL, 10);
	if (write(number, "ready\n", 6) != 6)
		return 2;
	close(number);
	sigwait(&set, &number);
	rc = print_all(&near, &far, log) || capture_check(&near) || capture_check(&far);
	return fclose(log) || rc ? 2 : 0;
}
