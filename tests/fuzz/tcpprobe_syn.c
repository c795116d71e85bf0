/* tcpprobe_syn: what comes back for a SYN, heard by the probes that know it by a ring: a byte says
 * how, then as tests/fuzz/answered.h has it; or a quote as the error queue has it. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "../../tcpprobe/syn.h"

#include "answered.h"
#include "reserved.h"

enum { REPORT = 4, PINNED = 8, PROBES = 3 };

static void must_hold(const struct syn_match *m)
{
	must(m->kind <= SYN_FORGED && m->nth < PROBES && m->ttl >= -1 && m->ttl <= 255);
	must(m->kind == SYN_NONE || m->source_port == RESERVED_PORT ||
		m->source_port == (RESERVED_PORT ^ 1));
	must(m->kind != SYN_REJECTED || m->flags == 0);
}

static struct syn *opened(uint8_t how)
{
	const struct syn_config c = {.target = answered_addr(how, 2),
		.source = answered_addr(how, 1),
		.port = 80,
		.source_port = how & PINNED ? RESERVED_PORT : 0,
		.own = answered_syn(),
		.key = {{1, 2, 3}}};
	struct syn *s = NULL;

	must(syn_open(&s, &c, NULL) >= 0);
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	uint8_t how = bytes_u8(&in);
	struct syn *s = opened(how);
	struct syn_packet sent;
	struct syn_match m;
	struct answered a;
	struct frame f;

	for (uint64_t i = 0; i < PROBES; i++)
		must(syn_build(s, i, 1000000, &sent, NULL) >= 0);
	f = answered(&a, how, sent.whole, sent.segment, &in);
	must_read(&f);
	m = syn_match(s, &f);
	must_hold(&m);
	if (how & REPORT) {
		struct wire_report r = {
			.ttl = -1, .tos = -1, .type = a.space[0], .code = a.space[1]};

		r.quote = f.bytes;
		bytes_skip(&r.quote,
			how & ANSWERED_ERROR ? 8 + (sent.whole.left - sent.segment.left) : 0);
		m = syn_match_report(s, &r);
		must_hold(&m);
		must(m.kind == SYN_NONE || m.kind == SYN_REJECTED);
	}
	syn_close(s);
	free(input.block);
	return 0;
}
