/* owners: the MACs that say they have the address. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "owners.h"

#include <string.h>

size_t owners_enter(struct owners *o, const struct mac *m)
{
	for (size_t i = 0; i < o->n; i++)
		if (!memcmp(o->list[i].mac.bytes, m->bytes, sizeof(m->bytes)))
			return i;
	if (o->n == OWNERS_MAX) {
		o->beyond++;
		return OWNERS_MAX;
	}
	o->list[o->n] = (struct owner){.mac = *m, .rtt_ns = -1};
	return o->n++;
}
