/* talk: the loop of a session. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "talk.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "talk_parts.h"
#include "term.h"
#include "watch.h"

#define SUB_LIMIT_NS (5 * INT64_C(1000000000))

void talk_end(struct talk *t, enum talk_end end)
{
	if (t->over)
		return;
	talk_release(t);
	if (t->over)
		return;
	t->over = true;
	t->result->end = end;
}

const char *talk_end_name(enum talk_end end)
{
	static const char *const names[] = {"closed by the peer", "left",
		"the peer did not close in time", "idle for too long", "the deadline passed",
		"the peer does not answer any more", "reset by the peer",
		"cut: the end came without TLS close_notify",
		"closed by the peer, which did not take all that was sent",
		"the connection was lost", "ended by a signal", "standard output was closed",
		"a step failed", "TLS failed", "a local error"};

	return names[end];
}

struct polls {
	struct pollfd net, input, output; /* events 0: not waited for */
	int slots[3];
};

static struct polls polls_of(struct talk *t)
{
	struct polls p = {
		.net.fd = t->channel.fd, .input.fd = STDIN_FILENO, .output.fd = t->outlet.fd};

	if (talk_wants_read(t))
		p.net.events = POLLIN;
	if ((t->out_at < t->out_end || channel_has_out(&t->channel)) && !t->write_dead)
		p.net.events |= POLLOUT;
	if (t->reads_input && talk_room(t) >= TALK_TYPED_BYTES + TALK_SPARE_BYTES)
		p.input.events = POLLIN;
	if (t->outlet_full)
		p.output.events = POLLOUT;
	return p;
}

