/* ladder_note: a segment's options, and what is to be said of a packet. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>

#include "flow_say.h"
#include "ladder.h"
#include "reason.h"

static void say_sack(struct strbuf *to, const struct flow *f, const struct flow_segment *s)
{
	strbuf_put_text(to, "sack");
	for (unsigned i = 0; i < s->options.sacks; i++)
		strbuf_print(to, " %" PRIu32 "-%" PRIu32,
			flow_relative(f, flow_other(s->from), s->options.sack[i].left),
			flow_relative(f, flow_other(s->from), s->options.sack[i].right));
}

static void say_option(
	struct strbuf *to, const struct flow *f, const struct flow_segment *s, uint8_t kind)
{
	const struct tcp_options *o = &s->options;

	switch (kind) {
	case TCP_OPTION_MSS:
		strbuf_print(to, "mss %u", o->mss);
		break;
	case TCP_OPTION_WINDOW_SCALE:
		strbuf_print(to, "scale %u", o->window_scale);
		break;
	case TCP_OPTION_SACK_PERMITTED:
		strbuf_put_text(to, "sack permitted");
		break;
	case TCP_OPTION_SACK:
		say_sack(to, f, s);
		break;
	case TCP_OPTION_TIMESTAMPS:
		strbuf_print(
			to, "timestamp %" PRIu32 " echo %" PRIu32, o->timestamp, o->timestamp_echo);
		break;
	case TCP_OPTION_FAST_OPEN:
		strbuf_print(to, "fast open cookie of %zu bytes", o->fast_open.left);
		break;
	default:
		if (tcp_option_name(kind))
			strbuf_put_text(to, tcp_option_name(kind));
		else
			strbuf_print(to, "option %u", kind);
		break;
	}
}

void ladder_options(struct strbuf *to, const struct flow *f, const struct flow_segment *s)
{
	const char *before = "";

	for (unsigned i = 0; i < s->options.n_kinds; i++) {
		uint8_t kind = s->options.kinds[i];

		if (kind == TCP_OPTION_NOP || kind == TCP_OPTION_END)
			continue;
		strbuf_put_text(to, before);
		say_option(to, f, s, kind);
		before = ", ";
	}
	if (s->options.fault)
		strbuf_print(to, "%s%s", before, tcp_fault_text(s->options.fault));
}

static void say_icmp(struct strbuf *to, const struct flow *f, const struct capflow_icmp *i)
{
	char reason[96], from[ADDR_TEXT];

	strbuf_print(to, "%s says: %s", addr_print(from, &i->from),
		reason_text(reason, sizeof reason, (enum addr_family)i->from.family, i->type,
			i->code, i->mtu));
	if (i->has_sequence)
		strbuf_print(to, "; about the segment %s of seq %" PRIu32 " (%" PRIu32 ")",
			i->quoted == FLOW_OUT ? "from here" : "from there",
			flow_relative(f, i->quoted, i->sequence), i->sequence);
}

void ladder_note(struct strbuf *to, const struct flow *f, const struct capflow_packet *p)
{
	size_t before = to->used, clauses;

	if (p->kind == CAPFLOW_ICMP) {
		say_icmp(to, f, &p->icmp);
		return;
	}
	if (p->checksum == CAPFLOW_CHECKSUM_BAD)
		strbuf_put_text(to, "bad checksum: its receiver drops it");
	if (p->joined > 1)
		strbuf_print(to, "%ssome %" PRIu32 " segments in one, by TSO or GRO",
			to->used > before ? "; " : "", p->joined);
	clauses = to->used;
	if (to->used > before)
		strbuf_put_text(to, "; ");
	if (!flow_say_all(to, p->events, p->n_events))
		to->used = clauses;
}
