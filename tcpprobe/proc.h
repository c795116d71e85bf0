/* proc: numbers that the kernel shows as text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_PROC_H
#define PROBEKIT_TCPPROBE_PROC_H

#include <stddef.h>
#include <stdint.h>

/* The numbers that a file like /proc/sys/net/ipv4/tcp_rmem begins with, at most that many; returns
 * how many there are: 0 where it cannot be read. */
size_t proc_numbers(const char *path, int64_t *out, size_t most);
/* The first one, or what it is to be where there is none. */
int64_t proc_number(const char *path, int64_t otherwise);

#endif
