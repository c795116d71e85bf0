/* main_talk: a session carried out, and its exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "main_parts.h"
#include "secure.h"
#include "when.h"

static int status_of(const struct talk_result *t)
{
	switch (t->end) {
	case TALK_PEER_CLOSED:
	case TALK_LEFT:
	case TALK_OUTPUT_GONE:
		return 0;
	case TALK_LINGERED:
	case TALK_IDLE:
	case TALK_DEADLINE:
	case TALK_UNANSWERED:
		return STATUS_TIMEOUT;
	case TALK_RESET:
	case TALK_CUT:
	case TALK_UNTAKEN:
	case TALK_LOST:
		return STATUS_CUT;
	case TALK_TLS_FAILED:
		return STATUS_TLS;
	case TALK_SIGNAL:
		return STATUS_SIGNAL + t->signal;
	case TALK_STEP_FAILED:
		return STATUS_FAILED;
	case TALK_LOCAL:
		return STATUS_LOCAL;
	}
	return STATUS_LOCAL;
}

/* Why it ended, where that is no good end and nobody has said it yet. */
static void complain(struct parts *p, const struct talk_result *t)
{
	switch (t->end) {
	case TALK_LINGERED:
	case TALK_IDLE:
	case TALK_DEADLINE:
	case TALK_UNANSWERED:
	case TALK_RESET:
	case TALK_CUT:
	case TALK_UNTAKEN:
		notice_say(&p->notice, "%s: %s", p->o.target, talk_end_name(t->end));
		break;
	case TALK_LOST:
		notice_say(&p->notice, "%s: %s: %s", p->o.target, talk_end_name(t->end),
			strerror(t->error));
		break;
	case TALK_LOCAL:
		notice_say(&p->notice, "%s: %s", t->error_on, strerror(t->error));
		break;
	case TALK_PEER_CLOSED:
		if (isatty(STDIN_FILENO) && !p->script.n)
			notice_say(&p->notice, "closed by the peer");
		break;
	case TALK_LEFT:
	case TALK_SIGNAL:
	case TALK_OUTPUT_GONE:
	case TALK_STEP_FAILED:
	case TALK_TLS_FAILED:
		break;
	}
}

static void greet(struct parts *p)
{
	char key[4] = "";

	if (p->o.escape_key >= 0)
		snprintf(key, sizeof key, p->o.escape_key < ' ' ? "^%c" : "%c",
			p->o.escape_key < ' ' ? p->o.escape_key ^ '@' : p->o.escape_key);
	if (isatty(STDIN_FILENO) && !p->script.n)
		notice_say(&p->notice, "connected to %s%s%s%s", p->o.target,
			*key ? ", the escape key is " : "", key, *key ? ", ~. ends" : "");
}

void main_settle(struct parts *p)
{
	const struct dial_attempt *won = dial_winner(p->reach.dial);

	if (!p->watch.capflow)
		return;
	shutdown(p->channel.fd, SHUT_RDWR);
	watch_follow(&p->watch, won ? won->local_port : 0);
	watch_linger(&p->watch);
}

int main_talk(struct parts *p, struct fail *why)
{
	struct talk_config c = options_talk(&p->o);
	struct talk_result result;
	int rc, status;

	c.channel = p->channel;
	c.outlet = p->outlet;
	c.tls = &p->tls_config;
	c.script = p->script.n ? &p->script : NULL;
	c.notice = &p->notice;
	c.records = &p->records;
	c.wait = p->wait;
	c.log_fd = p->log_fd;
	c.steps = p->steps;
	if (p->o.deadline_ns)
		c.deadline_ns = p->reach.begun_ns + p->o.deadline_ns;
	greet(p);
	rc = talk_run(&c, &result, why);
	if (rc < 0)
		return rc;
	status = status_of(&result);
	if (!status && result.log_error)
		status = STATUS_LOCAL;
	complain(p, &result);
	main_settle(p);
	facts_end(&p->facts, &p->reach, p->channel.fd, &result, status, NULL);
	return status;
}

int main_secure(struct parts *p, struct fail *why)
{
	int64_t begun_ns = clock_now(), due_ns = begun_ns + options_tls_timeout(&p->o);
	int number = 0, status, rc;

	if (p->o.deadline_ns)
		due_ns = when_first(due_ns, p->reach.begun_ns + p->o.deadline_ns);
	rc = channel_secure(&p->channel, p->wait, due_ns, &number, why);

	if (!number)
		secure_tell(&p->notice, &p->records, p->channel.tls, p->o.facts,
			clock_now() - begun_ns);
	if (rc >= 0)
		return 0;
	status = number ? STATUS_SIGNAL + number : rc == -ETIMEDOUT ? STATUS_TIMEOUT : STATUS_TLS;
	if (!number)
		notice_why(&p->notice, why);
	watch_linger(&p->watch);
	facts_end(&p->facts, &p->reach, -1, NULL, status, why->text);
	return status;
}
