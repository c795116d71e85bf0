/* ping_explain: every sentence of --explain for its scenario, and for no other. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain.h"

#include <errno.h>

#include "address.h"
#include "explained.h"

/* What tells one sentence from the others. */
enum sentence {
	ALIVE = 1,
	SILENT = 1 << 1,
	PENDING = 1 << 2,
	UNCOUNTED = 1 << 3,
	NOTHING = 1 << 4,
	REFUSED = 1 << 5,
	TTL_OVER = 1 << 6,
	PIECES = 1 << 7,
	TOO_BIG = 1 << 8,
	NOBODY = 1 << 9,
	NO_ROUTE = 1 << 10,
	FILTER = 1 << 11,
	MEANING_UNKNOWN = 1 << 12,
	UNSENT = 1 << 13,
	OWN_FIREWALL = 1 << 14,
	OWN_MTU = 1 << 15,
	OWN_ROUTE = 1 << 16,
	NO_FAULT = 1 << 17,
	LOST = 1 << 18,
	OUTAGE = 1 << 19,
	TOO_FEW = 1 << 20,
	SCATTERED = 1 << 21,
	TWICE = 1 << 22,
	LATE = 1 << 23,
	CHANGED = 1 << 24,
	FORGED = 1 << 25,
	DROPPED = 1 << 26,
	OTHER_PATH = 1 << 27,
	USER_TIME = 1 << 28,
	BESIDE = 1 << 29,
	OWN_LINK = 1 << 30
};
static const char *const marks[] = {" answers: ", "Nothing came back", "The run ended before",
	"No answer of ", "Nothing was sent", " refused: ", "TTL ran out", "Fragments of",
	"too big for the link", "On the last link nobody", "It has no route", "A filter there",
	"for other traffic is unknown", "itself did not send", "own firewall", "path MTU it knows",
	"lost its route", "no fault of the path", "Lost without an error", "one outage of",
	"too few to tell", "scattered losses", "more than once", "time-out (late)", "changed data",
	"could not prove it", "dropped at our own", "TTL changed", "not the kernel",
	"no probe was given up", "own link nobody answered for"};

struct scene {
	struct addr target, next_hop;
	struct summary s;
	struct story story;
};

/* Ten probes to a host, all answered. */
static struct scene fine(const char *target)
{
	return (struct scene){.target = address(target),
		.s = {.transmitted = 10,
			.received = 10,
			.rtt_min_ns = 38000,
			.rtt_mean_ns = 84000,
			.rtt_max_ns = 130000,
			.rtt_deviation_ns = 46000}};
}

static struct scene lost(uint64_t n, uint64_t runs, uint64_t longest)
{
	struct scene c = fine("198.18.0.2");

	c.s.received = 10 - n;
	c.s.lost = n;
	c.story.loss_runs = runs;
	c.story.longest_loss = longest;
	c.story.outage_ns = 3500000000;
	return c;
}

/* No answer, but an error from that address. */
static struct scene rejected(
	const char *target, const char *from, uint8_t type, uint8_t code, uint32_t info)
{
	struct scene c = fine(target);

	c.s.received = 0;
	c.s.rejected = c.s.errors = 10;
	c.s.has_error = true;
	c.s.error_from = address(from);
	c.s.error_type = type;
	c.s.error_code = code;
	c.s.error_info = info;
	return c;
}

static const char *explained(struct scene c)
{
	struct destination to = {.host = "host.example",
		.target = c.target,
		.source = address(c.target.family == ADDR_V6 ? "2001:db8::9" : "198.18.0.9"),
		.next_hop = c.next_hop,
		.leaves_by = "eth0"};
	struct histogram *h = histogram_open();
	struct report *r;

	if (!h)
		abort();
	for (uint64_t i = 0; i < c.s.received; i++)
		histogram_add(h, 84000);
	c.s.story = &c.story;
	c.s.histogram = h;
	r = explained_begin();
	explain_run(r, &to, &c.s);
	explained_end(r);
	histogram_close(h);
	return said.out;
}

static void says(const struct scene *c, unsigned sentences, const char *what)
{
	const char *text = explained(*c);

	explained_is(text, marks, sizeof marks / sizeof *marks, sentences, what);
	ok(text[0] == '\n' && text[1] && text[strlen(text) - 1] == '\n',
		"... whole lines after an empty one");
}

