/* capflow_save: a packet of a watched connection into the file, and what is said of it there. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "capflow_parts.h"
#include "flow_say.h"

static void say_icmp(struct strbuf *to, const struct capflow_icmp *i)
{
	const char *name = icmp_name((enum addr_family)i->from.family, i->type, i->code);
	char from[ADDR_TEXT];

	strbuf_print(to, "%s (%u/%u) from %s about a segment %s", name ? name : "ICMP", i->type,
		i->code, addr_print(from, &i->from),
		i->quoted == FLOW_OUT ? "of ours" : "of the peer");
	if (i->mtu)
		strbuf_print(to, ", MTU %" PRIu32, i->mtu);
}

static void say_segment(struct strbuf *to, const struct capflow_packet *p)
{
	char flags[TCP_FLAGS_TEXT];

	strbuf_print(to, "%s: here %s, there %s", tcp_flags_print(flags, p->segment.flags),
		flow_state_name(p->state[FLOW_OUT]), flow_state_name(p->state[FLOW_IN]));
	if (p->joined > 1)
		strbuf_print(to, "; some %" PRIu32 " segments in one", p->joined);
	if (p->checksum == CAPFLOW_CHECKSUM_OFFLOADED)
		strbuf_put_text(to, "; checksum left to the device");
	if (p->checksum == CAPFLOW_CHECKSUM_BAD)
		strbuf_put_text(to, "; bad checksum");
	strbuf_put_text(to, "; ");
	if (!flow_say_all(to, p->events, p->n_events) && !to->bad)
		to->used -= 2;
}

void capflow_await_keys(struct capflow *w)
{
	w->awaits_keys = w->file;
}

void capflow_keys(struct capflow *w, struct bytes lines)
{
	if (!w->awaits_keys)
		return;
	w->awaits_keys = false;
	if (lines.left)
		capfile_secrets(w->file, lines);
	capfile_release(w->file);
}

void capflow_save(struct capflow *w)
{
	const struct capflow_packet *p = &w->packet;
	struct bytes b = w->hide_payload ? bytes_head(w->frame, w->headers_bytes) : w->frame;
	struct capfile_packet *to = capfile_hold(w->file, b.left);
	struct strbuf text = {0};

	if (!to)
		return;
	memcpy(to->bytes, b.p, b.left);
	to->whole_bytes = w->whole_bytes;
	to->realtime_ns = p->at_realtime_ns;
	to->request = p->kind == CAPFLOW_SEGMENT && p->segment.from == FLOW_OUT;
	to->decided = !w->awaits_keys;
	if (p->kind == CAPFLOW_SEGMENT)
		say_segment(&text, p);
	else
		say_icmp(&text, &p->icmp);
	if (!text.bad)
		snprintf(to->comment, sizeof to->comment, "%.*s", (int)text.used, text.p);
	strbuf_close(&text);
	capfile_settle(w->file, to);
}
