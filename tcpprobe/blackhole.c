/* blackhole: connections one after the other, until the search for the MTU has ended. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "blackhole.h"

#include <errno.h>
#include <stdlib.h>

#include "blackhole_parts.h"
#include "clock.h"

enum {
	LEAST4 = 68, /* what every link takes (RFC 791, RFC 8200 5) */
	LEAST6 = 1280,
	IP4_BYTES = 20,
	IP6_BYTES = 40,
	TCP_BYTES = 20,
	TIMESTAMPS_BYTES = 12,
	LOOK_NS = 5 * CLOCK_MS, /* nothing tells of an acknowledgment but a look */
	BROKEN_MOST = 3,
};

static int watch(struct blackhole *b, struct fail *why)
{
	const struct dial_attempt *a;
	struct flow_tuple t;

	if (!b->c.capflow)
		return 0;
	if (b->flow >= 0)
		capflow_remove(b->c.capflow, (unsigned)b->flow);
	dial_attempts(b->dial, &a);
	t = (struct flow_tuple){.addr = {a->local, a->addr}, .port = {a->local_port, a->port}};
	b->flow = capflow_add(b->c.capflow, &t, 1, why);
	return b->flow < 0 ? b->flow : 0;
}

static int begin(struct blackhole *b, struct fail *why)
{
	const struct dial_config dial = {.addrs = &b->c.target,
		.n = 1,
		.port = b->c.port,
		.source = b->c.source,
		.device = b->c.device,
		.ttl = b->c.ttl,
		.tos = b->c.tos,
		.mark = b->c.mark,
		.dont_fragment = true,
		.timeout_ns = b->c.timeout_ns,
		.deadline_ns = INT64_MAX};
	int rc;

	dial_close(b->dial);
	b->dial = NULL;
	rc = dial_open(&b->dial, &dial, why);
	if (rc >= 0)
		rc = watch(b, why);
	b->phase = BLACKHOLE_CONNECTING;
	b->written = b->acked = 0;
	return rc;
}

int blackhole_open(struct blackhole **out, const struct blackhole_config *c, struct fail *why)
{
	struct blackhole *b = calloc(1, sizeof(*b));
	int rc;

	if (!b)
		return fail_set(why, ENOMEM, "no memory for a connection");
	b->c = *c;
	b->fd = b->flow = -1;
	b->found.rtt_ns = -1;
	b->found.start_ns = b->found.end_ns = clock_now();
	rc = begin(b, why);
	if (rc >= 0 && c->capflow)
		rc = wait_add(c->wait, capflow_fd(c->capflow), POLLIN, why);
	if (rc < 0) {
		blackhole_close(b);
		return rc;
	}
	*out = b;
	return 0;
}

static void reset(struct blackhole *b)
{
	if (b->fd < 0)
		return;
	dial_reset(b->fd);
	b->fd = -1;
}

void blackhole_close(struct blackhole *b)
{
	if (!b)
		return;
	reset(b);
	dial_close(b->dial);
	free(b);
}

static void end(struct blackhole *b, int64_t now_ns)
{
	reset(b);
	b->found.end_ns = now_ns;
	b->phase = BLACKHOLE_OVER;
}

void blackhole_stop(struct blackhole *b)
{
	if (b->phase == BLACKHOLE_OVER)
		return;
	b->found.interrupted = true;
	end(b, clock_now());
}

void blackhole_paused(struct blackhole *b, int64_t length_ns)
{
	b->progress_ns += length_ns;
}

static void failed(struct blackhole *b, int64_t now_ns)
{
	const struct dial_attempt *a;

	dial_attempts(b->dial, &a);
	b->found.error = a->outcome == DIAL_TIMED_OUT ? ETIMEDOUT : a->error;
	b->found.icmp = a->icmp;
	end(b, now_ns);
}

static void tell(struct blackhole *b, enum blackhole_kind kind, int64_t now_ns)
{
	b->tells = true;
	b->event = (struct blackhole_event){.kind = kind,
		.at_ns = now_ns,
		.connection = b->found.connections,
		.round = b->round};
}

static void connected(struct blackhole *b, int64_t now_ns)
{
	bool six = b->c.target.family == ADDR_V6;
	uint32_t bare = (uint32_t)(six ? IP6_BYTES : IP4_BYTES) + TCP_BYTES;
	uint32_t least = six ? LEAST6 : LEAST4;
	struct dial_info i = {0};

	b->fd = dial_take(b->dial);
	dial_info(b->fd, &i, NULL);
	b->header_bytes = bare + (i.timestamps ? TIMESTAMPS_BYTES : 0);
	b->most_bytes = i.send_mss + b->header_bytes;
	b->path_mtu_bytes = b->kernel_mtu_bytes = i.path_mtu_bytes;
	b->found.connections++;
	if (!b->found.connected) {
		b->found.connected = true;
		blackhole_limits(
			b, &i, b->flow < 0 ? NULL : capflow_flow(b->c.capflow, (unsigned)b->flow));
		mtu_search_init(
			&b->search, least < b->most_bytes ? least : b->most_bytes, b->most_bytes);
		/* The handshake's last ACK was of this size. */
		mtu_search_passed(&b->search, b->header_bytes);
	}
	b->phase = BLACKHOLE_CHOOSING;
	tell(b, BLACKHOLE_CONNECTED, now_ns);
}

