/* explain: what a run means in plain words, each sentence with its evidence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain.h"

#include <inttypes.h>
#include <string.h>

#include "plural.h"
#include "times.h"

struct told {
	struct report *report;
	const struct explain_place *place;
	const struct summary *s;
	char target[ADDR_TEXT];
	bool v6;
};

/* What is behind a MAC, as far as its bits tell (IEEE 802, RFC 5798 7.3, RFC 2281 5.2). */
static const char *kind_of_mac(const struct mac *m)
{
	static const uint8_t vrrp[] = {0x00, 0x00, 0x5e, 0x00, 0x01};
	static const uint8_t vrrp6[] = {0x00, 0x00, 0x5e, 0x00, 0x02};
	static const uint8_t hsrp[] = {0x00, 0x00, 0x0c, 0x07, 0xac};

	if (!memcmp(m->bytes, vrrp, sizeof(vrrp)) || !memcmp(m->bytes, vrrp6, sizeof(vrrp6)))
		return ", a virtual router's (VRRP)";
	if (!memcmp(m->bytes, hsrp, sizeof(hsrp)))
		return ", a virtual router's (HSRP)";
	if (m->bytes[0] & 2)
		return ", of no vendor (virtual, or of chance)";
	return "";
}

static void name_owner(const struct told *t, const char *before, const struct mac *m)
{
	char mac[MAC_TEXT];

	report_text(t->report, "%s%s%s", before, mac_print(mac, m), kind_of_mac(m));
}

static void answered(const struct told *t)
{
	const struct summary *s = t->s;
	char median[TIMES_MS];

	report_text(t->report, "%s is on this link: %" PRIu64 " of %" PRIu64 " %s answered",
		t->target, s->answered, s->transmitted, plural(s->transmitted, "probe", "probes"));
	if (s->owners->n == 1)
		name_owner(t, ", by ", &s->owners->list[0].mac);
	report_text(t->report,
		", median %s ms (answered, sent, rtt_p50_ms). That says nothing of a "
		"firewall on it, which %s passes by.\n",
		times_ms(median, histogram_quantile_ns(s->histogram, 0.5)),
		t->v6 ? "neighbour discovery" : "ARP");
}

static void duplicates(const struct told *t)
{
	const struct owners *o = t->s->owners;

	if (o->n < 2)
		return;
	report_text(t->report,
		"%zu MACs say that they have %s (owners, reply and claim records): ", o->n,
		t->target);
	for (size_t i = 0; i < o->n; i++)
		name_owner(t, i ? "; " : "", &o->list[i].mac);
	report_text(t->report,
		". Two hosts with one address lose each other's packets; one host with two "
		"interfaces on this link answers by both (arp_ignore), and a proxy answers for "
		"others. Which of them is unknown. Next: unplug one, or look for the MACs in the "
		"switch's table.\n");
}

static void off_link(const struct told *t)
{
	char gateway[ADDR_TEXT];

	report_text(t->report,
		"%s is not of this link: the route to it goes by %s, and %s does not pass a "
		"router. "
		"Next: ping it, or arping %s.\n",
		t->target, addr_print(gateway, &t->place->gateway),
		t->v6 ? "neighbour discovery" : "ARP", addr_print(gateway, &t->place->gateway));
}

static void silent(const struct told *t)
{
	const struct summary *s = t->s;

	if (s->claims) {
		report_text(t->report,
			"Nobody answered for %s (answers 0), but %" PRIu64
			" %s said unasked who has it (claims): ",
			t->target, s->claims, plural(s->claims, "message", "messages"));
		name_owner(t, "", &s->owners->list[0].mac);
		report_text(t->report, ". It may not answer this host, or not on this VLAN.\n");
		return;
	}
	if (t->place->local) {
		report_text(t->report,
			"%s is an address of this host, which does not answer itself: nobody else "
			"on %s says that he has it (answers 0).\n",
			t->target, t->place->interface);
		return;
	}
	if (t->place->gateway.family) {
		off_link(t);
		return;
	}
	report_text(t->report,
		"Nobody on %s answered for %s in %" PRIu64 " %s (answers 0, sent): no host "
		"there has the address, or it is down, or on another VLAN. ",
		t->place->interface, t->target, s->transmitted,
		plural(s->transmitted, "probe", "probes"));
	if (s->elsewhere)
		report_text(t->report,
			"%" PRIu64 " %s came on another VLAN (elsewhere). Next: --vlan.\n",
			s->elsewhere, plural(s->elsewhere, "message", "messages"));
	else if (s->malformed)
		report_text(t->report, "%" PRIu64 " %s malformed (malformed). Next: -v says how.\n",
			s->malformed, plural(s->malformed, "message was", "messages were"));
	else
		report_text(t->report, "Next: ask for the gateway's address to see that the link "
				       "carries at all.\n");
}

