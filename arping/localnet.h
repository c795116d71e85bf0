/* localnet: the IPv4 networks of a link, as they would be given on the command line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_LOCALNET_H
#define PROBEKIT_ARPING_LOCALNET_H

#include <stddef.h>

#include "addr.h"
#include "fail.h"

enum { LOCALNET_MAX = 32, LOCALNET_TEXT = ADDR_TEXT + 4 };
struct localnet {
	char networks[LOCALNET_MAX][LOCALNET_TEXT];
	const char *texts[LOCALNET_MAX]; /* into networks: "198.18.1.1/24" */
	size_t n;
};

/* Those of the interface; NULL: of the only one there is to ask on. -errno where there is none, and
 * where the user has to say which. */
int localnet_find(struct localnet *l, const char *interface, struct fail *why);

#endif
