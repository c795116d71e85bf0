/* wire: one turn after the other: send, look at the clocks, receive, hand the events out in order.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/sock_diag.h>

#include "wire_parts.h"

enum {
	ERRORS_EVERY_NS =
		1000000, /* the error queue is looked at this often without a sign of need */
	DROPS_EVERY_NS = 100000000, /* and the count of drops */
	ROOM_BYTES = 128 /* for what a reply may have more than asked: options, a header, a tag */
};

static int allocate(struct wire *w, size_t packet_bytes, struct fail *why)
{
	w->out_size = packet_bytes;
	w->in_size = packet_bytes + ROOM_BYTES < 1536 ? 1536 : packet_bytes + ROOM_BYTES;
	w->in_size += WIRE_TAG_BYTES;
	w->out_bytes = malloc(w->out_size * WIRE_BATCH);
	w->in_bytes = malloc(w->in_size * WIRE_BATCH);
	w->in_headers = calloc(WIRE_BATCH, sizeof(*w->in_headers));
	w->in_control = malloc(WIRE_BATCH * sizeof(*w->in_control));
	w->reports = malloc(WIRE_REPORTS * sizeof(*w->reports));
	if (!w->out_bytes || !w->in_bytes || !w->in_headers || !w->in_control || !w->reports)
		return fail_set(why, ENOMEM, "no memory for packets of %zu bytes", packet_bytes);
	for (size_t i = 0; i < WIRE_BATCH; i++) {
		uint8_t *place = w->in_bytes + i * w->in_size + WIRE_TAG_BYTES;

		w->in_vectors[i] = (struct iovec){place, w->in_size - WIRE_TAG_BYTES};
		w->in_headers[i].msg_hdr = (struct msghdr){.msg_iov = &w->in_vectors[i],
			.msg_iovlen = 1,
			.msg_control = w->in_control[i],
			.msg_controllen = WIRE_CONTROL_BYTES};
	}
	return 0;
}

int wire_open(struct wire **out, const struct wire_config *c, struct fail *why)
{
	struct wire *w = calloc(1, sizeof(*w));
	int rc;

	if (!w)
		return fail_set(why, ENOMEM, "no memory for a socket");
	w->fd = w->groups_fd = -1;
	w->socket = c->socket;
	w->family = c->family;
	w->protocol = c->socket == WIRE_RAW ? c->protocol : 0;
	w->stamps = c->stamps;
	w->in_most = WIRE_BATCH;
	clock_map_init(&w->clock);
	w->now_ns = w->seen_ns = w->clock.sampled_ns;
	if ((rc = allocate(w, c->packet_bytes, why)) < 0 ||
		(rc = c->socket == WIRE_PACKET ? wire_open_packet(w, c, why)
					       : wire_open_socket(w, c, why)) < 0 ||
		(rc = wire_stamper_open(w, why)) < 0) {
		wire_close(w);
		return rc;
	}
	*out = w;
	return 0;
}

void wire_close(struct wire *w)
{
	if (!w)
		return;
	if (w->fd >= 0)
		close(w->fd);
	if (w->groups_fd >= 0)
		close(w->groups_fd);
	free(w->stamper.ring);
	free(w->out_bytes);
	free(w->in_bytes);
	free(w->in_headers);
	free(w->in_control);
	free(w->reports);
	free(w);
}

int wire_fd(const struct wire *w)
{
	return w->fd;
}

enum wire_socket wire_socket(const struct wire *w)
{
	return w->socket;
}

uint16_t wire_id(const struct wire *w)
{
	return w->id;
}

const struct clock_map *wire_clock(const struct wire *w)
{
	return &w->clock;
}

const char *wire_note(const struct wire *w)
{
	return *w->note ? w->note : NULL;
}

int wire_buffer_bytes(const struct wire *w)
{
	return w->buffer_bytes;
}

int64_t wire_seen_ns(const struct wire *w)
{
	return w->seen_ns;
}

bool wire_blocked(const struct wire *w)
{
	return w->blocked;
}

bool wire_held(const struct wire *w, unsigned i, struct probe *out)
{
	if (w->out_done + i >= w->out_queued)
		return false;
	*out = w->out[w->out_done + i].probe;
	return true;
}

/* Moves what is still unsent (the socket buffer was full) to the front. */
static void forget_sent(struct wire *w)
{
	unsigned left = w->out_queued - w->out_done;

	if (left && w->out_done) {
		memmove(w->out, w->out + w->out_done, left * sizeof(*w->out));
		memmove(w->out_bytes, w->out_bytes + w->out_done * w->out_size, left * w->out_size);
	}
	w->out_queued = left;
	w->out_done = 0;
}

/* Frees the places of packets whose fate was told. */
static void settle(struct wire *w)
{
	if (w->next_out == w->out_done) {
		forget_sent(w);
		w->next_out = 0;
	}
}

