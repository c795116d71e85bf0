/* seeds_lab: seeds out of captures of runs of --offers in the lab. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SEEDS_LAB_H
#define PROBEKIT_SEEDS_LAB_H

#include <glob.h>

#include "savefile.h"
#include "seeds.h"

static inline void put_packet(struct bytes_out *o, struct bytes packet)
{
	bytes_put_u16(o, (uint16_t)packet.left);
	bytes_put(o, packet.p, packet.left);
}

/* The segments of a run of --offers whose options no other one of it has; and its SYN-ACKs as
 * tests/fuzz/tcpprobe_offers.c has them. */
static inline void offers_seed(const char *name, const struct savefile *s)
{
	static const uint8_t asks[] = {0, 1, 2, 2, 3, 1, 2, 2, 4, 1, 2, 2, 5, 6, 7, 3, 1};
	uint8_t space[sizeof asks * 128], seen[64][TCP_OPTIONS_MAX_BYTES];
	struct bytes_out o = bytes_to(space, sizeof space);
	size_t n_seen = 0, n_asks = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct packet p = savefile_decode(&s->packets[i]);
		struct tcp_options t;
		char text[64];
		size_t old = 0;

		tcp_options_get(p.tcp.options, &t);
		while (old < n_seen && memcmp(seen[old], t.kinds, sizeof t.kinds) != 0)
			old++;
		if (old == n_seen && n_seen < sizeof seen / sizeof *seen) {
			memcpy(seen[n_seen++], t.kinds, sizeof t.kinds);
			snprintf(text, sizeof text, "lab %s %zu", name, n_seen);
			seed("tcp", text, bytes_of("", 1), p.transport);
		}
		if (p.tcp.flags & TCP_ACK && n_asks < sizeof asks) {
			bytes_put_u8(&o, asks[n_asks++]);
			bytes_put_u8(&o, 10);
			put_packet(&o, s->packets[i].bytes);
		}
	}
	must(!o.bad);
	seed("tcpprobe_offers", name, bytes_written(&o), nothing);
}

/* Every capture that a pattern names, by the name of its file. */
static inline void each_capture(
	const char *pattern, void (*make)(const char *, const struct savefile *))
{
	glob_t found;

	must(!glob(pattern, 0, NULL, &found));
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct savefile *s = savefile_read(found.gl_pathv[i]);
		char name[64], *dot;

		must(s->good);
		snprintf(name, sizeof name, "%s", strrchr(found.gl_pathv[i], '/') + 1);
		dot = strchr(name, '.');
		if (dot)
			*dot = '\0';
		make(name, s);
		free(s);
	}
	globfree(&found);
}

static inline void lab_seeds(void)
{
	each_capture("tests/fuzz/lab/*.pcapng", offers_seed);
}

#endif
