/* sink: where content goes: standard output, a file, nowhere; decoded on its way or beside it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_SINK_H
#define PROBEKIT_HTTPGET_SINK_H

#include <limits.h>

#include "decode.h"
#include "file.h"
#include "findings.h"
#include "sniff.h"

struct sink {
	int fd; /* -1: nowhere */
	struct file *file;
	struct decode *decode;
	bool decoded;	 /* the decoded bytes are what goes out; else they are only checked */
	bool plain;	 /* to a terminal: nothing that it would obey */
	uint8_t rest[4]; /* of a character that is not whole yet */
	size_t n_rest;
	bool broken; /* the coding ended badly: no more of it is looked at */
	uint64_t written_bytes, limit_bytes; /* 0 no limit */
	struct findings *findings;	     /* borrowed */
	uint8_t first[SNIFF_BYTES];	     /* of the content, decoded */
	size_t n_first;
	uint64_t content_bytes; /* the same, all of it */
	bool summed;		/* wanted: a checksum of it, and its last byte (-1 none) */
	uint32_t sum;
	int last;
};

enum sink_place { SINK_NOWHERE, SINK_FOLDER, SINK_ANYWHERE };
/* What sink_open will have to open for it, so that the rest can be closed before: nothing; a file
 * in the folder it writes here; or, as of links and devices, what cannot be told beforehand. */
enum sink_place sink_place(const char *path, char folder[static PATH_MAX]);
/* path NULL: nowhere; "-": standard output. A file is written beside its name and renamed by
 * sink_commit; with append, to the file itself. /dev/null is nowhere. Content for a terminal is
 * made plain unless it was named as "-" (raw). */
int sink_open(struct sink *s, const char *path, bool append, bool raw, struct fail *why);
/* A response begins. codings: Content-Encoding, none where it has none. What cannot be decoded is a
 * finding, and an error only where it was to be decoded. */
int sink_begin(struct sink *s, struct slice codings, bool decoded,
	const struct decode_limits *limits, struct findings *findings, struct fail *why);
/* Text before the content (-i). */
int sink_text(struct sink *s, struct bytes text, struct fail *why);
int sink_put(struct sink *s, struct bytes content, struct fail *why);
/* The content ended; whole: as its framing says. Adds findings of its coding; returns decoded
 * bytes, UINT64_MAX for none. */
uint64_t sink_end(struct sink *s, bool whole);
int sink_commit(struct sink *s, struct fail *why); /* renames the file; the sink is closed */
void sink_abandon(struct sink *s);

#endif
