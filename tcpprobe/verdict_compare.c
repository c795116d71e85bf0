/* verdict_compare: RSTs beside known answers of the same host: are they its own? */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <limits.h>

#include "times.h"
#include "verdict.h"

/* A host may take longer over a SYN-ACK than over a RST. */
enum { GAP_LEAST_NS = 200000 };
/* How far a count of packets may move during a trial. */
enum { COUNT_MOST = 8192 };

struct bounds {
	int64_t least, most;
	unsigned n;
};

static void widen(struct bounds *b, int64_t value)
{
	if (!b->n || value < b->least)
		b->least = value;
	if (!b->n || value > b->most)
		b->most = value;
	b->n++;
}

static bool is_enough(const struct bounds *b)
{
	return b->n >= VERDICT_FLOWS_LEAST;
}

int verdict_hops(int ttl)
{
	int start = ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;

	return ttl <= 0 ? -1 : start - ttl + 1;
}

static struct bounds hops_of(const struct verdict_side *s)
{
	struct bounds b = {-1, -1, 0};

	for (unsigned i = 0; i < s->n; i++)
		if (s->sample[i].ttl > 0)
			widen(&b, verdict_hops(s->sample[i].ttl));
	return b;
}

static struct bounds times_of(const struct verdict_side *s)
{
	struct bounds b = {-1, -1, 0};

	for (unsigned i = 0; i < s->n; i++)
		if (s->sample[i].rtt_ns >= 0)
			widen(&b, s->sample[i].rtt_ns);
	return b;
}

static struct bounds windows_of(const struct verdict_side *s)
{
	struct bounds b = {0};

	for (unsigned i = 0; i < s->n; i++)
		widen(&b, s->sample[i].window);
	return b;
}

static unsigned by_hops(const struct bounds *port, const struct bounds *known)
{
	return is_enough(port) && is_enough(known) && port->most < known->least ? VERDICT_SIGNAL_TTL
										: 0;
}

static unsigned by_time(const struct bounds *port, const struct bounds *known)
{
	return is_enough(port) && is_enough(known) && port->most < known->least / 2 &&
			       known->least - port->most >= GAP_LEAST_NS
		       ? VERDICT_SIGNAL_RTT
		       : 0;
}

/* A SYN that dies on the way to the host has no answer of the host. */
static unsigned by_reach(const struct verdict_trial *t)
{
	return t->low_ttl && t->port.low_answered >= VERDICT_FLOWS_LEAST &&
			       !t->known.low_answered && t->known.low_expired >= VERDICT_FLOWS_LEAST
		       ? VERDICT_SIGNAL_REACH
		       : 0;
}

/* Whether the side counts its packets: each identification a little above the one before. Many
 * hosts send 0, random ones or one count a connection, which say nothing. */
static bool counts(const struct verdict_side *s)
{
	unsigned moved = 0;

	for (unsigned i = 0; i < s->n; i++) {
		const struct verdict_sample *x = &s->sample[i];
		uint16_t step = i ? (uint16_t)(x->ip_id - s->sample[i - 1].ip_id) : 1;

		if (!x->has_ip_id || !x->ip_id || !step)
			return false;
		moved += step;
		if (moved > COUNT_MOST)
			return false;
	}
	return s->n >= VERDICT_FLOWS_LEAST;
}

static unsigned by_ip_id(const struct verdict_trial *t)
{
	uint16_t first = t->known.sample[0].ip_id;

	/* A host may count SYN-ACKs and RSTs apart. */
	if (!t->known.resets || !counts(&t->known) || t->port.n < VERDICT_FLOWS_LEAST)
		return 0;
	for (unsigned i = 0; i < t->port.n; i++) {
		const struct verdict_sample *x = &t->port.sample[i];
		uint16_t off = (uint16_t)(x->ip_id - first + COUNT_MOST);

		/* 0 is what many hosts give a packet that may not be fragmented. */
		if (!x->has_ip_id || !x->ip_id || off <= 3 * COUNT_MOST)
			return 0;
	}
	return VERDICT_SIGNAL_IP_ID;
}

/* SYN-ACKs have windows of their own. */
static unsigned by_window(const struct verdict_trial *t)
{
	struct bounds port = windows_of(&t->port), known = windows_of(&t->known);

	return t->known.resets && is_enough(&port) && is_enough(&known) &&
			       known.least == known.most &&
			       (port.most < known.least || port.least > known.most)
		       ? VERDICT_SIGNAL_WINDOW
		       : 0;
}

/* A RST may be forged as well, and a SYN proxy, whose window is 0, answers for the host. */
static bool is_certain(const struct verdict_side *known)
{
	for (unsigned i = 0; i < known->n; i++)
		if (!known->sample[i].window)
			return false;
	return !known->resets;
}

struct verdict_compared verdict_compare(const struct verdict_trial *t)
{
	struct bounds port = hops_of(&t->port), known = hops_of(&t->known);
	struct bounds port_time = times_of(&t->port), known_time = times_of(&t->known);

	return (struct verdict_compared){.signals = by_hops(&port, &known) |
						    by_time(&port_time, &known_time) | by_reach(t) |
						    by_ip_id(t) | by_window(t),
		.usable = t->port.n >= VERDICT_FLOWS_LEAST && t->known.n >= VERDICT_FLOWS_LEAST,
		.certain = is_certain(&t->known),
		.port_hops = (int)port.most,
		.known_hops = (int)known.least,
		.port_ns = port_time.most,
		.known_ns = known_time.least};
}

/* It must pass the box, which counts it down like any router, and not last to the host. */
uint8_t verdict_low_ttl(const struct verdict_compared *c)
{
	int ttl;

	if (!c->usable || !c->signals)
		return 0;
	ttl = c->signals & VERDICT_SIGNAL_TTL ? (c->port_hops + c->known_hops) / 2
					      : c->known_hops - 1;
	if (ttl < 1 || ttl >= c->known_hops ||
		(c->signals & VERDICT_SIGNAL_TTL && ttl <= c->port_hops))
		return 0;
	return (uint8_t)ttl;
}
