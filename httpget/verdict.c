/* verdict: one sentence on where the time of an exchange went. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict.h"

#include <errno.h>
#include <stdio.h>

#include "decimal.h"
#include "phases.h"
#include "plural.h"

/* Three significant digits. */
const char *verdict_time(char to[static 24], int64_t ns)
{
	char number[DECIMAL_TEXT];

	if (ns == INT64_MIN)
		snprintf(to, 24, "unknown");
	else if (ns < 999500)
		snprintf(to, 24, "%s us", decimal_real(number, (double)ns / 1e3, 3));
	else if (ns < 999500000)
		snprintf(to, 24, "%s ms", decimal_real(number, (double)ns / 1e6, 3));
	else
		snprintf(to, 24, "%s s", decimal_real(number, (double)ns / 1e9, 3));
	return to;
}

static bool refused(const struct exchange *x)
{
	for (unsigned i = 0; i < x->link.n_attempts; i++)
		if (x->link.attempts[i].error != ECONNREFUSED)
			return false;
	return x->link.n_attempts;
}

static void put_connect(struct strbuf *to, const struct exchange *x)
{
	unsigned failed = 0;

	for (unsigned i = 0; i < x->link.n_attempts; i++)
		failed += x->link.attempts[i].outcome == DIAL_FAILED ||
			  x->link.attempts[i].outcome == DIAL_TIMED_OUT;
	if (x->link.syn_retransmits != UINT32_MAX && x->link.syn_retransmits)
		strbuf_print(to, "the first SYN got no answer (%u %s)", x->link.syn_retransmits,
			plural(x->link.syn_retransmits, "retransmission", "retransmissions"));
	else if (x->link.connected_ns == INT64_MIN)
		strbuf_put_text(to, refused(x) ? "the connection was refused"
					       : "no address let itself be connected to");
	else if (failed)
		strbuf_print(to, "%u %s failed before one answered", failed,
			plural(failed, "address", "addresses"));
	else
		strbuf_put_text(to, "the connection took that long to be there");
}

static void put_transfer(struct strbuf *to, const struct exchange *x, int64_t took_ns)
{
	char number[DECIMAL_TEXT];

	strbuf_put_text(to, "the response came in");
	if (took_ns > 0)
		strbuf_print(to, " at %s MB/s",
			decimal_real(number, (double)x->read_bytes * 1e3 / (double)took_ns, 3));
	if (x->has_tcp && x->tcp.out_of_order)
		strbuf_print(to, ", %u %s out of order", x->tcp.out_of_order,
			plural(x->tcp.out_of_order, "segment", "segments"));
}

static void put_cause(
	struct strbuf *to, const struct exchange *x, enum phase longest, int64_t took_ns)
{
	switch (longest) {
	case PHASE_NAME:
		strbuf_put_text(to, "the name was looked up");
		break;
	case PHASE_CONNECT:
		put_connect(to, x);
		break;
	case PHASE_TLS:
		strbuf_put_text(to, "the TLS handshake");
		break;
	case PHASE_SEND:
		strbuf_put_text(to, "the request was handed to the network");
		break;
	case PHASE_NETWORK:
		strbuf_put_text(to, "the network, one round trip");
		break;
	case PHASE_THINK:
		strbuf_put_text(to, "the server thought");
		break;
	case PHASE_TRANSFER:
		put_transfer(to, x, took_ns);
		break;
	case PHASES:
		break;
	}
}

void verdict_put(struct strbuf *to, const struct exchange *x)
{
	struct phases p = phases_of(x);
	enum phase longest = PHASES;
	char took[24], total[24];

	if (!phases_longest(&p, &longest)) {
		strbuf_put_text(to, "it did not come to a connection");
		return;
	}
	strbuf_print(to, "%s of %s: ", verdict_time(took, p.took_ns[longest]),
		verdict_time(total, p.total_ns));
	put_cause(to, x, longest, p.took_ns[longest]);
	if (x->rtt_ns != INT64_MIN)
		strbuf_print(to, "; RTT is %s", verdict_time(took, x->rtt_ns));
	if (longest != PHASE_THINK && p.took_ns[PHASE_THINK] != INT64_MIN)
		strbuf_print(to, "; the server thought for %s",
			verdict_time(took, p.took_ns[PHASE_THINK]));
	if (x->has_tcp && x->tcp.total_retransmits > x->link.syn_retransmits &&
		x->link.syn_retransmits != UINT32_MAX)
		strbuf_print(to, "; %u of our segments were sent again",
			x->tcp.total_retransmits - x->link.syn_retransmits);
}
