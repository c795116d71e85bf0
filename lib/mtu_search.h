/* mtu_search: which sizes to try for a path's MTU, and what is known of it. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_MTU_SEARCH_H
#define PROBEKIT_MTU_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MTU_SEARCH_SIZES = 8 };

/* All sizes are of whole IP packets, in bytes. */
struct mtu_search {
	uint32_t passes; /* the largest that came through; 0 none yet */
	uint32_t fails;	 /* the smallest that did not, or one more than may be tried */
	uint32_t told;	 /* the last MTU a router announced that was not tried yet; 0 none */
};

/* least is a size that any path takes, most what the first link does. */
void mtu_search_init(struct mtu_search *s, uint32_t least, uint32_t most);
void mtu_search_passed(struct mtu_search *s, uint32_t size);
/* announced: the MTU a router gave for it, 0 none. */
void mtu_search_failed(struct mtu_search *s, uint32_t size, uint32_t announced);
/* The sizes to try next, in no order: first what a router announced, then the usual MTUs, then ever
 * closer. 0: passes is the answer, or nothing passes. */
size_t mtu_search_next(struct mtu_search *s, uint32_t sizes[static MTU_SEARCH_SIZES]);

#endif
