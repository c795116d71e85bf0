/* ping_evidence: the packets of a run in its pcapng file: order, comments, rebuilt headers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "book.h"

enum { HELD = 1024 };

static void answered(enum addr_family family, enum frame_layer layer)
{
	struct book b = book_open(family, "answered.pcapng");
	struct savefile *f;
	struct packet k;

	sent(&b, 0, 999000);
	replied(&b, layer, 0, 1100000);
	ok(access("answered.pcapng", F_OK) < 0, "nothing under its name before the end");
	f = book_close(&b, "answered.pcapng");
	file_itself(f, 2);
	is_packet(f, 0, 1048000, "probe 1: reply, rtt 0.052 ms (IP header rebuilt)");
	is_packet(f, 1, 1100000,
		layer == FRAME_IP ? "probe 1: reply, rtt 0.052 ms"
				  : "probe 1: reply, rtt 0.052 ms (IP header rebuilt)");
	ok(f->packets[0].flags == 2 && f->packets[1].flags == 1, "one out, one in");
	k = savefile_decode(&f->packets[0]);
	ok(addr_equal(&k.source, &b.s.self) && addr_equal(&k.destination, &b.s.c.target) &&
			k.ttl == 64 && k.tos == 0xb8 && k.icmp.sequence == 1,
		"the request as it was sent");
	k = savefile_decode(&f->packets[1]);
	ok(addr_equal(&k.source, &b.s.c.target) && addr_equal(&k.destination, &b.s.self) &&
			k.ttl == ECHOES_TTL && k.tos == ECHOES_TOS && k.icmp.sequence == 1,
		"the reply as it came");
	unlink("answered.pcapng");
	free(f);
}

/* Requests wait for their fate, what comes waits behind them; all stand in the order of their
 * times. */
static void order(void)
{
	struct book b = book_open(ADDR_V4, "order.pcapng");
	struct outcome lost = outcome_of(&b, OUTCOME_LOST, 0);
	struct savefile *f;

	for (uint64_t nth = 0; nth < 4; nth++)
		sent(&b, nth, (int64_t)nth * 1000000);
	replied(&b, FRAME_IP, 2, 3500000);
	replied(&b, FRAME_IP, 1, 3600000);
	lost.answer.sent_ns = 10;
	evidence_outcome(&b.e, &lost, NULL, NULL, offset_ns);
	f = book_close(&b, "order.pcapng");
	file_itself(f, 6);
	is_packet(f, 0, 10, "probe 1: lost (IP header rebuilt)");
	is_packet(f, 1, 3000000, "probe 4: no answer when this was written (IP header rebuilt)");
	is_packet(f, 2, 3448000, "probe 3: reply, rtt 0.052 ms (IP header rebuilt)");
	is_packet(f, 3, 3500000, "probe 3: reply, rtt 0.052 ms");
	is_packet(f, 4, 3548000, "probe 2: reply, rtt 0.052 ms (IP header rebuilt)");
	is_packet(f, 5, 3600000, "probe 2: reply, rtt 0.052 ms");
	free(f);
}

/* Every kind of outcome in words. */
static void kinds(void)
{
	static const struct {
		enum outcome_kind kind;
		enum verdict verdict;
		bool has_probe;
		uint8_t type, code;
		int64_t rtt_ns;
		const char *comment;
	} all[] = {
		{OUTCOME_REPLY, ANSWER_LATE, true, 0, 0, 1025000000,
			"probe 1: late reply, rtt 1025.000 ms"},
		{OUTCOME_REPLY, ANSWER_DUPLICATE, true, 0, 0, 60000,
			"probe 1: duplicate reply, rtt 0.060 ms"},
		{OUTCOME_REPLY, ANSWER_FRESH, true, 0, 0, -1, "probe 1: reply"},
		{OUTCOME_CORRUPT, ANSWER_FRESH, true, 0, 0, 52000,
			"probe 1: corrupted reply, not counted"},
		{OUTCOME_FORGED, ANSWER_FRESH, false, 0, 0, -1,
			"not an answer of ours: its tag or sequence is wrong"},
		{OUTCOME_ERROR, ANSWER_FRESH, true, 3, 1, 52000,
			"probe 1: ICMP error: Destination Host Unreachable"},
		{OUTCOME_REDIRECT, ANSWER_FRESH, true, 5, 1, -1,
			"probe 1: redirect: Redirect Host(New nexthop: 0.0.0.0)"},
	};
	struct book b = book_open(ADDR_V4, "kinds.pcapng");
	struct exact icmp = echoes_reply(&b.s, 0);
	struct savefile *f;

	for (size_t i = 0; i < COUNT(all); i++) {
		struct outcome o = outcome_of(&b, all[i].kind, 0);

		o.match.has_probe = all[i].has_probe;
		o.match.type = all[i].type;
		o.match.code = all[i].code;
		o.answer.verdict = all[i].verdict;
		o.answer.rtt_ns = all[i].rtt_ns;
		came(&b, FRAME_IP, icmp.view, &o, (int64_t)i);
	}
	free(icmp.block);
	f = book_close(&b, "kinds.pcapng");
	file_itself(f, COUNT(all));
	for (size_t i = 0; i < COUNT(all); i++)
		is_packet(f, i, (int64_t)i, all[i].comment);
	free(f);
}

