/* pcapng: a writer of packets with a comment each (draft-ietf-opsawg-pcapng). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PCAPNG_H
#define PROBEKIT_PCAPNG_H

#include <stdint.h>
#include <stdio.h>

#include "bytes.h"
#include "fail.h"

enum { PCAPNG_ETHERNET = 1, PCAPNG_RAW = 101 };
enum pcapng_direction { PCAPNG_UNKNOWN, PCAPNG_IN, PCAPNG_OUT };

/* Section header with the application's name. Each returns 0 or -errno of the stream. */
int pcapng_begin(FILE *to, const char *application, struct fail *why);
/* Describes an interface (nanosecond stamps); the first is number 0, and so on in order of the
 * calls. */
int pcapng_interface(
	FILE *to, uint16_t linktype, const char *name, uint32_t snap_bytes, struct fail *why);
/* The keys of TLS sessions, as SSLKEYLOGFILE has them, before the packets that need them (4.7). */
int pcapng_secrets(FILE *to, struct bytes lines, struct fail *why);
struct pcapng_packet {
	uint32_t interface;
	int64_t at_realtime_ns;
	uint32_t whole_bytes; /* before cutting */
	enum pcapng_direction direction;
	const char *comment; /* UTF-8, NULL none */
};
int pcapng_packet(
	FILE *to, const struct pcapng_packet *about, struct bytes packet, struct fail *why);

#endif
