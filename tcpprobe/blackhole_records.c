/* blackhole_records: a search for the path MTU inside connections as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "blackhole_report.h"
#include "report_table.h"
#include "walk.h"

#define WHERE(type)                                                                                \
	MUST(type, "target", REPORT_TEXT, target, "The target as it was given."),                  \
		MUST(type, "addr", REPORT_ADDR, addr, "The address that is asked."),               \
		MUST(type, "port", REPORT_U64, port, "The port that is asked.")

struct tried {
	const char *target, *result;
	struct addr addr;
	uint64_t port, connection, tried, least, most, passed, failed, told, again;
	int64_t took_ns;
};
static const struct report_field tried_fields[] = {
	WHERE(tried),
	MUST(tried, "connection", REPORT_U64, connection, "Which connection, from 1."),
	MUST(tried, "result", REPORT_TEXT, result,
		"acknowledged (all sizes), silent (one was not, though sent again), told (the path "
		"announced an MTU), broken (the connection broke off) or stalled (the peer's "
		"window was closed)."),
	MUST(tried, "tried", REPORT_U64, tried, "How many sizes, a packet each."),
	MUST(tried, "least_bytes", REPORT_U64, least, "The smallest IP packet of them."),
	MUST(tried, "most_bytes", REPORT_U64, most, "The largest."),
	FIELD(tried, "passed_bytes", REPORT_U64, passed, "The largest acknowledged."),
	FIELD(tried, "failed_bytes", REPORT_U64, failed, "The smallest that was not."),
	FIELD(tried, "told_bytes", REPORT_U64, told, "The MTU that was announced."),
	MUST(tried, "retransmits", REPORT_U64, again, "Segments of ours that were sent again."),
	MUST(tried, "took_ms", REPORT_MS, took_ns, "How long it took."),
};
const struct report_type blackhole_round_type = {"tcpprobe", "mtu_round",
	"Sizes tried on one connection, in ascending order.", tried_fields, COUNT(tried_fields)};

struct found {
	const char *target, *verdict, *limit, *error;
	struct addr addr, teller;
	uint64_t port, passes, silent, most, peer_mss, told, tellings, connections, rounds, broken,
		drops;
	int64_t elapsed_ns, rtt_ns;
	int8_t unheard, interrupted;
};
static const struct report_field found_fields[] = {
	WHERE(found),
	MUST(found, "verdict", REPORT_TEXT, verdict,
		"clean (all that TCP sends comes through), told (more is too big, and the path "
		"says so), black-hole (more vanishes, and nobody was heard to say so), unknown or "
		"no-connection."),
	FIELD(found, "passes_bytes", REPORT_U64, passes, "The largest IP packet acknowledged."),
	FIELD(found, "silent_bytes", REPORT_U64, silent,
		"The smallest that vanished, though it was sent again."),
	FIELD(found, "most_bytes", REPORT_U64, most,
		"The largest that TCP sends on a connection to there."),
	FIELD(found, "limited_by", REPORT_TEXT, limit,
		"What sets that: link (of this host), peer-mss (the MSS that came, the peer's or "
		"clamped on the way), route (this host's knowledge of the path) or host (a "
		"setting, or half of a small window of the peer)."),
	FIELD(found, "peer_mss_bytes", REPORT_U64, peer_mss, "The MSS that came with the SYN-ACK."),
	FIELD(found, "told_bytes", REPORT_U64, told, "The MTU that was announced."),
	FIELD(found, "told_by", REPORT_ADDR, teller,
		"Who announced that MTU; null: nobody was seen to."),
	MUST(found, "tellings", REPORT_U64, tellings, "How many such ICMP errors were seen."),
	MUST(found, "unheard", REPORT_BOOL, unheard,
		"They came, but this host's kernel did not take them."),
	MUST(found, "connections", REPORT_U64, connections, "Connections that were made."),
	MUST(found, "rounds", REPORT_U64, rounds, "Rounds of sizes on them."),
	MUST(found, "broken", REPORT_U64, broken, "Rounds that broke off or stalled."),
	FIELD(found, "rtt_smoothed_ms", REPORT_MS, rtt_ns, "TCP's smoothed round-trip time."),
	FIELD(found, "error", REPORT_TEXT, error, "Of connect(), without any connection."),
	MUST(found, "elapsed_ms", REPORT_MS, elapsed_ns, "How long it took."),
	MUST(found, "drops", REPORT_U64, drops,
		"Packets this host dropped before we could read them."),
	MUST(found, "interrupted", REPORT_BOOL, interrupted,
		"A signal, or a reader that went away, ended the run before it was done."),
};
const struct report_type blackhole_found_type = {"tcpprobe", "mtu",
	"The path MTU as connections find it.", found_fields, COUNT(found_fields)};

static uint64_t known(uint64_t n)
{
	return n ? n : UINT64_MAX;
}

int blackhole_records_round(
	struct records *r, const struct blackhole_round *round, int64_t realtime_ns)
{
	bool some = round->passed < round->n &&
		    (round->end == BLACKHOLE_SILENT || round->end == BLACKHOLE_TOLD);
	const struct tried out = {.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.connection = round->connection,
		.result = blackhole_end_name(round->end),
		.tried = round->n,
		.least = round->sizes[0],
		.most = round->sizes[round->n ? round->n - 1 : 0],
		.passed = round->passed ? round->sizes[round->passed - 1] : UINT64_MAX,
		.failed = some ? round->sizes[round->passed] : UINT64_MAX,
		.told = known(round->told),
		.again = round->again,
		.took_ns = round->took_ns};

	return report_put(r->report, &blackhole_round_type, &out, realtime_ns);
}

int blackhole_records_found(struct records *r, const struct blackhole_found *f, int64_t realtime_ns)
{
	const struct found out = {.target = r->target,
		.addr = r->addr,
		.port = r->port,
		.verdict = blackhole_verdict_name(f->verdict),
		.passes = known(f->passes_bytes),
		.silent = known(f->silent_bytes),
		.most = known(f->most_bytes),
		.limit = f->connected ? blackhole_limit_name(f->limit) : NULL,
		.peer_mss = known(f->peer_mss),
		.told = known(f->told_bytes),
		.teller = f->teller,
		.tellings = f->tellings,
		.unheard = f->unheard,
		.connections = f->connections,
		.rounds = f->rounds,
		.broken = f->broken,
		.rtt_ns = f->rtt_ns < 0 ? INT64_MIN : f->rtt_ns,
		.error = f->error ? strerror(f->error) : NULL,
		.elapsed_ns = f->end_ns - f->start_ns,
		.drops = f->drops,
		.interrupted = f->interrupted};

	return report_put(r->report, &blackhole_found_type, &out, realtime_ns);
}

struct summary blackhole_summary(const struct blackhole_found *f, const struct addr *target)
{
	const struct walk_result r = {.connected = f->connected,
		.error = f->connected ? 0 : f->error,
		.icmp = f->icmp,
		.start_ns = f->start_ns,
		.end_ns = f->end_ns,
		.connect_ns = f->rtt_ns,
		.interrupted = f->interrupted,
		.drops = f->drops};

	return walk_summary(&r, target);
}
