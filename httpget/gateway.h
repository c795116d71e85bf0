/* gateway: what caches, proxies and gateways on the way say of themselves, explained with the
 * fields that say it. Pure but for memory. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_GATEWAY_H
#define PROBEKIT_HTTPGET_GATEWAY_H

#include "http.h"

/* Sentences, a line each, every one with the fields it is read from in brackets; nothing where no
 * field says anything. Text from the network is as it came: escape it. now_s: seconds since 1970
 * when the response came. */
void gateway_put(struct strbuf *to, const struct http *h, int64_t now_s);

enum gateway_hit { GATEWAY_UNKNOWN, GATEWAY_HIT, GATEWAY_MISS, GATEWAY_STALE, GATEWAY_BYPASS };
/* What the nearest cache that speaks says; evidence is the field's name, static. */
enum gateway_hit gateway_hit_of(const struct http *h, const char **evidence);
const char *gateway_hit_name(enum gateway_hit hit); /* "hit", "miss" ...; NULL for unknown */
/* How long the response may be served from a cache, from when the origin made it, in seconds (RFC
 * 9111 4.2.1); false where nothing says so. shared: for a shared cache. */
bool gateway_lifetime(const struct http *h, bool shared, int64_t *out_s, const char **evidence);

#endif
