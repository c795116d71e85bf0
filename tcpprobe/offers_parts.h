/* offers_parts: a run of questions, for what asks and what hears. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OFFERS_PARTS_H
#define PROBEKIT_TCPPROBE_OFFERS_PARTS_H

#include "clock.h"
#include "offers_run.h"

struct offers_question {
	struct offers_answer *a; /* its place in what was seen */
	uint32_t sequence;
	int fd;	      /* of its port, -1 none */
	bool waiting; /* a try has left, its time-out has not passed */
};
struct offers_run {
	const struct offers_run_config *c;
	struct offers_seen *out;
	struct offers_question q[OFFERS_ASKS];
	int series_fd; /* one port for all of a series */
	uint16_t series_port;
	int64_t now_ns, next_ns; /* a SYN may leave then */
	uint64_t n;		 /* packets built */
	bool stopped;
};

static inline bool offers_is_settled(const struct offers_question *q)
{
	return q->a->fate != OFFERS_UNASKED;
}
int64_t offers_realtime(const struct offers_run *r, int64_t at_ns);
/* Its fate is known: tells it. */
void offers_settle(struct offers_run *r, struct offers_question *q, enum offers_fate fate);
/* What an event of the wire says of the questions. */
void offers_hear(struct offers_run *r, const struct wire_event *e);

#endif
