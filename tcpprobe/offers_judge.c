/* offers_judge: the answers to all questions as what the peer offers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>

#include "offers.h"

enum { SERIES_LEAST_NS = 100000000 };

const char *offers_ask_word(enum offers_ask ask)
{
	static const char *const words[] = {
		"held", "series", "fresh", "plain", "ecn", "accecn", "fast-open", "mptcp"};

	return words[ask];
}

const char *offers_fate_word(enum offers_fate fate)
{
	static const char *const words[] = {"not known", "SYN-ACK", "RST", "ICMP error",
		"ACK of another number", "no answer", "refused by this host"};

	return words[fate];
}

static bool is_alike(enum offers_ask ask)
{
	return ask == OFFERS_HELD || ask == OFFERS_SERIES || ask == OFFERS_FRESH;
}

/* The first SYN-ACK to such a question. */
static const struct offers_answer *answer_to(const struct offers_seen *s, enum offers_ask ask)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->asked[i].ask == ask && s->asked[i].fate == OFFERS_SYN_ACK)
			return &s->asked[i];
	return NULL;
}

static enum verdict_state state_of(const struct offers_seen *s)
{
	switch (s->n ? s->asked[0].fate : OFFERS_UNASKED) {
	case OFFERS_SYN_ACK:
		return VERDICT_OPEN;
	case OFFERS_RESET:
		return VERDICT_CLOSED;
	case OFFERS_REJECTED:
		return VERDICT_REJECTED;
	case OFFERS_STALE:
		return VERDICT_STALE;
	case OFFERS_SILENT:
		return s->drops ? VERDICT_UNKNOWN : VERDICT_FILTERED;
	case OFFERS_UNASKED:
	case OFFERS_UNSENT:
		break;
	}
	return VERDICT_UNKNOWN;
}

/* Without own drops: those would make silence of an answer. */
static void count(struct offers *out, const struct offers_seen *s)
{
	for (unsigned i = 0; i < s->n; i++) {
		const struct offers_answer *a = &s->asked[i];

		out->asked += a->tries > 0;
		out->answered += a->fate == OFFERS_SYN_ACK;
		if (a->fate == OFFERS_SILENT && !s->drops)
			out->dropped |= 1U << a->ask;
		if (a->fate == OFFERS_RESET || a->fate == OFFERS_REJECTED)
			out->resisted |= 1U << a->ask;
	}
	for (unsigned i = 0; i < s->n; i++)
		if (s->asked[i].fate == OFFERS_SYN_ACK) {
			out->dropped &= ~(1U << s->asked[i].ask);
			out->resisted &= ~(1U << s->asked[i].ask);
		}
}

static enum offers_has has(bool yes)
{
	return yes ? OFFERS_YES : OFFERS_NO;
}

static void judge_options(struct offers *out, const struct offers_seen *s)
{
	const struct offers_answer *ecn = answer_to(s, OFFERS_ECN);
	const struct offers_answer *accecn = answer_to(s, OFFERS_ACCECN);
	const struct offers_answer *cookie = answer_to(s, OFFERS_COOKIE);
	const struct offers_answer *mptcp = answer_to(s, OFFERS_MPTCP);

	if (ecn)
		out->ecn = has(tcp_ecn_answered(ecn->syn_flags, ecn->flags) == TCP_ECN_CLASSIC);
	if (accecn)
		out->accecn =
			has(tcp_ecn_answered(accecn->syn_flags, accecn->flags) == TCP_ECN_ACCURATE);
	if (cookie)
		out->cookie = has(cookie->cookie_bytes > 0);
	if (mptcp)
		out->mptcp = has(mptcp->mptcp_version >= 0);
	out->cookie_bytes = cookie ? cookie->cookie_bytes : -1;
	out->mptcp_version = mptcp ? mptcp->mptcp_version : -1;
}

/* A cookie's host remembers nothing: what has no room in the timestamp is not agreed on. */
static void judge_cookies(struct offers *out, const struct offers_seen *s)
{
	const struct offers_answer *full = out->first, *plain = NULL;
	bool lacks = false, keeps = false;

	if (!full->sack && !full->has_window_scale)
		return;
	for (unsigned i = 0; i < s->n; i++) {
		plain = &s->asked[i];
		if (plain->ask != OFFERS_PLAIN || plain->fate != OFFERS_SYN_ACK)
			continue;
		if (plain->sack || plain->has_window_scale)
			keeps = true;
		else
			lacks = true;
	}
	if (keeps || lacks)
		out->cookies = has(lacks);
}

/* What there is to compare between SYN-ACKs to equal SYNs. */
static void compare(struct offers *out, const struct offers_seen *s)
{
	const struct offers_answer *f = out->first;

	for (unsigned i = 0; i < s->n; i++) {
		const struct offers_answer *a = &s->asked[i];

		if (!is_alike(a->ask) || a->fate != OFFERS_SYN_ACK)
			continue;
		if (a->ttl >= 0 && f->ttl >= 0 && a->ttl != f->ttl)
			out->differ_ttl = true;
		if (a->window != f->window)
			out->differ_window = true;
		if (a->mss != f->mss || a->has_window_scale != f->has_window_scale ||
			a->window_scale != f->window_scale || a->sack != f->sack ||
			a->has_timestamp != f->has_timestamp)
			out->differ_options = true;
	}
}

static bool is_stamped(const struct offers_answer *a)
{
	return a->fate == OFFERS_SYN_ACK && a->has_timestamp && is_alike(a->ask);
}

