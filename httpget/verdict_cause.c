/* verdict_cause: why a phase took so long. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict_cause.h"

#include "decimal.h"
#include "plural.h"
#include "report.h"
#include "verdict.h"

/* The same for all addresses, else unknown. */
static enum dial_blame blame(const struct exchange *x)
{
	enum dial_blame first = DIAL_BLAME_UNKNOWN;

	for (unsigned i = 0; i < x->link.n_attempts; i++) {
		enum dial_blame b = dial_blame(&x->link.attempts[i]);

		if (i && b != first)
			return DIAL_BLAME_UNKNOWN;
		first = b;
	}
	return first;
}

static void put_unconnected(struct strbuf *to, const struct exchange *x)
{
	char from[ADDR_TEXT];

	switch (blame(x)) {
	case DIAL_BLAME_PEER:
		strbuf_put_text(to, "the connection was refused");
		break;
	case DIAL_BLAME_FILTER:
		strbuf_put_text(to, "the connection was refused by the host's own firewall");
		break;
	case DIAL_BLAME_ABSENT:
		strbuf_print(to, "nobody answers behind %s for the address",
			report_addr(from, &x->link.attempts[0].icmp.offender));
		break;
	case DIAL_BLAME_WAY:
		strbuf_print(to, "%s lets nothing go on to the address",
			report_addr(from, &x->link.attempts[0].icmp.offender));
		break;
	case DIAL_BLAME_LINK:
		strbuf_put_text(to, "the next hop does not answer on this host's link");
		break;
	case DIAL_BLAME_HERE:
		strbuf_put_text(to, "this host let nothing leave: a route is missing, or a rule "
				    "of its own forbids it");
		break;
	case DIAL_BLAME_UNKNOWN:
		strbuf_put_text(to, "no address let itself be connected to");
		break;
	}
}

static void put_connect(struct strbuf *to, const struct exchange *x)
{
	unsigned failed = 0;

	for (unsigned i = 0; i < x->link.n_attempts; i++)
		failed += x->link.attempts[i].outcome == DIAL_FAILED ||
			  x->link.attempts[i].outcome == DIAL_TIMED_OUT;
	if (x->link.syn_retransmits != UINT32_MAX && x->link.syn_retransmits)
		strbuf_print(to, "the first %s got no answer (%u %s)",
			plural(x->link.syn_retransmits + (x->link.connected_ns == INT64_MIN), "SYN",
				"SYNs"),
			x->link.syn_retransmits,
			plural(x->link.syn_retransmits, "retransmission", "retransmissions"));
	else if (x->link.connected_ns == INT64_MIN)
		put_unconnected(to, x);
	else if (failed)
		strbuf_print(to, "%u %s failed before one answered", failed,
			plural(failed, "address", "addresses"));
	else
		strbuf_put_text(to, "the connection took that long to be there");
}

/* What the transfer's rests are due to, where they are most of it. */
static bool put_rests(struct strbuf *to, const struct packets_facts *p, int64_t took_ns)
{
	int64_t window_ns = p->rest_ns[PACKETS_REST_WINDOW];
	char all[24], one[24];

	if (p->zero_window_ns[FLOW_OUT] > window_ns)
		window_ns = p->zero_window_ns[FLOW_OUT];
	verdict_time(one, p->longest_ns);
	if (window_ns >= took_ns / 2)
		strbuf_print(to,
			"our window was closed for %s of it: the content was not taken fast enough",
			verdict_time(all, window_ns));
	else if (p->rest_ns[PACKETS_REST_UNSEEN] >= took_ns / 2)
		strbuf_print(to,
			"what it was for %s of it is unknown: our own capture dropped packets "
			"before packet %llu",
			verdict_time(all, p->rest_ns[PACKETS_REST_UNSEEN]),
			(unsigned long long)p->longest.number);
	else if (p->rest_ns[PACKETS_REST_LOSS] >= took_ns / 2)
		strbuf_print(to,
			"segments of the server were lost: %s until they came again, %s of it "
			"before packet %llu",
			verdict_time(all, p->rest_ns[PACKETS_REST_LOSS]), one,
			(unsigned long long)p->longest.number);
	else if (p->rest_ns[PACKETS_REST_SERVER] >= took_ns / 2)
		strbuf_print(to, "the server paused for %s of it, for %s before packet %llu",
			verdict_time(all, p->rest_ns[PACKETS_REST_SERVER]), one,
			(unsigned long long)p->longest.number);
	else if (p->rest_ns[PACKETS_REST_ROUND] >= took_ns / 2)
		strbuf_print(to,
			"the response took %llu round trips: the server sent no more at once",
			(unsigned long long)p->flights);
	else
		return false;
	return true;
}

