/* plain: content on its way to a terminal: what a terminal would obey becomes text. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_PLAIN_H
#define PROBEKIT_HTTPGET_PLAIN_H

#include "bytes.h"
#include "strbuf.h"

/* Appends from to to: line ends and tabs stay, other control bytes, C1 and changes of direction in
 * UTF-8 and what is no UTF-8 become \xNN. What may be the beginning of a character is left in from,
 * at most 3 bytes; with last set nothing is. */
void plain_put(struct strbuf *to, struct bytes *from, bool last);

#endif
