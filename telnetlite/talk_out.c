/* talk: from standard input, a script or the engine to the peer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "talk_parts.h"

size_t talk_room(struct talk *t)
{
	if (t->out_at == t->out_end)
		t->out_at = t->out_end = 0;
	if (t->out_at > sizeof t->out / 2) {
		memmove(t->out, t->out + t->out_at, t->out_end - t->out_at);
		t->out_end -= t->out_at;
		t->out_at = 0;
	}
	return sizeof t->out - t->out_end;
}

/* What was put into the queue just now. */
static void sent(struct talk *t, size_t from, bool secret)
{
	talk_view_bytes(t, false, bytes_of(t->out + from, t->out_end - from), secret);
}

void talk_send_raw(struct talk *t, struct bytes bytes)
{
	size_t from;

	if (t->write_dead || t->fin_wanted || talk_room(t) < bytes.left)
		return;
	from = t->out_end;
	memcpy(t->out + t->out_end, bytes.p, bytes.left);
	t->out_end += bytes.left;
	sent(t, from, false);
	talk_log_raw(t, false, bytes);
}

/* Translates as much of text as there is room for. */
static void put_text(struct talk *t, struct bytes *text, bool secret)
{
	struct bytes_out to;
	size_t from;

	(void)talk_room(t);
	from = t->out_end;
	to = bytes_to(t->out + from, sizeof t->out - from);
	eol_put(&t->eol, text, &to);
	t->out_end += to.used;
	sent(t, from, secret);
}

void talk_send_text(struct talk *t, struct bytes text, bool secret)
{
	if (t->write_dead || t->fin_wanted)
		return;
	if (!secret)
		talk_log_data(t, false, text);
	put_text(t, &text, secret);
}

void talk_want_fin(struct talk *t)
{
	struct bytes_out to;

	if (t->fin_wanted)
		return;
	to = bytes_to(t->out + t->out_end, sizeof t->out - t->out_end);
	eol_end(&t->eol, &to);
	t->out_end += to.used;
	t->fin_wanted = true;
	t->reads_input = false;
}

static void send_fin(struct talk *t)
{
	if (!t->fin_wanted || t->fin_sent || t->out_at < t->out_end || t->write_dead)
		return;
	/* Who closed first is asked while it can be told. */
	if (t->result->peer_fin_ns == INT64_MIN && channel_has_fin(&t->channel))
		t->result->peer_fin_ns = clock_now();
	if (channel_shutdown(&t->channel) == -EAGAIN)
		return;
	t->fin_sent = true;
	t->heard_ns = clock_now();
	t->result->our_fin_ns = t->heard_ns;
}

/* What the peer said before is still to be read. The socket tells its error only once. */
static void give_up(struct talk *t, int error, bool with_text)
{
	t->write_dead = true;
	t->write_end = with_text ? talk_end_of(error) : TALK_PEER_CLOSED;
	t->result->error = error;
	t->reads_input = false;
	t->out_at = t->out_end;
}

void talk_flush(struct talk *t)
{
	struct bytes b = bytes_of(t->out + t->out_at, t->out_end - t->out_at);
	size_t before = b.left;
	int rc;

	if (t->write_dead || (!before && !t->fin_wanted && !channel_has_out(&t->channel)))
		return;
	rc = before || !t->fin_wanted ? channel_write(&t->channel, &b) : 0;
	t->out_at = t->out_end - b.left;
	t->result->sent_bytes += before - b.left;
	if (before > b.left && (t->c->idle_ns || t->peer_closed))
		t->heard_ns = clock_now();
	if (rc < 0 && rc != -EAGAIN)
		give_up(t, -rc, before > 0);
	send_fin(t);
}

/* A prompt that nothing can be typed at any more would keep the peer unread for ever. */
static void leave_prompt(struct talk *t)
{
	if (!t->at_prompt)
		return;
	t->at_prompt = false;
	t->c->notice->mid_line = true;
	talk_mode(t);
}

static void end_of_input(struct talk *t)
{
	leave_prompt(t);
	t->reads_input = false;
	if (t->c->half_close)
		talk_want_fin(t);
}

/* A terminal that is gone has no more to say. */
static void fail_input(struct talk *t, int error)
{
	if (t->in_is_tty) {
		end_of_input(t);
		return;
	}
	t->result->error = error;
	t->result->error_on = "standard input";
	talk_end(t, TALK_LOCAL);
}

bool talk_has_input(const struct talk *t)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};

	return t->reads_input && !t->in_is_tty && (t->took_input || poll(&p, 1, 0) == 1);
}

/* A pipe's bytes go through the line ends' translation and nothing else. */
static void take_pipe(struct talk *t, struct bytes in)
{
	talk_send_text(t, in, false);
}

void talk_take_input(struct talk *t, int64_t now_ns)
{
	uint8_t piece[TALK_IN_BYTES];
	size_t most = (talk_room(t) - EOL_LEAST) / 2;
	ssize_t n;

	if (most > sizeof piece)
		most = sizeof piece;
	if (t->in_is_tty && most > TALK_TYPED_BYTES / 2)
		most = TALK_TYPED_BYTES / 2;
	n = read(STDIN_FILENO, piece, most);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	t->took_input |= n > 0;
	if (n > 0 && t->in_is_tty && (piece[n - 1] == '\n' || piece[n - 1] == '\r'))
		t->c->notice->mid_line = false; /* the terminal showed that line's end */
	if (n > 0 && (t->c->idle_ns || t->peer_closed))
		t->heard_ns = now_ns;
	if (n < 0)
		fail_input(t, errno);
	else if (n == 0)
		end_of_input(t);
	else if (t->in_is_tty)
		talk_typed(t, bytes_of(piece, (size_t)n));
	else
		take_pipe(t, bytes_of(piece, (size_t)n));
}
