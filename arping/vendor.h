/* vendor: who made a card, by its MAC and a list of prefixes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_VENDOR_H
#define PROBEKIT_ARPING_VENDOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "fail.h"

struct vendor;
/* Reads a list as the IEEE, hwdata, arp-scan, nmap and wireshark have them. path NULL or "-": the
 * first of those that this system has. -ENOENT when there is none, -EINVAL when a file has no
 * entry. */
int vendor_open(struct vendor **out, const char *path, struct fail *why);
void vendor_close(struct vendor *v);
/* The longest prefix that fits; its name, as it stands in the file (not safe for a terminal). */
bool vendor_find(const struct vendor *v, const struct mac *m, char *to, size_t size);
enum { VENDOR_TEXT = 128 };
/* The same, safe for a terminal; NULL without a list or a name in it. */
const char *vendor_text(char to[static VENDOR_TEXT], const struct vendor *v, const struct mac *m);

/* The pure part: reads one line. bits: 24, 28 or 36; prefix is left-aligned in 48 bits; the name is
 * borrowed from line. False for a line without an entry. */
struct vendor_line {
	uint64_t prefix;
	unsigned bits;
	const char *name;
	size_t name_bytes;
};
bool vendor_read(const char *line, size_t n, struct vendor_line *out);

#endif
