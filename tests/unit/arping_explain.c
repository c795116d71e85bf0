/* arping_explain: every sentence of --explain for its scenario, and for no other. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../arping/explain.h"

#include <errno.h>
#include <string.h>

#include "histogram.h"
#include "story.h"

#include "../../arping/owners.h"
#include "address.h"
#include "explained.h"

/* What tells one sentence from the others. */
static const char *const marks[] = {"is on this link: ", "MACs say that they have", "VRRP", "HSRP",
	"of no vendor", "is not of this link", "said unasked who has it", "does not answer itself",
	"Nobody on eth0 answered", "on another VLAN (elsewhere)", "malformed (malformed)",
	"ask for the gateway's address", "had no answer (lost", "(liars)", "(duplicates): a loop",
	"dropped at our own socket", "not the kernel", "about to take this address",
	"is in use by ", "before it could be told", "Nobody objected", "this host's own alone",
	"left (sent). Nobody answers", "arp_accept is set", "accept_untracked_na",
	"(router records)", "No router answered", "itself did not send", "Nothing was sent."};
enum sentence {
	ON_LINK = 1,
	SEVERAL = 1 << 1,
	VRRP = 1 << 2,
	HSRP = 1 << 3,
	NO_VENDOR = 1 << 4,
	OFF_LINK = 1 << 5,
	UNASKED = 1 << 6,
	OWN = 1 << 7,
	NOBODY = 1 << 8,
	OTHER_VLAN = 1 << 9,
	MALFORMED = 1 << 10,
	ASK_GATEWAY = 1 << 11,
	LOSSY = 1 << 12,
	LIARS = 1 << 13,
	AGAIN = 1 << 14,
	DROPPED = 1 << 15,
	USER_TIME = 1 << 16,
	SAME_TIME = 1 << 17,
	IN_USE = 1 << 18,
	UNFINISHED = 1 << 19,
	NO_OBJECTION = 1 << 20,
	OURS = 1 << 21,
	ANNOUNCED = 1 << 22,
	ARP_ACCEPT = 1 << 23,
	NA_ACCEPT = 1 << 24,
	ROUTERS = 1 << 25,
	NO_ROUTER = 1 << 26,
	UNSENT = 1 << 27,
	NOTHING = 1 << 28
};

struct scene {
	const char *what;
	unsigned says; /* enum sentence together */
	const char *target, *gateway;
	bool local;
	const char *macs[2]; /* of the owners */
	struct summary s;
};

static const char *explained(const struct scene *c)
{
	struct explain_place place = {.target = address(c->target ? c->target : "198.18.0.2"),
		.gateway = c->gateway ? address(c->gateway) : (struct addr){.family = ADDR_NONE},
		.interface = "eth0",
		.local = c->local};
	struct summary s = c->s;
	struct owners owners = {.n = 0};
	struct story story = {.longest_loss = 2};
	struct histogram *h = histogram_open();
	struct report *r;
	struct mac m;

	if (!h)
		abort();
	for (size_t i = 0; i < 2 && c->macs[i]; i++)
		if (!mac_parse(&m, c->macs[i]) || owners_enter(&owners, &m) == OWNERS_MAX)
			abort();
	histogram_add(h, 84000);
	s.owners = &owners;
	s.story = &story;
	s.histogram = h;
	r = explained_begin();
	explain_run(r, &place, &s);
	explained_end(r);
	histogram_close(h);
	return said.out;
}

static void plays(const struct scene *c)
{
	explained_is(explained(c), marks, sizeof marks / sizeof *marks, c->says, c->what);
}

#define MAKER "00:11:22:33:44:55"
#define CHANCE "02:00:00:00:00:0a"

