/* book: a run's pcapng file as ping's evidence writes it, for its tests: what is sent and comes,
 * and what the file has of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TESTS_BOOK_H
#define PROBEKIT_TESTS_BOOK_H

#include "echoes.h"
#include "evidence.h"
#include "tap.h"

#include "savefile.h"
#include "scratch.h"

static const int64_t offset_ns = 1795343332000000000;

struct book {
	struct echoes s;
	struct evidence e;
};

static inline struct book book_open(enum addr_family family, const char *path)
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

static inline struct savefile *book_close(struct book *b, const char *path)
{
	struct fail why = {0};

	is_int(capfile_close(b->e.file, &why), 0, "is written: %s", why.text);
	echoes_close(&b->s);
	return savefile_read(path);
}

static inline void sent(const struct book *b, uint64_t nth, int64_t at_ns)
{
	struct exact icmp = echoes_request(&b->s, nth);

	evidence_sent(&b->e, nth, icmp.view, at_ns + offset_ns);
	free(icmp.block);
}

static inline struct outcome outcome_of(const struct book *b, enum outcome_kind kind, uint64_t nth)
{
	return (struct outcome){.kind = kind,
		.nth = nth,
		.match = {.has_probe = true, .from = b->s.c.target},
		.answer = {.rtt_ns = -1}};
}

/* What came: a packet (FRAME_IP) or a message, at that time. */
static inline void came(const struct book *b, enum frame_layer layer, struct bytes icmp,
	const struct outcome *o, int64_t at_ns)
{
	struct exact whole = layer == FRAME_IP
				     ? echoes_packet(&b->s, &o->match.from, icmp, bytes_of("", 0))
				     : exact(icmp.p, icmp.left);
	struct frame f = echoes_frame(&b->s, layer, &o->match.from, whole.view);

	f.at_ns = at_ns;
	evidence_outcome(&b->e, o, &f, NULL, offset_ns);
	free(whole.block);
}

static inline void replied(
	const struct book *b, enum frame_layer layer, uint64_t nth, int64_t at_ns)
{
	struct outcome o = outcome_of(b, OUTCOME_REPLY, nth);
	struct exact icmp = echoes_reply(&b->s, nth);

	o.answer =
		(struct answer){.verdict = ANSWER_FRESH, .rtt_ns = 52000, .sent_ns = at_ns - 52000};
	came(b, layer, icmp.view, &o, at_ns);
	free(icmp.block);
}

static inline void is_packet(const struct savefile *f, size_t i, int64_t at_ns, const char *comment)
{
	const struct saved *p = &f->packets[i];
	struct packet k = savefile_decode(p);

	is_text(i < f->n ? p->comment : "none", comment, "packet %zu: %s", i + 1, comment);
	is_int(p->at_ns - offset_ns, at_ns, "... its time");
	ok(k.state == PACKET_OK && !k.transport_cut && k.checksum_ok &&
			p->whole_bytes == p->bytes.left,
		"... whole, with a right checksum");
}

static inline void file_itself(const struct savefile *f, size_t n)
{
	ok(f->good, "every block is whole");
	is_int(f->n, n, "%zu packets", n);
	is_int(f->linktype, 101, "that start with an IP header");
	is_text(f->interface, "v0", "the interface");
	ok(!strncmp(f->application, "probekit ping ", 14), "%s wrote it", f->application);
}

#endif
