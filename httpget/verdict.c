/* verdict: one sentence on where the time of an exchange went. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict.h"

#include <stdio.h>

#include "decimal.h"
#include "phases.h"
#include "plural.h"
#include "verdict_cause.h"

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

static void put_again(struct strbuf *to, const char *whose, uint64_t n)
{
	strbuf_print(to, "; %llu of %s %s sent again", (unsigned long long)n, whose,
		plural(n, "was", "were"));
}

/* Who sent again, and what ended it before its time. */
static void put_packets(struct strbuf *to, const struct exchange *x)
{
	const struct packets_facts *p = x->packets;
	char odd[PACKETS_TEXT];

	if (p->retransmits[FLOW_OUT])
		put_again(to, "our segments", p->retransmits[FLOW_OUT]);
	if (p->retransmits[FLOW_IN])
		put_again(to, "the server's", p->retransmits[FLOW_IN]);
	if (p->zero_windows[FLOW_OUT] == 1)
		strbuf_put_text(to, "; our window closed once");
	else if (p->zero_windows[FLOW_OUT])
		strbuf_print(to, "; our window closed %llu times",
			(unsigned long long)p->zero_windows[FLOW_OUT]);
	if (p->reset)
		strbuf_print(to, "; packet %llu is a reset by %s",
			(unsigned long long)p->reset_at.number,
			p->reset_from == FLOW_OUT ? "us" : "the server's address");
	if (packets_facts_forged(odd, p))
		strbuf_print(to, ", not the server's own: %s", odd);
	if (x->failed != LINK_FINE && p->fin[FLOW_IN].number)
		strbuf_print(to, "; the server closed by packet %llu",
			(unsigned long long)p->fin[FLOW_IN].number);
	if (p->drops)
		strbuf_print(to,
			"; %llu %s dropped by our own capture: some of this may be its doing",
			(unsigned long long)p->drops,
			plural(p->drops, "packet was", "packets were"));
}

static void put_retransmits(struct strbuf *to, const struct exchange *x)
{
	if (x->has_tcp && x->link.syn_retransmits != UINT32_MAX &&
		x->tcp.total_retransmits > x->link.syn_retransmits)
		put_again(to, "our segments", x->tcp.total_retransmits - x->link.syn_retransmits);
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
	verdict_cause(to, x, longest, p.took_ns[longest]);
	if (x->rtt_ns != INT64_MIN)
		strbuf_print(to, "; RTT is %s", verdict_time(took, x->rtt_ns));
	if (longest != PHASE_THINK && x->first_ns != INT64_MIN &&
		p.took_ns[PHASE_THINK] != INT64_MIN)
		strbuf_print(to, "; the server thought for %s",
			verdict_time(took, p.took_ns[PHASE_THINK]));
	if (x->packets)
		put_packets(to, x);
	else
		put_retransmits(to, x);
}