static const struct scene scenes[] = {
	{.what = "an owner",
		.says = ON_LINK,
		.macs = {MAKER},
		.s = {.transmitted = 3, .received = 3, .answered = 3}},
	{.what = "one of no vendor",
		.says = ON_LINK | NO_VENDOR,
		.macs = {CHANCE},
		.s = {.transmitted = 3, .received = 3, .answered = 3}},
	{.what = "a virtual router by VRRP",
		.says = ON_LINK | VRRP,
		.macs = {"00:00:5e:00:01:07"},
		.s = {.transmitted = 1, .received = 1, .answered = 1}},
	{.what = "... for IPv6",
		.says = ON_LINK | VRRP,
		.target = "2001:db8::2",
		.macs = {"00:00:5e:00:02:07"},
		.s = {.transmitted = 1, .received = 1, .answered = 1}},
	{.what = "... by HSRP",
		.says = ON_LINK | HSRP,
		.macs = {"00:00:0c:07:ac:01"},
		.s = {.transmitted = 1, .received = 1, .answered = 1}},
	{.what = "two owners",
		.says = ON_LINK | SEVERAL | NO_VENDOR,
		.macs = {MAKER, CHANCE},
		.s = {.transmitted = 1, .received = 2, .answered = 1}},
	{.what = "some lost",
		.says = ON_LINK | LOSSY,
		.macs = {MAKER},
		.s = {.transmitted = 5, .received = 3, .answered = 3, .lost = 2}},
	{.what = "silence", .says = NOBODY | ASK_GATEWAY, .s = {.transmitted = 3, .lost = 3}},
	{.what = "... with an answer on another VLAN",
		.says = NOBODY | OTHER_VLAN,
		.s = {.transmitted = 3, .lost = 3, .elsewhere = 1}},
	{.what = "... with one that is malformed",
		.says = NOBODY | MALFORMED,
		.s = {.transmitted = 3, .lost = 3, .malformed = 2}},
	{.what = "... behind a router",
		.says = OFF_LINK,
		.gateway = "198.18.0.1",
		.s = {.transmitted = 3, .lost = 3}},
	{.what = "... of an address of this host",
		.says = OWN,
		.local = true,
		.s = {.transmitted = 3, .lost = 3}},
	{.what = "an owner that only claims",
		.says = UNASKED,
		.macs = {MAKER},
		.s = {.transmitted = 3, .lost = 3, .claims = 1}},
	{.what = "oddities, one of each",
		.says = ON_LINK | LIARS | AGAIN | DROPPED | USER_TIME,
		.macs = {MAKER},
		.s = {.transmitted = 1,
			.received = 1,
			.answered = 1,
			.liars = 1,
			.repeated = 1,
			.drops = 1,
			.user_stamped = 1}},
	{.what = "an address in use",
		.says = IN_USE,
		.macs = {MAKER},
		.s = {.mode = SUMMARY_DAD, .transmitted = 1, .conflict = true}},
	{.what = "one that another host wants, too",
		.says = SAME_TIME,
		.macs = {MAKER},
		.s = {.mode = SUMMARY_DAD, .transmitted = 1, .conflict = true, .by_probe = true}},
	{.what = "a free one",
		.says = NO_OBJECTION,
		.s = {.mode = SUMMARY_DAD, .transmitted = 3, .verdict = true}},
	{.what = "one of this host alone",
		.says = NO_OBJECTION | OURS,
		.local = true,
		.s = {.mode = SUMMARY_DAD, .transmitted = 3, .verdict = true}},
	{.what = "one that was not asked to the end",
		.says = UNFINISHED,
		.s = {.mode = SUMMARY_DAD, .transmitted = 1, .unfinished = true}},
	{.what = "announcements",
		.says = ANNOUNCED | ARP_ACCEPT,
		.s = {.mode = SUMMARY_ANNOUNCE, .transmitted = 2}},
	{.what = "... of IPv6",
		.says = ANNOUNCED | NA_ACCEPT,
		.target = "2001:db8::2",
		.s = {.mode = SUMMARY_ANNOUNCE, .transmitted = 2}},
	{.what = "a router",
		.says = ROUTERS,
		.macs = {MAKER},
		.s = {.mode = SUMMARY_ROUTER, .transmitted = 1, .received = 1, .answered = 1}},
	{.what = "no router", .says = NO_ROUTER, .s = {.mode = SUMMARY_ROUTER, .transmitted = 3}},
	{.what = "what could not be sent",
		.says = NOTHING | UNSENT,
		.s = {.unsent = 3, .local_error = ENETDOWN}},
	{.what = "a run that was ended at once", .says = NOTHING, .s = {.interrupted = true}},
};

int main(void)
{
	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
		plays(&scenes[i]);
	return tap_done();
}