/* What is not acknowledged bars the way for all behind it: another connection goes on. */
static int ended(struct blackhole *b, int64_t now_ns, struct fail *why)
{
	enum blackhole_end how = b->round.end;

	tell(b, BLACKHOLE_ROUND, now_ns);
	b->phase = BLACKHOLE_CHOOSING;
	if (how == BLACKHOLE_ALL || how == BLACKHOLE_TOLD)
		return 0;
	reset(b);
	if (b->found.broken < BROKEN_MOST && b->search.fails > b->search.passes + 1)
		return begin(b, why);
	end(b, now_ns);
	return 0;
}

static int choose(struct blackhole *b, int64_t now_ns, struct fail *why)
{
	switch (blackhole_choose(b, now_ns)) {
	case BLACKHOLE_SENT:
		b->phase = BLACKHOLE_WAITING;
		return 0;
	case BLACKHOLE_NO_ROOM:
		/* A fresh connection has all of its window. */
		reset(b);
		if (b->written)
			return begin(b, why);
		b->found.broken++;
		break;
	case BLACKHOLE_NO_MORE:
		break;
	}
	end(b, now_ns);
	return 0;
}

static int step(struct blackhole *b, int64_t now_ns, struct fail *why)
{
	int rc;

	if (now_ns >= b->c.deadline_ns)
		blackhole_stop(b);
	switch (b->phase) {
	case BLACKHOLE_CONNECTING:
		rc = dial_turn(b->dial, now_ns, NULL);
		if (rc > 0)
			connected(b, now_ns);
		else if (rc < 0)
			failed(b, now_ns);
		break;
	case BLACKHOLE_CHOOSING:
		return choose(b, now_ns, why);
	case BLACKHOLE_WAITING:
		if (blackhole_watch(b, now_ns))
			return ended(b, now_ns, why);
		break;
	case BLACKHOLE_OVER:
		break;
	}
	return 0;
}

static void note_icmp(struct blackhole *b, const struct capflow_packet *p)
{
	if (p->kind != CAPFLOW_ICMP || !p->icmp.mtu || p->icmp.quoted != FLOW_OUT)
		return;
	b->found.tellings++;
	b->found.teller = p->icmp.from;
	b->found.told_bytes = p->icmp.mtu;
}

/* 1 with what is to be told. */
static int take(struct blackhole *b, struct blackhole_event *out, struct fail *why)
{
	int rc = b->c.capflow ? capflow_next(b->c.capflow, &out->packet, why) : 0;

	if (rc > 0) {
		out->kind = BLACKHOLE_PACKET;
		out->at_ns = out->packet.at_ns;
		out->connection = b->found.connections;
		note_icmp(b, &out->packet);
	} else if (!rc && b->tells) {
		*out = b->event;
		b->tells = false;
		rc = 1;
	}
	return rc;
}

/* 1 with a signal in out, 0 when something may have changed. */
static int await(struct blackhole *b, struct blackhole_event *out, struct fail *why)
{
	struct pollfd fds[DIAL_ADDRS];
	unsigned n = b->phase == BLACKHOLE_CONNECTING ? dial_fds(b->dial, fds) : 0;
	int64_t due_ns = n ? dial_due_ns(b->dial) : clock_now() + LOOK_NS;
	struct wait_ready ready;
	int rc = n ? wait_add(b->c.wait, fds[0].fd, fds[0].events, why) : 0;

	if (rc < 0)
		return rc;
	rc = wait_for(
		b->c.wait, due_ns < b->c.deadline_ns ? due_ns : b->c.deadline_ns, &ready, why);
	if (n)
		wait_remove(b->c.wait, fds[0].fd);
	if (rc < 0)
		return rc;
	*out = (struct blackhole_event){
		.kind = BLACKHOLE_SIGNAL, .signal = ready.signal, .at_ns = ready.now_ns};
	return ready.signal != 0;
}

int blackhole_next(struct blackhole *b, struct blackhole_event *out, struct fail *why)
{
	int rc = 0;

	while (!rc) {
		enum blackhole_phase before = b->phase;

		if ((rc = take(b, out, why)) || b->phase == BLACKHOLE_OVER)
			break;
		rc = step(b, clock_now(), why);
		if (!rc && b->phase == before && !b->tells)
			rc = await(b, out, why);
	}
	return rc;
}
