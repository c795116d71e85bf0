/* list: many ports of many hosts, round by round: who was silent is asked again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "list_parts.h"
#include "list_records.h"

enum { SLOW_NS = 1000000 };

static int take_left(struct list *l)
{
	const struct list_config *c = l->c;

	l->n_pending = c->left ? c->n_left : (uint32_t)c->grid->count;
	memset(l->ports, 0, (size_t)c->grid->count * sizeof(*l->ports));
	for (uint64_t i = 0; i < c->grid->count; i++) {
		l->ports[i].rtt_units = UINT32_MAX;
		l->ports[i].state = c->left ? LIST_DONE_BEFORE : LIST_WAITING;
	}
	if (!c->left)
		return 0;
	l->pending = malloc((c->n_left ? c->n_left : 1) * sizeof(*l->pending));
	if (!l->pending)
		return -ENOMEM;
	for (uint32_t i = 0; i < c->n_left; i++) {
		l->pending[i] = c->left[i];
		l->ports[c->left[i]].state = LIST_WAITING;
	}
	return 0;
}

int list_open(struct list **out, const struct list_config *c, struct fail *why)
{
	struct list *l = calloc(1, sizeof(*l));

	if (l) {
		l->c = c;
		l->ports =
			malloc((size_t)(c->grid->count ? c->grid->count : 1) * sizeof(*l->ports));
		l->sum.histogram = histogram_open();
	}
	if (!l || !l->ports || !l->sum.histogram || take_left(l) < 0) {
		list_close(l);
		return fail_set(why, ENOMEM, "no memory for %llu ports",
			(unsigned long long)c->grid->count);
	}
	tally_init(&l->sum.rtts);
	l->interval_ns = c->interval_ns;
	l->sum.hosts = targets_count(c->grid->hosts);
	l->sum.ports = c->grid->n_ports;
	l->sum.asked = l->n_pending;
	*out = l;
	return 0;
}

void list_close(struct list *l)
{
	if (!l)
		return;
	histogram_close(l->sum.histogram);
	free(l->rejecters);
	free(l->pending);
	free(l->ports);
	free(l);
}

bool list_place(const struct list *l, uint32_t index, uint64_t *nth)
{
	uint32_t low = 0, high = l->n_pending;

	*nth = index;
	if (!l->pending)
		return true;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (l->pending[middle] < index)
			low = middle + 1;
		else
			high = middle;
	}
	*nth = low;
	return low < l->n_pending && l->pending[low] == index;
}

void list_sent(struct list *l, uint32_t index, int64_t at_ns)
{
	struct list_port *p = &l->ports[index];

	if (p->tries < UINT8_MAX)
		p->tries++;
	p->error = 0;
	l->sum.sent++;
	l->round_sent++;
	l->last_sent_ns = at_ns;
}

/* What this host has no room for is a drop of its own. */
void list_refused(struct list *l, uint32_t index, int error)
{
	l->ports[index].error = (uint8_t)error;
	l->sum.unsent++;
	l->sum.local_error = error;
	l->dirty = l->dirty || error == ENOBUFS || error == EAGAIN;
}

static uint16_t keep_rejecter(struct list *l, const struct addr *from)
{
	struct addr *grown;

	for (uint32_t i = l->n_rejecters; i-- > 0;)
		if (addr_equal(&l->rejecters[i], from))
			return (uint16_t)(i + 1);
	if (l->n_rejecters == LIST_REJECTERS)
		return 0;
	if (l->n_rejecters == l->rejecters_size) {
		uint32_t size = l->rejecters_size ? 2 * l->rejecters_size : 16;

		grown = realloc(l->rejecters, size * sizeof(*grown));
		if (!grown)
			return 0;
		l->rejecters = grown;
		l->rejecters_size = size;
	}
	l->rejecters[l->n_rejecters++] = *from;
	return (uint16_t)l->n_rejecters;
}

static bool is_open_question(const struct list_port *p)
{
	return p->state == LIST_WAITING || p->state == VERDICT_STALE;
}

static void keep_time(struct list *l, struct list_port *p, const struct list_answer *a)
{
	int64_t units = a->rtt_ns / LIST_RTT_UNIT_NS;

	if (a->rtt_ns < 0)
		return;
	p->rtt_units = units < UINT32_MAX ? (uint32_t)units : UINT32_MAX - 1;
	l->sum.user_stamped += a->stamp != STAMP_KERNEL;
	if (a->state == VERDICT_REJECTED)
		return;
	histogram_add(l->sum.histogram, a->rtt_ns);
	tally_answer(&l->sum.rtts, a->rtt_ns);
}

static void count_state(struct list *l, uint16_t port, unsigned state, int by)
{
	l->sum.found[state] += (uint64_t)by;
	if (!list_as_expected(l, port, state))
		l->sum.unexpected += (uint64_t)by;
}

void list_settle(struct list *l, uint32_t index, const struct list_answer *a, int64_t realtime_ns)
{
	struct list_port *p = &l->ports[index];

	if (!is_open_question(p)) {
		l->sum.duplicates++;
		if (p->state == LIST_DONE_BEFORE || p->state == (uint8_t)a->state ||
			p->state == VERDICT_MIXED || a->state == VERDICT_STALE)
			return;
		count_state(l, a->port, p->state, -1);
		p->state = VERDICT_MIXED;
		count_state(l, a->port, p->state, 1);
		list_record(l, index, realtime_ns);
		return;
	}
	p->state = (uint8_t)a->state;
	p->ttl = a->ttl > 0 ? (uint8_t)a->ttl : 0;
	p->type = a->type;
	p->code = a->code;
	if (a->state == VERDICT_STALE)
		return;
	p->from = a->from ? keep_rejecter(l, a->from) : 0;
	keep_time(l, p, a);
	count_state(l, a->port, p->state, 1);
	l->settled++;
	l->recovered += p->tries > 1;
	list_record(l, index, realtime_ns);
}

