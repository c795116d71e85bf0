/* traces: histories of paths as text, played into a trace. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TRACES_H
#define PROBEKIT_TRACES_H

#include <stdlib.h>
#include <string.h>

#include "trace.h"

enum { TRACES_HOPS = 30 };

/* Router a is 198.18.0.97 and so on; the target 198.18.9.9. */
static inline struct addr traces_addr(char who)
{
	uint8_t bytes[4] = {198, 18, 0, (uint8_t)who};

	if (who == 'T')
		bytes[2] = bytes[3] = 9;
	return addr_v4(bytes);
}

/* A letter is that router on the way, T the target; a capital the router refuses, 0 to 9 are a to
 * j, for which the probe is too big. */
static inline struct trace_answer traces_answer(char c, unsigned hop)
{
	struct trace_answer a = {.from = traces_addr(c),
		.rtt_ns = hop * INT64_C(1000000),
		.ttl = (int16_t)(65 - hop),
		.quoted_ttl = 1,
		.quoted_tos = -1};

	if (c == 'T') {
		a.kind = TRACE_TARGET;
		a.quoted_ttl = -1;
	} else if (c >= 'A' && c <= 'Z') {
		a.kind = TRACE_REFUSED;
		a.from = traces_addr((char)(c - 'A' + 'a'));
		a.reason = "host-unreachable";
		memcpy(a.mark, "!H", 3);
	} else if (c >= '0' && c <= '9') {
		a.kind = TRACE_TOO_BIG;
		a.from = traces_addr((char)(c - '0' + 'a'));
		a.mtu_bytes = 1300;
		memcpy(a.mark, "!F", 3);
	}
	return a;
}

/* One probe of a hop: '.' it is lost, ' ' it is not sent. */
static inline void traces_probe(struct trace *t, unsigned hop, uint64_t nth, char c)
{
	struct trace_answer a = traces_answer(c, hop);

	if (c == ' ')
		return;
	trace_sent(t, hop);
	if (c == '.')
		trace_lost(t, hop, nth, (int64_t)nth * 1000000000);
	else
		trace_answered(t, hop, nth, &a);
}

/* A string a hop, a round after the other; NULL ends the hops. Closes to the caller. */
static inline struct trace *traces_play(const char *const *hops)
{
	struct trace *t = trace_open(TRACES_HOPS);
	size_t rounds = 0;

	if (!t)
		abort();
	for (unsigned i = 0; hops[i]; i++)
		rounds = strlen(hops[i]) > rounds ? strlen(hops[i]) : rounds;
	for (size_t n = 0; n < rounds; n++)
		for (unsigned i = 0; hops[i]; i++)
			traces_probe(t, i + 1, n, n < strlen(hops[i]) ? hops[i][n] : ' ');
	return t;
}

#define TRACES(...) traces_play((const char *const[]){__VA_ARGS__, NULL})

#endif
