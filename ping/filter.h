/* filter: a socket filter that lets only this run's packets into a raw socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_FILTER_H
#define PROBEKIT_PING_FILTER_H

#include <stddef.h>
#include <stdint.h>

#include <linux/filter.h>

#include "addr.h"

enum { FILTER_MAX = 24 };

/* Fills to with a program that accepts echo replies of this identifier and ICMP errors that quote
 * an echo request of it; returns its length. It saves work only: what passes is matched again in
 * full. */
size_t filter_build(struct sock_filter to[static FILTER_MAX], enum addr_family family, uint16_t id);

#endif
