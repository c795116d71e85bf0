/* explain: what a run means in plain words, each sentence with its evidence. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "explain.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "plural.h"
#include "reason.h"
#include "times.h"

struct told {
	struct report *report;
	const char *host;
	const struct addr *target;
	const struct destination *to;
	const struct summary *s;
};

static void alive(const struct told *t)
{
	const struct summary *s = t->s;
	char median[32], least[32];

	report_text(t->report,
		"%s answers: %" PRIu64 " of %" PRIu64 " %s, median %s ms, least %s ms "
		"(answered, transmitted, rtt_p50_ms, rtt_min_ms).\n",
		t->host, s->received, s->transmitted, plural(s->transmitted, "probe", "probes"),
		times_ms(median, histogram_quantile_ns(s->histogram, 0.5)),
		times_ms(least, s->rtt_min_ns));
}

enum meaning { TTL_OVER, PIECES_MISSING, TOO_BIG, NOBODY_THERE, NO_ROUTE, FILTERED, UNKNOWN };

static enum meaning meaning4(uint8_t type, uint8_t code)
{
	if (type == 11)
		return code ? PIECES_MISSING : TTL_OVER;
	if (type != 3)
		return UNKNOWN;
	if (code == 4)
		return TOO_BIG;
	if (code == 9 || code == 10 || code == 13)
		return FILTERED;
	return code == 0 ? NO_ROUTE : code == 1 ? NOBODY_THERE : UNKNOWN;
}

static enum meaning meaning6(uint8_t type, uint8_t code)
{
	if (type == 3)
		return code ? PIECES_MISSING : TTL_OVER;
	if (type == 2)
		return TOO_BIG;
	if (type != 1)
		return UNKNOWN;
	if (code == 1 || code == 5 || code == 6)
		return FILTERED;
	return code == 0 ? NO_ROUTE : code == 3 ? NOBODY_THERE : UNKNOWN;
}

static void too_big(const struct told *t)
{
	if (t->s->error_info)
		report_text(t->report,
			"The packet is too big for the link behind it, which takes %u bytes. ",
			t->s->error_info);
	else
		report_text(t->report,
			"The packet is too big for the link behind it; what that takes is "
			"unknown. ");
	report_text(t->report, "Next: a smaller -s, or without -M do.\n");
}

/* The error comes from this host itself. */
static bool is_us(const struct told *t)
{
	return addr_equal(&t->s->error_from, &t->to->source);
}

static void nobody_there(const struct told *t)
{
	char hop[ADDR_TEXT];

	if (!is_us(t))
		report_text(t->report,
			"On the last link nobody answered for %s: the host is down, or its address "
			"or netmask is wrong. Next: on that link, ask who has the address.\n",
			t->host);
	else if (t->to->next_hop.family)
		report_text(t->report,
			"On this host's own link nobody answered for the gateway %s: it is down, "
			"or the route is wrong. Next: arping -I %s %s.\n",
			report_addr(hop, &t->to->next_hop), t->to->leaves_by, hop);
	else
		report_text(t->report,
			"On this host's own link nobody answered for it: the host is down, or its "
			"address or netmask is wrong. Next: arping -I %s %s.\n",
			t->to->leaves_by, report_addr(hop, t->target));
}

static void what_it_means(const struct told *t)
{
	const struct summary *s = t->s;
	bool v6 = t->target->family == ADDR_V6;

	switch (v6 ? meaning6(s->error_type, s->error_code)
		   : meaning4(s->error_type, s->error_code)) {
	case TTL_OVER:
		report_text(t->report, "The packet's TTL ran out there: a TTL set too low (-t), or "
				       "a routing loop. "
				       "Next: look at the routes on that router.\n");
		break;
	case PIECES_MISSING:
		report_text(t->report, "Fragments of the packet were lost on the way there. Next: "
				       "a -s that fits the path MTU.\n");
		break;
	case TOO_BIG:
		too_big(t);
		break;
	case NOBODY_THERE:
		nobody_there(t);
		break;
	case NO_ROUTE:
		report_text(t->report, "It has no route to %s. Next: look at its routing table.\n",
			t->host);
		break;
	case FILTERED:
		report_text(t->report, "A filter there forbids it. Next: %s.\n",
			is_us(t) ? "nft list ruleset" : "ask who runs that firewall");
		break;
	case UNKNOWN:
		report_text(t->report, "What it means for other traffic is unknown.\n");
		break;
	}
}