/* Half a round-trip before it came: when it was stamped there, as far as can be told. */
static int64_t stamped_ns(const struct offers_answer *a)
{
	return a->at_ns - (a->at_ns - a->sent_ns) / 2;
}

/* The rate that the port of the series sees, 0 where it sees none: no two of its steps may differ
 * by more than cookies do, whose stamps are 64 ticks coarse. */
static double rate_of(const struct offers_seen *s)
{
	const struct offers_answer *first = NULL, *last = NULL;
	double hz, off;

	for (unsigned i = 0; i < s->n; i++)
		if (s->asked[i].ask == OFFERS_SERIES && is_stamped(&s->asked[i])) {
			first = first ? first : &s->asked[i];
			last = &s->asked[i];
		}
	if (!first || stamped_ns(last) - stamped_ns(first) < SERIES_LEAST_NS)
		return 0;
	hz = (double)tcp_distance(last->timestamp, first->timestamp) * 1e9 /
	     (double)(stamped_ns(last) - stamped_ns(first));
	for (unsigned i = 0; i < s->n; i++) {
		const struct offers_answer *a = &s->asked[i];

		if (a->ask != OFFERS_SERIES || !is_stamped(a))
			continue;
		off = (double)tcp_distance(a->timestamp, first->timestamp) -
		      hz * (double)(stamped_ns(a) - stamped_ns(first)) / 1e9;
		if (fabs(off) > 66 + hz / 20)
			return 0;
	}
	return hz < 0.5 || hz > 2e6 ? 0 : hz;
}

static uint32_t usual_rate(double hz)
{
	static const uint32_t rates[] = {1, 2, 10, 100, 250, 500, 1000, 1000000};

	for (unsigned i = 0; i < sizeof(rates) / sizeof(*rates); i++)
		if (hz > rates[i] * 0.85 && hz < rates[i] * 1.15)
			return rates[i];
	return 0;
}

/* Without a rate one port's own connections see several clocks: then the usual one is assumed. */
static double assumed_hz(const struct offers *o)
{
	return o->hz ? o->hz : o->measured_hz > 0 ? o->measured_hz : 1000;
}

/* Where a clock of this rate stood when the first answer was stamped. */
static uint32_t origin(const struct offers *o, const struct offers_answer *a)
{
	double since = (double)(stamped_ns(a) - stamped_ns(o->first)) / 1e9;
	double ticks = since * assumed_hz(o);

	return a->timestamp - (uint32_t)(int64_t)ticks;
}

struct clocks {
	uint32_t origin[OFFERS_ASKS];
	unsigned ports[OFFERS_ASKS]; /* that see it */
	unsigned n;
};

static void add_port(struct clocks *c, uint32_t at, double hz)
{
	for (unsigned i = 0; i < c->n; i++)
		if (fabs((double)tcp_distance(at, c->origin[i])) <= 66 + hz / 20) {
			c->ports[i]++;
			return;
		}
	c->origin[c->n] = at;
	c->ports[c->n++] = 1;
}

/* One port a vote. Several hosts share out the ports, so that some clock is seen by two of them; a
 * host that starts each connection elsewhere shows no clock twice. */
static void judge_clocks(struct offers *out, const struct offers_seen *s)
{
	struct clocks c = {.n = 0};
	bool series = false;

	out->measured_hz = rate_of(s);
	out->hz = usual_rate(out->measured_hz);
	for (unsigned i = 0; i < s->n; i++) {
		const struct offers_answer *a = &s->asked[i];

		if (!is_stamped(a) || (a->ask == OFFERS_SERIES && series))
			continue;
		series = series || a->ask == OFFERS_SERIES;
		add_port(&c, origin(out, a), assumed_hz(out));
		out->ports++;
	}
	if (out->ports < 3)
		return;
	out->clocks = out->measured_hz > 0 || c.n < 2 ? c.n : 2;
	out->clock = c.n == 1		 ? OFFERS_CLOCK_ONE
		     : c.n == out->ports ? OFFERS_CLOCK_EACH
					 : OFFERS_CLOCK_MANY;
}

struct offers offers_unknown(void)
{
	return (struct offers){.state = VERDICT_UNKNOWN,
		.sack = OFFERS_UNKNOWN,
		.timestamps = OFFERS_UNKNOWN,
		.ecn = OFFERS_UNKNOWN,
		.accecn = OFFERS_UNKNOWN,
		.cookie = OFFERS_UNKNOWN,
		.mptcp = OFFERS_UNKNOWN,
		.cookies = OFFERS_UNKNOWN,
		.proxy = OFFERS_UNKNOWN,
		.cookie_bytes = -1,
		.mptcp_version = -1};
}

void offers_judge(struct offers *out, const struct offers_seen *s)
{
	const struct offers_answer *f = &s->asked[0];

	*out = offers_unknown();
	out->state = state_of(s);
	out->first = f;
	count(out, s);
	if (out->state != VERDICT_OPEN)
		return;
	out->has_mss = f->has_mss;
	out->mss = f->mss;
	out->window = f->window;
	out->has_window_scale = f->has_window_scale;
	out->window_scale = f->window_scale;
	out->sack = has(f->sack);
	out->timestamps = has(f->has_timestamp);
	/* No data may be sent to who has no connection yet. */
	out->proxy = has(!f->window);
	judge_options(out, s);
	judge_cookies(out, s);
	compare(out, s);
	judge_clocks(out, s);
}
