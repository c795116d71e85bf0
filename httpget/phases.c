/* phases: where the time of an exchange went. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "phases.h"

static const char *const names[PHASES] = {
	"name", "connect", "proxy", "tls", "send", "network", "think", "transfer"};

const char *phase_name(enum phase p)
{
	return names[p];
}

static void set(struct phases *p, const struct exchange *x, enum phase which, int64_t from_ns,
	int64_t to_ns)
{
	if (from_ns == INT64_MIN)
		return;
	if (to_ns == INT64_MIN)
		to_ns = x->ended_ns;
	if (to_ns == INT64_MIN || to_ns < from_ns)
		return;
	p->begin_ns[which] = from_ns - x->begun_ns;
	p->took_ns[which] = to_ns - from_ns;
}

/* A round trip is the least that TCP saw, or what the acknowledgment of this request took, which a
 * server may delay. */
static void split_wait(struct phases *p, const struct exchange *x)
{
	int64_t from_ns = x->sent_ns != INT64_MIN ? x->sent_ns : x->written_ns;
	int64_t to_ns = x->first_ns == INT64_MIN ? x->ended_ns : x->first_ns;
	int64_t network_ns = x->rtt_ns, ack_ns;

	if (from_ns == INT64_MIN || to_ns == INT64_MIN || to_ns < from_ns)
		return;
	p->wait_ns = to_ns - from_ns;
	ack_ns = x->acked_ns == INT64_MIN || x->acked_ns < from_ns ? INT64_MIN
								   : x->acked_ns - from_ns;
	if (network_ns == INT64_MIN || (ack_ns != INT64_MIN && ack_ns < network_ns))
		network_ns = ack_ns;
	/* What nobody acknowledged and nobody answered is the network's, all of it. */
	if (x->first_ns == INT64_MIN && ack_ns == INT64_MIN && x->sent_ns != INT64_MIN)
		network_ns = p->wait_ns;
	if (network_ns == INT64_MIN)
		return;
	if (network_ns > p->wait_ns)
		network_ns = p->wait_ns;
	set(p, x, PHASE_NETWORK, from_ns, from_ns + network_ns);
	set(p, x, PHASE_THINK, from_ns + network_ns, to_ns);
}

/* When bytes can go to the target: behind a proxy that was asked, once it answered. */
static int64_t link_open_ns(const struct link_facts *l)
{
	if (!l->has_leg)
		return l->connected_ns;
	return l->leg.answered_ns < 0 ? INT64_MIN : l->leg.answered_ns;
}

struct phases phases_of(const struct exchange *x)
{
	struct phases p = {.wait_ns = INT64_MIN, .total_ns = exchange_since(x, x->ended_ns)};
	const struct link_facts *l = &x->link;
	int64_t open_ns = link_open_ns(l);
	int64_t up_ns = x->secured_ns != INT64_MIN ? x->secured_ns : open_ns;

	for (unsigned i = 0; i < PHASES; i++)
		p.begin_ns[i] = p.took_ns[i] = INT64_MIN;
	if (!x->reused) {
		if (!l->literal)
			set(&p, x, PHASE_NAME, l->begun_ns, l->named_ns);
		set(&p, x, PHASE_CONNECT, l->connecting_ns, l->connected_ns);
		if (l->has_leg)
			set(&p, x, PHASE_PROXY, l->connected_ns, open_ns);
		if (x->tls)
			set(&p, x, PHASE_TLS, open_ns, x->secured_ns);
	}
	if (x->written_ns != INT64_MIN)
		set(&p, x, PHASE_SEND, x->reused ? x->begun_ns : up_ns,
			x->sent_ns != INT64_MIN ? x->sent_ns : x->written_ns);
	split_wait(&p, x);
	if (x->first_ns != INT64_MIN)
		set(&p, x, PHASE_TRANSFER, x->first_ns,
			x->failed == LINK_FINE ? x->last_ns : x->ended_ns);
	return p;
}

bool phases_longest(const struct phases *p, enum phase *out)
{
	int64_t most_ns = 0;

	for (unsigned i = 0; i < PHASES; i++)
		if (p->took_ns[i] > most_ns) {
			most_ns = p->took_ns[i];
			*out = (enum phase)i;
		}
	return most_ns > 0;
}
