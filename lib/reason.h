/* reason: ICMP errors in the words ping has always used. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_REASON_H
#define PROBEKIT_REASON_H

#include <stddef.h>
#include <stdint.h>

#include "addr.h"

/* info: the MTU, the pointer or the gateway (as a number) where the type has one. Returns to. */
const char *reason_text(
	char *to, size_t size, enum addr_family family, uint8_t type, uint8_t code, uint32_t info);

enum { REASON_TEXT = 160 };
/* The same with the numbers behind it: "Packet filtered (ICMP 3/13)". Returns to. */
const char *reason_numbered(
	char to[static REASON_TEXT], uint8_t family, uint8_t type, uint8_t code, uint32_t info);

#endif
