/* wire: what the kernel may hand over with packets and errors, of any length: a byte says which
 * socket it comes by; then messages, as tests/fuzz/control.h has them. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "wire.h"

#include <unistd.h>

#include "control.h"
#include "must.h"
#include "sockets.h"

enum { KINDS = 3, V6 = 4, NO_STAMPS = 8, CONNECTED = 16, TCP = 32, MOST = 64, PROBES = 3 };

static struct bytes messages;

/* In place of the C library's, as all that wire asks goes by them. */
/* NOLINTBEGIN(readability-*): libc's own are reserved */
int setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
	(void)fd, (void)level, (void)name, (void)value, (void)size;
	return 0;
}

int getsockopt(int fd, int level, int name, void *restrict value, socklen_t *restrict size)
{
	(void)fd, (void)level, (void)name;
	memset(value, 0, *size);
	return 0;
}

int connect(int fd, const struct sockaddr *to, socklen_t size)
{
	(void)fd, (void)to, (void)size;
	return 0;
}

int getsockname(int fd, struct sockaddr *restrict to, socklen_t *restrict size)
{
	struct sockaddr_ll name = {.sll_family = AF_PACKET, .sll_ifindex = 1, .sll_hatype = 1};

	(void)fd;
	memcpy(to, &name, *size < sizeof name ? *size : sizeof name);
	return 0;
}

int sendmmsg(int fd, struct mmsghdr *all, unsigned n, int flags)
{
	(void)fd, (void)all, (void)flags;
	return (int)n;
}

ssize_t recvmsg(int fd, struct msghdr *m, int flags)
{
	(void)fd;
	return control_message(m, flags, &messages);
}

int recvmmsg(int fd, struct mmsghdr *all, unsigned most, int flags, struct timespec *wait)
{
	unsigned n = 0;
	ssize_t size;

	(void)fd, (void)wait;
	while (n < most && (size = control_message(&all[n].msg_hdr, flags, &messages)) >= 0)
		all[n++].msg_len = (unsigned)size;
	return n ? (int)n : -1;
}
/* NOLINTEND(readability-*) */

static void must_hold(const struct wire_event *e)
{
	const struct wire_report *r = &e->report;

	must(e->at_ns >= 0 && e->at_user_ns >= 0);
	switch (e->kind) {
	case WIRE_FRAME:
		must(e->frame.ttl >= -1 && e->frame.ttl <= 255 && e->frame.tos >= -1);
		must(e->frame.tos <= 255 && e->frame.ip_options.left < 320);
		must_read(&e->frame);
		break;
	case WIRE_ERROR:
		must(r->ttl >= -1 && r->ttl <= 255 && r->tos >= -1 && r->tos <= 255);
		must(r->quote.left + r->extensions.left <= 576);
		must(!r->extensions.left || r->extensions.p == r->quote.p + r->quote.left);
		break;
	case WIRE_SENT:
	case WIRE_STAMP:
		must(e->probe.nth < PROBES);
		break;
	case WIRE_UNSENT:
	case WIRE_DROPS:
	case WIRE_LINK:
		break;
	}
}

static struct wire *opened(uint8_t how)
{
	struct wire_config c = {.socket = (enum wire_socket)(how % 4 % KINDS),
		.family = how & V6 ? ADDR_V6 : ADDR_V4,
		.stamps = how & NO_STAMPS ? WIRE_STAMPS_NONE : WIRE_STAMPS_ALL,
		.protocol = how & TCP ? 6 : 0,
		.device = "lo",
		.ttl = -1,
		.tos = -1,
		.pmtudisc = -1,
		.packet_bytes = 100};
	struct wire *w = NULL;

	if (c.socket == WIRE_PACKET)
		c.family = ADDR_NONE;
	else if (how & CONNECTED)
		addr_parse(&c.connect, how & V6 ? "2001:db8::2" : "198.18.0.2");
	return wire_open(&w, &c, NULL) < 0 ? NULL : w;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct wire_to to = {.ttl = 0};
	struct bytes in = input.view;
	uint8_t how = bytes_u8(&in);
	struct wire *w = opened(how);

	messages = in;
	addr_parse(&to.addr, how & V6 ? "2001:db8::2" : "198.18.0.2");
	for (uint64_t i = 0; w && i < PROBES; i++)
		must(!wire_put(w, (struct probe){.nth = i}, bytes_of("probe", 5), &to));
	for (unsigned turns = 0; w && messages.left && turns < MOST; turns++) {
		struct wire_event e = {.at_ns = 0};

		must(wire_turn(w, NULL) == 0);
		while (wire_next(w, &e))
			must_hold(&e);
	}
	wire_close(w);
	free(input.block);
	return 0;
}