void list_stop(struct list *l)
{
	l->sum.interrupted = l->stopped = true;
}

static void count_drops(struct list *l)
{
	for (unsigned i = 0; i < 2; i++) {
		uint64_t drops = l->c->wires[i] ? wire_drops(l->c->wires[i]) : 0;

		l->dirty = l->dirty || drops > l->drops_before[i];
		l->sum.drops += drops - l->drops_before[i];
		l->drops_before[i] = drops;
	}
}

/* What is still open, for the next round; the array shrinks in place. */
static int gather_pending(struct list *l, struct fail *why)
{
	uint32_t n = 0;

	if (!l->pending) {
		uint32_t open = 0;

		for (uint64_t i = 0; i < l->c->grid->count; i++)
			open += is_open_question(&l->ports[i]);
		l->pending = malloc((open ? open : 1) * sizeof(*l->pending));
		if (!l->pending)
			return fail_set(why, ENOMEM, "no memory for a second round");
		for (uint32_t i = 0; i < l->c->grid->count; i++)
			if (is_open_question(&l->ports[i]))
				l->pending[n++] = i;
	} else {
		for (uint32_t i = 0; i < l->n_pending; i++)
			if (is_open_question(&l->ports[l->pending[i]]))
				l->pending[n++] = l->pending[i];
	}
	l->n_pending = n;
	return 0;
}

/* Who asks fast goes on at half the rate it really had: what was silent may have been too much for
 * somebody. */
static void slow_down(struct list *l, int64_t spent_ns)
{
	int64_t gap_ns = l->round_sent ? 2 * spent_ns / (int64_t)l->round_sent : 0;

	if (l->interval_ns >= SLOW_NS && !l->dirty && !l->recovered)
		return;
	if (gap_ns > l->interval_ns)
		l->interval_ns = gap_ns;
}

bool list_silence_holds(uint64_t answered, uint64_t recovered, unsigned rounds)
{
	double left = (double)answered;
	double loss = answered ? (double)recovered / (double)answered : 0;

	while (rounds--)
		left *= loss;
	return left < 0.01;
}

/* Silence is believed when it was the same in as many rounds as were asked for, none of which
 * dropped anything here, when asking once more found nothing, and when the loss there is does not
 * explain it. */
static bool another(const struct list *l)
{
	return l->n_pending && !l->stopped && l->round + 1 < l->c->tries_most &&
	       (l->clean <= l->c->retries || l->recovered ||
		       !list_silence_holds(l->settled, l->sum.recovered, l->clean));
}

static int run_round(struct list *l, struct fail *why)
{
	int rc;

	l->dirty = false;
	l->recovered = 0;
	l->round_sent = 0;
	l->round_ns = l->last_sent_ns = clock_now();
	rc = l->c->keyed ? list_round_syn(l, why) : list_round_connect(l, why);
	count_drops(l);
	l->sum.sending_ns += l->last_sent_ns - l->round_ns;
	l->sum.recovered += l->recovered;
	l->sum.rounds = l->round + 1;
	l->clean += !l->dirty && !l->stopped;
	slow_down(l, l->last_sent_ns - l->round_ns);
	return rc;
}

/* Unknown rather than wrong: a port is called filtered for its silence alone. */
static void conclude(struct list *l, uint32_t index)
{
	struct list_port *p = &l->ports[index];
	struct grid_cell cell;

	if (!is_open_question(p) || !grid_at(l->c->grid, index, &cell))
		return;
	if (l->c->keep_left && l->stopped) {
		p->state = LIST_WAITING;
		l->sum.left++;
		return;
	}
	if (p->state == LIST_WAITING)
		p->state = l->clean && p->tries && !p->error ? VERDICT_FILTERED : VERDICT_UNKNOWN;
	count_state(l, cell.port, p->state, 1);
	list_record(l, index, clock_wall());
}

int list_run(struct list *l, struct fail *why)
{
	int rc = 0;

	l->start_ns = clock_now();
	while (rc >= 0 && l->n_pending) {
		rc = run_round(l, why);
		if (rc >= 0)
			rc = gather_pending(l, why);
		if (rc < 0 || !another(l))
			break;
		l->round++;
	}
	l->sum.elapsed_ns = clock_now() - l->start_ns;
	return rc;
}

void list_conclude(struct list *l)
{
	for (uint64_t i = 0; i < l->c->grid->count; i++)
		conclude(l, (uint32_t)i);
	list_find_nearer(l);
}

const struct list_sum *list_sum(const struct list *l)
{
	return &l->sum;
}

const struct list_config *list_config(const struct list *l)
{
	return l->c;
}

const struct list_port *list_port_at(const struct list *l, uint64_t index)
{
	return &l->ports[index];
}

const struct addr *list_rejecter(const struct list *l, const struct list_port *p)
{
	return p->from ? &l->rejecters[p->from - 1] : NULL;
}

int64_t list_rtt_ns(const struct list_port *p)
{
	return p->rtt_units == UINT32_MAX ? -1 : (int64_t)p->rtt_units * LIST_RTT_UNIT_NS;
}

bool list_as_expected(const struct list *l, uint16_t port, unsigned state)
{
	unsigned wanted = expect_of(l->c->expect, port);

	if (l->c->expect->given)
		return !wanted || wanted >> state & 1;
	return state == VERDICT_OPEN || (state == VERDICT_CLOSED && l->c->refused_ok);
}

bool list_settled(const struct list *l, uint64_t index)
{
	return !is_open_question(&l->ports[index]);
}
