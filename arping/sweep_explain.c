/* sweep_explain: what a sweep means in plain words, each sentence with its evidence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "sweep_explain.h"

#include <inttypes.h>
#include <string.h>

#include "plural.h"
#include "times.h"

struct told {
	struct report *report;
	const struct sweep_place *place;
	const struct sweep_sum *s;
};

static void name_some(const struct told *t, const struct addr *list, uint64_t n)
{
	char text[ADDR_TEXT];

	for (uint64_t i = 0; i < n && i < SWEEP_EXAMPLES; i++)
		report_text(t->report, "%s%s", i ? ", " : "", addr_print(text, &list[i]));
	if (n > SWEEP_EXAMPLES)
		report_text(t->report, " and %" PRIu64 " more", n - SWEEP_EXAMPLES);
}

static void nobody(const struct told *t)
{
	const struct sweep_sum *s = t->s;

	report_text(t->report,
		"None of %" PRIu64
		" addresses answered on %s (alive 0, targets, transmitted %" PRIu64
		"): nobody there has one of them, or the link does not carry, or they are on "
		"another VLAN. Next: ask for the gateway's address to see that the link carries "
		"at all.\n",
		s->targets - s->own, t->place->interface, s->transmitted);
}

static void present(const struct told *t, const struct histogram *h)
{
	const struct sweep_sum *s = t->s;
	char median[TIMES_MS];

	report_text(t->report,
		"%" PRIu64 " of %" PRIu64
		" %s in use on %s (alive, targets), median time %s ms (rtt_p50_ms). "
		"That says nothing of a firewall on them, which %s passes by.\n",
		s->alive, s->targets - s->own,
		plural(s->targets - s->own, "address is", "addresses are"), t->place->interface,
		times_ms(median, histogram_quantile_ns(h, 0.5)),
		t->place->v6 ? "neighbour discovery" : "ARP");
}

static void silent(const struct told *t)
{
	const struct sweep_sum *s = t->s;
	char first[ADDR_TEXT];

	report_text(t->report,
		"%" PRIu64 " %s asked up to %" PRIu64 " %s and %s silent (silent): ", s->silent,
		plural(s->silent, "was", "were"), t->place->questions,
		plural(t->place->questions, "time", "times"), plural(s->silent, "is", "are"));
	name_some(t, s->silent_list, s->silent);
	addr_print(first, &s->silent_list[0]);
	report_text(t->report,
		". Free, switched off, asleep, on another VLAN, or lost more than we asked: "
		"which is unknown. Where one is to be there, next: arping -c 5 --explain %s, and "
		"look for its MAC in the switch's table.\n",
		first);
}

static void duplicates(const struct told *t)
{
	const struct sweep_sum *s = t->s;
	char first[ADDR_TEXT];

	report_text(t->report,
		"%" PRIu64
		" answered by more than one MAC (duplicate_addresses, host records: other_mac): ",
		s->duplicates);
	name_some(t, s->duplicate_list, s->duplicates);
	report_text(t->report,
		". Two hosts with one address lose each other's packets; one host with two "
		"interfaces on this link answers by both (arp_ignore), and a proxy answers for "
		"others. Which of them is unknown. Next: arping -c 3 --unique --explain %s, then "
		"unplug one.\n",
		addr_print(first, &s->duplicate_list[0]));
}

static void proxies(const struct told *t)
{
	const struct sweep_sum *s = t->s;
	char mac[MAC_TEXT];

	report_text(t->report,
		"%s answers for %" PRIu64 " %s (proxies %" PRIu64
		", host records: mac): a router that answers in the name of others (%s), a host "
		"with many addresses, or somebody who takes what is others'. Whether hosts are "
		"behind these addresses cannot be told by %s. Next: ping some of them with the "
		"TTL shown; one hop more than a neighbour means a proxy.\n",
		mac_print(mac, &s->proxy), s->proxy_addresses,
		plural(s->proxy_addresses, "address", "addresses"), s->proxies,
		t->place->v6 ? "proxy_ndp" : "proxy_arp",
		t->place->v6 ? "neighbour discovery" : "ARP");
}

static void losses(const struct told *t)
{
	const struct sweep_sum *s = t->s;

	if (s->retried)
		report_text(t->report,
			"%" PRIu64
			" answered, but not every question (retried, late): frames are lost, "
			"hosts sleep, or they limit what they answer. Next: a lower --rate; with "
			"the same count then, look at the link.\n",
			s->retried);
	if (s->drops)
		report_text(t->report,
			"%" PRIu64 " %s dropped at our own socket (drops): some of the silent may "
			"have answered. Next: a lower --rate.\n",
			s->drops, plural(s->drops, "frame was", "frames were"));
	if (s->unsent)
		report_text(t->report,
			"This host itself did not send %" PRIu64 " %s (unsent): %s.\n", s->unsent,
			plural(s->unsent, "question", "questions"),
			s->local_error ? strerror(s->local_error) : "unknown");
	if (s->unasked)
		report_text(t->report,
			"%" PRIu64 " %s never asked (unasked): the run ended before. Nothing is "
			"known of %s.\n",
			s->unasked, plural(s->unasked, "address was", "addresses were"),
			plural(s->unasked, "it", "them"));
}

static void oddities(const struct told *t)
{
	const struct sweep_sum *s = t->s;

	if (s->liars)
		report_text(t->report,
			"%" PRIu64 " %s frame came from (liars): "
			"a proxy, a wireless bridge, or somebody who forges.\n",
			s->liars,
			plural(s->liars, "answer names another MAC than its",
				"answers name another MAC than their"));
	if (s->elsewhere)
		report_text(t->report,
			"%" PRIu64 " %s came on another VLAN (elsewhere) and %s not count. Next: "
			"--vlan.\n",
			s->elsewhere, plural(s->elsewhere, "message", "messages"),
			plural(s->elsewhere, "does", "do"));
	if (s->malformed)
		report_text(t->report, "%" PRIu64 " %s malformed (malformed) and %s not count.\n",
			s->malformed, plural(s->malformed, "message was", "messages were"),
			plural(s->malformed, "does", "do"));
}

void sweep_explain(struct report *r, const struct sweep_place *p, const struct sweep_sum *s,
	const struct histogram *h)
{
	const struct told t = {r, p, s};

	report_text(r, "\n");
	if (!s->transmitted)
		report_text(r, "Nothing was sent.\n");
	else if (s->alive)
		present(&t, h);
	else
		nobody(&t);
	if (s->alive && s->silent)
		silent(&t);
	if (s->duplicates)
		duplicates(&t);
	if (s->proxies)
		proxies(&t);
	losses(&t);
	oddities(&t);
	report_flush(r);
}
