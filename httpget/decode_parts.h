/* decode_parts: one coding behind one face. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_DECODE_PARTS_H
#define PROBEKIT_HTTPGET_DECODE_PARTS_H

#include "bytes.h"

enum decode_step {
	DECODE_MORE, /* room is left in out: give more input */
	DECODE_FULL, /* out is full, or may be: call again */
	DECODE_END,  /* the coding's end */
	DECODE_BAD
};

/* Eats from in and writes to out. */
struct decode_kind {
	const char *name, *alias;
	void *(*open)(void);
	enum decode_step (*step)(void *state, struct bytes *in, struct bytes_out *out);
	void (*close)(void *state);
	bool (*member)(
		uint8_t first); /* behind an end: whether another begins so; NULL: none may */
};

extern const struct decode_kind decode_gzip, decode_deflate, decode_brotli, decode_zstd;

#endif