/* A redirect is not what became of a request. */
static void redirected(void)
{
	struct book b = book_open(ADDR_V4, "redirected.pcapng");
	struct outcome o = outcome_of(&b, OUTCOME_REDIRECT, 0);
	struct savefile *f;

	sent(&b, 0, 0);
	o.match.type = 5;
	evidence_outcome(&b.e, &o, NULL, NULL, offset_ns);
	replied(&b, FRAME_IP, 0, 100000);
	f = book_close(&b, "redirected.pcapng");
	file_itself(f, 2);
	is_packet(f, 0, 48000, "probe 1: reply, rtt 0.052 ms (IP header rebuilt)");
	free(f);
}

/* More than are held: the oldest goes without its fate, the order stays. */
static void many(void)
{
	const int64_t late = (HELD + 1) * INT64_C(1000000);
	struct book b = book_open(ADDR_V4, "many.pcapng");
	struct savefile *f;
	size_t bad = 0;

	for (uint64_t nth = 0; nth <= HELD; nth++)
		sent(&b, nth, (int64_t)nth * 1000000);
	replied(&b, FRAME_IP, 0, late);
	replied(&b, FRAME_IP, 1, late + 1000);
	f = book_close(&b, "many.pcapng");
	file_itself(f, HELD + 3);
	is_packet(f, 0, 0, "probe 1: no answer when this was written (IP header rebuilt)");
	is_packet(f, 1, 1000000, "probe 2: no answer when this was written (IP header rebuilt)");
	is_packet(f, HELD + 1, late, "probe 1: reply, rtt 0.052 ms");
	is_packet(f, HELD + 2, late + 1000, "probe 2: reply, rtt 0.052 ms");
	for (size_t i = 0; i <= HELD; i++)
		bad += savefile_decode(&f->packets[i]).icmp.sequence != i + 1;
	is_int(bad, 0, "all requests in order");
	free(f);
}

static void abandoned(void)
{
	struct book b = book_open(ADDR_V4, "abandoned.pcapng");

	sent(&b, 0, 0);
	capfile_abandon(b.e.file);
	capfile_abandon(NULL);
	echoes_close(&b.s);
	ok(access("abandoned.pcapng", F_OK) < 0, "a run that is given up leaves no file");
}

/* A disk that fills up, as a limit on the size of files. */
static void full(void)
{
	const struct rlimit little = {2000, RLIM_INFINITY};
	struct rlimit before;
	struct book b = book_open(ADDR_V4, "full.pcapng");
	struct fail why = {0};
	int rc;

	getrlimit(RLIMIT_FSIZE, &before);
	sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	setrlimit(RLIMIT_FSIZE, &little);
	for (uint64_t nth = 0; nth < 200; nth++)
		sent(&b, nth, 0);
	rc = capfile_close(b.e.file, &why);
	setrlimit(RLIMIT_FSIZE, &before);
	is_int(rc, -EFBIG, "a file that cannot be written whole");
	ok(*why.text, "is told: %s", why.text);
	ok(access("full.pcapng", F_OK) < 0, "and does not stay");
	echoes_close(&b.s);
}

static void bad_folder(void)
{
	const struct evidence_config c = {.path = "no/such/folder/x.pcapng", .device = "v0"};
	struct evidence e = {0};
	struct fail why = {0};

	ok(evidence_open(&e, &c, &why) < 0 && *why.text, "no such folder: %s", why.text);
}

int main(void)
{
	if (!scratch_open())
		return tap_skip_all("no folder for files");
	answered(ADDR_V4, FRAME_IP);
	answered(ADDR_V4, FRAME_TRANSPORT);
	answered(ADDR_V6, FRAME_TRANSPORT);
	order();
	kinds();
	redirected();
	many();
	abandoned();
	full();
	bad_folder();
	scratch_close();
	return tap_done();
}
