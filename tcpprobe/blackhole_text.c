/* blackhole_text: a search for the path MTU inside connections in words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <string.h>

#include "blackhole_report.h"
#include "reason.h"

static void say_limit(struct report *r, const struct blackhole_found *f)
{
	switch (f->limit) {
	case BLACKHOLE_BY_LINK:
		report_text(r, "this host's link takes no more");
		break;
	case BLACKHOLE_BY_PEER:
		report_text(r, "the MSS of the SYN-ACK, %" PRIu32 ", allows no more", f->peer_mss);
		break;
	case BLACKHOLE_BY_ROUTE:
		report_text(r, "what this host knows of the path allows no more");
		break;
	case BLACKHOLE_BY_HOST:
		report_text(r, "this host's TCP sends no larger ones");
		break;
	}
}

void blackhole_text_connected(struct report *r, const struct blackhole_found *f, uint32_t number)
{
	report_text(r, "connection %" PRIu32, number);
	if (number == 1) {
		report_text(r, ": packets of up to %" PRIu32 " bytes; ", f->most_bytes);
		say_limit(r, f);
	}
	report_text(r, "\n");
	report_flush(r);
}

static void say_sizes(struct report *r, const struct blackhole_round *round, unsigned from,
	unsigned to, const char *what)
{
	if (from == to)
		return;
	report_text(r, "  %-13s", what);
	for (unsigned i = from; i < to; i++)
		report_text(r, " %" PRIu32, round->sizes[i]);
	report_text(r, "\n");
}

void blackhole_text_round(struct report *r, const struct blackhole_round *round)
{
	say_sizes(r, round, 0, round->passed, "acknowledged");
	switch (round->end) {
	case BLACKHOLE_ALL:
		break;
	case BLACKHOLE_SILENT:
		say_sizes(r, round, round->passed, round->passed + 1, "silent");
		report_text(r, "                sent again %" PRIu64 " times\n", round->again);
		break;
	case BLACKHOLE_TOLD:
		say_sizes(r, round, round->passed, round->n, "too big");
		report_text(
			r, "                an MTU of %" PRIu32 " was announced\n", round->told);
		break;
	case BLACKHOLE_BROKEN:
		say_sizes(r, round, round->passed, round->n, "unknown");
		report_text(r, "                the connection broke off\n");
		break;
	case BLACKHOLE_STALLED:
		say_sizes(r, round, round->passed, round->n, "unknown");
		report_text(r, "                the peer's window took no more\n");
		break;
	}
	report_flush(r);
}

static void say_teller(struct report *r, const struct blackhole_found *f)
{
	char from[ADDR_TEXT];

	if (f->teller.family)
		report_text(r, "%s said that the MTU is %" PRIu32, report_addr(from, &f->teller),
			f->told_bytes);
	else
		report_text(r,
			"an MTU of %" PRIu32 " was announced, by whom is not seen without "
			"cap_net_raw",
			f->told_bytes);
}

static void say_hole(struct report *r, const struct blackhole_found *f)
{
	if (f->silent_bytes == f->passes_bytes + 1)
		report_text(r,
			"black hole: packets of up to %" PRIu32
			" bytes come through, larger ones vanish\n",
			f->passes_bytes);
	else
		report_text(r,
			"black hole: packets of %" PRIu32 " bytes come through, those of %" PRIu32
			" vanish\n",
			f->passes_bytes, f->silent_bytes);
	if (!f->told_bytes) {
		report_text(r, "nobody said \"fragmentation needed\" or \"packet too big\"\n");
		return;
	}
	say_teller(r, f);
	report_text(r, "%s\n",
		f->unheard ? ", but this host's kernel did not take it" : ", which is too much");
}

/* The error of connect() is coarser than what ICMP said. */
static void say_unconnected(struct report *r, const struct blackhole_found *f)
{
	char from[ADDR_TEXT], reason[REASON_TEXT];
	const struct dial_icmp *i = &f->icmp;

	if (i->present)
		report_text(r, "no connection: rejected by %s: %s\n",
			report_addr(from, &i->offender),
			reason_numbered(reason, i->offender.family, i->type, i->code, 0));
	else
		report_text(
			r, "no connection: %s\n", f->error ? strerror(f->error) : "interrupted");
}