static void answered(void)
{
	struct scene c = fine("198.18.0.2");

	says(&c, ALIVE, "all answered");
	ok(strstr(explained(c),
		   "host.example answers: 10 of 10 probes, median 0.084 ms, least 0.038 ms "
		   "(answered, transmitted, rtt_p50_ms, rtt_min_ms)."),
		"with its evidence");
	c = lost(1, 1, 1);
	says(&c, ALIVE | LOST | TOO_FEW, "one of ten lost");
	c = lost(4, 4, 1);
	says(&c, ALIVE | LOST | TOO_FEW, "four, one by one");
	c = lost(5, 5, 1);
	says(&c, ALIVE | LOST | SCATTERED, "five, one by one");
	c = lost(6, 2, 5);
	says(&c, ALIVE | LOST | SCATTERED, "two runs of losses");
	c = lost(3, 1, 3);
	says(&c, ALIVE | LOST | OUTAGE, "three in a row");
	ok(strstr(explained(c), "one outage of 3500 ms (outage_ms)"), "how long it was");
	c = lost(2, 1, 2);
	says(&c, ALIVE | LOST | TOO_FEW, "two in a row");
}

static void unanswered(void)
{
	struct scene c = lost(10, 1, 10);

	says(&c, SILENT, "all lost");
	ok(strstr(explained(c), "Next: arping -I eth0 198.18.0.2, since it is on this link"),
		"of a target on this link");
	c.next_hop = address("198.18.0.254");
	ok(strstr(explained(c), "Next: ping the gateway 198.18.0.254, or"), "or behind a gateway");
	c = lost(10, 1, 10);
	c.s.lost = 0;
	c.s.pending = 10;
	says(&c, PENDING, "ended before any time-out");
	c = lost(10, 1, 10);
	c.s.transmitted = c.s.lost = 0;
	says(&c, NOTHING, "nothing was sent");
	c = lost(10, 1, 10);
	c.s.corrupted = 10;
	says(&c, UNCOUNTED | CHANGED, "all corrupted");
	c.s.corrupted = 0;
	c.s.forged = 2;
	says(&c, UNCOUNTED | FORGED, "only forged ones");
	c.s.forged = 0;
	c.s.drops = 3;
	says(&c, UNCOUNTED | DROPPED, "dropped here");
}

static void errors4(void)
{
	static const unsigned codes[] = {NO_ROUTE, NOBODY, MEANING_UNKNOWN, MEANING_UNKNOWN,
		TOO_BIG, MEANING_UNKNOWN, MEANING_UNKNOWN, MEANING_UNKNOWN, MEANING_UNKNOWN, FILTER,
		FILTER, MEANING_UNKNOWN, MEANING_UNKNOWN, FILTER, MEANING_UNKNOWN, MEANING_UNKNOWN};
	struct scene c;
	char what[32];

	for (unsigned code = 0; code < sizeof codes / sizeof *codes; code++) {
		c = rejected("198.18.0.2", "198.18.0.254", 3, (uint8_t)code, 1300);
		snprintf(what, sizeof what, "3/%u", code);
		says(&c, REFUSED | codes[code], what);
	}
	c = rejected("198.18.0.2", "198.18.0.254", 11, 0, 0);
	says(&c, REFUSED | TTL_OVER, "11/0");
	c = rejected("198.18.0.2", "198.18.0.254", 11, 1, 0);
	says(&c, REFUSED | PIECES, "11/1");
	c = rejected("198.18.0.2", "198.18.0.254", 12, 0, 20);
	says(&c, REFUSED | MEANING_UNKNOWN, "12/0");
}

static void errors6(void)
{
	static const unsigned codes[] = {
		NO_ROUTE, FILTER, MEANING_UNKNOWN, NOBODY, MEANING_UNKNOWN, FILTER, FILTER};
	struct scene c;
	char what[32];

	for (unsigned code = 0; code < sizeof codes / sizeof *codes; code++) {
		c = rejected("2001:db8::2", "2001:db8::fe", 1, (uint8_t)code, 0);
		snprintf(what, sizeof what, "IPv6 1/%u", code);
		says(&c, REFUSED | codes[code], what);
	}
	c = rejected("2001:db8::2", "2001:db8::fe", 2, 0, 1280);
	says(&c, REFUSED | TOO_BIG, "IPv6 2/0");
	c = rejected("2001:db8::2", "2001:db8::fe", 3, 0, 0);
	says(&c, REFUSED | TTL_OVER, "IPv6 3/0");
	c = rejected("2001:db8::2", "2001:db8::fe", 3, 1, 0);
	says(&c, REFUSED | PIECES, "IPv6 3/1");
	c = rejected("2001:db8::2", "2001:db8::fe", 4, 1, 6);
	says(&c, REFUSED | MEANING_UNKNOWN, "IPv6 4/1");
}