static void rejected(const struct told *t)
{
	const struct summary *s = t->s;
	char from[ADDR_TEXT], reason[128], times[32];
	bool itself = addr_equal(&s->error_from, t->target);
	const char *who = itself     ? ""
			  : is_us(t) ? ", which is this host,"
				     : ", which is not the target,";

	snprintf(times, sizeof(times), "%" PRIu64 " times", s->rejected);
	report_text(t->report,
		"%s%s%s refused: %s, %s (error records: addr, icmp_type %u, icmp_code %u).\n",
		itself ? "The target " : "", report_addr(from, &s->error_from), who,
		reason_text(reason, sizeof(reason), (enum addr_family)t->target->family,
			s->error_type, s->error_code, s->error_info),
		s->rejected == 1 ? "once" : times, s->error_type, s->error_code);
	what_it_means(t);
}

/* The reply came all the same, or it was this host's firewall that answered what it did not send.
 */
static void beside(const struct told *t)
{
	const struct summary *s = t->s;
	char from[ADDR_TEXT], reason[128];

	report_text(t->report,
		"%s sent ICMP errors, the last %s (error records: addr, icmp_type %u, icmp_code "
		"%u), but no probe was given up for them (rejected 0): those they name were "
		"answered, or never left this host.\n",
		addr_print(from, &s->error_from),
		reason_text(reason, sizeof(reason), (enum addr_family)t->target->family,
			s->error_type, s->error_code, s->error_info),
		s->error_type, s->error_code);
}

static void unsent(const struct told *t)
{
	const struct summary *s = t->s;

	report_text(t->report,
		"This host itself did not send %" PRIu64 " %s: %s (unsent records: error). ",
		s->unsent, plural(s->unsent, "probe", "probes"),
		s->local_error ? strerror(s->local_error) : "its send queue was full");
	if (s->local_error == EPERM)
		report_text(t->report, "Its own firewall drops them. Next: nft list ruleset.\n");
	else if (s->local_error == EMSGSIZE)
		report_text(t->report,
			"They are larger than the path MTU it knows. Next: a smaller -s.\n");
	else if (s->local_error == ENETUNREACH || s->local_error == EHOSTUNREACH ||
		 s->local_error == ENETDOWN)
		report_text(t->report,
			"It has lost its route or interface. Next: ip route get, ip link.\n");
	else
		report_text(t->report, "That is no fault of the path.\n");
}

/* Who is nearer than a silent target. */
static void ask_nearer(const struct told *t, char *next, size_t size)
{
	char hop[ADDR_TEXT];

	if (t->to->next_hop.family)
		snprintf(next, size, "ping the gateway %s", report_addr(hop, &t->to->next_hop));
	else if (t->to->group || !strcmp(t->to->leaves_by, "lo"))
		snprintf(next, size, "nft list ruleset");
	else
		snprintf(next, size, "arping -I %s %s, since it is on this link", t->to->leaves_by,
			report_addr(hop, t->target));
}

static void silent(const struct told *t)
{
	char next[ADDR_TEXT + 48];

	ask_nearer(t, next, sizeof(next));
	report_text(t->report,
		"Nothing came back and nobody said why (answered 0, rejected 0): %s is down, or "
		"something on the "
		"way drops echo requests or replies. Which of them is unknown. Next: %s, or try "
		"a TCP port of %s.\n",
		t->host, next, t->host);
}

