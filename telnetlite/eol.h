/* eol: what is typed or piped in, made what goes out: line ends, and telnet's IAC doubled. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TELNETLITE_EOL_H
#define PROBEKIT_TELNETLITE_EOL_H

#include <stdbool.h>

#include "bytes.h"

enum eol {
	EOL_AS_IS,
	EOL_CRLF, /* LF becomes CR LF, a CR LF stays one */
	EOL_LF,	  /* CR LF becomes LF */
	EOL_CR,	  /* LF and CR LF become CR */
	EOL_CRNUL /* of single keys: CR becomes CR NUL (RFC 854) */
};
enum { EOL_LEAST = 4 }; /* room that one byte may need */

/* All zeros: bytes stay as they are. kind, telnet and keys may change between calls. */
struct eol_state {
	enum eol kind;
	bool telnet;   /* IAC is doubled; with EOL_CRLF a lone CR becomes CR NUL */
	bool keys;     /* of single keys: CR is Enter, and goes out at once */
	bool after_cr; /* its own */
};

/* Eats from in until that is empty or less than EOL_LEAST bytes are free in to. A CR whose meaning
 * the next byte decides is not put before that. */
void eol_put(struct eol_state *e, struct bytes *in, struct bytes_out *to);
/* Nothing more comes: what waited for it. Needs EOL_LEAST bytes. */
void eol_end(struct eol_state *e, struct bytes_out *to);

#endif
