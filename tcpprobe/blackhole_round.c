/* blackhole_round: a round of sizes on a connection, and what the acknowledgments say of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "blackhole_parts.h"
#include "clock.h"

enum {
	LARGEST = 65535,
	AGAIN = 2, /* sent again so often and not acknowledged: it does not come through */
	PATIENCE_NS = 500 * CLOCK_MS,
	DRAIN_TURNS = 16,
	KERNEL_CLOSED = 7, /* of TCP_INFO's states */
};

/* Ascending, each once; how many are left. */
static unsigned sort(uint32_t *sizes, unsigned n)
{
	unsigned kept = 0;

	for (unsigned i = 1; i < n; i++)
		for (unsigned k = i; k && sizes[k - 1] > sizes[k]; k--) {
			uint32_t larger = sizes[k - 1];

			sizes[k - 1] = sizes[k];
			sizes[k] = larger;
		}
	for (unsigned i = 0; i < n; i++)
		if (!kept || sizes[kept - 1] != sizes[i])
			sizes[kept++] = sizes[i];
	return kept;
}

/* The search's next sizes; more than TCP sends on this connection cannot be tried. */
static void pick(struct blackhole *b)
{
	struct blackhole_round *r = &b->round;

	if (b->search.fails > b->most_bytes + 1)
		mtu_search_failed(&b->search, b->most_bytes + 1, 0);
	r->n = (unsigned)mtu_search_next(&b->search, r->sizes);
	r->n = sort(r->sizes, r->n);
}

static uint64_t payload(const struct blackhole *b)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < b->round.n; i++)
		sum += b->round.sizes[i] - b->header_bytes;
	return sum;
}

/* Of what is too much for the peer's window the small ones are left for another round. */
static void fit(struct blackhole *b, uint64_t window_bytes)
{
	struct blackhole_round *r = &b->round;

	while (r->n && window_bytes && payload(b) > window_bytes) {
		for (unsigned i = 1; i < r->n; i++)
			r->sizes[i - 1] = r->sizes[i];
		r->n--;
	}
}

/* Nothing is put behind what ends a record: each size has a packet of its own. */
static void write_sizes(struct blackhole *b)
{
	static const uint8_t dots[LARGEST];

	for (unsigned i = 0; i < b->round.n; i++) {
		ssize_t n = send(
			b->fd, dots, b->round.sizes[i] - b->header_bytes, MSG_NOSIGNAL | MSG_EOR);

		if (n > 0)
			b->written += (uint64_t)n;
		b->ends[i] = b->written;
	}
}

enum blackhole_choice blackhole_choose(struct blackhole *b, int64_t now_ns)
{
	struct dial_info info = {0};

	b->round = (struct blackhole_round){.connection = b->found.connections};
	pick(b);
	if (!b->round.n)
		return BLACKHOLE_NO_MORE;
	dial_info(b->fd, &info, NULL);
	fit(b, info.send_window_bytes);
	if (!b->round.n)
		return BLACKHOLE_NO_ROOM;
	b->again = b->again_before = info.total_retransmits;
	b->round_ns = b->progress_ns = now_ns;
	write_sizes(b);
	return BLACKHOLE_SENT;
}

/* Throws away what came; an errno value when the connection broke off, 0 otherwise. */
static int drain(const struct blackhole *b)
{
	char space[4096];
	ssize_t n = 1;

	for (int i = 0; i < DRAIN_TURNS && n > 0; i++)
		n = recv(b->fd, space, sizeof(space), MSG_DONTWAIT);
	return n < 0 && errno != EAGAIN ? errno : 0;
}

static void note_told(struct blackhole *b, const struct dial_info *i)
{
	b->kernel_mtu_bytes = i->path_mtu_bytes;
	if (!i->path_mtu_bytes || i->path_mtu_bytes >= b->path_mtu_bytes)
		return;
	b->round.told = i->path_mtu_bytes;
	b->found.told_bytes = i->path_mtu_bytes;
}

/* What was larger than an announced MTU came in smaller segments. */
static void count_passed(struct blackhole *b)
{
	struct blackhole_round *r = &b->round;

	while (r->passed < r->n && b->ends[r->passed] <= b->acked &&
		!(r->told && r->sizes[r->passed] > r->told))
		r->passed++;
}

static void conclude(struct blackhole *b, enum blackhole_end end, uint64_t again, int64_t now_ns)
{
	struct blackhole_round *r = &b->round;

	r->again = again - b->again_before;
	r->took_ns = now_ns - b->round_ns;
	r->end = end;
	for (unsigned i = 0; i < r->passed; i++)
		mtu_search_passed(&b->search, r->sizes[i]);
	if (r->told)
		mtu_search_failed(&b->search, r->told + 1, r->told);
	/* The kernel sends no larger ones from now on, to this address at all. */
	if (r->told && r->told < b->most_bytes)
		b->most_bytes = r->told;
	b->found.rounds++;
	b->found.broken += end == BLACKHOLE_BROKEN || end == BLACKHOLE_STALLED;
	if (end != BLACKHOLE_SILENT)
		return;
	mtu_search_failed(&b->search, r->sizes[r->passed], 0);
	if (!b->found.silent_bytes || r->sizes[r->passed] < b->found.silent_bytes)
		b->found.silent_bytes = r->sizes[r->passed];
}

/* The kernel sends it again and again, and no more is acknowledged. */
static bool is_silent(const struct blackhole *b, const struct dial_info *i, int64_t now_ns)
{
	int64_t waited_ns = now_ns - b->progress_ns;
	int64_t patience_ns = 2 * i->rtt_ns > PATIENCE_NS ? 2 * i->rtt_ns : PATIENCE_NS;

	if (waited_ns >= b->c.timeout_ns || (!i->unacked && waited_ns >= PATIENCE_NS))
		return true;
	return waited_ns >= patience_ns && i->total_retransmits >= b->again + AGAIN;
}

bool blackhole_watch(struct blackhole *b, int64_t now_ns)
{
	struct dial_info info = {0};
	int unsent = 0, error = drain(b);
	uint64_t acked;

	if (dial_info(b->fd, &info, NULL) < 0 || ioctl(b->fd, SIOCOUTQ, &unsent) < 0)
		error = error ? error : EIO;
	if (info.state == KERNEL_CLOSED) /* a send before may have been told the error */
		error = error ? error : ECONNRESET;
	acked = b->written - (uint64_t)unsent;
	/* What is left to send after a reset says nothing of what came there. */
	if (!error && acked > b->acked) {
		b->acked = acked;
		b->progress_ns = now_ns;
		b->again = info.total_retransmits;
	}
	if (!error)
		note_told(b, &info);
	count_passed(b);
	if (error)
		conclude(b, BLACKHOLE_BROKEN, b->again, now_ns);
	else if (b->acked >= b->written)
		conclude(b, b->round.passed < b->round.n ? BLACKHOLE_TOLD : BLACKHOLE_ALL,
			info.total_retransmits, now_ns);
	else if (is_silent(b, &info, now_ns))
		conclude(b, info.unacked ? BLACKHOLE_SILENT : BLACKHOLE_STALLED,
			info.total_retransmits, now_ns);
	else
		return false;
	return true;
}
