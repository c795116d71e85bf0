/* nodes: the hosts of a link that answer an echo to all nodes (ff02::1). Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_NODES_H
#define PROBEKIT_ARPING_NODES_H

#include "packet.h"

enum { NODES_MAX = 4096 };
struct node {
	struct addr addr;
	struct mac mac; /* that the frame came from */
	int64_t rtt_ns; /* of its first answer */
	bool many;	/* another MAC answers for it, too */
};
struct nodes {
	struct node list[NODES_MAX];
	size_t n;
	uint64_t beyond, received, duplicates; /* answers; addresses with several MACs */
};

/* Whether it is an answer to an echo of that id; its sequence goes to sequence. */
bool nodes_match(const struct packet *p, uint16_t id, uint16_t *sequence);
/* Takes an answer; the entry where it is new, a MAC or an address; NULL for one known. */
const struct node *nodes_take(struct nodes *n, const struct packet *p, int64_t rtt_ns);
void nodes_sort(struct nodes *n); /* by address */

#endif
