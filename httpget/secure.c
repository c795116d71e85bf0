/* secure: what is known of a TLS connection. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "secure.h"

#include <stdio.h>

void secure_take_events(struct secure_facts *f, struct tls *t, int64_t at_ns)
{
	struct tls_event e;

	while (tls_next(t, &e)) {
		struct secure_message *m = &f->messages[f->n_messages];

		f->ticket = f->ticket || e.kind == TLS_TICKET;
		if (e.kind == TLS_KEYS && f->keys) {
			strbuf_put_text(f->keys, e.text);
			strbuf_put_char(f->keys, '\n');
		}
		if (f->n_messages == SECURE_MESSAGES || e.kind == TLS_KEYS || e.kind == TLS_TICKET)
			continue;
		*m = (struct secure_message){.at_ns = at_ns,
			.sent = e.sent,
			.alert = e.kind == TLS_ALERT,
			.bytes = e.bytes,
			.end = e.end ? f->from[e.sent ? FLOW_OUT : FLOW_IN] + e.end : 0};
		snprintf(m->name, sizeof m->name, "%.47s", e.text);
		f->n_messages++;
	}
}

void secure_take_facts(struct secure_facts *f, struct tls *t)
{
	tls_facts(t, &f->tls);
	for (f->n_sent = 0; f->n_sent < SECURE_CHAIN; f->n_sent++)
		if (!tls_sent_certificate(t, f->n_sent, &f->sent[f->n_sent]))
			break;
	for (f->n_built = 0; f->n_built < SECURE_CHAIN; f->n_built++)
		if (!tls_built_certificate(t, f->n_built, &f->built[f->n_built]))
			break;
}

int64_t secure_days(const struct tls_certificate *c, int64_t now_s)
{
	enum { DAY_S = 86400 };
	int64_t left_s = c->until_s - now_s;

	return left_s >= 0 ? left_s / DAY_S : -((-left_s + DAY_S - 1) / DAY_S);
}
