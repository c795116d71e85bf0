/* talk: a script's steps carried out. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "escape.h"
#include "talk_parts.h"

enum { INSTEAD_SHOWN = 200 };

static void say_failed(struct talk *t, const struct runner_event *e)
{
	struct strbuf instead = {0};
	struct bytes came = e->instead;

	if (came.left > INSTEAD_SHOWN)
		bytes_skip(&came, came.left - INSTEAD_SHOWN);
	escape_write(&instead, came);
	strbuf_put_char(&instead, '\0');
	notice_say(t->c->notice, "step %zu, %s '%s': %s after %.3f s; %s%s%s", e->number,
		script_word(e->step->kind), e->step->text.p, records_why(e->why),
		(double)e->took_ns / CLOCK_SECOND, came.left ? "what came: '" : "nothing came",
		instead.bad ? "(no memory)" : instead.p, came.left ? "'" : "");
	strbuf_close(&instead);
}

static void say_passed(struct talk *t, const struct runner_event *e)
{
	if (t->trace)
		notice_line(t->c->notice, NOTICE_PLAIN, "- step %zu, %s%s%s: %.3f ms", e->number,
			script_word(e->step->kind), *e->step->text.p ? " " : "", e->step->text.p,
			(double)e->took_ns / CLOCK_MS);
}

/* What came before the handshake, and behind the answer that it may begin, may be from anybody. */
static bool start_tls(struct talk *t)
{
	if (runner_has_more(&t->runner)) {
		notice_say(t->c->notice, "the peer sent more than its answer before the handshake: "
					 "it is not believed");
		talk_end(t, TALK_TLS_FAILED);
		return false;
	}
	if (!talk_secure(t))
		return false;
	runner_secured(&t->runner);
	return true;
}

static void finish(struct talk *t)
{
	t->script_over = true;
	if (t->c->input_behind) {
		t->reads_input = true;
		talk_mode(t);
		return;
	}
	t->leaves_quietly = true;
	talk_want_fin(t);
	talk_flush(t);
}

/* One event; false to come back later. */
static bool obey(struct talk *t, const struct runner_event *e)
{
	switch (e->what) {
	case RUNNER_WAIT:
		t->script_due_ns = e->until_ns;
		return false;
	case RUNNER_SEND:
		telnet_forget_answers(&t->engine);
		talk_send_text(t, e->bytes, e->step->kind == SCRIPT_SECRET);
		return true;
	case RUNNER_STARTTLS:
		return start_tls(t);
	case RUNNER_CLOSE:
		talk_want_fin(t);
		return true;
	case RUNNER_PASSED:
		t->result->steps_passed++;
		t->result->step_ns = clock_now();
		if (t->c->steps)
			histogram_add(t->c->steps, e->took_ns);
		say_passed(t, e);
		records_step(t->c->records, e);
		return true;
	case RUNNER_FAILED:
		say_failed(t, e);
		records_step(t->c->records, e);
		talk_end(t, e->why == RUNNER_NO_TLS ? TALK_TLS_FAILED : TALK_STEP_FAILED);
		return false;
	case RUNNER_DONE:
		finish(t);
		return false;
	}
	return false;
}

bool talk_script_has_room(struct talk *t)
{
	return talk_room(t) > sizeof t->out / 2;
}

void talk_script(struct talk *t, int64_t now_ns)
{
	struct runner_event e;

	while (!t->over && !t->script_over) {
		/* A step that sends waits for room, as standard input would. */
		t->script_held = !talk_script_has_room(t);
		if (t->script_held)
			runner_hold(&t->runner, now_ns, &e);
		else
			runner_next(&t->runner, now_ns, &e);
		if (!obey(t, &e))
			break;
		if (e.what == RUNNER_STARTTLS)
			now_ns = clock_now();
	}
}
