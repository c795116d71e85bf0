/* hexdump: lines of sixteen bytes in hex and as characters. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_HEXDUMP_H
#define PROBEKIT_TELNETLITE_HEXDUMP_H

#include <stdint.h>

#include "bytes.h"

enum { HEXDUMP_LINE = 96, HEXDUMP_BYTES = 16 };

/* "0000001a  48 54 54 50 2f 31 2e 31  20 32 30 30              HTTP/1.1 200": eats up to 16 bytes
 * from from. offset is that of the first. Returns to. */
const char *hexdump_line(char to[static HEXDUMP_LINE], uint64_t offset, struct bytes *from);

#endif
