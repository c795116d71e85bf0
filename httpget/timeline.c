/* timeline: what happened in an exchange, in its order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "timeline.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plural.h"
#include "verdict.h"

/* Rows of the same time stay in the order of the calls. */
__attribute__((format(printf, 5, 6))) static struct timeline_row *add(struct timeline *t,
	const struct exchange *x, char mark, struct packets_place at, const char *format, ...)
{
	struct timeline_row row = {.mark = mark, .packet = at.number};
	unsigned i = t->n;
	va_list list;

	if (at.at_ns == INT64_MIN || x->begun_ns == INT64_MIN || t->n == TIMELINE_ROWS)
		return NULL;
	row.at_ns = at.at_ns - x->begun_ns;
	va_start(list, format);
	vsnprintf(row.text, sizeof row.text, format, list);
	va_end(list);
	for (; i && t->row[i - 1].at_ns > row.at_ns; i--)
		t->row[i] = t->row[i - 1];
	t->row[i] = row;
	t->n++;
	return &t->row[i];
}

static struct packets_place unwatched(int64_t at_ns)
{
	return (struct packets_place){.at_ns = at_ns < 0 ? INT64_MIN : at_ns};
}

/* What a wait comes to, behind what was waited for. */
static const char *behind(char to[static 40], const char *what, int64_t from_ns, int64_t to_ns)
{
	char took[24];

	*to = '\0';
	if (from_ns != INT64_MIN && to_ns != INT64_MIN && to_ns >= from_ns)
		snprintf(to, 40, ", %s%s", verdict_time(took, to_ns - from_ns), what);
	return to;
}

static void add_reply(struct timeline *t, const struct exchange *x, const struct lookup_question *q)
{
	const struct dns_message *m = &q->answer;
	char server[ADDR_TEXT], took[40], first[ADDR_TEXT];

	addr_print(server, &q->server);
	behind(took, " later", q->asked_ns, q->answered_ns);
	if (m->code)
		add(t, x, '<', unwatched(q->answered_ns), "%s: %s for %s%s", server,
			dns_code_name(m->code), dns_type_name(m->type), took);
	else if (!m->addresses)
		add(t, x, '<', unwatched(q->answered_ns), "%s: no %s%s", server,
			dns_type_name(m->type), took);
	else
		add(t, x, '<', unwatched(q->answered_ns), "%s: %s%s%s, TTL %u s%s", server,
			addr_print(first, &m->first), m->addresses > 1 ? " and more" : "",
			m->alias ? " by an alias" : "", m->ttl_s, took);
}

static void add_lookup(struct timeline *t, const struct exchange *x)
{
	const struct lookup *l = &x->link.lookup;

	for (unsigned i = 0; i < l->n; i++) {
		const struct lookup_question *q = &l->question[i];
		char server[ADDR_TEXT], again[40] = "";

		if (q->asked > 1)
			snprintf(again, sizeof again, ", %u times", q->asked);
		add(t, x, '>', unwatched(q->asked_ns), "asks %s for %s of %s%s%s",
			addr_print(server, &q->server), dns_type_name(q->answer.type),
			q->answer.name, again, q->answered_ns == INT64_MIN ? ": no answer" : "");
		add_reply(t, x, q);
	}
}

static void add_answer(struct timeline *t, const struct exchange *x, const struct dial_attempt *a,
	const struct packets_tried *p)
{
	const char *what = a->outcome == DIAL_CONNECTED || a->outcome == DIAL_GIVEN_UP ? "SYN-ACK"
			   : a->icmp.present ? "an ICMP error"
			   : a->error	     ? strerror(a->error)
					     : "an answer";
	char took[24];

	if (p->rtt_ns != INT64_MIN)
		add(t, x, '<', p->answer, "%s, %s after its SYN", what,
			verdict_time(took, p->rtt_ns));
	else
		add(t, x, '<', p->answer, "%s", what);
}

static void add_attempt(struct timeline *t, const struct exchange *x, unsigned i)
{
	const struct dial_attempt *a = &x->link.attempts[i];
	const struct packets_tried *p = &x->link.tried[i];
	char addr[ADDR_TEXT];

	if (a->outcome == DIAL_NOT_TRIED)
		return;
	addr_print(addr, &a->addr);
	if (p->syns) {
		add(t, x, '>', p->syn, "SYN to %s port %u", addr, a->port);
		add_answer(t, x, a, p);
		return;
	}
	add(t, x, '>', unwatched(a->started_ns), "connecting to %s port %u", addr, a->port);
	if (dial_took_ns(a) != INT64_MIN)
		add(t, x, '<', unwatched(a->ended_ns), "%s%s%s", dial_outcome_name(a->outcome),
			a->error ? ": " : "", a->error ? strerror(a->error) : "");
}