static int add(struct talk *t, const struct pollfd *p, int *slot, struct fail *why)
{
	*slot = -1;
	if (!p->events)
		return 0;
	*slot = wait_add(t->c->wait, p->fd, p->events, why);
	return *slot < 0 ? *slot : 0;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The peer is not read, since who reads standard output, or the user, takes their time: that is
 * nobody's silence. */
static bool is_held(const struct talk *t)
{
	return t->outlet_full || t->at_prompt;
}

static bool lingers(const struct talk *t)
{
	return t->fin_sent || t->peer_closed;
}

/* What was sent in the meantime made room, of which no descriptor tells. */
static int64_t script_due(struct talk *t)
{
	return t->script_held && talk_script_has_room(t) ? 0 : t->script_due_ns;
}

static int64_t due(struct talk *t)
{
	const struct talk_config *c = t->c;
	int64_t at = c->deadline_ns;

	if (t->channel.more && talk_wants_read(t))
		return 0;
	if (c->idle_ns && !is_held(t))
		at = earlier(at, t->heard_ns + c->idle_ns);
	if (lingers(t) && !is_held(t))
		at = earlier(at, t->heard_ns + c->linger_ns);
	if (telnet_in_sub(&t->engine))
		at = earlier(at, t->sub_since_ns + SUB_LIMIT_NS);
	if (t->sniff_until_ns)
		at = earlier(at, t->sniff_until_ns);
	if (c->script && !t->script_over)
		at = earlier(at, script_due(t));
	return at;
}

static void look_at_clock(struct talk *t, int64_t now_ns)
{
	const struct talk_config *c = t->c;
	struct telnet_event e;

	if (telnet_in_sub(&t->engine) && now_ns >= t->sub_since_ns + SUB_LIMIT_NS) {
		telnet_leave_sub(&t->engine, &e);
		talk_note_event(t, &e);
	}
	if (is_held(t))
		t->heard_ns = now_ns;
	if (now_ns >= c->deadline_ns)
		talk_end(t, TALK_DEADLINE);
	else if (c->idle_ns && now_ns >= t->heard_ns + c->idle_ns)
		talk_end(t, TALK_IDLE);
	else if (lingers(t) && now_ns >= t->heard_ns + c->linger_ns)
		talk_end(t, t->leaves_quietly				? TALK_LEFT
			    : t->peer_closed && t->out_at == t->out_end ? TALK_PEER_CLOSED
									: TALK_LINGERED);
}

static void stop(struct talk *t)
{
	int64_t from_ns, to_ns;

	console_leave(&t->console);
	wait_stop(t->c->wait, &from_ns, &to_ns);
	t->heard_ns += to_ns - from_ns;
	console_enter(&t->console);
	talk_window_again(t);
}

static void hear(struct talk *t, int number)
{
	switch (number) {
	case 0:
		return;
	case SIGTSTP:
		stop(t);
		return;
	case SIGCONT: /* of a stop that could not be seen */
		console_enter(&t->console);
		talk_window_again(t);
		return;
	case SIGWINCH:
		talk_window(t);
		return;
	case SIGINT:
		/* In key mode no key makes it: somebody else sent it. */
		if (t->engine.active && t->console.fd >= 0 && t->console.mode != CONSOLE_KEYS) {
			talk_interrupt(t);
			return;
		}
		break;
	default:
		break;
	}
	t->result->signal = number;
	talk_end(t, TALK_SIGNAL);
}

/* What may be done without waiting. */
static void work(struct talk *t, int64_t now_ns)
{
	talk_decode(t, now_ns);
	talk_show(t);
	if (t->c->script && !t->script_over)
		talk_script(t, now_ns);
	talk_flush(t);
	/* The peer may have closed its half only: what is here still goes out. */
	if (t->peer_closed && t->in_at == t->in_end && talk_has_shown(t) &&
		(t->out_at == t->out_end || t->write_dead) && !talk_has_input(t))
		talk_end(t, t->write_dead ? t->write_end : TALK_PEER_CLOSED);
}

static int turn(struct talk *t, struct fail *why)
{
	struct polls p = polls_of(t);
	struct wait_ready ready = {0};
	struct wait *w = t->c->wait;
	int rc;

	if ((rc = add(t, &p.net, &p.slots[0], why)) >= 0 &&
		(rc = add(t, &p.input, &p.slots[1], why)) >= 0 &&
		(rc = add(t, &p.output, &p.slots[2], why)) >= 0)
		rc = wait_for(w, due(t), &ready, why);
	if (p.net.events)
		wait_remove(w, p.net.fd);
	if (p.input.events)
		wait_remove(w, p.input.fd);
	if (p.output.events)
		wait_remove(w, p.output.fd);
	if (rc < 0)
		return rc;
	watch_turn(t->channel.watch);
	if (is_held(t))
		t->heard_ns = ready.now_ns;
	hear(t, ready.signal);
	if (!t->over && (t->channel.more || (p.slots[0] >= 0 && ready.slots & 1U << p.slots[0])))
		talk_receive(t, ready.now_ns);
	if (!t->over && p.slots[1] >= 0 && ready.slots & 1U << p.slots[1])
		talk_take_input(t, ready.now_ns);
	if (!t->over)
		work(t, ready.now_ns);
	if (!t->over)
		look_at_clock(t, ready.now_ns);
	return 0;
}

static void begin(struct talk *t, const struct talk_config *c, struct talk_result *out)
{
	t->c = c;
	t->result = out;
	t->channel = c->channel;
	t->begun_ns = t->heard_ns = t->peer_ns = clock_now();
	t->in_is_tty = isatty(STDIN_FILENO);
	t->out_is_tty = isatty(STDOUT_FILENO);
	t->reads_input = !c->script;
	t->forced_mode = -1;
	t->hex = c->hex;
	t->trace = c->trace;
	t->log_fd = c->log_fd;
	t->keys.escape = t->in_is_tty ? c->escape_key : -1;
	t->display.utf8 = term_is_utf8();
	console_open(&t->console,
		(t->reads_input || c->input_behind) && t->in_is_tty ? STDIN_FILENO : -1,
		t->keys.escape);
	t->outlet = c->outlet;
	telnet_init(&t->engine, &c->engine);
	if (c->script)
		runner_init(&t->runner, c->script, t->heard_ns);
	talk_log_begin(t);
	if (c->telnet == TALK_ACTIVE)
		talk_begin_engine(t);
	talk_mode(t);
	talk_flush(t);
}

int talk_run(const struct talk_config *c, struct talk_result *out, struct fail *why)
{
	struct talk *t = calloc(1, sizeof *t);
	int rc = 0;

	*out = (struct talk_result){
		.first_byte_ns = INT64_MIN, .our_fin_ns = INT64_MIN, .peer_fin_ns = INT64_MIN};
	if (!t)
		return fail_set(why, ENOMEM, "out of memory");
	begin(t, c, out);
	if (c->script)
		talk_script(t, t->heard_ns);
	while (!t->over && (rc = turn(t, why)) >= 0)
		;
	out->ended_ns = clock_now();
	if (!t->peer_closed)
		talk_silence(t, out->ended_ns);
	out->is_telnet = t->engine.active;
	talk_log_end(t);
	console_close(&t->console);
	c->notice->raw = false;
	if (t->channel.tls != c->channel.tls)
		tls_close(t->channel.tls);
	free(t);
	return rc;
}
