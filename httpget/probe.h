/* probe: several requests for one URL that differ in a field or two, and what their responses
 * together say of caches, ranges and codings. Pure. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_PROBE_H
#define PROBEKIT_HTTPGET_PROBE_H

#include "exchange.h"
#include "gateway.h"

enum probe_kind { PROBE_NONE = -1, PROBE_CACHE, PROBE_RANGE, PROBE_ENCODING };
enum { PROBE_STEPS = 6, PROBE_RESULTS = 12, PROBE_TEXT = 160, PROBE_HEADERS = 2 };

/* What is asked next. Texts are borrowed from the probe until the next call. */
struct probe_ask {
	const char *name; /* of the step: "first", "again", "gzip" ... */
	const char *headers[PROBE_HEADERS];
	size_t n_headers;
	const char *range; /* "bytes=0-0"; NULL none */
};

/* What is kept of a response. */
struct probe_step {
	const char *name;
	int status; /* 0: none came */
	enum gateway_hit hit;
	const char *evidence; /* the field that says so */
	bool has_age;
	uint64_t age_s, read_bytes;		  /* content as it came */
	uint64_t content_bytes;			  /* the same, decoded */
	uint32_t sum;				  /* a checksum of that */
	int first, last;			  /* its bytes; -1 none */
	char etag[PROBE_TEXT], since[PROBE_TEXT]; /* its validators */
	char coding[40], range[80];		  /* Content-Encoding, Content-Range */
	bool varies;				  /* Vary has Accept-Encoding, or * */
};

struct probe_result {
	const char *name; /* "validators", "range-ignored" ... the same for the same thing */
	bool bad;
	char text[300]; /* a sentence without its end, the evidence in brackets */
};

struct probe {
	enum probe_kind kind;
	struct probe_step steps[PROBE_STEPS];
	unsigned n;
	struct probe_result results[PROBE_RESULTS];
	unsigned n_results;
	char line[PROBE_HEADERS][PROBE_TEXT + 40]; /* of what is asked */
};

const char *probe_kind_name(enum probe_kind kind); /* "cache", "range", "encoding" */
/* False when all was asked. */
bool probe_next(struct probe *p, struct probe_ask *out);
/* Content as it was counted: decoded bytes, their checksum, the first and the last. */
struct probe_content {
	uint64_t bytes;
	uint32_t sum;
	int first, last;
};
/* The response to what was asked last. */
void probe_take(struct probe *p, const struct probe_ask *ask, const struct exchange *x,
	const struct probe_content *content);
/* All was asked: fills the results. */
void probe_judge(struct probe *p);

#endif
