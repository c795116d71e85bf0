/* talk: from the peer to standard output. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "talk_parts.h"

/* A server's first words are WILL or DO of an option that has a number below this. */
enum { SNIFF_OPTIONS = 64, COMMAND_BYTES = 3 };
/* How long the rest of a command may take that came in pieces. */
#define SNIFF_LIMIT_NS INT64_C(1000000000)

bool talk_wants_read(const struct talk *t)
{
	return !t->peer_closed && !t->at_prompt && (t->in_at == t->in_end || t->sniff_until_ns) &&
	       t->text_at == t->text_end && t->shown_at == t->shown_end;
}

enum talk_end talk_end_of(int error)
{
	switch (error) {
	case ETIMEDOUT:
		return TALK_UNANSWERED;
	case ECONNABORTED:
		return TALK_CUT;
	case ECONNRESET:
		return TALK_RESET;
	case EPIPE: /* a reset behind the peer's FIN */
		return TALK_UNTAKEN;
	case EPROTO:
		return TALK_TLS_FAILED;
	default:
		return TALK_LOST;
	}
}

static void lost(struct talk *t, int error)
{
	t->peer_closed = true;
	t->result->error = error;
	if (error == EPROTO)
		notice_why(t->c->notice, &t->channel.why);
	talk_end(t, talk_end_of(error));
}

void talk_silence(struct talk *t, int64_t now_ns)
{
	if (now_ns - t->peer_ns > t->result->silence_ns)
		t->result->silence_ns = now_ns - t->peer_ns;
	t->peer_ns = now_ns;
}

void talk_receive(struct talk *t, int64_t now_ns)
{
	size_t kept;
	ssize_t n;

	if (!talk_wants_read(t))
		return;
	/* SYNCH (RFC 854): what was sent before the urgent mark is thrown away; a read ends there.
	 */
	if (t->engine_on && (t->engine.synch || channel_is_urgent(&t->channel)))
		telnet_synch(&t->engine, !channel_at_mark(&t->channel));
	kept = t->in_end - t->in_at;
	memmove(t->in, t->in + t->in_at, kept);
	t->in_at = t->text_at = t->text_end = 0;
	t->in_end = kept;
	n = channel_read(&t->channel, t->in + kept, sizeof t->in - kept);
	if (n == -EAGAIN)
		return;
	if (n < 0) {
		lost(t, (int)-n);
		return;
	}
	t->heard_ns = now_ns;
	talk_silence(t, now_ns);
	t->in_end = kept + (size_t)n;
	if (n) {
		t->result->received_bytes += (uint64_t)n;
		if (t->result->first_byte_ns == INT64_MIN)
			t->result->first_byte_ns = now_ns;
		talk_view_bytes(t, true, bytes_of(t->in + kept, (size_t)n), false);
		return;
	}
	t->peer_closed = true;
	t->reads_input &= !t->in_is_tty;
	if (t->result->peer_fin_ns == INT64_MIN)
		t->result->peer_fin_ns = now_ns;
	if (t->c->script)
		runner_ended(&t->runner);
}

static bool begins_telnet(const uint8_t *p, size_t n)
{
	return n >= COMMAND_BYTES && p[0] == TELNET_IAC &&
	       (p[1] == TELNET_WILL || p[1] == TELNET_DO) && p[2] < SNIFF_OPTIONS;
}

/* How many bytes at the end may begin a command whose rest is on its way. */
static size_t begun(const uint8_t *p, size_t n)
{
	if (n >= 2 && p[n - 2] == TELNET_IAC && (p[n - 1] == TELNET_WILL || p[n - 1] == TELNET_DO))
		return 2;
	return n && p[n - 1] == TELNET_IAC;
}

/* Whether the peer speaks telnet by itself. Into a pipe only its first words count: what comes
 * later may be any bytes, and they are wanted exactly. Of a command that came in part the rest is
 * waited for; how many bytes those are. */
static size_t sniff(struct talk *t, int64_t now_ns)
{
	size_t n = t->in_end - t->in_at, waits;
	const uint8_t *p = t->in + t->in_at, *at = p;

	if (t->engine_on || t->c->telnet == TALK_RAW || !n || (t->sniffed && !t->out_is_tty))
		return 0;
	waits = begun(p, n);
	if (t->peer_closed || (t->sniff_until_ns && now_ns >= t->sniff_until_ns) ||
		(!t->out_is_tty && waits < n))
		waits = 0;
	while (!t->engine_on && (at = memchr(at, TELNET_IAC, n - (size_t)(at - p)))) {
		if (at > p && !t->out_is_tty)
			break;
		t->engine_on = begins_telnet(at, n - (size_t)(at - p));
		at++;
	}
	if (t->engine_on)
		waits = 0;
	t->sniffed = !waits;
	if (!waits)
		t->sniff_until_ns = 0;
	else if (!t->sniff_until_ns)
		t->sniff_until_ns = now_ns + SNIFF_LIMIT_NS;
	return waits;
}