static void lossy(const struct told *t)
{
	const struct summary *s = t->s;

	if (!s->lost || !s->answered)
		return;
	report_text(t->report,
		"%" PRIu64 " of %" PRIu64 " %s had no answer (lost, sent), the longest "
		"run %" PRIu64
		" (longest_loss): on a wireless link broadcasts are often lost; on a "
		"wired one look at the switch port.\n",
		s->lost, s->transmitted, plural(s->transmitted, "probe", "probes"),
		s->story->longest_loss);
}

static void oddities(const struct told *t)
{
	const struct summary *s = t->s;

	if (s->liars)
		report_text(t->report,
			"%" PRIu64 " %s frame came from (liars): a "
			"proxy, a wireless bridge, or somebody who forges.\n",
			s->liars,
			plural(s->liars, "answer names another MAC than its",
				"answers name another MAC than their"));
	if (s->repeated)
		report_text(t->report,
			"%" PRIu64 " %s came again from the same MAC (duplicates): a loop, a "
			"device that copies frames, or this host's own kernel asked as well, as it "
			"does now and then.\n",
			s->repeated, plural(s->repeated, "answer", "answers"));
	if (s->drops)
		report_text(t->report,
			"%" PRIu64 " %s dropped at our own socket (drops): what was missed "
			"is unknown.\n",
			s->drops, plural(s->drops, "frame was", "frames were"));
	if (s->user_stamped)
		report_text(t->report,
			"%" PRIu64
			" %s taken by this program, not the kernel (user_stamped): %s this "
			"host's own delays.\n",
			s->user_stamped, plural(s->user_stamped, "time was", "times were"),
			plural(s->user_stamped, "it holds", "they hold"));
}

static void dad(const struct told *t)
{
	const struct summary *s = t->s;

	if (s->by_probe) {
		name_owner(t,
			"Somebody else is about to take this address: ", &s->owners->list[0].mac);
		report_text(t->report, " asks for it at the same time (conflict record). Neither "
				       "may use it now. Next: another address.\n");
	} else if (s->conflict) {
		report_text(t->report, "%s is in use ", t->target);
		name_owner(t, "by ", &s->owners->list[0].mac);
		report_text(t->report, " (conflict, mac). Next: another address, or take it from "
				       "that host.\n");
	} else if (s->unfinished) {
		report_text(t->report,
			"The run ended before it could be told whether %s is free (available "
			"null): unknown.\n",
			t->target);
	} else {
		report_text(t->report,
			"Nobody objected to %" PRIu64 " %s (sent, conflict false): %s is "
			"%s, as far as this link's hosts were up and heard them.\n",
			s->transmitted - s->announced,
			plural(s->transmitted - s->announced, "probe", "probes"), t->target,
			t->place->local ? "this host's own alone" : "free");
	}
}

static void announced(const struct told *t)
{
	report_text(t->report,
		"%" PRIu64 " %s left (sent). Nobody answers %s: whether "
		"neighbours took note is unknown. Linux hosts renew an entry they have, and make "
		"none unless %s.\n",
		t->s->transmitted, plural(t->s->transmitted, "announcement", "announcements"),
		plural(t->s->transmitted, "it", "them"),
		t->v6 ? "accept_untracked_na is set" : "arp_accept is set");
}

static void routers(const struct told *t)
{
	if (t->s->received)
		report_text(t->report,
			"%zu %s on %s (router records). More than one is a fault "
			"unless "
			"you know of both: hosts take addresses and gateways of each.\n",
			t->s->owners->n,
			plural(t->s->owners->n, "router answers", "routers answer"),
			t->place->interface);
	else
		report_text(t->report,
			"No router answered on %s (answers 0): hosts there have no IPv6 but their "
			"link-local addresses, unless it is set by hand.\n",
			t->place->interface);
}

static void unsent(const struct told *t)
{
	const struct summary *s = t->s;

	report_text(t->report,
		"This host itself did not send %" PRIu64 " %s: %s (unsent records: error).\n",
		s->unsent, plural(s->unsent, "probe", "probes"),
		s->local_error ? strerror(s->local_error) : "unknown");
}

static void lookup(const struct told *t)
{
	if (t->s->received)
		answered(t);
	else if (t->s->transmitted)
		silent(t);
	duplicates(t);
	lossy(t);
}

void explain_run(struct report *r, const struct explain_place *p, const struct summary *s)
{
	struct told t = {.report = r, .place = p, .s = s, .v6 = p->target.family == ADDR_V6};

	addr_print(t.target, &p->target);
	report_text(r, "\n");
	if (!s->transmitted)
		report_text(r, "Nothing was sent.\n");
	switch (s->mode) {
	case SUMMARY_LOOKUP:
		lookup(&t);
		break;
	case SUMMARY_DAD:
		dad(&t);
		break;
	case SUMMARY_ANNOUNCE:
		announced(&t);
		break;
	case SUMMARY_ROUTER:
		routers(&t);
		break;
	case SUMMARY_SWEEP: /* have a text of their own */
	case SUMMARY_WATCH:
		break;
	}
	if (s->unsent)
		unsent(&t);
	oddities(&t);
	report_flush(r);
}
