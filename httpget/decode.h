/* decode: content codings (RFC 9110 8.4) as a stream: gzip, deflate, br, zstd, and those on top of
 * each other. Memory is bounded whatever comes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_DECODE_H
#define PROBEKIT_HTTPGET_DECODE_H

#include "bytes.h"
#include "fail.h"
#include "slice.h"

struct decode;

enum { DECODE_STAGES = 4 };
struct decode_limits {
	unsigned stages; /* 1 to DECODE_STAGES */
	uint64_t ratio;	 /* of decoded to coded bytes, looked at beyond 1 MiB; 0 none */
};

/* What takes the decoded bytes; anything but 0 ends decoding and is returned. */
typedef int decode_take(void *to, struct bytes out, struct fail *why);

/* codings: what Content-Encoding lists, in its order; "identity" and an empty list decode nothing.
 * -ENOTSUP for a coding that is not known here, -E2BIG for more stages than allowed. */
int decode_open(struct decode **out, struct slice codings, const struct decode_limits *limits,
	struct fail *why);
void decode_close(struct decode *d);
/* -EBADMSG: not in that coding, or a checksum of it is wrong; -EFBIG: the ratio. Bytes behind the
 * end of the coding are counted and dropped. */
int decode_put(struct decode *d, struct bytes in, decode_take *take, void *to, struct fail *why);
bool decode_whole(const struct decode *d);     /* every coding came to its end */
uint64_t decode_extra(const struct decode *d); /* bytes behind that end */
uint64_t decode_made(const struct decode *d);  /* bytes given out */

#endif
