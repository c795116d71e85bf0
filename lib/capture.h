/* capture: frames from an interface or a savefile; the only file that includes pcap.h. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_CAPTURE_H
#define PROBEKIT_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"
#include "frame.h"

struct capture;
struct clock_map;

enum capture_direction { CAPTURE_BOTH, CAPTURE_IN, CAPTURE_OUT };
struct capture_config {
	const char *device;  /* NULL: every interface, then the link type is Linux cooked v2 */
	const char *filter;  /* pcap-filter(7), in force before the first frame; NULL none */
	uint32_t snap_bytes; /* of each frame; 0: 128, enough for headers */
	uint32_t ring_bytes; /* 0: 2 MiB */
	enum capture_direction direction;
	bool promiscuous;
};

/* libpcap is loaded by the first of these calls, not with the program: one that captures nothing
 * pays nothing for it. -ENOENT when it is not installed, -EPERM without privilege. */
int capture_open(struct capture **out, const struct capture_config *c, struct fail *why);
/* A pcap or pcapng file, "-" standard input; no privilege. Stamps of any unit are read. */
int capture_open_file(struct capture **out, const char *path, const char *filter, struct fail *why);
void capture_close(struct capture *c);

/* 1 with the next frame (bytes borrowed until the next call), 0 when none is there now or the file
 * is at its end, -errno: -ENETDOWN the interface is down or gone, -EBADMSG a broken file. */
int capture_next(struct capture *c, struct frame *out, struct fail *why);
bool capture_ended(const struct capture *c); /* a savefile's end was reached */
int capture_fd(const struct capture *c);     /* for poll; -1 a savefile: always ready */
bool capture_is_file(const struct capture *c);
int capture_linktype(const struct capture *c); /* a LINKTYPE_ value */
/* Puts another filter in the place of the one before; frames already received are not filtered
 * anew. */
int capture_filter(struct capture *c, const char *filter, struct fail *why);
/* All frames dropped for want of room in the ring so far; 0 of a savefile. */
uint64_t capture_drops(struct capture *c);
/* Realtime against monotonic. A savefile's frames have their wall clock time as at_ns, and its map
 * is the identity. Borrowed. */
const struct clock_map *capture_clock(const struct capture *c);
/* "libpcap version 1.10.3 ...", static; NULL when it is not installed. */
const char *capture_version(void);

#endif
