/* watch_explain: a watch in numbers: for its record, in full, and in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_explain.h"

#include <inttypes.h>

#include "plural.h"

void watch_enter(struct watch_sum *s, const struct watch_event *v)
{
	if (!s->kinds[v->kind]++)
		s->first[v->kind] = *v;
}

uint64_t watch_events(const struct watch_sum *s)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < WATCH_KINDS; i++)
		n += s->kinds[i];
	return n;
}

uint64_t watch_alarms(const struct watch_sum *s)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < WATCH_KINDS; i++)
		n += watch_is_alarm((enum watch_kind)i) ? s->kinds[i] : 0;
	return n;
}

void watch_summarise(struct records_summary *out, const struct watch_sum *s)
{
	out->target = s->target;
	out->mode = records_mode(SUMMARY_WATCH);
	records_unknown(out);
	out->transmitted = s->transmitted;
	out->received = s->received;
	out->up = s->addresses > 0;
	out->alive = s->addresses;
	out->events = watch_events(s);
	out->alarms = watch_alarms(s);
	out->duplicates = s->kinds[WATCH_DUPLICATE];
	out->duplicate = s->kinds[WATCH_DUPLICATE] > 0;
	out->drops = s->drops;
	out->elapsed_ns = s->elapsed_ns;
	out->interrupted = s->interrupted;
}

void watch_stats(struct report *r, const struct watch_sum *s)
{
	report_text(r, "events:");
	for (unsigned i = 0; i < WATCH_KINDS; i++)
		report_text(r, "%s %" PRIu64 " %s", i ? "," : "", s->kinds[i],
			watch_name((enum watch_kind)i));
	report_text(r, "\nlink: %" PRIu64 " %s heard, %" PRIu64 " %s sent\n", s->received,
		plural(s->received, "frame", "frames"), s->transmitted,
		plural(s->transmitted, "question", "questions"));
	report_text(r,
		"this host: %" PRIu64 " dropped at our socket, %" PRIu64
		" %s without room for its address, %" PRIu64 " %s --exec missed\n",
		s->drops, s->beyond, plural(s->beyond, "message", "messages"), s->missed,
		plural(s->missed, "event", "events"));
	report_flush(r);
}

/* What an event may mean, and what to do about it. */
static const char *meaning(enum watch_kind kind)
{
	switch (kind) {
	case WATCH_NEW:
		return NULL;
	case WATCH_CHANGED:
		return "The card or the host was changed, a lease went to another host, an "
		       "address moved with a failover, or somebody takes what is another's: "
		       "which is unknown. Next: ask who is at that MAC's switch port.";
	case WATCH_FLIP_FLOP:
		return "Two hosts use the address in turn, or a failover went back. Next: arping "
		       "-b --unique on the address shows whether both are there at once.";
	case WATCH_DUPLICATE:
		return "Two hosts with one address lose each other's packets; one host with two "
		       "interfaces on this link answers by both (arp_ignore). Next: arping -b "
		       "--unique --explain on the address, then unplug one.";
	case WATCH_GATEWAY:
		return "With a failover of routers (VRRP, HSRP) that is as it should be; "
		       "otherwise all that leaves this network may go by somebody else. Next: "
		       "compare the MAC with the router's own.";
	case WATCH_MISMATCH:
		return "A proxy, a wireless bridge, or somebody who forges. Next: look for the "
		       "frame's MAC in the switch's table.";
	case WATCH_GONE:
		return "Switched off, unplugged, asleep, or on another address now: which is "
		       "unknown.";
	}
	return NULL;
}

static void tell_kind(struct report *r, const struct watch_sum *s, enum watch_kind kind)
{
	const struct watch_event *v = &s->first[kind];
	char addr[ADDR_TEXT], mac[MAC_TEXT];

	if (!s->kinds[kind] || !meaning(kind))
		return;
	report_text(r, "%" PRIu64 " %s (event records), the first of %s: %s", s->kinds[kind],
		watch_name(kind), addr_print(addr, &v->addr), mac_print(mac, &v->mac));
	if (v->has_before)
		report_text(r, kind == WATCH_MISMATCH ? " in a frame from %s" : ", before %s",
			mac_print(mac, &v->before));
	report_text(r, ". %s\n", meaning(kind));
}

static void limits(struct report *r, const struct watch_sum *s)
{
	if (s->file)
		report_text(r, "The file's frames were read and nobody was asked: who fell silent "
			       "is not told.\n");
	else if (s->mute)
		report_text(r,
			"%s has no address to ask from (sent 0): who fell silent is not "
			"told. Next: give it one.\n",
			s->target);
	if (s->drops)
		report_text(r,
			"%" PRIu64
			" frames were dropped at our own socket (drops): what was missed is "
			"unknown.\n",
			s->drops);
	if (s->beyond)
		report_text(r,
			"There was no room for the addresses of %" PRIu64
			" messages: a very large link, or somebody who makes addresses up.\n",
			s->beyond);
}

void watch_explain(struct report *r, const struct watch_sum *s)
{
	report_text(r, "\n");
	if (!s->received)
		report_text(r,
			"Nothing was heard on %s (answers 0): nobody asked for anybody, or the "
			"link does not carry, or all is on another VLAN. Next: arping a host.\n",
			s->target);
	else
		report_text(r,
			"%" PRIu64 " %s known and %" PRIu64 " %s heard (alive, answers); %" PRIu64
			" %s (alarms). A switch delivers what hosts say to each other to "
			"these alone: what was said past this host is unknown.\n",
			s->addresses, plural(s->addresses, "address is", "addresses are"),
			s->received, plural(s->received, "frame was", "frames were"),
			watch_alarms(s), plural(watch_alarms(s), "alarm", "alarms"));
	for (unsigned i = 0; i < WATCH_KINDS; i++)
		tell_kind(r, s, (enum watch_kind)i);
	limits(r, s);
	report_flush(r);
}
