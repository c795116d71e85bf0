/* baresyn: the least that asking all ports of a host takes: SYNs out by batches, what is captured
 * of the answers counted, nothing kept. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture.h"
#include "cksum.h"
#include "craft.h"
#include "patch.h"
#include "route.h"

enum { BATCH = 64, ROOM = 128, QUIET_MS = 1000, PORTS = 65535, OWN = 61001 };

struct batch {
	struct mmsghdr headers[BATCH];
	struct iovec vectors[BATCH];
	struct sockaddr_storage to;
	uint8_t bytes[BATCH][ROOM];
};

static int fail(const char *what)
{
	fprintf(stderr, "baresyn: %s: %s\n", what, strerror(errno));
	return 1;
}

/* As long as tcpprobe's own, options and all. */
static bool build(uint8_t to[static ROOM], struct patch_segment *out, const struct route *by,
	const struct addr *target)
{
	const struct tcp_options options = {.has_mss = true,
		.mss = 1460,
		.sack_permitted = true,
		.has_timestamps = true,
		.timestamp = 1,
		.has_window_scale = true,
		.window_scale = 7};
	const struct ip4 h = {.ttl = 64, .source = by->source, .destination = *target};
	struct tcp t = {.source_port = OWN, .flags = TCP_SYN, .window = 64240};
	uint8_t space[TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof(space));
	struct craft *craft;
	struct bytes whole;
	bool good;

	if (craft_open(&craft, NULL) < 0)
		return false;
	tcp_options_put(&o, &options);
	t.options = bytes_written(&o);
	good = craft_tcp4(craft, &h, &t, bytes_of(NULL, 0), &whole, NULL) >= 0 &&
	       whole.left <= ROOM;
	if (good)
		memcpy(to, whole.p, whole.left);
	craft_close(craft);
	return good && patch_segment_of(out, to, whole.left);
}

static int put(int fd, struct batch *b, struct patch_segment *model, uint32_t first, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		patch_segment_ports(model, OWN, (uint16_t)(first + i));
		patch_segment_sequence(model, first + i);
		memcpy(b->bytes[i], model->p, model->size_bytes);
		b->vectors[i] = (struct iovec){b->bytes[i], model->size_bytes};
		b->headers[i].msg_hdr = (struct msghdr){.msg_name = &b->to,
			.msg_namelen = sizeof(struct sockaddr_in),
			.msg_iov = &b->vectors[i],
			.msg_iovlen = 1};
	}
	return sendmmsg(fd, b->headers, n, MSG_DONTWAIT);
}

static uint32_t drain(struct capture *c)
{
	uint32_t n = 0;
	struct frame f;

	while (capture_next(c, &f, NULL) > 0)
		n++;
	return n;
}

static uint32_t sweep(int fd, struct capture *c, struct patch_segment *model, const struct addr *to)
{
	static struct batch b;
	struct pollfd ready = {.fd = capture_fd(c), .events = POLLIN};
	uint32_t sent = 0, heard = 0;

	addr_to_sockaddr(to, 0, &b.to);
	while (sent < PORTS) {
		uint32_t left = PORTS - sent;
		int rc = put(fd, &b, model, sent + 1, left < BATCH ? left : BATCH);

		if (rc < 0 && errno != EAGAIN && errno != ENOBUFS)
			break;
		sent += rc > 0 ? (uint32_t)rc : 0;
		heard += drain(c);
	}
	while (heard < PORTS && poll(&ready, 1, QUIET_MS) > 0)
		heard += drain(c);
	return heard;
}

/* baresyn ADDRESS: asks its 65,535 ports; 0 when all of them answered. */
int main(int argc, char **argv)
{
	struct capture_config capture = {.ring_bytes = 16 << 20, .direction = CAPTURE_IN};
	struct patch_segment model;
	uint8_t bytes[ROOM];
	struct capture *c = NULL;
	struct route by;
	struct addr to;
	char filter[64];
	uint32_t heard;
	int fd;

	if (argc != 2 || !addr_parse(&to, argv[1]) || route_get(&by, &to, NULL, NULL) < 0 ||
		!build(bytes, &model, &by, &to)) {
		fprintf(stderr, "usage: baresyn ADDRESS\n");
		return 2;
	}
	snprintf(filter, sizeof(filter), "tcp dst port %d", OWN);
	capture.device = by.ifname;
	capture.filter = filter;
	if (capture_open(&c, &capture, NULL) < 0)
		return fail("capture");
	fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW); /* which receives nothing */
	if (fd < 0)
		return fail("socket");
	heard = sweep(fd, c, &model, &to);
	capture_close(c);
	if (heard == PORTS)
		return 0;
	fprintf(stderr, "baresyn: %" PRIu32 " of %d ports answered\n", heard, PORTS);
	return 1;
}
