/* tcpprobe_trail: what comes back for the SYNs of a path: a byte says how and of how many flows,
 * then as tests/fuzz/answered.h has it. */
/* SPDX-License-Identifier: BSD-2-Clause */
/* The fortified declarations of newer C libraries leave no room for other functions. */
#undef _FORTIFY_SOURCE

#include "../../tcpprobe/trail.h"

#include "answered.h"
#include "reserved.h"

enum { FLOWS = 4, HOPS = 5 };

static struct trail *opened(uint8_t how)
{
	struct trail_config c = {.target = answered_addr(how, 2),
		.source = answered_addr(how, 1),
		.hops = HOPS,
		.n = 1 + (how >> 2) % FLOWS,
		.own = answered_syn(),
		.key = {{1, 2, 3}}};
	struct trail *t = NULL;

	for (unsigned i = 0; i < FLOWS; i++)
		c.flows[i] = (struct trail_flow){
			.source_port = (uint16_t)(i ? RESERVED_PORT + i : 0), .port = 80};
	must(trail_open(&t, &c, NULL) >= 0);
	return t;
}

static void must_hold(const struct trail *t, const struct trail_match *m, unsigned flows)
{
	must(m->kind <= TRAIL_STRANGE && m->flow < flows && m->ttl >= -1 && m->ttl <= 255);
	must(m->quoted_ttl >= -1 && m->quoted_ttl <= 255);
	if (m->kind != TRAIL_OPEN && m->kind != TRAIL_CLOSED && m->kind != TRAIL_REPORTED)
		return;
	must(m->probe.lane < flows * HOPS && trail_flow(t, m->probe) == m->flow);
	must(trail_hop(t, m->probe) >= 1 && trail_hop(t, m->probe) <= HOPS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	uint8_t how = bytes_u8(&in);
	unsigned flows = 1 + (how >> 2) % FLOWS;
	struct trail *t = opened(how);
	struct syn_packet sent;
	struct trail_match m;
	struct answered a;
	struct frame f;

	for (uint32_t i = 0; i < flows * HOPS; i++)
		must(trail_build(t, (struct probe){.lane = i, .nth = 1}, &sent, NULL) >= 0);
	f = answered(&a, how, sent.whole, sent.segment, &in);
	must_read(&f);
	m = trail_match(t, &f);
	must_hold(t, &m, flows);
	trail_close(t);
	free(input.block);
	return 0;
}
