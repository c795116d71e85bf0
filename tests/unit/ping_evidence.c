/* ping_evidence: the packets of a run in its pcapng file: order, comments, rebuilt headers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "evidence.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "echoes.h"
#include "tap.h"

#include "savefile.h"
#include "scratch.h"

enum { HELD = 1024 };
static const int64_t offset_ns = 1795343332000000000;

struct book {
	struct echoes s;
	struct evidence e;
};

static struct book book_open(enum addr_family family, const char *path)
{
	struct book b = {.s = echoes_open(family, 56, 3000)};
	const struct evidence_config c = {.path = path,
		.device = "v0",
		.source = b.s.self,
		.target = b.s.c.target,
		.ttl = 64,
		.tos = 0xb8,
		.data_bytes = 56};
	struct fail why = {0};

	ok(evidence_open(&b.e, &c, &why) == 0, "an IPv%d run's file: %s", family, why.text);
	return b;
}

static struct savefile *book_close(struct book *b, const char *path)
{
	struct fail why = {0};

	is_int(capfile_close(b->e.file, &why), 0, "is written: %s", why.text);
	echoes_close(&b->s);
	return savefile_read(path);
}

static void sent(const struct book *b, uint64_t nth, int64_t at_ns)
{
	struct exact icmp = echoes_request(&b->s, nth);

	evidence_sent(&b->e, nth, icmp.view, at_ns + offset_ns);
	free(icmp.block);
}

static struct outcome outcome_of(const struct book *b, enum outcome_kind kind, uint64_t nth)
{
	return (struct outcome){.kind = kind,
		.nth = nth,
		.match = {.has_probe = true, .from = b->s.c.target},
		.answer = {.rtt_ns = -1}};
}

/* What came: a packet (FRAME_IP) or a message, at that time. */
static void came(const struct book *b, enum frame_layer layer, struct bytes icmp,
	const struct outcome *o, int64_t at_ns)
{
	struct exact whole = layer == FRAME_IP
				     ? echoes_packet(&b->s, &o->match.from, icmp, bytes_of("", 0))
				     : exact(icmp.p, icmp.left);
	struct frame f = echoes_frame(&b->s, layer, &o->match.from, whole.view);

	f.at_ns = at_ns;
	evidence_frame(&b->e, &f, o, offset_ns);
	free(whole.block);
}

static void replied(const struct book *b, enum frame_layer layer, uint64_t nth, int64_t at_ns)
{
	struct outcome o = outcome_of(b, OUTCOME_REPLY, nth);
	struct exact icmp = echoes_reply(&b->s, nth);

	o.answer =
		(struct answer){.verdict = ANSWER_FRESH, .rtt_ns = 52000, .sent_ns = at_ns - 52000};
	evidence_fate(&b->e, &o, offset_ns);
	came(b, layer, icmp.view, &o, at_ns);
	free(icmp.block);
}

static void is_packet(const struct savefile *f, size_t i, int64_t at_ns, const char *comment)
{
	const struct saved *p = &f->packets[i];
	struct packet k = savefile_decode(p);

	is_text(i < f->n ? p->comment : "none", comment, "packet %zu: %s", i + 1, comment);
	is_int(p->at_ns - offset_ns, at_ns, "... its time");
	ok(k.state == PACKET_OK && !k.transport_cut && k.checksum_ok &&
			p->whole_bytes == p->bytes.left,
		"... whole, with a right checksum");
}

static void file_itself(const struct savefile *f, size_t n)
{
	ok(f->good, "every block is whole");
	is_int(f->n, n, "%zu packets", n);
	is_int(f->linktype, 101, "that start with an IP header");
	is_text(f->interface, "v0", "the interface");
	ok(!strncmp(f->application, "probekit ping ", 14), "%s wrote it", f->application);
}

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
	evidence_fate(&b.e, &lost, offset_ns);
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
	evidence_fate(&b.e, &o, offset_ns);
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

static struct packet reported(
	enum addr_family family, const struct wire_report *given, const char *comment)
{
	struct book b = book_open(family, "reported.pcapng");
	struct exact request = echoes_request(&b.s, 0);
	struct wire_report r = *given;
	struct outcome o = outcome_of(&b, OUTCOME_ERROR, 0);
	struct savefile *f;
	struct packet k;

	r.offender = echoes_addr(family == ADDR_V6 ? "2001:db8::fe" : "198.18.0.254");
	r.destination = b.s.c.target;
	r.quote = request.view;
	o.match.type = r.type;
	o.match.code = r.code;
	o.match.info = r.info;
	o.at_realtime_ns = offset_ns + 77;
	evidence_report(&b.e, &r, &o);
	free(request.block);
	f = book_close(&b, "reported.pcapng");
	file_itself(f, 1);
	is_packet(f, 0, 77, comment);
	k = savefile_decode(&f->packets[0]);
	ok(k.icmp.type == r.type && k.icmp.code == r.code && addr_equal(&k.source, &r.offender) &&
			addr_equal(&k.destination, &b.s.self),
		"type, code and addresses");
	ok(k.quote.present && k.quote.has_echo && k.quote.echo_id == ECHOES_ID &&
			k.quote.echo_sequence == 1 && addr_equal(&k.quote.source, &b.s.self) &&
			addr_equal(&k.quote.destination, &b.s.c.target),
		"it quotes the request");
	k.quote = (struct packet_quote){.present = false};
	free(f);
	return k;
}

static void error_queue(void)
{
	static const struct wire_report unreachable = {.type = 3, .code = 1},
					too_big = {.type = 3, .code = 4, .info = 1300},
					problem = {.type = 12, .info = 20},
					unreachable6 = {.type = 1, .code = 3},
					too_big6 = {.type = 2, .info = 1280},
					problem6 = {.type = 4, .code = 1, .info = 6};

	reported(ADDR_V4, &unreachable,
		"probe 1: ICMP error: Destination Host Unreachable (rebuilt from the socket's "
		"error queue)");
	is_int(reported(ADDR_V4, &too_big,
		       "probe 1: ICMP error: Frag needed and DF set (mtu = 1300) (rebuilt from the "
		       "socket's error queue)")
			.icmp.rest,
		1300, "its MTU");
	is_int(reported(ADDR_V4, &problem,
		       "probe 1: ICMP error: Parameter problem: pointer = 20 (rebuilt from the "
		       "socket's error queue)")
			.icmp.rest,
		20 << 24, "its pointer, in the first byte");
	reported(ADDR_V6, &unreachable6,
		"probe 1: ICMP error: Destination unreachable: Address unreachable (rebuilt from "
		"the socket's error queue)");
	is_int(reported(ADDR_V6, &too_big6,
		       "probe 1: ICMP error: Packet too big: mtu=1280 (rebuilt from the socket's "
		       "error queue)")
			.icmp.rest,
		1280, "its MTU");
	is_int(reported(ADDR_V6, &problem6,
		       "probe 1: ICMP error: Parameter problem: Unknown header at 6 (rebuilt from "
		       "the socket's error queue)")
			.icmp.rest,
		6, "its pointer");
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
	error_queue();
	abandoned();
	full();
	bad_folder();
	scratch_close();
	return tap_done();
}
