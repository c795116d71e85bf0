/* display: bytes from outside made fit for a terminal, as a stream. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_DISPLAY_H
#define PROBEKIT_TELNETLITE_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bytes.h"

enum display_kind {
	DISPLAY_EXACT,	 /* nothing is changed: a pipe, a file, --raw-output */
	DISPLAY_VISIBLE, /* controls are shown: ^[ for ESC, \x9b for C1 and what is no UTF-8 */
	DISPLAY_TERMINAL /* they pass, but for those that make a terminal answer, set a clipboard
			    or run what a terminal remembers */
};
enum { DISPLAY_HELD = 64, DISPLAY_LEAST = 4 * (DISPLAY_HELD + 4) };

/* Set kind and utf8; the rest is its own and begins as zeros. kind may change between calls. */
struct display {
	enum display_kind kind;
	bool utf8; /* the terminal shows UTF-8; else all that is not ASCII is shown as \xNN */
	uint8_t held[DISPLAY_HELD]; /* a character or a sequence that is not whole yet */
	size_t n_held;
	bool in_text; /* the text of a string that passes, up to BEL or ST */
};

/* Eats from in until that is empty or less than DISPLAY_LEAST bytes are free in to. */
void display_put(struct display *d, struct bytes *in, struct bytes_out *to);
/* What was held back is put, visibly. Needs DISPLAY_LEAST bytes. */
void display_end(struct display *d, struct bytes_out *to);

#endif
