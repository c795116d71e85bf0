/* plan: which probe is due, and what an answer means. Pure: no clock, no I/O; all times are handed
 * in. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PLAN_H
#define PROBEKIT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame.h"
#include "histogram.h"
#include "stats.h"
#include "story.h"

/* One probe's name: a lane is a target, a hop or a flow (the tool decides), nth counts its probes
 * from 0. */
struct probe {
	uint32_t lane;
	uint64_t nth;
};

enum plan_pace {
	PLAN_INTERVAL, /* a lane's probes lie on a grid: start + lane * gap + k * interval; what was
			  missed is skipped, never made up for by a burst */
	PLAN_ADAPTIVE  /* a lane's next probe is due when an answer or a rejection comes that is no
			  duplicate, and while fewer than preload were sent since the newest probe
			  answered; no sooner than interval after the last send, no later than
			  slowest */
};

struct plan_config {
	uint32_t lanes;	     /* 0: nothing is ever due, the run is over at once */
	uint64_t count;	     /* probes of a lane, 0 without end */
	int64_t interval_ns; /* between probes of one lane */
	int64_t gap_ns;	     /* between any two sends over all lanes, 0 no ceiling */
	int64_t timeout_ns;  /* a probe unanswered this long is lost; 0 or INT64_MAX never */
	int64_t slowest_ns;  /* PLAN_ADAPTIVE: a silent lane is probed this often */
	int64_t linger_ns;   /* wait after the last send, by the kernel's stamp where there is one;
				0: until each one timed out */
	uint32_t preload;    /* probes of a lane sent at once at the start, 0 is 1, below 2^19 */
	uint32_t retries;    /* at most 255 more probes for a lane whose count is spent and of which
				nothing came, each when the one before timed out */
	uint32_t backoff_percent; /* each retry's time-out is this much of the one before, 0 is 100:
				     the same */
	uint32_t in_flight; /* how many probes are remembered, answered ones for as long as there is
			       room; rounded up to a power of two, 0 is 8192 */
	uint32_t detailed;  /* lanes (from the first) that get a histogram and a story */
	enum plan_pace pace;
	bool hear_out; /* linger is waited for to its end also when nothing is in flight: one probe
			  may have several answers */
};

struct plan; /* its tallies, ring and detail are allocated by plan_open and by nothing after it */

/* NULL when memory is short or the config makes no sense (negative times, beyond the
 * bounds above). */
struct plan *plan_open(const struct plan_config *c, int64_t now_ns);
void plan_close(struct plan *p);

enum todo_step { TODO_SEND, TODO_LOST, TODO_WAIT, TODO_DONE };
struct todo {
	enum todo_step step;
	struct probe probe; /* SEND: this one, now. LOST: this one's time-out passed. */
	int64_t until_ns;   /* WAIT: nothing is due before; INT64_MAX: only an answer or a call
			       changes that */
	int64_t due_ns;	    /* SEND: when it was due; LOST: when it was sent */
};

/* What is to do at now. SEND counts as done and sent at now: the caller sends, and says plan_sent
 * or plan_unsent. Up to a millisecond of lateness is made up for where interval or gap is shorter
 * than that (loops wake late); what was missed beyond is skipped. LOST comes before SEND, in the
 * order of time-outs; also early, when in_flight probes are out and a new one is due. DONE: nothing
 * is due any more and nothing is in flight, or linger is over (then what was in flight came as LOST
 * first), or every lane was finished by plan_finish and no asked probe is left (what is in flight
 * stays pending), or plan_stop. It repeats itself until something is asked for. */
struct todo plan_next(struct plan *p, int64_t now_ns);

/* One more probe of a lane at due (mtu, trace, DAD), beside its count, also on a lane that is
 * finished. At most 64 wait over all lanes; false when they do, after plan_stop, for no lane. */
bool plan_ask(struct plan *p, uint32_t lane, int64_t due_ns);

