/* selfcheck_report: a self-check as text, records, metrics and a plugin's line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "selfcheck_report.h"

#include <stdio.h>
#include <string.h>

#include "plugin.h"
#include "records_types.h"
#include "report_table.h"

#define RED "\033[31m"
#define YELLOW "\033[33m"
#define PLAIN "\033[0m"

struct row {
	const char *target, *what, *result, *detail;
	struct addr addr;
	uint64_t port, used, limit;
};
#define WHERE(type)                                                                                \
	MUST(type, "target", REPORT_TEXT, target, "The target as it was given."),                  \
		FIELD(type, "addr", REPORT_ADDR, addr,                                             \
			"The address that would be asked; null: there is no way to any."),         \
		MUST(type, "port", REPORT_U64, port, "The port that would be asked.")

static const struct report_field row_fields[] = {
	WHERE(row),
	MUST(row, "what", REPORT_TEXT, what, "What was looked at, as neighbour or conntrack."),
	MUST(row, "result", REPORT_TEXT, result,
		"fine, doubt (near a limit, or perhaps a fault), fault or not examined."),
	MUST(row, "detail", REPORT_TEXT, detail, "What was found, in words."),
	FIELD(row, "used", REPORT_U64, used, "Of a table: how much is used."),
	FIELD(row, "limit", REPORT_U64, limit, "Of how much."),
};
const struct report_type records_self_check_type = {"tcpprobe", "self_check",
	"One thing of this host that --self-check looked at.", row_fields, COUNT(row_fields)};

struct numbers {
	const char *target;
	struct addr addr;
	uint64_t port, checks, fine, doubts, faults, unexamined;
	int8_t up;
};
static const struct report_field numbers_fields[] = {
	WHERE(numbers),
	METRIC(numbers, "up", REPORT_BOOL, up, "Whether no fault was found.", "probe_success",
		"gauge"),
	MUST(numbers, "checks", REPORT_U64, checks, "How many things were looked at."),
	METRIC(numbers, "fine", REPORT_U64, fine, "How many are fine.",
		"probe_self_check_results{result=\"fine\"}", "gauge"),
	METRIC(numbers, "doubts", REPORT_U64, doubts, "How many are in doubt.",
		"probe_self_check_results{result=\"doubt\"}", "gauge"),
	PERF(numbers, "faults", REPORT_U64, faults, "How many are faults.",
		"probe_self_check_results{result=\"fault\"}", "gauge"),
	METRIC(numbers, "unexamined", REPORT_U64, unexamined, "How many could not be examined.",
		"probe_self_check_results{result=\"unexamined\"}", "gauge"),
};
const struct report_type records_self_summary_type = {
	"tcpprobe", "summary", "A self-check in numbers.", numbers_fields, COUNT(numbers_fields)};

static struct numbers numbers_of(const struct selfcheck_report *r, const struct selfcheck *s)
{
	return (struct numbers){.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.checks = s->n,
		.fine = selfcheck_count(s, SELFCHECK_FINE),
		.doubts = selfcheck_count(s, SELFCHECK_DOUBT),
		.faults = selfcheck_count(s, SELFCHECK_FAULT),
		.unexamined = selfcheck_count(s, SELFCHECK_UNEXAMINED),
		.up = !selfcheck_count(s, SELFCHECK_FAULT)};
}

void selfcheck_report_records(
	const struct selfcheck_report *r, const struct selfcheck *s, bool prom, int64_t realtime_ns)
{
	const struct numbers all = numbers_of(r, s);

	for (unsigned i = 0; i < s->n; i++) {
		const struct selfcheck_item *item = &s->items[i];
		const struct row row = {.target = r->target,
			.what = item->what,
			.result = selfcheck_word(item->result),
			.detail = item->text,
			.addr = r->addr,
			.port = r->port,
			.used = item->used,
			.limit = item->limit};

		report_put(r->report, &records_self_check_type, &row, realtime_ns);
	}
	report_put(r->report, &records_self_summary_type, &all, realtime_ns);
	if (prom)
		report_prom(r->report, &records_self_summary_type, &all, r->target);
}

static const char *paint(const struct report *to, enum selfcheck_result result)
{
	if (!report_colored(to))
		return "";
	switch (result) {
	case SELFCHECK_FAULT:
		return RED;
	case SELFCHECK_DOUBT:
		return YELLOW;
	case SELFCHECK_FINE:
	case SELFCHECK_UNEXAMINED:
		break;
	}
	return "";
}

static void verdict(struct report *to, const struct selfcheck *s)
{
	unsigned faults = selfcheck_count(s, SELFCHECK_FAULT);
	unsigned hidden = selfcheck_count(s, SELFCHECK_UNEXAMINED);

	if (faults)
		report_text(to, "%u fault%s on this host", faults, faults > 1 ? "s" : "");
	else
		report_text(to, "No fault found on this host");
	if (hidden)
		report_text(
			to, "; %u thing%s could not be examined", hidden, hidden > 1 ? "s" : "");
	report_text(to, "\n");
}

void selfcheck_report_text(const struct selfcheck_report *r, const struct selfcheck *s)
{
	char safe[SELFCHECK_TEXT * 2], target[320];

	report_text(r->report, "TCPPROBE self-check of this host, for %s\n",
		report_safe(target, sizeof(target), r->target));
	for (unsigned i = 0; i < s->n; i++) {
		const struct selfcheck_item *item = &s->items[i];
		const char *colour = paint(r->report, item->result);

		report_text(r->report, "  %s%-12s%s  %-15s  %s\n", colour,
			selfcheck_word(item->result), *colour ? PLAIN : "", item->what,
			report_safe(safe, sizeof(safe), item->text));
	}
	verdict(r->report, s);
	report_flush(r->report);
}

struct advice {
	char what[16], text[256]; /* in the row, so that the table needs no relocation */
};
static const struct advice advices[] = {
	{"interface", "Nothing leaves by an interface that is down or has no carrier: ip link; ip "
		      "link set NAME up; the cable, the other end of a veth pair, the bridge."},
	{"route", "The kernel has no way to the target: ip route get ADDRESS, ip rule."},
	{"source", "Answers are sent to that address; ip address shows whose it is and its state."},
	{"neighbour", "The next hop is on this link and does not answer for its link address: is "
		      "it up, in the same network and VLAN? arping asks it; ip neighbour shows "
		      "what is known."},
	{"next hops", "The ports of a connection decide which of them it goes by, so that some "
		      "fail and others do not: ip route get ADDRESS fibmatch; ip neighbour."},
	{"ephemeral ports",
		"connect() fails with EADDRNOTAVAIL once no port is free: ss -tan shows who "
		"has them, net.ipv4.ip_local_port_range gives more."},
	{"source port", "No socket of this host can be bound: see ephemeral ports."},
	{"conntrack",
		"A full table drops every new connection, and dmesg says \"nf_conntrack: table "
		"full, dropping packet\": conntrack -L, net.netfilter.nf_conntrack_max."},
	{"neighbour table",
		"A full table takes no new neighbour: dmesg says \"neighbour: arp_cache: "
		"neighbor table overflow!\"; net.ipv4.neigh.default.gc_thresh3."},
	{"TCP memory", "Near its limit TCP drops what it receives: net.ipv4.tcp_mem, ss -tm."},
	{"rp_filter", "An answer that comes by an interface the way back does not use is dropped "
		      "without a word: net.ipv4.conf.NAME.rp_filter = 2, or the route mended."},
	{"nftables", "A rule of this host's own drops the probe or its answer: nft -a list ruleset "
		     "shows it with its handle."},
	{"settings", "Connections of this host are slow for what it does not offer; no SYN is lost "
		     "by it."},
	{"privilege", "Without it some verdicts cannot be given."},
};

