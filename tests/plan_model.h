/* plan_model: what a plan should do, as plainly as it can be said: every probe of every lane is
 * kept, and every question is answered by looking at all of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PLAN_MODEL_H
#define PROBEKIT_PLAN_MODEL_H

#include "plan_steps.h"

enum { MODEL_LANES = 12, MODEL_PROBES = 1000, MODEL_ASKS = 64 };

enum fate { OUT, ANSWERED, REJECTED, LOST, UNSENT };

struct model_probe {
	enum fate fate;
	int64_t sent_ns, timeout_ns;
	bool asked, final;
};
struct model_lane {
	struct model_probe probes[MODEL_PROBES];
	uint64_t next, scheduled, retries;
	struct tally tally;
	int64_t due_ns, last_ns; /* of its schedule */
	uint64_t newest_heard;	 /* the highest nth anything came for, plus 1 */
	bool freed, finished;
};
struct model_ask {
	uint32_t lane;
	int64_t due_ns;
};
struct model {
	struct plan_config c;
	struct model_lane lanes[MODEL_LANES];
	struct model_ask asks[MODEL_ASKS];
	unsigned asks_used;
	int64_t now_ns, last_ns;
};

static inline void model_init(struct model *m, const struct plan_config *c)
{
	memset(m, 0, sizeof *m);
	m->c = *c;
	if (!m->c.linger_ns)
		m->c.linger_ns = NEVER;
	m->now_ns = m->last_ns = START;
	for (uint32_t l = 0; l < c->lanes; l++) {
		tally_init(&m->lanes[l].tally);
		m->lanes[l].due_ns = START + c->gap_ns * l;
	}
}

static inline int64_t model_timeout(const struct model *m, uint64_t retry)
{
	int64_t timeout_ns = m->c.timeout_ns;

	while (retry--)
		timeout_ns = timeout_ns * m->c.backoff_percent / 100;
	return timeout_ns;
}

static inline int64_t expiry(const struct model_probe *p)
{
	return p->sent_ns + p->timeout_ns;
}

static inline const struct model_probe *model_final(const struct model_lane *l)
{
	for (uint64_t n = l->next; n--;)
		if (l->probes[n].final)
			return &l->probes[n];
	return NULL;
}

/* Its count is spent, nothing came, and retries are left. */
static inline bool model_may_retry(const struct model *m, const struct model_lane *l)
{
	return !l->finished && m->c.count && l->scheduled >= m->c.count && !l->tally.answered &&
	       !l->tally.rejected && l->retries < m->c.retries;
}

/* When the schedule of a lane wants its next probe: NEVER when it has no more, or waits for a
 * verdict. */
static inline int64_t model_due(const struct model *m, const struct model_lane *l)
{
	const struct model_probe *final = model_final(l);
	int64_t slowest = m->c.slowest_ns > m->c.interval_ns ? m->c.slowest_ns : m->c.interval_ns;

	if (l->finished)
		return NEVER;
	if (m->c.count && l->scheduled >= m->c.count) {
		bool over = final->fate == LOST ||
			    (final->fate == UNSENT && expiry(final) <= m->now_ns);

		return model_may_retry(m, l) && over ? m->now_ns : NEVER;
	}
	if (m->c.pace == PLAN_INTERVAL || l->scheduled < m->c.preload)
		return l->due_ns;
	if (l->freed || l->next - l->newest_heard < m->c.preload)
		return l->last_ns + m->c.interval_ns;
	return l->last_ns + slowest;
}

static inline int64_t model_next_due(const struct model *m)
{
	int64_t due = NEVER;

	for (uint32_t l = 0; l < m->c.lanes; l++)
		if (model_due(m, &m->lanes[l]) < due)
			due = model_due(m, &m->lanes[l]);
	for (unsigned i = 0; i < m->asks_used; i++)
		if (m->asks[i].due_ns < due)
			due = m->asks[i].due_ns;
	return due;
}

static inline int64_t model_next_expiry(const struct model *m)
{
	int64_t first = NEVER;

	for (uint32_t l = 0; l < m->c.lanes; l++)
		for (uint64_t n = 0; n < m->lanes[l].next; n++)
			if (m->lanes[l].probes[n].fate == OUT &&
				expiry(&m->lanes[l].probes[n]) < first)
				first = expiry(&m->lanes[l].probes[n]);
	return first;
}

static inline unsigned model_count(const struct model *m, enum fate fate, bool asked_only)
{
	unsigned count = 0;

	for (uint32_t l = 0; l < m->c.lanes; l++)
		for (uint64_t n = 0; n < m->lanes[l].next; n++)
			count += m->lanes[l].probes[n].fate == fate &&
				 (!asked_only || m->lanes[l].probes[n].asked);
	return count;
}

/* Nothing will be sent any more, not even a retry. */
static inline bool model_is_spent(const struct model *m)
{
	for (uint32_t l = 0; l < m->c.lanes; l++) {
		const struct model_lane *lane = &m->lanes[l];

		if (!lane->finished &&
			(!m->c.count || lane->scheduled < m->c.count || model_may_retry(m, lane)))
			return false;
	}
	return !m->asks_used;
}

