/* telnet: the options' states by the Q method of RFC 1143, and what is agreed to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "telnet_parts.h"

bool telnet_does(const struct telnet *t, uint8_t option)
{
	return t->us[option] == TELNET_YES;
}

bool telnet_hears(const struct telnet *t, uint8_t option)
{
	return t->him[option] == TELNET_YES;
}

void telnet_put_option(struct bytes_out *to, uint8_t verb, uint8_t option)
{
	bytes_put_u8(to, TELNET_IAC);
	bytes_put_u8(to, verb);
	bytes_put_u8(to, option);
}

void telnet_forget_answers(struct telnet *t)
{
	memset(t->answers, 0, sizeof t->answers);
}

bool telnet_may_answer(struct telnet *t, uint8_t option)
{
	if (t->answers[option] >= (option == TELNET_TIMING_MARK ? TELNET_MARKS : TELNET_ANSWERS))
		return false;
	t->answers[option]++;
	return true;
}

/* What the other side may do, and what it may ask of us. */
static bool agree_him(uint8_t option)
{
	return option == TELNET_BINARY || option == TELNET_ECHO || option == TELNET_SGA;
}

static bool agree_us(const struct telnet *t, uint8_t option)
{
	switch (option) {
	case TELNET_BINARY:
	case TELNET_SGA:
		return true;
	case TELNET_TTYPE:
		return t->config.terminal;
	case TELNET_NAWS:
		return t->config.columns && t->config.rows;
	case TELNET_NEW_ENVIRON:
		return t->config.n_env > 0;
	default:
		return false;
	}
}

static bool is_ours(uint8_t option)
{
	return option == TELNET_BINARY || option == TELNET_ECHO || option == TELNET_SGA ||
	       option == TELNET_TIMING_MARK || option == TELNET_TTYPE || option == TELNET_NAWS ||
	       option == TELNET_NEW_ENVIRON;
}

/* One side of one option: its state, and the words that turn it on and off. */
struct side {
	struct telnet *t;
	uint8_t *q;
	uint8_t on, off, option;
	bool agree;
};

static struct side side_of(struct telnet *t, bool him, uint8_t option)
{
	return (struct side){.t = t,
		.q = him ? &t->him[option] : &t->us[option],
		.on = him ? TELNET_DO : TELNET_WILL,
		.off = him ? TELNET_DONT : TELNET_WONT,
		.option = option,
		.agree = him ? agree_him(option) : agree_us(t, option)};
}

static enum telnet_reason answer(
	const struct side *s, uint8_t verb, enum telnet_reason reason, struct bytes_out *to)
{
	telnet_put_option(to, verb, s->option);
	return reason;
}

/* WILL or DO came. */
static enum telnet_reason heard_on(const struct side *s, struct bytes_out *to)
{
	bool answered = *s->q == TELNET_NO || *s->q == TELNET_WANTYES_OPPOSITE;

	if (answered && !telnet_may_answer(s->t, s->option))
		return TELNET_CAPPED;
	switch ((enum telnet_q) * s->q) {
	case TELNET_NO:
		if (!s->agree)
			return answer(s, s->off,
				is_ours(s->option) ? TELNET_UNWANTED : TELNET_UNKNOWN, to);
		*s->q = TELNET_YES;
		return answer(s, s->on, TELNET_AGREED, to);
	case TELNET_YES:
		return TELNET_UNCHANGED;
	case TELNET_WANTNO:
		*s->q = TELNET_NO;
		return TELNET_ODD;
	case TELNET_WANTNO_OPPOSITE:
		*s->q = TELNET_YES;
		return TELNET_ODD;
	case TELNET_WANTYES:
		*s->q = TELNET_YES;
		return TELNET_CONFIRMED;
	case TELNET_WANTYES_OPPOSITE:
		*s->q = TELNET_WANTNO;
		return answer(s, s->off, TELNET_TURNED, to);
	}
	return TELNET_ODD;
}

/* WONT or DONT came. It is obeyed also where it may not be answered any more. */
static enum telnet_reason heard_off(const struct side *s, struct bytes_out *to)
{
	switch ((enum telnet_q) * s->q) {
	case TELNET_NO:
		return TELNET_UNCHANGED;
	case TELNET_YES:
		*s->q = TELNET_NO;
		if (!telnet_may_answer(s->t, s->option))
			return TELNET_CAPPED;
		return answer(s, s->off, TELNET_ENDED, to);
	case TELNET_WANTNO:
		*s->q = TELNET_NO;
		return TELNET_CONFIRMED;
	case TELNET_WANTNO_OPPOSITE:
		if (!telnet_may_answer(s->t, s->option)) {
			*s->q = TELNET_NO;
			return TELNET_CAPPED;
		}
		*s->q = TELNET_WANTYES;
		return answer(s, s->on, TELNET_TURNED, to);
	case TELNET_WANTYES:
	case TELNET_WANTYES_OPPOSITE:
		*s->q = TELNET_NO;
		return TELNET_DENIED;
	}
	return TELNET_ODD;
}

/* A timing mark is no state: each DO is answered (RFC 860), all before it was handled then. */
static enum telnet_reason heard_mark(struct telnet *t, struct bytes_out *to)
{
	if (!telnet_may_answer(t, TELNET_TIMING_MARK))
		return TELNET_CAPPED;
	telnet_put_option(to, TELNET_WILL, TELNET_TIMING_MARK);
	return TELNET_TOLD;
}

enum telnet_reason telnet_heard(
	struct telnet *t, uint8_t verb, uint8_t option, struct bytes_out *to)
{
	struct side s = side_of(t, verb == TELNET_WILL || verb == TELNET_WONT, option);
	bool on = verb == TELNET_WILL || verb == TELNET_DO;
	enum telnet_reason reason;

	if (option == TELNET_TIMING_MARK && verb == TELNET_DO)
		return heard_mark(t, to);
	reason = on ? heard_on(&s, to) : heard_off(&s, to);
	/* Once it is on, not each time it is asked for. */
	if (option == TELNET_NAWS && verb == TELNET_DO && telnet_does(t, option) &&
		reason != TELNET_UNCHANGED)
		telnet_put_window(t, to);
	return reason;
}

/* Our wish that it be on, or off: RFC 1143's second half. True when it is to be said. */
static bool want(const struct side *s, bool on)
{
	switch ((enum telnet_q) * s->q) {
	case TELNET_NO:
		if (on)
			*s->q = TELNET_WANTYES;
		return on;
	case TELNET_YES:
		if (!on)
			*s->q = TELNET_WANTNO;
		return !on;
	case TELNET_WANTNO:
	case TELNET_WANTNO_OPPOSITE:
		*s->q = on ? TELNET_WANTNO_OPPOSITE : TELNET_WANTNO;
		return false;
	case TELNET_WANTYES:
	case TELNET_WANTYES_OPPOSITE:
		*s->q = on ? TELNET_WANTYES : TELNET_WANTYES_OPPOSITE;
		return false;
	}
	return false;
}

void telnet_ask(struct telnet *t, uint8_t verb, uint8_t option, struct telnet_event *out)
{
	struct bytes_out to = bytes_to(t->answer, sizeof t->answer);
	struct side s = side_of(t, verb == TELNET_DO || verb == TELNET_DONT, option);

	if (want(&s, verb == s.on))
		telnet_put_option(&to, verb, option);
	*out = (struct telnet_event){.kind = TELNET_OPTION,
		.verb = verb,
		.option = option,
		.offset = t->offset,
		.answer = bytes_written(&to)};
	t->active = true;
}
