/* nodes: the hosts of a link that answer an echo to all nodes (ff02::1). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "nodes.h"

#include <stdlib.h>
#include <string.h>

enum { ECHO_REPLY = 129 };

bool nodes_match(const struct packet *p, uint16_t id, uint16_t *sequence)
{
	if (p->state != PACKET_OK || !p->has_eth || !p->has_icmp || !p->has_ip6 ||
		!p->checksum_ok || p->icmp.type != ECHO_REPLY || p->icmp.id != id ||
		addr_is_multicast(&p->source) || addr_is_unspecified(&p->source))
		return false;
	*sequence = p->icmp.sequence;
	return true;
}

const struct node *nodes_take(struct nodes *n, const struct packet *p, int64_t rtt_ns)
{
	struct node *first = NULL, *e;

	n->received++;
	for (size_t i = 0; i < n->n; i++) {
		e = &n->list[i];
		if (memcmp(e->addr.bytes, p->source.bytes, sizeof(e->addr.bytes)) != 0)
			continue;
		if (eth_equal(&e->mac, &p->eth.source))
			return NULL;
		first = first ? first : e;
	}
	if (n->n == NODES_MAX) {
		n->beyond++;
		return NULL;
	}
	if (first) {
		n->duplicates += !first->many;
		first->many = true;
	}
	e = &n->list[n->n++];
	*e = (struct node){
		.addr = p->source, .mac = p->eth.source, .rtt_ns = rtt_ns, .many = first != NULL};
	return e;
}

static int by_addr(const void *a, const void *b)
{
	const struct node *x = a, *y = b;

	return memcmp(x->addr.bytes, y->addr.bytes, sizeof(x->addr.bytes));
}

void nodes_sort(struct nodes *n)
{
	if (n->n)
		qsort(n->list, n->n, sizeof(*n->list), by_addr);
}