static inline bool model_is_done(const struct model *m)
{
	bool finished = true;

	for (uint32_t l = 0; l < m->c.lanes; l++)
		finished &= m->lanes[l].finished;
	if (finished && !m->asks_used && !model_count(m, OUT, true))
		return true;
	return model_is_spent(m) && !model_count(m, OUT, false);
}

static inline bool model_take_ask(struct model *m, uint32_t lane, int64_t due_ns)
{
	for (unsigned i = 0; i < m->asks_used; i++)
		if (m->asks[i].lane == lane && m->asks[i].due_ns == due_ns) {
			m->asks[i] = m->asks[--m->asks_used];
			return true;
		}
	return false;
}

static inline void model_schedule(struct model *m, struct model_lane *l, struct model_probe *p)
{
	int64_t slack = m->c.interval_ns < MS ? MS : 0;

	l->scheduled++;
	if (m->c.count && l->scheduled > m->c.count)
		l->retries++;
	p->final = m->c.count && l->scheduled >= m->c.count;
	p->timeout_ns = model_timeout(m, l->retries);
	if (l->scheduled >= m->c.preload)
		do
			l->due_ns += m->c.interval_ns;
		while (l->due_ns <= m->now_ns - slack);
}

/* False when it should not have been sent. */
static inline bool model_send(struct model *m, struct todo todo)
{
	struct model_lane *l = &m->lanes[todo.probe.lane];
	struct model_probe *p = &l->probes[l->next];
	bool good = todo.probe.nth == l->next && todo.due_ns <= m->now_ns;

	*p = (struct model_probe){.fate = OUT, .sent_ns = m->now_ns};
	p->asked = model_take_ask(m, todo.probe.lane, todo.due_ns);
	p->timeout_ns = m->c.timeout_ns;
	if (!p->asked) {
		good &= model_due(m, l) <= m->now_ns;
		model_schedule(m, l, p);
	}
	l->next++;
	l->tally.sent++;
	l->freed = false;
	if (!p->asked || m->c.pace == PLAN_INTERVAL || l->finished)
		l->last_ns = m->now_ns;
	m->last_ns = m->now_ns;
	return good;
}

static inline void model_heard(struct model_lane *l, uint64_t nth)
{
	l->freed = true;
	if (nth + 1 > l->newest_heard)
		l->newest_heard = nth + 1;
}

static inline enum verdict model_answer(struct model *m, struct probe id, int64_t rtt_ns)
{
	struct model_lane *l = &m->lanes[id.lane];
	enum fate was = l->probes[id.nth].fate;

	if (id.nth >= l->next || was == UNSENT)
		return ANSWER_STRANGER;
	if (was == ANSWERED) {
		l->tally.duplicates++;
		return ANSWER_DUPLICATE;
	}
	model_heard(l, id.nth);
	l->probes[id.nth].fate = ANSWERED;
	tally_answer(&l->tally, rtt_ns);
	l->tally.rejected -= was == REJECTED;
	l->tally.lost -= was == LOST;
	l->tally.late += was == LOST;
	return was == LOST ? ANSWER_LATE : ANSWER_FRESH;
}

static inline enum verdict model_reject(struct model *m, struct probe id)
{
	struct model_lane *l = &m->lanes[id.lane];
	enum fate was = l->probes[id.nth].fate;

	if (id.nth >= l->next || was == UNSENT)
		return ANSWER_STRANGER;
	if (was == ANSWERED || was == REJECTED)
		return ANSWER_DUPLICATE;
	model_heard(l, id.nth);
	l->probes[id.nth].fate = REJECTED;
	l->tally.rejected++;
	l->tally.lost -= was == LOST;
	return was == LOST ? ANSWER_LATE : ANSWER_FRESH;
}

static inline void model_unsent(struct model *m, struct probe id)
{
	struct model_lane *l = &m->lanes[id.lane];
	enum fate was = l->probes[id.nth].fate;

	if (id.nth >= l->next || (was != OUT && was != LOST))
		return;
	l->probes[id.nth].fate = UNSENT;
	l->tally.sent--;
	l->tally.unsent++;
	l->tally.lost -= was == LOST;
}

static inline void model_pause(struct model *m, int64_t by_ns)
{
	for (uint32_t l = 0; l < m->c.lanes; l++) {
		m->lanes[l].due_ns += by_ns;
		m->lanes[l].last_ns += by_ns;
		for (uint64_t n = 0; n < m->lanes[l].next; n++)
			if (m->lanes[l].probes[n].fate == OUT ||
				m->lanes[l].probes[n].fate == UNSENT)
				m->lanes[l].probes[n].sent_ns += by_ns;
	}
	for (unsigned i = 0; i < m->asks_used; i++)
		m->asks[i].due_ns += by_ns;
	m->now_ns += by_ns;
	m->last_ns += by_ns;
}

static inline bool model_is_full(const struct model *m)
{
	for (uint32_t l = 0; l < m->c.lanes; l++)
		if (m->lanes[l].next == MODEL_PROBES)
			return true;
	return false;
}

#endif
