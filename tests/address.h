/* address: an address that a test names. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ADDRESS_H
#define PROBEKIT_ADDRESS_H

#include <stdlib.h>

#include "addr.h"

static inline struct addr address(const char *text)
{
	struct addr a;

	if (!addr_parse(&a, text))
		abort();
	return a;
}

#endif