/* The probe left at at_ns. A second call with STAMP_KERNEL refines the time of the first, also
 * after the answer came (the RTT already told stays). Time-outs count from the user's time. */
void plan_sent(struct plan *p, struct probe id, int64_t at_ns, enum stamp how);
/* The probe still waits in this host's queue at at_ns: its time-out has not begun. */
void plan_held(struct plan *p, struct probe id, int64_t at_ns);
/* The kernel refused it; it is not in flight and never LOST, but used up one of count. */
void plan_unsent(struct plan *p, struct probe id, int error);

enum verdict {
	ANSWER_FRESH,	  /* the first, in time */
	ANSWER_LATE,	  /* the first, after LOST */
	ANSWER_DUPLICATE, /* not the first */
	ANSWER_STRANGER	  /* never sent, or so long ago that it is forgotten */
};
const char *plan_verdict_name(enum verdict v); /* "fresh", "late" ...; static */
const char *plan_stamp_name(enum stamp s);     /* "kernel", "user"; NULL for none */
struct answer {
	enum verdict verdict;
	enum stamp stamp;     /* of both ends; STAMP_NONE for a stranger */
	int64_t rtt_ns;	      /* 0 or more; -1 for a stranger */
	int64_t sent_user_ns; /* when the program sent it, by its own clock; 0 for a stranger */
	int64_t sent_ns;      /* when the probe left, by that stamp; 0 for a stranger */
};

/* An answer to id, received at at_ns by how's clock. RTT is only said between stamps of one kind:
 * with a user stamp at one end, or stamps that contradict each other, both ends are taken from user
 * time (at_user_ns). The first answer after a rejection is FRESH, and takes the rejection's place
 * in the tally. */
struct answer plan_answer(
	struct plan *p, struct probe id, int64_t at_ns, enum stamp how, int64_t at_user_ns);
/* An error in place of an answer: the probe is out of flight, its tally's rejected goes up once.
 * DUPLICATE: it was answered or rejected before. */
struct answer plan_reject(
	struct plan *p, struct probe id, int64_t at_ns, enum stamp how, int64_t at_user_ns);
/* An authentic answer with changed data: counted in corrupted; the probe stays in flight. Returns
 * what plan_answer would. */
struct answer plan_corrupted(
	struct plan *p, struct probe id, int64_t at_ns, enum stamp how, int64_t at_user_ns);

void plan_finish(struct plan *p, uint32_t lane); /* no more probes of this lane but asked ones */
void plan_stop(struct plan *p);			 /* no more probes, no more losses: DONE follows */
void plan_linger(struct plan *p, int64_t linger_ns);	 /* changes the wait after the last send */
void plan_interval(struct plan *p, int64_t interval_ns); /* for what is scheduled from now on */
/* The program did not run from from to to (suspended): the schedule, every time-out and the user
 * time of what is in flight move by it. */
void plan_paused(struct plan *p, int64_t from_ns, int64_t to_ns);

bool plan_stopped(const struct plan *p);
uint32_t plan_lanes(const struct plan *p);
const struct tally *plan_tally(const struct plan *p, uint32_t lane);
const struct histogram *plan_histogram(
	const struct plan *p, uint32_t lane);			     /* NULL beyond detailed */
const struct story *plan_story(const struct plan *p, uint32_t lane); /* NULL beyond detailed */
uint32_t plan_in_flight(const struct plan *p);			     /* neither answered nor lost */
/* The next of them behind that one, of a lane in the order of sending; behind NULL the first.
 * False: there is none. */
bool plan_next_in_flight(const struct plan *p, const struct probe *behind, struct probe *out);
/* ping's pipe: over all answers and rejections, the most probes from the one answered to the newest
 * of its lane, both counted; 0 before the first. */
uint32_t plan_in_flight_max(const struct plan *p);
size_t plan_memory_bytes(const struct plan *p); /* what it allocated */

#endif