static void unanswered(const struct told *t)
{
	const struct summary *s = t->s;

	if (!s->lost)
		report_text(t->report,
			"The run ended before an answer could be expected (pending): unknown.\n");
	else if (s->corrupted || s->forged || s->drops)
		report_text(t->report,
			"No answer of %s could be counted (answered 0); what came instead:\n",
			t->host);
	else
		silent(t);
}

/* One long run of losses is an outage, many short ones a lossy link. */
static void partial(const struct told *t)
{
	const struct summary *s = t->s;
	const struct story *story = s->story;

	if (!s->lost)
		return;
	report_text(t->report,
		"Lost without an error: %" PRIu64 " of %" PRIu64
		" probes, the longest run of losses %" PRIu64
		" (lost, transmitted, longest_loss): ",
		s->lost, s->transmitted, story->longest_loss);
	if (story->loss_runs == 1 && story->longest_loss > 2)
		report_text(t->report,
			"one outage of %" PRId64 " ms (outage_ms), not a lossy link.\n",
			story->outage_ns / 1000000);
	else if (s->lost < 5)
		report_text(t->report,
			"too few to tell chance from an outage. Next: more probes (-c).\n");
	else
		report_text(t->report,
			"scattered losses point to a congested or faulty link. Next: the same "
			"from a router on the way.\n");
}

static void oddities(const struct told *t)
{
	const struct summary *s = t->s;
	struct report *r = t->report;

	if (s->duplicates)
		report_text(r,
			"%" PRIu64
			" %s came more than once (duplicates): two hosts with one address, a "
			"loop at layer 2, or a device that copies packets.\n",
			s->duplicates, plural(s->duplicates, "answer", "answers"));
	if (s->late)
		report_text(r, "%" PRIu64 " %s (late): delay, not loss.\n", s->late,
			plural(s->late, "answer came after its time-out",
				"answers came after their time-out"));
	if (s->corrupted)
		report_text(r,
			"%" PRIu64 " %s ours with changed data (corrupted): bad memory or a bad "
			"device on the way; the checksum did not stop it.\n",
			s->corrupted, plural(s->corrupted, "answer was", "answers were"));
	if (s->forged)
		report_text(r,
			"%" PRIu64 " %s and could not prove it "
			"(forged); not counted.\n",
			s->forged,
			plural(s->forged, "packet claimed to be an answer",
				"packets claimed to be answers"));
	if (s->drops)
		report_text(r,
			"%" PRIu64
			" %s dropped at our own socket (drops): %s this host's, not the path's.\n",
			s->drops, plural(s->drops, "packet was", "packets were"),
			plural(s->drops, "that loss is", "those losses are"));
	if (s->ttl_changes)
		report_text(r,
			"The replies' TTL changed %" PRIu64 " %s (ttl_changes): their path did.\n",
			s->ttl_changes, plural(s->ttl_changes, "time", "times"));
	if (s->user_stamped)
		report_text(r,
			"%" PRIu64
			" %s taken by this program, not the kernel (user_stamped): %s this "
			"host's own delays.\n",
			s->user_stamped, plural(s->user_stamped, "time was", "times were"),
			plural(s->user_stamped, "it holds", "they hold"));
}

void explain_run(struct report *r, const struct destination *to, const struct summary *s)
{
	const struct told t = {r, to->host, &to->target, to, s};

	report_text(r, "\n");
	if (!s->transmitted)
		report_text(r, "Nothing was sent.\n");
	else if (s->received)
		alive(&t);
	else if (!s->has_error && !s->unsent)
		unanswered(&t);
	if (s->has_error && s->rejected)
		rejected(&t);
	else if (s->has_error)
		beside(&t);
	if (s->unsent)
		unsent(&t);
	if (s->received || s->has_error || s->unsent)
		partial(&t);
	oddities(&t);
	report_flush(r);
}