unsigned wire_room(struct wire *w)
{
	settle(w);
	return WIRE_BATCH - w->out_queued;
}

static void direct(struct wire_out *o, const struct wire_to *to)
{
	o->source = to->source;
	o->ttl = to->ttl;
	o->confirm = to->confirm;
	o->to_bytes = addr_to_sockaddr(&to->addr, 0, &o->to);
	if (to->flow_label && o->to.ss_family == AF_INET6)
		((struct sockaddr_in6 *)&o->to)->sin6_flowinfo = htonl(to->flow_label);
}

int wire_put(struct wire *w, struct probe id, struct bytes packet, const struct wire_to *to)
{
	struct wire_out *o;

	if (!wire_room(w))
		return -EAGAIN;
	o = &w->out[w->out_queued];
	if (packet.left > w->out_size)
		return -EMSGSIZE;
	memcpy(w->out_bytes + w->out_queued * w->out_size, packet.p, packet.left);
	o->probe = id;
	o->size_bytes = packet.left;
	o->error = 0;
	o->to_bytes = 0;
	if (w->socket != WIRE_PACKET)
		direct(o, to);
	w->out_queued++;
	return 0;
}

void wire_give_up(struct wire *w)
{
	for (; w->out_done < w->out_queued; w->out_done++) {
		w->out[w->out_done].error = ENOBUFS;
		w->out[w->out_done].at_ns = w->now_ns;
	}
	w->blocked = false;
}

/* The kernel's counter has 32 bits. */
uint64_t wire_drops(struct wire *w)
{
	uint32_t info[SK_MEMINFO_VARS] = {0};
	socklen_t size = sizeof(info);

	if (!getsockopt(w->fd, SOL_SOCKET, SO_MEMINFO, info, &size))
		w->drops += (uint32_t)(info[SK_MEMINFO_DROPS] - (uint32_t)w->drops);
	return w->drops;
}

static void count_drops(struct wire *w)
{
	if (w->now_ns - w->drops_read_ns < DROPS_EVERY_NS)
		return;
	w->drops_read_ns = w->now_ns;
	wire_drops(w);
}

int wire_turn(struct wire *w, struct fail *why)
{
	int rc;

	forget_sent(w);
	w->reports_n = 0;
	w->next_out = w->next_stamp = w->next_report = w->next_in = 0;
	rc = w->out_queued ? wire_flush(w, why) : 0;
	if (rc < 0)
		return rc;
	clock_map_update(&w->clock);
	w->before_ns = w->now_ns;
	w->now_ns = w->clock.sampled_ns;
	rc = wire_read_frames(w, why);
	if (rc < 0)
		return rc;
	if (w->stamper.waiting || w->now_ns - w->errors_read_ns >= ERRORS_EVERY_NS) {
		w->errors_read_ns = w->now_ns;
		wire_read_errors(w);
	}
	if (rc == WIRE_READ_ALL && w->reports_n < WIRE_REPORTS)
		w->seen_ns = w->now_ns;
	else if (rc == WIRE_READ_SOME && w->arrived_ns > w->seen_ns)
		w->seen_ns = w->arrived_ns;
	count_drops(w);
	return 0;
}

static bool next_of_out(struct wire *w, struct wire_event *out)
{
	const struct wire_out *o = &w->out[w->next_out];

	if (w->next_out == w->out_done)
		return false;
	w->next_out++;
	/* One for each probe: the frame is left as it is. */
	out->kind = o->error ? WIRE_UNSENT : WIRE_SENT;
	out->probe = o->probe;
	out->at_ns = out->at_user_ns = o->at_ns;
	out->error = o->error;
	out->report.info = o->mtu_bytes;
	return true;
}

/* Stamps go before frames, so that an answer finds its probe's time. */
static bool next_of_reports(struct wire *w, unsigned *at, bool stamps, struct wire_event *out)
{
	while (*at < w->reports_n) {
		const struct wire_in *in = &w->reports[(*at)++];

		if ((in->event.kind == WIRE_STAMP) == stamps) {
			*out = in->event;
			return true;
		}
	}
	return false;
}

bool wire_next(struct wire *w, struct wire_event *out)
{
	if (next_of_out(w, out) || next_of_reports(w, &w->next_stamp, true, out) ||
		next_of_reports(w, &w->next_report, false, out))
		return true;
	while (w->next_in < w->in_n)
		if (wire_frame_event(w, w->next_in++, out))
			return true;
	if (w->drops == w->drops_told)
		return wire_packet_event(w, out);
	*out = (struct wire_event){
		.kind = WIRE_DROPS, .at_ns = w->now_ns, .count = w->drops - w->drops_told};
	w->drops_told = w->drops;
	return true;
}
