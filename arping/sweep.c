/* sweep: many addresses of one link, each asked once and the silent ones again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "sweep.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "clock.h"
#include "plural.h"
#include "sweep_parts.h"

enum { PROGRESS_NS = 250000000, HEAR_LEAST_NS = 100000000, HEAR_ALL_NS = 20000000, HEAR_TIMES = 4 };

static int open_memory(struct sweep *s, struct fail *why)
{
	uint32_t lanes = plan_lanes(s->c->plan);

	s->hosts = calloc(lanes ? lanes : 1, sizeof(*s->hosts));
	s->more = calloc(SWEEP_MORE, sizeof(*s->more));
	if (!s->hosts || !s->more)
		return fail_set(why, ENOMEM, "no memory for %u addresses", lanes);
	return 0;
}

/* Nobody answers a host's own question for its own address. */
static void leave_out_own(struct sweep *s)
{
	uint64_t lane;

	for (size_t i = 0; i < s->c->own_n; i++) {
		if (!targets_find(s->c->targets, &s->c->own[i], &lane) || s->hosts[lane].own)
			continue;
		s->hosts[lane].own = true;
		s->hosts[lane].mac = s->c->hear->mac;
		s->sum.own++;
		plan_finish(s->c->plan, (uint32_t)lane);
	}
}

static int send_probe(struct sweep *s, struct probe id, struct fail *why)
{
	struct target t;
	struct bytes frame;
	int rc;

	if (!targets_at(s->c->targets, id.lane, &t)) {
		plan_unsent(s->c->plan, id, ENOENT);
		return 0;
	}
	ask_target(s->c->ask, &t.addr);
	rc = ask_build(s->c->ask, ASK_REQUEST, NULL, &frame, why);
	if (rc < 0)
		return rc;
	sweep_keep_sent(s, id, frame);
	return session_put(s->c->session, 0, id, frame, NULL, why);
}

/* Each probe of a lane left or was refused; of one that was never asked there is none. */
struct probe sweep_newest(const struct sweep *s, uint32_t lane)
{
	const struct tally *t = plan_tally(s->c->plan, lane);

	return (struct probe){lane, t->sent + t->unsent - 1};
}

static bool known(const struct sweep *s, uint32_t lane, const struct mac *m, size_t *nth)
{
	*nth = 1;
	if (hear_same(&s->hosts[lane].mac, m))
		return true;
	for (size_t i = 0; i < s->more_n; i++) {
		if (s->more[i].lane != lane)
			continue;
		++*nth;
		if (hear_same(&s->more[i].mac, m))
			return true;
	}
	++*nth;
	return false;
}

/* True for a MAC that is new to its address; nth is its number there. */
static bool take_mac(struct sweep *s, uint32_t lane, const struct mac *m, size_t *nth)
{
	struct sweep_host *h = &s->hosts[lane];

	if (!h->up) {
		*nth = 1;
		h->up = true;
		h->mac = *m;
		s->sum.alive++;
		return true;
	}
	if (known(s, lane, m, nth) || s->more_n == SWEEP_MORE)
		return false;
	s->more[s->more_n++] = (struct sweep_more){lane, *m};
	s->sum.duplicates += !h->many;
	h->many = true;
	return true;
}

/* Once it is known how long answers take, the wait after the last probe is that several times; less
 * where nobody is silent, and only second owners are waited for. */
static void set_wait(struct sweep *s)
{
	bool all = s->sum.alive + s->sum.own == plan_lanes(s->c->plan);
	int64_t least_ns = all ? HEAR_ALL_NS : HEAR_LEAST_NS;
	int64_t hear_ns = HEAR_TIMES * s->sum.times.rtt_max_ns;

	hear_ns = hear_ns < least_ns ? least_ns : hear_ns;
	plan_linger(s->c->plan, hear_ns < s->c->timeout_ns ? hear_ns : s->c->timeout_ns);
}

static void take_time(struct sweep *s, const struct answer *a)
{
	struct sweep_sum *sum = &s->sum;

	if (a->verdict != ANSWER_FRESH && a->verdict != ANSWER_LATE)
		return;
	tally_answer(&sum->times, a->rtt_ns);
	histogram_add(s->c->histogram, a->rtt_ns);
	sum->user_stamped += a->stamp != STAMP_KERNEL;
	set_wait(s);
}

static void take_answer(struct sweep *s, const struct heard *h, const struct session_event *e)
{
	struct sweep_heard heard = {.mac = h->mac, .ether = h->ether, .at_ns = e->at_ns};
	struct sweep_host *host;
	uint64_t lane;
	bool fresh;

	if (!targets_find(s->c->targets, &h->sender, &lane))
		return;
	host = &s->hosts[lane];
	heard.lane = (uint32_t)lane;
	heard.answer = plan_answer(s->c->plan, sweep_newest(s, heard.lane), e->at_ns,
		e->wire.frame.stamp, e->wire.at_user_ns);
	if (heard.answer.verdict == ANSWER_STRANGER)
		return;
	s->sum.received++;
	fresh = take_mac(s, heard.lane, &h->mac, &heard.nth);
	if (!hear_same(&h->mac, &h->ether)) {
		host->liar = true;
		s->sum.liars++;
	}
	take_time(s, &heard.answer);
	sweep_keep_answer(s, &heard, &e->wire.frame);
	if (fresh)
		sweep_record(s, &heard);
	if (s->c->first_reply)
		plan_stop(s->c->plan);
}

