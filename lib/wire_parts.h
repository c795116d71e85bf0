/* wire_parts: what wire's files share; nobody else includes it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_WIRE_PARTS_H
#define PROBEKIT_WIRE_PARTS_H

#include <sys/socket.h>

#include "clock.h"
#include "wire.h"

enum {
	WIRE_BATCH = 64,	  /* packets a system call */
	WIRE_REPORTS = 64,	  /* entries of the error queue a turn */
	WIRE_QUOTE_BYTES = 576,	  /* what is kept of an entry's payload: all that old hosts send */
	WIRE_CONTROL_BYTES = 320, /* control messages of one received packet */
	WIRE_SEND_CONTROL_BYTES = 96,
	WIRE_TAG_BYTES = 4,    /* room before a frame for its VLAN tag */
	WIRE_STAMP_RING = 1024 /* sends whose kernel stamp may still come, a power of two */
};

/* A packet that waits for the next turn, or the fate of one that left. */
struct wire_out {
	struct probe probe;
	struct sockaddr_storage to;
	socklen_t to_bytes;
	struct addr source;
	int ttl; /* 0 the socket's */
	bool confirm, stamped;
	size_t size_bytes;
	int error;	    /* after the turn: 0 sent */
	uint32_t mtu_bytes; /* that the kernel told with EMSGSIZE */
	int64_t at_ns;
};

/* Which probe a stamp id belongs to (SOF_TIMESTAMPING_OPT_ID counts stamped sends from 0). */
struct wire_stamped {
	struct probe probe;
	uint32_t id;
	bool waiting;
	int64_t at_ns;
};
struct wire_stamper {
	struct wire_stamped *ring;
	uint32_t next;	  /* id of the next stamped send */
	uint32_t waiting; /* stamps still to come */
	int64_t last_ns;  /* when the last stamp was asked for */
};

struct wire_in {
	struct wire_event event;
	uint8_t quote[WIRE_QUOTE_BYTES];
};

struct wire {
	int fd;
	enum wire_socket socket;
	enum addr_family family;
	uint8_t protocol; /* 0 ICMP or ICMPv6 */
	enum wire_stamps stamps;
	uint16_t id;
	struct addr peer; /* connected to, ADDR_NONE none */
	char note[160];
	/* of a packet socket: */
	uint32_t ifindex;
	int linktype;
	int groups_fd; /* says which groups are wanted, -1 none */
	bool outgoing;
	int link_error, link_told; /* ENETDOWN, ENODEV, 0 while the interface is up */
	int buffer_bytes;
	struct clock_map clock;
	struct wire_stamper stamper;

	uint8_t *out_bytes; /* WIRE_BATCH packets of out_size */
	size_t out_size;
	struct wire_out out[WIRE_BATCH];
	unsigned out_queued, out_done; /* out[0..out_done) has its fate, the rest waits */
	bool blocked;		       /* the socket buffer is full: the rest waits for POLLOUT */

	uint8_t *in_bytes; /* WIRE_BATCH packets of in_size */
	size_t in_size;
	struct mmsghdr *in_headers;
	struct iovec in_vectors[WIRE_BATCH];
	struct sockaddr_storage in_from[WIRE_BATCH];
	uint8_t (*in_control)[WIRE_CONTROL_BYTES];
	unsigned in_n;
	unsigned in_most; /* packets to ask for in one call */
	uint64_t in_count;

	struct wire_in *reports; /* WIRE_REPORTS stamps and errors of this turn */
	unsigned reports_n;
	int64_t errors_read_ns;

	unsigned next_out, next_stamp, next_report, next_in; /* how far wire_next is */
	uint64_t drops, drops_told;
	int64_t drops_read_ns;
	int64_t arrived_ns; /* the last packet read, 0 without a kernel stamp */
	int64_t read_ns;    /* and the clock behind the last read of frames */
	int64_t now_ns;	    /* the clock before the last turn's reads */
	int64_t before_ns;  /* and before those of the turn before it */
	int64_t seen_ns;    /* everything received up to it was delivered */
};

/* wire_open.c: the socket itself and its options. */
int wire_open_socket(struct wire *w, const struct wire_config *c, struct fail *why);
void wire_set_buffers(struct wire *w, const struct wire_config *c);
int wire_attach_filter(
	struct wire *w, const struct sock_filter *filter, size_t size, struct fail *why);
/* wire_packet.c: the same for a packet socket; what stands beside a frame, its tag first; false for
 * a frame that was sent here; a refusal that may mean the interface; the event that it does. */
int wire_open_packet(struct wire *w, const struct wire_config *c, struct fail *why);
void wire_packet_control(const struct cmsghdr *c, const struct msghdr *m, struct frame *f);
bool wire_packet_wanted(const struct wire *w, const struct msghdr *m);
void wire_packet_failed(struct wire *w, int error);
bool wire_packet_event(struct wire *w, struct wire_event *out);
/* wire_send.c: sends out[out_done..out_queued); false when the socket can not go on. */
int wire_flush(struct wire *w, struct fail *why);
/* wire_read.c: fills in_headers or reports. What a read left in the queue: nothing, perhaps packets
 * that came after the last one read, or nobody knows. */
enum wire_read { WIRE_READ_ALL, WIRE_READ_SOME, WIRE_READ_FAILED };
int wire_read_frames(struct wire *w, struct fail *why); /* enum wire_read, or -errno */
int64_t wire_last_arrival(
	const struct wire *w); /* of the last packet read, 0 without a kernel stamp */
void wire_read_errors(struct wire *w);
/* False for one that is nobody's. */
bool wire_frame_event(struct wire *w, unsigned i, struct wire_event *out);
/* wire_stamp.c */
int wire_stamper_open(struct wire *w, struct fail *why);
bool wire_stamp_wanted(const struct wire *w, int64_t now_ns);
void wire_stamp_sent(struct wire *w, struct probe probe, int64_t now_ns);
void wire_stamp_refused(struct wire *w);
bool wire_stamp_find(struct wire *w, uint32_t id, int64_t at_ns, struct probe *out);

#endif
