/* portset: lists and ranges of TCP ports, by number and by name. Pure but for the names. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PORTSET_H
#define PROBEKIT_TCPPROBE_PORTSET_H

#include <stdbool.h>
#include <stdint.h>

#include "fail.h"

enum { PORTSET_PORTS = 65536, PORTSET_NAME = 64 };
struct portset {
	uint64_t words[PORTSET_PORTS / 64]; /* bit 0, port 0, is never set */
};

/* A number from 1 to 65535, or a service as this system names it. -EINVAL. */
int portset_number(uint16_t *out, const char *text, struct fail *why);
/* Adds "22,https,8000-8100"; "-" is every port, and a range may lack either end. -EINVAL. */
int portset_add(struct portset *s, const char *text, struct fail *why);
void portset_join(struct portset *s, const struct portset *other);
bool portset_has(const struct portset *s, uint16_t port);
uint32_t portset_count(const struct portset *s);
/* The ports in ascending order; returns how many. */
uint32_t portset_list(const struct portset *s, uint16_t to[static PORTSET_PORTS]);

#endif
