/* flow_say: what flow tells, in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flow_say.h"

#include <inttypes.h>

static double ms(int64_t ns)
{
	return (double)ns / 1e6;
}

static void say_took(struct strbuf *to, const char *before, int64_t ns, const char *behind)
{
	if (ns >= 0)
		strbuf_print(to, "%s%.3f ms%s", before, ms(ns), behind);
}

static void say_range(struct strbuf *to, const struct flow_event *e)
{
	if (e->bytes == 1)
		strbuf_print(to, "byte %" PRIu64, e->offset);
	else
		strbuf_print(
			to, "bytes %" PRIu64 " to %" PRIu64, e->offset, e->offset + e->bytes - 1);
}

static void say_retransmission(struct strbuf *to, const struct flow_event *e)
{
	static const char *const why[] = {
		[FLOW_RETRANSMIT_UNKNOWN] = "retransmission",
		[FLOW_RETRANSMIT_FAST] = "fast retransmission",
		[FLOW_RETRANSMIT_TIMEOUT] = "retransmission by time-out",
		[FLOW_RETRANSMIT_PROBE] = "tail loss probe",
		[FLOW_RETRANSMIT_SPURIOUS] = "needless retransmission",
	};

	strbuf_put_text(to, why[e->how]);
	if (e->bytes) {
		strbuf_put_text(to, " of ");
		say_range(to, e);
	}
	say_took(to, ", ", e->took_ns, " later");
}

/* What does not fit the side's other segments is named, the verdict is the reader's. */
static void say_reset(struct strbuf *to, const struct flow_event *e)
{
	const struct flow_reset *r = &e->reset;

	strbuf_put_text(to, r->exact	   ? "reset"
			    : r->in_window ? "reset, its number not the next: to be challenged"
					   : "reset, its number outside the window");
	if (r->ttl >= 0 && r->usual_ttl >= 0 && r->ttl != r->usual_ttl)
		strbuf_print(to, ", TTL %d where its segments had %d", r->ttl, r->usual_ttl);
}

static void say_turn(struct strbuf *to, const struct flow_turn *t)
{
	strbuf_print(to, "turn %u: %" PRIu64 " bytes asked, %" PRIu64 " answered", t->number,
		t->request_bytes, t->response_bytes);
	if (t->response_first_ns >= 0)
		say_took(to, ", first byte after ", t->response_first_ns - t->request_last_ns, "");
}

static void say_attempt(struct strbuf *to, const struct flow_event *e)
{
	const char *what = e->kind == FLOW_SYN ? "SYN" : "SYN-ACK";

	if (e->count > 1)
		strbuf_print(to, "%s again: attempt %u", what, e->count);
	else if (e->kind == FLOW_SYN_ACK)
		say_took(to, "answers the SYN after ", e->took_ns, "");
}

/* Words that need no number, or come before one. */
static const char *words_of(enum flow_kind k)
{
	static const char *const words[] = {
		[FLOW_OPEN] = "handshake done",
		[FLOW_CHALLENGE_ACK] = "a bare ACK to a SYN: an older connection on these ports",
		[FLOW_REUSED] = "a new connection on the same ports",
		[FLOW_OUT_OF_ORDER] = "out of order: ",
		[FLOW_HOLE] = "before it are missing ",
		[FLOW_UNSEEN_ACKED] = "acknowledges what was not captured: ",
		[FLOW_DUPLICATE_ACK] = "duplicate ACK ",
		[FLOW_DSACK] = "came twice (DSACK): ",
		[FLOW_ZERO_WINDOW] = "zero window: takes no more data",
		[FLOW_WINDOW_OPEN] = "window open again",
		[FLOW_ZERO_WINDOW_PROBE] = "asks whether the window is still closed",
		[FLOW_WINDOW_FULL] = "fills the peer's window",
		[FLOW_KEEPALIVE] = "keepalive",
		[FLOW_KEEPALIVE_ACK] = "answers a keepalive",
		[FLOW_AFTER_RST] = "data behind its own RST: that was not its own",
	};

	return k < sizeof words / sizeof *words && words[k] ? words[k] : "";
}

static void say(struct strbuf *to, const struct flow_event *e)
{
	strbuf_put_text(to, words_of(e->kind));
	switch (e->kind) {
	case FLOW_SYN:
	case FLOW_SYN_ACK:
		say_attempt(to, e);
		break;
	case FLOW_OPEN:
		say_took(to, ", ", e->took_ns, " after the first SYN");
		break;
	case FLOW_RETRANSMIT:
		say_retransmission(to, e);
		break;
	case FLOW_OUT_OF_ORDER:
		say_range(to, e);
		say_took(to, ", overtaken by ", e->took_ns, "");
		break;
	case FLOW_HOLE:
	case FLOW_UNSEEN_ACKED:
	case FLOW_DSACK:
		say_range(to, e);
		break;
	case FLOW_DUPLICATE_ACK:
		strbuf_print(to, "%u", e->count);
		break;
	case FLOW_WINDOW_OPEN:
		say_took(to, " after ", e->took_ns, "");
		break;
	case FLOW_TURN:
		say_turn(to, &e->turn);
		break;
	case FLOW_FIN:
		strbuf_put_text(to, e->count == 1 ? "closes first" : "closes too");
		break;
	case FLOW_RST:
		say_reset(to, e);
		break;
	case FLOW_CHALLENGE_ACK:
	case FLOW_REUSED:
	case FLOW_STATE:
	case FLOW_ZERO_WINDOW:
	case FLOW_ZERO_WINDOW_PROBE:
	case FLOW_WINDOW_FULL:
	case FLOW_KEEPALIVE:
	case FLOW_KEEPALIVE_ACK:
	case FLOW_RESPONSE:
	case FLOW_AFTER_RST:
		break;
	}
}

bool flow_say(struct strbuf *to, const struct flow_event *e)
{
	size_t before = to->used;

	say(to, e);
	if (to->used == before)
		return false;
	if (e->doubtful)
		strbuf_put_text(to, " (doubtful: our capture dropped packets)");
	return true;
}

unsigned flow_say_all(struct strbuf *to, const struct flow_event *e, unsigned n)
{
	unsigned said = 0;

	for (unsigned i = 0; i < n; i++) {
		size_t used = to->used;

		if (said)
			strbuf_put_text(to, "; ");
		if (flow_say(to, &e[i]))
			said++;
		else
			to->used = used;
	}
	return said;
}