/* Whoever a frame is from is whom it is judged about. */
static void take_frame(struct sweep *s, const struct session_event *e)
{
	struct hear_config c = *s->c->hear;
	struct packet p;
	struct heard h;

	if (packet_read(&e->wire.frame, &p) == PACKET_OK && p.has_arp)
		c.target = p.arp.sender;
	else if (p.has_ndp)
		c.target = p.ndp.target;
	h = hear_packet(&c, &p);
	switch (h.kind) {
	case HEARD_ANSWER:
		h.sender = c.target;
		take_answer(s, &h, e);
		break;
	case HEARD_MALFORMED:
		s->sum.malformed++;
		sweep_keep_odd(s, &h, &e->wire.frame);
		break;
	case HEARD_ELSEWHERE:
		s->sum.elsewhere++;
		sweep_keep_odd(s, &h, &e->wire.frame);
		break;
	case HEARD_CLAIM:
	case HEARD_PROBE:
	case HEARD_ROUTER:
	case HEARD_NOTHING:
		break;
	}
}

static void signalled(struct sweep *s, int number)
{
	switch (number) {
	case SIGQUIT:
		report_warn(s->c->report, "%llu of %u %s answered so far",
			(unsigned long long)s->sum.alive, plan_lanes(s->c->plan),
			plural(plan_lanes(s->c->plan), "address", "addresses"));
		break;
	case SIGTSTP:
		report_flush(s->c->report);
		session_suspend(s->c->session);
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		s->sum.interrupted = true;
		plan_stop(s->c->plan);
		break;
	default:
		break;
	}
}

static void link_changed(struct sweep *s, int error)
{
	s->sum.local_error = error;
	s->sum.gone = error == ENODEV;
	if (s->sum.gone)
		plan_stop(s->c->plan);
	else
		report_warn(s->c->report, "%s: the interface is down", s->c->program);
}

static void show(struct sweep *s)
{
	int64_t now_ns = clock_now();

	sweep_show_progress(s, now_ns);
	session_wake(s->c->session, now_ns + PROGRESS_NS);
}

static int step(struct sweep *s, const struct session_event *e, struct fail *why)
{
	switch (e->kind) {
	case SESSION_SEND:
		return send_probe(s, e->probe, why);
	case SESSION_SENT:
		s->last_sent_ns = e->at_ns;
		break;
	case SESSION_UNSENT:
		s->sum.local_error = e->wire.error;
		sweep_keep_fate(s, e->probe, 0, e->wire.error);
		break;
	case SESSION_FRAME:
		take_frame(s, e);
		break;
	case SESSION_DROPS:
		s->sum.drops += e->wire.count;
		break;
	case SESSION_LINK:
		link_changed(s, e->wire.error);
		break;
	case SESSION_SIGNAL:
		signalled(s, e->signal);
		break;
	case SESSION_READY:
		show(s);
		break;
	case SESSION_LOST:
		sweep_keep_fate(s, e->probe, e->at_ns, 0);
		break;
	case SESSION_ERROR:
	case SESSION_END:
		break;
	}
	return 0;
}

/* Keeps the lowest of a kind, of which n are known already, in order. */
static void enter(const struct sweep *s, struct addr *list, uint64_t n, uint32_t lane)
{
	size_t at = n < SWEEP_EXAMPLES ? (size_t)n : SWEEP_EXAMPLES;
	struct target t;

	if (!targets_at(s->c->targets, lane, &t))
		return;
	for (; at && addr_compare(&t.addr, &list[at - 1]) < 0; at--)
		if (at < SWEEP_EXAMPLES)
			list[at] = list[at - 1];
	if (at < SWEEP_EXAMPLES)
		list[at] = t.addr;
}

static void judge(struct sweep *s, uint32_t lane, const struct tally *t, uint64_t *many)
{
	const struct sweep_host *h = &s->hosts[lane];
	struct sweep_sum *sum = &s->sum;

	if (h->own)
		return;
	if (h->up)
		sum->retried += t->lost > 0 || t->late > 0;
	else if (t->sent)
		enter(s, sum->silent_list, sum->silent++, lane);
	else if (t->unsent)
		sum->refused++;
	else
		sum->unasked++;
	if (h->many)
		enter(s, sum->duplicate_list, (*many)++, lane);
}

static void add_up(struct sweep *s)
{
	struct sweep_sum *sum = &s->sum;
	uint64_t many = 0;

	sum->targets = plan_lanes(s->c->plan);
	for (uint32_t lane = 0; lane < sum->targets; lane++) {
		const struct tally *t = plan_tally(s->c->plan, lane);

		sum->transmitted += t->sent;
		sum->lost += t->lost;
		sum->late += t->late;
		sum->pending += tally_pending(t);
		sum->unsent += t->unsent;
		judge(s, lane, t, &many);
	}
	sum->clock_steps = session_clock(s->c->session)->steps;
	sum->elapsed_ns = clock_now() - s->start_ns;
}

static bool is_in_vain(const struct sweep_config *c)
{
	return report_failed(c->report) || capfile_unread(c->evidence);
}

int sweep_loop(const struct sweep_config *c, struct sweep_sum *out, struct fail *why)
{
	struct sweep s = {.c = c, .start_ns = clock_now()};
	struct session_event e;
	int rc = open_memory(&s, why);

	tally_init(&s.sum.times);
	if (rc >= 0)
		leave_out_own(&s);
	if (c->progress->fd >= 0)
		session_wake(c->session, s.start_ns + PROGRESS_NS);
	while (rc >= 0 && !is_in_vain(c) && (rc = session_next(c->session, &e, why)) > 0)
		rc = step(&s, &e, why);
	term_progress_clear(c->progress);
	if (s.hosts && s.more) {
		add_up(&s);
		if (sweep_show_end(&s) < 0 && rc >= 0)
			rc = fail_set(why, ENOMEM, "no memory for the table of the addresses");
	}
	*out = s.sum;
	free(s.hosts);
	free(s.more);
	return rc < 0 ? rc : 0;
}
