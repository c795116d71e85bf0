/* tcpprobe_explain: every sentence of --explain for its scenario, and for no other. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/explain.h"

#include <errno.h>
#include <string.h>

#include "address.h"
#include "explained.h"

/* What tells one sentence from the others. */
static const char *const marks[] = {"accepts connections", "Each was reset at once",
	"Each connection was closed at once", "window is 0", "RSTs acknowledged",
	"nothing listens on port 80", "or something on the way", "ss -ltn",
	"something nearer answers", "said by ICMP", "That is the host itself",
	"That is not the host: look there", "No answer of any kind", "own rules (nft list",
	"The answers disagree", "older connection", "refused to send", "dropped at our own socket",
	"ended before anything was known", "stayed without answer",
	"on the link behind, nobody answers", "That is this host: a rule or a route",
	"198.18.0.2 does not answer on its link", "the gateway 198.18.0.254 does not answer"};
enum sentence {
	ACCEPTS = 1,
	RESET = 1 << 1,
	ENDED_AT_ONCE = 1 << 2,
	WINDOW = 1 << 3,
	RSTS = 1 << 4,
	NOTHING = 1 << 5,
	UNSURE = 1 << 6,
	LOOK = 1 << 7,
	NEARER = 1 << 8,
	ICMP = 1 << 9,
	ITSELF = 1 << 10,
	ANOTHER = 1 << 11,
	SILENCE = 1 << 12,
	OWN_RULES = 1 << 13,
	DISAGREE = 1 << 14,
	STALE = 1 << 15,
	UNSENT = 1 << 16,
	DROPPED = 1 << 17,
	EARLY = 1 << 18,
	SOME_LOST = 1 << 19,
	ABSENT = 1 << 20,
	RULE_HERE = 1 << 21,
	NEIGHBOUR = 1 << 22,
	GATEWAY = 1 << 23
};

struct scene {
	const char *what;
	unsigned says; /* enum sentence together */
	struct explain_place place;
	struct summary s;
};

static const char *explained(const struct scene *c)
{
	struct explain_place place = c->place;
	struct report *r = explained_begin();

	place.target = address("198.18.0.2");
	place.leaves_by = "eth0";
	explain_run(r, &place, &c->s);
	return explained_end(r);
}

static void plays(const struct scene *c)
{
	explained_is(explained(c), marks, sizeof marks / sizeof *marks, c->says, c->what);
}

/* By an ICMP error, of whom. */
static void rejections(void)
{
	const struct scene scenes[] = {
		{"the host's own firewall", ICMP | ITSELF, {.port = 80},
			{.sent = 3,
				.rejected = 3,
				.rejecter = address("198.18.0.2"),
				.by_target = true,
				.type = 3,
				.code = 13}},
		{"a router's", ICMP | ANOTHER, {.port = 80},
			{.sent = 3,
				.rejected = 3,
				.rejecter = address("198.18.0.254"),
				.type = 3,
				.code = 13}},
		{"a router's that finds nobody", ICMP | ABSENT, {.port = 80},
			{.sent = 3,
				.rejected = 3,
				.rejecter = address("198.18.0.254"),
				.type = 3,
				.code = 1}},
		{"a rule of this host", ICMP | RULE_HERE, {.port = 80},
			{.sent = 3,
				.rejected = 3,
				.rejecter = address("198.18.0.1"),
				.by_us = true,
				.type = 3,
				.code = 13}},
		{"a target that is not on its link", ICMP | NEIGHBOUR, {.port = 80},
			{.sent = 3,
				.rejected = 3,
				.rejecter = address("198.18.0.1"),
				.by_us = true,
				.type = 3,
				.code = 1}},
		{"a gateway that is not on its link", ICMP | GATEWAY,
			{.port = 80, .next_hop = address("198.18.0.254")},
			{.sent = 3,
				.rejected = 3,
				.rejecter = address("198.18.0.1"),
				.by_us = true,
				.type = 3,
				.code = 1}},
	};

	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
		plays(&scenes[i]);
}

int main(void)
{
	const struct scene scenes[] = {
		{"an open port", ACCEPTS | RESET, {.port = 80}, {.sent = 10, .open = 10}},
		{"one that connect() was asked about", ACCEPTS | ENDED_AT_ONCE,
			{.port = 80, .connected = true}, {.sent = 1, .open = 1}},
		{"a window of 0 is a proxy's", ACCEPTS | RESET | WINDOW, {.port = 80},
			{.sent = 2, .open = 2, .no_window = 2}},
		{"... but not one among others", ACCEPTS | RESET, {.port = 80},
			{.sent = 2, .open = 2, .no_window = 1}},
		{"some SYNs were lost", ACCEPTS | RESET | SOME_LOST, {.port = 80},
			{.sent = 10, .open = 8, .lost = 2}},
		{"a closed port", RSTS | UNSURE | LOOK, {.port = 80}, {.sent = 10, .closed = 10}},
		{"one whose RSTs are as the host's own", RSTS | NOTHING | LOOK, {.port = 80},
			{.sent = 10,
				.closed = 10,
				.has_compared = true,
				.compared = {.usable = true, .certain = true}}},
		{"one whose RSTs are a nearer box's", RSTS | NEARER, {.port = 80},
			{.sent = 10,
				.closed = 10,
				.has_compared = true,
				.compared = {.usable = true,
					.certain = true,
					.signals = VERDICT_SIGNAL_TTL | VERDICT_SIGNAL_RTT}}},
		{"silence", SILENCE, {.port = 80}, {.sent = 3, .lost = 3}},
		{"silence of an address of this host", SILENCE | OWN_RULES,
			{.port = 80, .local = true}, {.sent = 3, .lost = 3}},
		{"answers that disagree", DISAGREE, {.port = 80},
			{.sent = 4, .open = 2, .closed = 2}},
		{"answers for an older connection", STALE, {.port = 80}, {.sent = 3, .stale = 3}},
		{"what could not be sent", UNSENT, {.port = 80},
			{.unsent = 3, .local_error = EPERM}},
		{"what was dropped here", DROPPED, {.port = 80},
			{.sent = 3, .lost = 3, .drops = 2}},
		{"a run that was ended at once", EARLY, {.port = 80}, {.sent = 1, .pending = 1}},
	};

	for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
		plays(&scenes[i]);
	rejections();
	return tap_done();
}