static void error_details(void)
{
	struct scene c = rejected("198.18.0.2", "198.18.0.2", 3, 13, 0);

	ok(strstr(explained(c), "The target 198.18.0.2 refused: Packet filtered, 10 times (error "
				"records: addr, icmp_type 3, icmp_code 13)."),
		"the target itself");
	c = rejected("198.18.0.2", "198.18.0.254", 3, 4, 1300);
	ok(strstr(explained(c), "which takes 1300 bytes"), "an MTU");
	c.s.error_info = 0;
	says(&c, REFUSED | TOO_BIG, "an MTU of 0");
	ok(!strstr(explained(c), " 0 bytes"), "is none");
	c = rejected("198.18.0.2", "198.18.0.254", 3, 1, 0);
	c.s.rejected = 4;
	c.s.lost = 6;
	c.story.loss_runs = 6;
	says(&c, REFUSED | NOBODY | LOST | SCATTERED, "some rejected, others lost");
	c.s.received = 3;
	c.s.lost = 3;
	says(&c, ALIVE | REFUSED | NOBODY | LOST | TOO_FEW, "some answered besides");
	c = rejected("198.18.0.2", "198.18.0.254", 4, 0, 0);
	c.s.rejected = 0;
	c.s.received = 10;
	says(&c, ALIVE | BESIDE, "all answered, too");
	c = rejected("198.18.0.2", "198.18.0.1", 3, 10, 0);
	c.s.rejected = 0;
	c.s.unsent = 10;
	c.s.local_error = EPERM;
	says(&c, BESIDE | UNSENT | OWN_FIREWALL, "this host's own, of what it did not send");
}

/* An error that this host tells itself. */
static void own_errors(void)
{
	struct scene c = rejected("198.18.0.2", "198.18.0.9", 3, 1, 0);

	says(&c, REFUSED | OWN_LINK, "the target is not on the link");
	ok(strstr(explained(c), "198.18.0.9, which is this host, refused: ") &&
			strstr(explained(c), "Next: arping -I eth0 198.18.0.2."),
		"by whom, and what to try");
	c.next_hop = address("198.18.0.254");
	says(&c, REFUSED | OWN_LINK, "nor is the gateway, which is to blame then");
	ok(strstr(explained(c), "Next: arping -I eth0 198.18.0.254."), "... and to be asked");
	c = rejected("198.18.0.2", "198.18.0.9", 3, 13, 0);
	says(&c, REFUSED | FILTER, "a rule");
	ok(strstr(explained(c), "Next: nft list ruleset."), "of this host");
	c = rejected("198.18.0.2", "198.18.0.254", 3, 13, 0);
	ok(!strstr(explained(c), "nft"), "... and not of this host");
}

static void refused_here(void)
{
	static const struct {
		int error;
		unsigned sentence;
	} all[] = {
		{EPERM, OWN_FIREWALL},
		{EMSGSIZE, OWN_MTU},
		{ENETUNREACH, OWN_ROUTE},
		{EHOSTUNREACH, OWN_ROUTE},
		{ENETDOWN, OWN_ROUTE},
		{EINVAL, NO_FAULT},
		{0, NO_FAULT},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct scene c = fine("198.18.0.2");

		c.s.unsent = 10;
		c.s.received = 0;
		c.s.local_error = all[i].error;
		says(&c, UNSENT | all[i].sentence,
			all[i].error ? strerror(all[i].error) : "a full queue");
		c.s.received = 4;
		c.s.unsent = 6;
		says(&c, ALIVE | UNSENT | all[i].sentence, "... of some");
	}
}

static void oddities(void)
{
	struct scene c = fine("198.18.0.2");

	c.s.duplicates = 1;
	says(&c, ALIVE | TWICE, "duplicates");
	c.s.duplicates = 0;
	c.s.late = 1;
	says(&c, ALIVE | LATE, "late");
	c.s.late = 0;
	c.s.corrupted = 1;
	says(&c, ALIVE | CHANGED, "corrupted");
	c.s.corrupted = 0;
	c.s.forged = 1;
	says(&c, ALIVE | FORGED, "forged");
	c.s.forged = 0;
	c.s.drops = 1;
	says(&c, ALIVE | DROPPED, "drops of our own");
	c.s.drops = 0;
	c.s.ttl_changes = 1;
	says(&c, ALIVE | OTHER_PATH, "another TTL");
	c.s.ttl_changes = 0;
	c.s.user_stamped = 1;
	says(&c, ALIVE | USER_TIME, "user time");
	c.s.duplicates = c.s.late = c.s.corrupted = c.s.forged = c.s.drops = c.s.ttl_changes = 2;
	says(&c, ALIVE | TWICE | LATE | CHANGED | FORGED | DROPPED | OTHER_PATH | USER_TIME,
		"all at once");
}

int main(void)
{
	answered();
	unanswered();
	errors4();
	errors6();
	error_details();
	own_errors();
	refused_here();
	oddities();
	return tap_done();
}