void blackhole_text_found(struct report *r, const struct blackhole_found *f)
{
	if (f->connected)
		report_text(r, "\n");
	switch (f->verdict) {
	case BLACKHOLE_IS_CLEAN:
		report_text(r, "no black hole: packets of up to %" PRIu32 " bytes come through; ",
			f->passes_bytes);
		say_limit(r, f);
		report_text(r, "\n");
		break;
	case BLACKHOLE_IS_TOLD:
		report_text(r, "no black hole: packets of up to %" PRIu32 " bytes come through; ",
			f->passes_bytes);
		say_teller(r, f);
		report_text(r, ", and TCP sends no larger ones\n");
		break;
	case BLACKHOLE_IS_HOLE:
		say_hole(r, f);
		break;
	case BLACKHOLE_IS_UNKNOWN:
		report_text(
			r, "unknown: packets of %" PRIu32 " bytes come through", f->passes_bytes);
		report_text(r, f->broken ? ", then the connections broke off\n" : "\n");
		break;
	case BLACKHOLE_NO_CONNECTION:
		say_unconnected(r, f);
		break;
	}
	report_flush(r);
}

void blackhole_line(char to[static BLACKHOLE_LINE], const struct blackhole_found *f)
{
	char from[ADDR_TEXT];
	int n = snprintf(to, BLACKHOLE_LINE, "%s: packets of up to %" PRIu32 " bytes come through",
		f->verdict == BLACKHOLE_IS_HOLE	     ? "black hole"
		: f->verdict == BLACKHOLE_IS_UNKNOWN ? "unknown"
						     : "no black hole",
		f->passes_bytes);
	size_t used = n < 0 || n >= BLACKHOLE_LINE ? BLACKHOLE_LINE - 1 : (size_t)n;

	if (f->verdict == BLACKHOLE_IS_HOLE)
		snprintf(to + used, BLACKHOLE_LINE - used, ", those of %" PRIu32 " vanish",
			f->silent_bytes);
	else if (f->told_bytes)
		snprintf(to + used, BLACKHOLE_LINE - used, ", an MTU of %" PRIu32 " is told by %s",
			f->told_bytes,
			f->teller.family ? report_addr(from, &f->teller) : "somebody");
}

static const char *advice(const struct blackhole_found *f)
{
	if (f->unheard)
		return "The announcement came (tellings, told_by): let this host's firewall pass "
		       "ICMP \"fragmentation needed\" and \"packet too big\".\n";
	if (f->told_bytes)
		return "What was announced (told_bytes, told_by) is more than comes through: "
		       "farther on a link takes less, and nobody says so.\n";
	return "A router on the way takes no more and is silent, or its ICMP errors are filtered "
	       "(told_bytes is null): find it by ping --mtu and --path, let ICMP pass, or clamp "
	       "the MSS there.\n";
}

void blackhole_explain(struct report *r, const struct blackhole_found *f)
{
	report_text(r, "\n");
	switch (f->verdict) {
	case BLACKHOLE_IS_CLEAN:
		report_text(r,
			"Every size that TCP sends was acknowledged (passes_bytes, most_bytes).\n");
		if (f->limit == BLACKHOLE_BY_PEER)
			report_text(r, "The MSS keeps them that small (limited_by, "
				       "peer_mss_bytes): a smaller MTU "
				       "behind a clamp does not show to TCP, and does to UDP and "
				       "tunnels.\n");
		report_text(r, "What comes from there is as large as that host finds: this was not "
			       "tried.\n");
		break;
	case BLACKHOLE_IS_TOLD:
		report_text(r,
			"Path MTU discovery works: after the announcement (told_bytes, told_by) "
			"TCP sends smaller segments.\n");
		break;
	case BLACKHOLE_IS_HOLE:
		report_text(r,
			"The handshake and small segments pass and large ones do not "
			"(passes_bytes, silent_bytes): transfers from here stall as soon as they "
			"send full segments.\n");
		report_text(r, "%s", advice(f));
		break;
	case BLACKHOLE_IS_UNKNOWN:
	case BLACKHOLE_NO_CONNECTION:
		report_text(r, "Nothing can be said of the path (verdict, error, broken): try "
			       "another port whose program waits for more.\n");
		break;
	}
}
