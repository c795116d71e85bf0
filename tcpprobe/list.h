/* list: many ports of many hosts, each asked until it answers or its tries are used up. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_LIST_H
#define PROBEKIT_TCPPROBE_LIST_H

#include "capfile.h"
#include "expect.h"
#include "grid.h"
#include "histogram.h"
#include "keyed.h"
#include "report.h"
#include "resume.h"
#include "session.h"
#include "stats.h"
#include "term.h"
#include "verdict.h"

/* No state of summary's: not known yet; asked in an earlier run that this one goes on with. */
enum { LIST_WAITING = 0xff, LIST_DONE_BEFORE = 0xfe };
enum { LIST_STATES = VERDICT_UNKNOWN + 1, LIST_RTT_UNIT_NS = 16, LIST_REJECTERS = 65535 };

/* What is known of one question; 12 bytes, for there may be many millions. */
struct list_port {
	uint32_t rtt_units; /* UINT32_MAX unknown */
	uint16_t from;	    /* who rejected it: place in rejecters, plus 1; 0 nobody, or too many */
	uint8_t state;	    /* enum verdict_state, or the two above */
	uint8_t ttl;	    /* the answer's, 0 unknown */
	uint8_t type, code; /* of REJECTED; type of CLOSED: 0, or VERDICT_SIGNAL_TTL */
	uint8_t tries;	    /* SYNs that left */
	uint8_t error;	    /* the errno value the last one was refused with by this host, 0 none */
};

struct list_sum {
	uint64_t hosts, ports;	     /* of the whole grid */
	uint64_t asked;		     /* questions of this run */
	uint64_t left;		     /* of those, what the next run goes on with */
	uint64_t found[LIST_STATES]; /* by state */
	uint64_t unexpected;
	uint64_t
		nearer; /* closed ports whose RSTs came over fewer hops than SYN-ACKs of the host */
	uint64_t sent, unsent, duplicates, forged, drops, recovered;
	int local_error;
	unsigned rounds;
	int64_t elapsed_ns, sending_ns;
	struct tally rtts;
	struct histogram *histogram; /* the caller closes it */
	uint64_t user_stamped;
	uint32_t clock_steps;
	bool interrupted;
};

struct list_config { /* all borrowed for the run */
	const struct grid *grid;
	struct keyed *keyed; /* NULL: by connect() */
	struct leaves *leaves;
	struct wire *wires[2]; /* IPv4's and IPv6's */
	struct wait *wait;
	struct report *report;
	const struct expect *expect;
	struct term_progress *progress;
	struct capfile *evidence; /* NULL none */
	const uint32_t *left;	  /* the questions to ask, ascending; NULL all */
	uint32_t n_left;
	struct resume *resume; /* what is left goes there while the run goes on; NULL not */
	bool keep_left; /* when the run is ended early, what is not known yet is left, not judged */
	const char *device; /* of connect() */
	struct addr source[2];
	int64_t interval_ns; /* between SYNs; 0 no ceiling */
	int64_t timeout_ns, deadline_ns;
	unsigned retries;
	unsigned tries_most; /* KEYED_TRIES at most */
	int ttl, tos;	     /* of connect(): 0 and -1 the system's */
	uint32_t mark;
	bool refused_ok; /* without expect: a closed port is as good as an open one */
	bool quiet, verbose;
};

struct list;
int list_open(struct list **out, const struct list_config *c, struct fail *why);
void list_close(struct list *l);
/* 0, or -errno when it could not go on; what was found by then stands. */
int list_run(struct list *l, struct fail *why);
/* What no answer came to is judged; once, after it. */
void list_conclude(struct list *l);
const struct list_sum *list_sum(const struct list *l);

const struct list_port *list_port_at(const struct list *l, uint64_t index);
const struct addr *list_rejecter(const struct list *l, const struct list_port *p); /* or NULL */
int64_t list_rtt_ns(const struct list_port *p);					   /* -1 unknown */
/* What a question's answer is to --expect, or to the wish that all be open. */
bool list_as_expected(const struct list *l, uint16_t port, unsigned state);
/* Whether that of index needs no more asking. */
bool list_settled(const struct list *l, uint64_t index);
/* Every question that does, into r, which forgets what it had. */
int list_gather_left(const struct list *l, struct resume *r, struct fail *why);
const struct list_config *list_config(const struct list *l);

#endif