static void add_leg(struct timeline *t, const struct exchange *x)
{
	const struct dial_leg *leg = &x->link.leg;

	if (!x->link.has_leg)
		return;
	add(t, x, '>', unwatched(leg->asked_ns), "asks the proxy for the way through");
	if (leg->status >= 0)
		add(t, x, '<', unwatched(leg->answered_ns), "the proxy answers %d", leg->status);
}

static void add_tls(struct timeline *t, const struct exchange *x)
{
	for (unsigned i = 0; x->tls && i < x->tls->n_messages; i++) {
		const struct secure_message *m = &x->tls->messages[i];

		const struct packets_place at = {.at_ns = m->at_ns, .number = m->packet};

		add(t, x, m->sent ? '>' : '<', at, "%s%s, %u bytes", m->alert ? "alert: " : "",
			m->name, m->bytes);
	}
}

static struct packets_place place(const struct packets_place *watched, int64_t at_ns)
{
	return watched && watched->number ? *watched : unwatched(at_ns);
}

static void add_request(struct timeline *t, const struct exchange *x)
{
	const struct packets_facts *p = x->packets;
	struct packets_place sent = place(
		p ? &p->request_end : NULL, x->sent_ns != INT64_MIN ? x->sent_ns : x->written_ns);
	struct packets_place acked = place(p ? &p->acked : NULL, x->acked_ns);
	struct packets_place first = place(p ? &p->first : NULL, x->first_ns);
	struct packets_place last = place(p ? &p->last : NULL, x->last_ns);
	char took[40];

	if (p && p->request.number && p->request.number != p->request_end.number)
		add(t, x, '>', p->request, "the request begins");
	add(t, x, '>', sent, "the request is sent, %llu bytes",
		(unsigned long long)x->request_bytes);
	add(t, x, '<', acked,
		p && p->acked_by_response ? "the answer acknowledges it%s"
					  : "the server acknowledges it%s",
		behind(took, " later", sent.at_ns, acked.at_ns));
	add(t, x, '<', first, "first byte%s",
		behind(took, " after the request", sent.at_ns, first.at_ns));
	if (last.at_ns > first.at_ns)
		add(t, x, '<', last, "last byte read%s",
			behind(took, " after the first", first.at_ns, last.at_ns));
}

static void add_flights(struct timeline *t, const struct exchange *x)
{
	const struct packets_facts *p = x->packets;
	char took[24];

	for (uint64_t i = 0; p->flights > 1 && i < p->flights && i < PACKETS_FLIGHTS; i++) {
		const struct packets_flight *f = &p->flight[i];

		add(t, x, '<', f->first, "flight %llu: %llu %s in %llu %s, %s",
			(unsigned long long)i + 1, (unsigned long long)f->bytes,
			plural(f->bytes, "byte", "bytes"), (unsigned long long)f->packets,
			plural(f->packets, "packet", "packets"), verdict_time(took, f->took_ns));
	}
}

static void add_ends(struct timeline *t, const struct exchange *x)
{
	const struct packets_facts *p = x->packets;
	bool first = p->fin[FLOW_IN].number < p->fin[FLOW_OUT].number || !p->fin[FLOW_OUT].number;
	char odd[PACKETS_TEXT];

	add(t, x, '<', p->fin[FLOW_IN], "FIN: the server closes%s", first ? " first" : " too");
	add(t, x, '>', p->fin[FLOW_OUT], "FIN: we close%s", first ? " too" : " first");
	if (packets_facts_forged(odd, p))
		add(t, x, '<', p->reset_at, "that reset is not the server's own: %s", odd);
}

void timeline_make(struct timeline *t, const struct exchange *x)
{
	t->n = 0;
	if (!x->reused)
		add_lookup(t, x);
	if (!x->reused)
		for (unsigned i = 0; i < x->link.n_attempts; i++)
			add_attempt(t, x, i);
	if (!x->reused)
		add_leg(t, x);
	add_tls(t, x);
	add_request(t, x);
	if (!x->packets)
		return;
	for (uint64_t i = 0; i < x->packets->notes && i < PACKETS_NOTES; i++) {
		const struct packets_note *n = &x->packets->note[i];
		struct timeline_row *row = add(t, x, n->ours ? '>' : '<', n->at, "%s", n->text);

		if (row)
			row->doubtful = n->doubtful;
	}
	add_flights(t, x);
	add_ends(t, x);
}