static void hear_data(struct talk *t, struct bytes data, int64_t now_ns)
{
	if (t->c->script)
		runner_heard(&t->runner, data, now_ns);
	talk_log_data(t, true, data);
}

/* Data that was taken out of in since the last time. */
static void hear_new(struct talk *t, size_t *heard, int64_t now_ns)
{
	if (*heard < t->text_end)
		hear_data(t, bytes_of(t->in + *heard, t->text_end - *heard), now_ns);
	*heard = t->text_end;
}

static void decode_telnet(struct talk *t, int64_t now_ns)
{
	struct bytes in = bytes_of(t->in + t->in_at, t->in_end - t->in_at);
	struct telnet_event e;
	bool same_sub = telnet_in_sub(&t->engine);
	size_t heard = 0;

	while (talk_room(t) >= TELNET_ANSWER_BYTES + TALK_SPARE_BYTES &&
		telnet_next(&t->engine, &in, &e) != TELNET_MORE) {
		if (e.kind == TELNET_SKIPPED)
			continue;
		if (e.kind == TELNET_DATA) {
			/* Where nothing was taken out before, it lies there already. */
			if (t->in + t->text_end != e.data.p)
				memmove(t->in + t->text_end, e.data.p, e.data.left);
			t->text_end += e.data.left;
			continue;
		}
		hear_new(t, &heard, now_ns);
		same_sub = false;
		t->takes_keys |= telnet_hears(&t->engine, TELNET_SGA);
		talk_note_event(t, &e);
		if (e.answer.left)
			talk_send_raw(t, e.answer);
	}
	hear_new(t, &heard, now_ns);
	t->in_at = t->in_end - in.left;
	if (!same_sub)
		t->sub_since_ns = now_ns;
}

/* Bytes that are data as they stand, but for so many at the end. */
static void decode_plain(struct talk *t, size_t waits, int64_t now_ns)
{
	size_t from = t->in_at;

	if (t->text_at == t->text_end)
		t->text_at = from;
	t->text_end = t->in_at = t->in_end - waits;
	hear_data(t, bytes_of(t->in + from, t->text_end - from), now_ns);
}

void talk_decode(struct talk *t, int64_t now_ns)
{
	bool was_active = t->engine.active;
	size_t waits;

	if (t->in_at == t->in_end || t->text_at < t->text_end)
		return;
	t->text_at = t->text_end = 0;
	waits = sniff(t, now_ns);
	if (waits == t->in_end - t->in_at)
		return;
	if (t->engine_on)
		decode_telnet(t, now_ns);
	else
		decode_plain(t, waits, now_ns);
	if (t->engine_on || was_active)
		talk_mode(t);
}

void talk_release(struct talk *t)
{
	if (!t->sniff_until_ns)
		return;
	t->sniff_until_ns = 0;
	decode_plain(t, 0, t->heard_ns);
	talk_show(t);
}

static int put_out(struct talk *t, const uint8_t *p, size_t *at, size_t end)
{
	struct bytes b = bytes_of(p + *at, end - *at);
	int rc = outlet_put(&t->outlet, &b);

	if (t->out_is_tty && b.left < end - *at)
		t->c->notice->mid_line = p[end - b.left - 1] != '\n';
	*at = end - b.left;
	t->outlet_full = rc == -EAGAIN;
	if (rc < 0 && rc != -EAGAIN) {
		t->result->error = -rc;
		t->result->error_on = "standard output";
		talk_end(t, rc == -EPIPE ? TALK_OUTPUT_GONE : TALK_LOCAL);
	}
	return rc;
}

static void show_clean(struct talk *t)
{
	struct bytes in = bytes_of(t->in + t->text_at, t->text_end - t->text_at);
	struct bytes_out to = bytes_to(t->shown, sizeof t->shown);

	display_put(&t->display, &in, &to);
	t->text_at = t->text_end - in.left;
	t->shown_at = 0;
	t->shown_end = to.used;
}

/* At the end what was held back is shown too. */
static void show_rest(struct talk *t)
{
	struct bytes_out to = bytes_to(t->shown, sizeof t->shown);

	display_end(&t->display, &to);
	t->shown_at = 0;
	t->shown_end = to.used;
}

void talk_show(struct talk *t)
{
	while (!t->over) {
		if (t->shown_at < t->shown_end) {
			if (put_out(t, t->shown, &t->shown_at, t->shown_end) < 0)
				return;
		} else if (t->text_at == t->text_end) {
			if (!t->peer_closed || !t->display.n_held)
				return;
			show_rest(t);
		} else if (t->display.kind == DISPLAY_EXACT) {
			if (put_out(t, t->in, &t->text_at, t->text_end) < 0)
				return;
		} else {
			show_clean(t);
		}
	}
}

bool talk_has_shown(const struct talk *t)
{
	return t->text_at == t->text_end && t->shown_at == t->shown_end && !t->display.n_held;
}
