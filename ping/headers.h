/* headers: what replies' headers say of their way: TTL, DSCP and ECN, and every change of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_HEADERS_H
#define PROBEKIT_PING_HEADERS_H

#include <stddef.h>
#include <stdint.h>

struct headers {
	int16_t ttl, tos;	  /* of the last reply, -1 unknown */
	int16_t ttl_was, tos_was; /* before the last change, -1 there was none */
	uint32_t ttl_changes, tos_changes;
};

void headers_init(struct headers *h);
void headers_take(struct headers *h, int16_t ttl, int16_t tos); /* of a reply; -1 unknown */

enum { HEADERS_TEXT = 160 };
/* What changed, among replies or against the DS field that was sent (-1: 0), in words: "ttl 64 ->
 * 63, dscp ef -> cs0, ECN bleached (ect0 -> not-ect)"; empty where nothing did. Returns to. */
const char *headers_text(char to[static HEADERS_TEXT], const struct headers *h, int sent_tos);

#endif
