/* verdict: what the answers of a port say: its state, why, by whom, and how sure that is. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict.h"

#include <stdio.h>

static bool is_two(unsigned signals)
{
	return __builtin_popcount(signals) >= 2;
}

static struct verdict_finding open_port(const struct verdict_facts *f)
{
	if (f->no_window)
		return (struct verdict_finding){
			VERDICT_OPEN, VERDICT_SYN_PROXY, VERDICT_BY_MIDDLEBOX, VERDICT_LOW, 0};
	return (struct verdict_finding){
		VERDICT_OPEN, VERDICT_SYN_ACK, VERDICT_BY_HOST, VERDICT_HIGH, 0};
}

/* One signal has an honest cause now and then: it only takes the host's name away. */
static struct verdict_finding closed_port(const struct verdict_facts *f)
{
	const struct verdict_compared *c = f->compared;
	struct verdict_finding v = {
		VERDICT_CLOSED, VERDICT_RST, VERDICT_BY_HOST, VERDICT_MEDIUM, 0};

	if (f->nearer && !c)
		return (struct verdict_finding){VERDICT_CLOSED, VERDICT_RST, VERDICT_BY_UNKNOWN,
			VERDICT_LOW, VERDICT_SIGNAL_TTL};
	if (!c || !c->usable)
		return v;
	v.signals = c->signals;
	if (is_two(c->signals)) {
		v.reason = VERDICT_FORGED_RST;
		v.who = VERDICT_BY_MIDDLEBOX;
		v.confidence = c->signals & VERDICT_SIGNAL_REACH ? VERDICT_HIGH : VERDICT_MEDIUM;
	} else if (c->signals) {
		v.who = VERDICT_BY_UNKNOWN;
		v.confidence = VERDICT_LOW;
	} else if (c->certain) {
		v.confidence = VERDICT_HIGH;
	}
	return v;
}

static struct verdict_finding rejected_port(const struct verdict_facts *f)
{
	return (struct verdict_finding){VERDICT_REJECTED, VERDICT_ICMP,
		f->rejected_by_host ? VERDICT_BY_HOST
		: f->rejected_by_us ? VERDICT_BY_US
				    : VERDICT_BY_ROUTER,
		VERDICT_HIGH, 0};
}

/* A port is not called filtered where answers may have been lost here. */
static struct verdict_finding silent_port(const struct verdict_facts *f)
{
	enum verdict_confidence sure = f->lost > 2   ? VERDICT_HIGH
				       : f->lost > 1 ? VERDICT_MEDIUM
						     : VERDICT_LOW;

	if (f->drops)
		return (struct verdict_finding){
			VERDICT_UNKNOWN, VERDICT_OWN_DROPS, VERDICT_BY_US, VERDICT_NONE, 0};
	if (f->lost)
		return (struct verdict_finding){
			VERDICT_FILTERED, VERDICT_SILENCE, VERDICT_BY_UNKNOWN, sure, 0};
	if (f->unsent)
		return (struct verdict_finding){
			VERDICT_UNKNOWN, VERDICT_UNSENT, VERDICT_BY_US, VERDICT_NONE, 0};
	return (struct verdict_finding){
		VERDICT_UNKNOWN, VERDICT_NOT_WAITED, VERDICT_BY_UNKNOWN, VERDICT_NONE, 0};
}

struct verdict_finding verdict_of(const struct verdict_facts *f)
{
	int kinds = (f->open > 0) + (f->closed > 0) + (f->rejected > 0);

	if (kinds > 1)
		return (struct verdict_finding){
			VERDICT_MIXED, VERDICT_DISAGREE, VERDICT_BY_UNKNOWN, VERDICT_LOW, 0};
	if (f->open)
		return open_port(f);
	if (f->closed)
		return closed_port(f);
	if (f->rejected)
		return rejected_port(f);
	if (f->stale)
		return (struct verdict_finding){
			VERDICT_STALE, VERDICT_CHALLENGE_ACK, VERDICT_BY_HOST, VERDICT_MEDIUM, 0};
	return silent_port(f);
}

const char *verdict_state_word(enum verdict_state state)
{
	switch (state) {
	case VERDICT_OPEN:
		return "open";
	case VERDICT_CLOSED:
		return "closed";
	case VERDICT_REJECTED:
		return "rejected";
	case VERDICT_STALE:
		return "stale";
	case VERDICT_FILTERED:
		return "filtered";
	case VERDICT_MIXED:
		return "mixed";
	case VERDICT_UNKNOWN:
		return "unknown";
	}
	return NULL;
}

const char *verdict_reason_word(enum verdict_reason reason)
{
	switch (reason) {
	case VERDICT_SYN_ACK:
		return "syn-ack";
	case VERDICT_SYN_PROXY:
		return "syn-proxy";
	case VERDICT_RST:
		return "rst";
	case VERDICT_FORGED_RST:
		return "forged-rst";
	case VERDICT_ICMP:
		return "icmp";
	case VERDICT_CHALLENGE_ACK:
		return "challenge-ack";
	case VERDICT_SILENCE:
		return "silence";
	case VERDICT_DISAGREE:
		return "answers-disagree";
	case VERDICT_OWN_DROPS:
		return "own-drops";
	case VERDICT_UNSENT:
		return "unsent";
	case VERDICT_NOT_WAITED:
		return "not-waited";
	}
	return NULL;
}

const char *verdict_who_word(enum verdict_who who)
{
	switch (who) {
	case VERDICT_BY_HOST:
		return "host";
	case VERDICT_BY_MIDDLEBOX:
		return "middlebox";
	case VERDICT_BY_ROUTER:
		return "router";
	case VERDICT_BY_US:
		return "this-host";
	case VERDICT_BY_UNKNOWN:
		break;
	}
	return NULL;
}

const char *verdict_confidence_word(enum verdict_confidence c)
{
	switch (c) {
	case VERDICT_LOW:
		return "low";
	case VERDICT_MEDIUM:
		return "medium";
	case VERDICT_HIGH:
		return "high";
	case VERDICT_NONE:
		break;
	}
	return NULL;
}

const char *verdict_signals_print(char to[static VERDICT_SIGNALS_TEXT], unsigned signals)
{
	static const char *const words[] = {"ttl", "rtt", "reach", "ip-id", "window"};
	int used = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (signals & 1U << i)
			used += snprintf(to + used, VERDICT_SIGNALS_TEXT - (size_t)used, "%s%s",
				used ? ", " : "", words[i]);
	return used ? to : NULL;
}
