/* trace: the hops of a path, by what comes back for probes that live so many hops: who answers, how
 * fast, who limits its answers, where loss begins. Pure; it knows no protocol. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TRACE_H
#define PROBEKIT_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "addr.h"
#include "histogram.h"
#include "stats.h"
#include "story.h"

enum {
	TRACE_HOPS_MAX = 255,
	TRACE_RESPONDERS = 8, /* told apart on one hop */
	TRACE_LABELS = 8,
	TRACE_MARK = 8,
	TRACE_SILENT = 5 /* hops in a row that never answer, behind which nobody is asked */
};

enum trace_kind {
	TRACE_TRANSIT, /* a router on the way, where the probe's life ended */
	TRACE_TARGET,  /* the target */
	TRACE_REFUSED, /* the probe went no further: unreachable, prohibited */
	TRACE_TOO_BIG  /* the same, as it is larger than the next link takes */
};

/* What came back for one probe. */
struct trace_answer {
	enum trace_kind kind;
	struct addr from;
	int64_t rtt_ns;
	bool late;	 /* trace_lost was told of this probe before */
	bool translated; /* of TRANSIT: it bears the target's address, as those do that hide behind
			    a translator of addresses: several of them are no loop */
	/* of REFUSED and TOO_BIG */
	const char *reason;    /* words; static storage. NULL: none */
	char mark[TRACE_MARK]; /* as "!H"; may be empty */
	uint32_t mtu_bytes;    /* of TOO_BIG, 0 unknown */
	int16_t ttl;	       /* the answer came with it; -1 unknown */
	int16_t quoted_ttl;    /* the probe reached the router with it; -1 unknown */
	int16_t quoted_tos;    /* and with this DS field; -1 unknown */
	unsigned n_labels;     /* MPLS label stack entries the probe wore there (RFC 4950) */
	uint32_t labels[TRACE_LABELS]; /* label << 12 | TC << 9 | S << 8 | TTL */
};

struct trace_responder {
	uint64_t answers;
	struct trace_answer last; /* its newest */
};

struct trace_hop {
	struct tally tally; /* answered counts what came back from anyone; rejected stays 0 */
	struct story story;
	struct histogram *rtts;
	int64_t last_ns; /* newest RTT, -1 none */
	uint64_t missed; /* losses since the newest answer */
	unsigned n_who, newest;
	struct trace_responder who[TRACE_RESPONDERS]; /* in the order they were first heard */
	uint64_t others;			      /* answers of who found no room there */
	uint64_t changes; /* answers by another one than the one before */
};

struct trace;
struct trace *trace_open(unsigned hops); /* 1 to TRACE_HOPS_MAX; NULL when memory is short */
void trace_close(struct trace *t);
void trace_reset(struct trace *t); /* as new */

/* Hops count from 1, a hop's probes from 0. What is told of a hop there is none of is ignored. */
void trace_sent(struct trace *t, unsigned hop);
void trace_unsent(struct trace *t, unsigned hop); /* it did not leave after all */
void trace_lost(struct trace *t, unsigned hop, uint64_t nth, int64_t sent_ns);
void trace_duplicate(struct trace *t, unsigned hop);
void trace_answered(struct trace *t, unsigned hop, uint64_t nth, const struct trace_answer *a);

/* Whether a probe that lives so many hops can tell something new: not behind the end of the path,
 * not behind a loop, not behind a row of silent hops. */
bool trace_wanted(const struct trace *t, unsigned hop);
unsigned trace_hops(const struct trace *t); /* as opened with */
/* The hop where the path ends by the newest answers, 0 while that is unknown. */
unsigned trace_end(const struct trace *t);
/* The last hop worth a row: where the path ends, once more around a loop, or one that was asked
 * behind the last that answered. */
unsigned trace_shown(const struct trace *t);
uint64_t trace_length_changes(const struct trace *t);
const struct trace_hop *trace_hop(const struct trace *t, unsigned hop); /* NULL: there is none */
/* The nearest of the hops that most probes were sent to. */
const struct trace_hop *trace_most_sent(const struct trace *t);
/* Who answered last on a hop; NULL: nobody. */
const struct trace_responder *trace_newest(const struct trace *t, unsigned hop);
/* Lost, of those answered or lost, in percent; 0 while there is none. */
double trace_loss_percent(const struct trace_hop *h);
/* How many hops the way back has by the TTL an answer came with, if its sender began with 64, 128
 * or 255; 0 unknown. */
unsigned trace_hops_back(int16_t ttl);

/* It loses more probes than the hops behind it, through which the others went: it does not answer
 * all, the path is not to blame. */
bool trace_limits(const struct trace *t, unsigned hop);

enum trace_state {
	TRACE_NOTHING, /* no hop answered */
	TRACE_REACHED, /* the target answers */
	TRACE_ENDS,    /* nobody behind hop answers */
	TRACE_LOOPS,   /* the router of hop comes again */
	TRACE_STOPS    /* the router of hop sends probes back: see its newest answer */
};
struct trace_verdict {
	enum trace_state state;
	unsigned hop;	     /* REACHED: the target's */
	unsigned again;	     /* LOOPS: the next hop of the same router */
	double loss_percent; /* REACHED: the target's */
	unsigned loss_from;  /* the hop from which on probes are lost; 0: none are */
};
struct trace_verdict trace_verdict(const struct trace *t);

/* Whether the silence behind a hop (0: of all) is known: a probe that went farther was waited for
 * in vain, and not only on its way, unsent or not asked for. */
bool trace_silent(const struct trace *t, unsigned hop);

/* The next change of the DS field on the way, as the quotes tell it: pass a zeroed struct with `is`
 * as sent, then the last result. False: there is no more. */
struct trace_remark {
	unsigned before, hop; /* between these two; before is 0 for this host */
	int16_t was, is;
};
bool trace_remarked(const struct trace *t, struct trace_remark *at);

#endif