static const char *advice_on(const char *what)
{
	for (size_t i = 0; i < COUNT(advices); i++)
		if (!strcmp(advices[i].what, what))
			return advices[i].text;
	return "";
}

void selfcheck_report_explain(const struct selfcheck_report *r, const struct selfcheck *s)
{
	char safe[SELFCHECK_TEXT * 2];
	unsigned said = 0;

	report_text(r->report, "\n");
	for (unsigned i = 0; i < s->n; i++) {
		const struct selfcheck_item *item = &s->items[i];

		if (item->result != SELFCHECK_FAULT && item->result != SELFCHECK_DOUBT)
			continue;
		report_text(r->report, "%s (%s, %s). %s\n",
			report_safe(safe, sizeof(safe), item->text), item->what,
			selfcheck_word(item->result), advice_on(item->what));
		said++;
	}
	if (!said)
		report_text(r->report,
			"Nothing that was examined keeps SYNs or their answers on this host "
			"(result): silence comes from beyond. tcpprobe --path shows how far SYNs "
			"get.\n");
	if (selfcheck_count(s, SELFCHECK_UNEXAMINED))
		report_text(r->report,
			"What could not be examined may still be at fault; root sees more.\n");
	report_flush(r->report);
}

int selfcheck_report_nagios(const struct selfcheck_report *r, const struct selfcheck *s)
{
	const struct numbers all = numbers_of(r, s);
	enum report_state state = all.faults   ? REPORT_CRITICAL
				  : all.doubts ? REPORT_WARNING
					       : REPORT_OK;
	const char *first = "no fault found on this host";

	for (unsigned i = s->n; i-- > 0;)
		if (s->items[i].result == (all.faults ? SELFCHECK_FAULT : SELFCHECK_DOUBT))
			first = s->items[i].text;
	report_perfdata(r->report, &records_self_summary_type, &all, NULL, NULL, 0);
	report_nagios(r->report, PLUGIN_SERVICE, state, first);
	return (int)state;
}