static void put_transfer(struct strbuf *to, const struct exchange *x, int64_t took_ns)
{
	const struct packets_facts *p = x->packets;
	char number[DECIMAL_TEXT];

	if (took_ns > 0 && p && put_rests(to, p, took_ns))
		return;
	if (x->failed != LINK_FINE && x->ended_ns - x->last_ns > took_ns / 2) {
		strbuf_print(to, "nothing more came behind byte %llu",
			(unsigned long long)x->read_bytes);
		return;
	}
	strbuf_put_text(to, "the response came in");
	if (p && p->flights > 1)
		strbuf_print(to, " in %llu flights", (unsigned long long)p->flights);
	if (took_ns > 0)
		strbuf_print(to, " at %s MB/s",
			decimal_real(number, (double)x->read_bytes * 1e3 / (double)took_ns, 3));
	if (x->has_tcp && x->tcp.out_of_order && !p)
		strbuf_print(to, ", %u segments out of order", x->tcp.out_of_order);
}

static void put_send(struct strbuf *to, const struct exchange *x)
{
	const struct packets_facts *p = x->packets;
	char took[24];

	strbuf_put_text(to, "the request was handed to the network");
	if (p && p->zero_window_ns[FLOW_IN] > 0)
		strbuf_print(to, "; the server's window was closed for %s",
			verdict_time(took, p->zero_window_ns[FLOW_IN]));
}

static void put_think(struct strbuf *to, const struct exchange *x)
{
	if (x->first_ns != INT64_MIN)
		strbuf_put_text(to, "the server thought");
	else if (x->peer_closed)
		strbuf_put_text(to, "the server thought, and closed without an answer");
	else if (x->acked_ns != INT64_MIN)
		strbuf_put_text(to, "the server acknowledged the request and sent nothing");
	else
		strbuf_put_text(to, "the server sent nothing");
}

/* The questions that had no answer, or had to be asked again. */
static void put_name(struct strbuf *to, const struct exchange *x)
{
	const struct lookup *l = &x->link.lookup;
	const struct lookup_question *slow = NULL;
	char server[ADDR_TEXT];

	for (unsigned i = 0; i < l->n; i++)
		if (l->question[i].answered_ns == INT64_MIN || l->question[i].asked > 1)
			slow = &l->question[i];
	if (slow)
		strbuf_print(to, "the name server %s %s", addr_print(server, &slow->server),
			slow->answered_ns == INT64_MIN ? "did not answer"
						       : "answered only when asked again");
	else
		strbuf_put_text(to, "the name was looked up");
}

void verdict_cause(struct strbuf *to, const struct exchange *x, enum phase longest, int64_t took_ns)
{
	switch (longest) {
	case PHASE_NAME:
		put_name(to, x);
		break;
	case PHASE_CONNECT:
		put_connect(to, x);
		break;
	case PHASE_PROXY:
		strbuf_put_text(to, "the proxy was asked for the target");
		break;
	case PHASE_TLS:
		strbuf_put_text(to, "the TLS handshake");
		break;
	case PHASE_SEND:
		put_send(to, x);
		break;
	case PHASE_NETWORK:
		strbuf_put_text(to, x->first_ns == INT64_MIN && x->acked_ns == INT64_MIN
					    ? "nobody acknowledged the request"
					    : "the network, one round trip");
		break;
	case PHASE_THINK:
		put_think(to, x);
		break;
	case PHASE_TRANSFER:
		put_transfer(to, x, took_ns);
		break;
	case PHASES:
		break;
	}
}
