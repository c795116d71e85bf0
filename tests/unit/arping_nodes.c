/* arping_nodes: which frames answer an echo to all nodes, and who they are from. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "../../arping/nodes.h"
#include "tap.h"

enum { ID = 0x4711 };

static struct packet answer(const char *from, uint8_t mac)
{
	struct packet p = {.state = PACKET_OK,
		.has_eth = true,
		.has_ip6 = true,
		.has_icmp = true,
		.checksum_ok = true,
		.icmp = {.family = ADDR_V6, .type = 129, .id = ID, .sequence = 3}};

	addr_parse(&p.source, from);
	p.eth.source = (struct mac){{2, 0, 0, 0, 0, mac}};
	return p;
}

static void test_match(void)
{
	struct packet p = answer("fe80::2", 2);
	uint16_t sequence = 0;

	ok(nodes_match(&p, ID, &sequence) && sequence == 3, "an answer, and to which question");
	ok(!nodes_match(&p, ID + 1, &sequence), "not one to another's question");
	p.icmp.type = 128;
	ok(!nodes_match(&p, ID, &sequence), "nor a question");
	p = answer("fe80::2", 2);
	p.checksum_ok = false;
	ok(!nodes_match(&p, ID, &sequence), "nor one with a wrong checksum");
	p = answer("ff02::1", 2);
	ok(!nodes_match(&p, ID, &sequence), "nor one from a group");
	p = answer("fe80::2", 2);
	p.state = PACKET_CUT;
	ok(!nodes_match(&p, ID, &sequence), "nor one that was cut");
}

static void test_take(void)
{
	struct nodes *n = calloc(1, sizeof *n);
	struct packet first = answer("fe80::9", 2), other = answer("fe80::2", 3),
		      twice = answer("fe80::9", 4);
	const struct node *e;

	e = nodes_take(n, &first, 7);
	ok(e && e->rtt_ns == 7 && !e->many, "a host");
	ok(!nodes_take(n, &first, 9), "... is known then");
	ok(nodes_take(n, &other, 8), "another");
	e = nodes_take(n, &twice, 8);
	ok(e && e->many && n->list[0].many && n->duplicates == 1, "an address with two MACs");
	ok(!nodes_take(n, &twice, 8) && n->received == 5 && n->n == 3, "each answer is counted");
	nodes_sort(n);
	is_int(n->list[0].addr.bytes[15], 2, "by address");
	for (unsigned i = 0; i < NODES_MAX; i++) {
		char text[32];

		snprintf(text, sizeof text, "2001:db8::%x", i + 1);
		other = answer(text, 9);
		nodes_take(n, &other, 1);
	}
	ok(n->n == NODES_MAX && n->beyond == 3, "what finds no room is counted");
	free(n);
}

int main(void)
{
	test_match();
	test_take();
	return tap_done();
}
