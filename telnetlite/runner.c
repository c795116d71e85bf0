/* runner: a script's steps in order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner.h"

#include <string.h>

enum { PLAIN, ESCAPE, CSI, STRING, STRING_ESCAPE };
enum { ESC = 0x1b, BEL = 7, INSTEAD = 512 };

void runner_init(struct runner *r, const struct script *s, int64_t now_ns)
{
	*r = (struct runner){.script = s, .since_ns = now_ns, .heard_ns = now_ns};
}

/* Whether c is text, and no part of an escape sequence (ECMA-48). */
static bool is_plain(struct plainer *p, uint8_t c)
{
	switch (p->state) {
	case PLAIN:
		p->state = c == ESC ? ESCAPE : PLAIN;
		return c != ESC;
	case ESCAPE:
		if (c == '[')
			p->state = CSI;
		else if (strchr("]PX^_", c) && c)
			p->state = STRING;
		else if (c < 0x20 || c >= 0x30)
			p->state = PLAIN;
		return false;
	case CSI:
		if (c < 0x20 || c >= 0x40)
			p->state = PLAIN;
		return false;
	case STRING:
		/* A line's end is no part of a title: a stray ESC ] must not swallow all that
		 * follows. */
		if (c == BEL || c == '\n')
			p->state = PLAIN;
		if (c == ESC)
			p->state = STRING_ESCAPE;
		return c == '\n';
	default:
		p->state = PLAIN;
		return false;
	}
}

static void forget(struct runner *r, size_t n)
{
	if (n)
		r->mid_line = r->window[n - 1] != '\n';
	memmove(r->window, r->window + n, r->used - n + 1);
	r->used -= n;
}

void runner_heard(struct runner *r, struct bytes data, int64_t now_ns)
{
	if (data.left)
		r->heard_ns = now_ns;
	while (data.left) {
		uint8_t c = bytes_u8(&data);

		if (!is_plain(&r->plainer, c) || !c || c == '\r')
			continue;
		if (r->used == RUNNER_WINDOW)
			forget(r, RUNNER_WINDOW / 2);
		r->window[r->used++] = (char)c;
		r->window[r->used] = '\0';
	}
}

bool runner_has_more(const struct runner *r)
{
	const char *end = strchr(r->window, '\n');

	return end && end[1];
}

void runner_secured(struct runner *r)
{
	r->secured = true;
	forget(r, r->used);
}

void runner_ended(struct runner *r)
{
	r->closed = true;
}

static enum runner_do pass(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	out->took_ns = now_ns - r->since_ns;
	out->what = RUNNER_PASSED;
	r->at++;
	r->begun = false;
	r->since_ns = now_ns;
	r->heard_ns = now_ns;
	return out->what;
}

static enum runner_do fail_step(
	struct runner *r, enum runner_why why, int64_t now_ns, struct runner_event *out)
{
	size_t n = r->used < INSTEAD ? r->used : INSTEAD;

	r->failed = true;
	out->what = RUNNER_FAILED;
	out->why = why;
	out->took_ns = now_ns - r->since_ns;
	out->instead = bytes_of(r->window + r->used - n, n);
	return out->what;
}

/* Waits within the step's limit of time. */
static enum runner_do wait_on(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	int64_t limit_ns = r->since_ns + out->step->timeout_ns;

	if (now_ns >= limit_ns)
		return fail_step(r, RUNNER_TIMEOUT, now_ns, out);
	out->until_ns = limit_ns;
	return out->what = RUNNER_WAIT;
}

/* The same for what more bytes may bring. */
static enum runner_do wait_more(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	return r->closed ? fail_step(r, RUNNER_CLOSED, now_ns, out) : wait_on(r, now_ns, out);
}

static bool matches(const struct runner *r, const regex_t *regex, size_t *end)
{
	regmatch_t at;

	if (!regex || regexec(regex, r->window, 1, &at, r->mid_line ? REG_NOTBOL : 0))
		return false;
	*end = (size_t)at.rm_eo;
	return true;
}

static const regex_t *unwanted_of(const struct runner *r)
{
	return r->unwanted && r->unwanted->has_regex ? &r->unwanted->regex : NULL;
}

static enum runner_do expect(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	size_t wanted = 0, unwanted = 0;
	const struct script_step *step = out->step;
	bool good = matches(r, step->has_regex ? &step->regex : NULL, &wanted);

	/* Of two that match, the one that stands first counts. */
	if (matches(r, unwanted_of(r), &unwanted) && (!good || unwanted < wanted))
		return fail_step(r, RUNNER_UNWANTED, now_ns, out);
	if (matches(r, step->has_refusal ? &step->refusal : NULL, &unwanted) &&
		(!good || unwanted < wanted))
		return fail_step(r, RUNNER_NO_TLS, now_ns, out);
	if (!good)
		return wait_more(r, now_ns, out);
	forget(r, wanted);
	return pass(r, now_ns, out);
}

static enum runner_do quiet(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	size_t end;
	int64_t silent_ns = r->heard_ns + out->step->span_ns;

	if (matches(r, unwanted_of(r), &end))
		return fail_step(r, RUNNER_UNWANTED, now_ns, out);
	if (r->closed || now_ns >= silent_ns)
		return pass(r, now_ns, out);
	if (wait_more(r, now_ns, out) == RUNNER_WAIT && silent_ns < out->until_ns)
		out->until_ns = silent_ns;
	return out->what;
}

/* Done in the moment it is said. */
static enum runner_do at_once(
	struct runner *r, enum runner_do what, int64_t now_ns, struct runner_event *out)
{
	if (r->begun)
		return pass(r, now_ns, out);
	r->begun = true;
	out->bytes = bytes_of(out->step->bytes.p, out->step->bytes.used);
	return out->what = what;
}

static enum runner_do secure(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	if (r->begun && r->secured) {
		r->secured = false;
		return pass(r, now_ns, out);
	}
	if (r->begun)
		return wait_more(r, now_ns, out);
	return at_once(r, RUNNER_STARTTLS, now_ns, out);
}

/* The step it is at; false when there is none any more. */
static bool begin(const struct runner *r, struct runner_event *out)
{
	*out = (struct runner_event){.what = RUNNER_DONE, .until_ns = INT64_MAX};
	if (r->failed || r->at == r->script->n)
		return false;
	out->step = &r->script->steps[r->at];
	out->number = r->at + 1;
	return true;
}

enum runner_do runner_hold(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	return begin(r, out) ? wait_on(r, now_ns, out) : RUNNER_DONE;
}

enum runner_do runner_next(struct runner *r, int64_t now_ns, struct runner_event *out)
{
	if (!begin(r, out))
		return RUNNER_DONE;
	switch (out->step->kind) {
	case SCRIPT_SEND:
	case SCRIPT_SECRET:
		return at_once(r, RUNNER_SEND, now_ns, out);
	case SCRIPT_EXPECT:
		return expect(r, now_ns, out);
	case SCRIPT_FAIL:
		r->unwanted = out->step->has_regex ? out->step : NULL;
		return pass(r, now_ns, out);
	case SCRIPT_QUIET:
		return quiet(r, now_ns, out);
	case SCRIPT_STARTTLS:
		return secure(r, now_ns, out);
	case SCRIPT_CLOSE:
		return at_once(r, RUNNER_CLOSE, now_ns, out);
	}
	return RUNNER_DONE;
}
