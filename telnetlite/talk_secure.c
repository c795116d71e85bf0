/* talk: a TLS handshake within a session. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"
#include "secure.h"
#include "talk_parts.h"
#include "when.h"

static int handshake(struct talk *t, struct fail *why)
{
	int64_t begun_ns = clock_now();
	int rc = 0, number = 0;

	if (!t->channel.tls)
		rc = tls_open(&t->channel.tls, t->c->tls, why);
	if (rc >= 0)
		rc = channel_secure(&t->channel, t->c->wait,
			when_first(begun_ns + t->c->tls_timeout_ns, t->c->deadline_ns), &number,
			why);
	if (number) {
		t->result->signal = number;
		talk_end(t, TALK_SIGNAL);
	}
	if (t->channel.tls && !number)
		secure_tell(t->c->notice, t->c->records, t->channel.tls, t->c->facts,
			clock_now() - begun_ns);
	return rc;
}

bool talk_secure(struct talk *t)
{
	struct fail why = {0};

	if (t->channel.secure) {
		notice_say(t->c->notice, "this session is by TLS already");
		return true;
	}
	/* What was typed before belongs before it. */
	talk_flush(t);
	if (t->out_at < t->out_end || t->in_at < t->in_end) {
		notice_say(t->c->notice, "TLS cannot begin while bytes are on their way");
		/* A script goes on by TLS or not at all. */
		if (t->c->script && !t->script_over)
			talk_end(t, TALK_TLS_FAILED);
		return !t->over;
	}
	if (handshake(t, &why) >= 0)
		return true;
	if (!t->over)
		notice_why(t->c->notice, &why);
	talk_end(t, TALK_TLS_FAILED);
	return false;
}
