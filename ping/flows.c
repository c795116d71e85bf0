/* flows: one target asked by many flows, each alike in all that load balancers hash. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "flows.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "clock.h"
#include "flows_report.h"
#include "permute.h"

enum { CHECKSUMS = 65534, LABELS = 0xfffff, PROGRESS_NS = 250000000 };

/* Neither 0, which ICMPv6 cannot have, nor 65535, which no sum gives; nor the label 0, which is
 * none. */
void flows_set_init(struct flows_set *s, uint32_t n, bool v6, uint64_t seed)
{
	struct permute checksums, labels;

	*s = (struct flows_set){.n = n, .v6 = v6, .seed = seed};
	permute_init(&checksums, CHECKSUMS, seed);
	permute_init(&labels, LABELS, seed + 1);
	for (uint32_t i = 0; i < n; i++) {
		s->checksums[i] = (uint16_t)(1 + permute_at(&checksums, i));
		s->labels[i] = v6 ? (uint32_t)(1 + permute_at(&labels, i)) : 0;
	}
}

uint32_t flows_of(const struct flows_set *s, struct probe id)
{
	struct permute order;

	permute_init(&order, s->n, s->seed + 2 + id.nth);
	return (uint32_t)permute_at(&order, id.lane);
}

static int open_tally(struct flows_tally *t, struct fail *why)
{
	tally_init(&t->t);
	t->ttl = FLOWS_TTL_UNKNOWN;
	t->rtts = histogram_open();
	return t->rtts ? 0 : fail_set(why, ENOMEM, "no memory for a flow's times");
}

int flows_open(struct flows *f, const struct flows_config *c, struct fail *why)
{
	int rc;

	*f = (struct flows){.c = c, .start_ns = clock_now()};
	f->show_ns = c->progress->fd >= 0 ? f->start_ns + PROGRESS_NS : INT64_MAX;
	f->each = calloc(c->set->n, sizeof(*f->each));
	if (!f->each)
		return fail_set(why, ENOMEM, "no memory for %u flows", c->set->n);
	rc = open_tally(&f->all, why);
	for (uint32_t i = 0; rc >= 0 && i < c->set->n; i++)
		rc = open_tally(&f->each[i], why);
	return rc;
}

void flows_close(struct flows *f)
{
	for (uint32_t i = 0; f->each && i < f->c->set->n; i++)
		histogram_close(f->each[i].rtts);
	histogram_close(f->all.rtts);
	free(f->each);
	f->each = NULL;
	f->all.rtts = NULL;
}

static struct bytes build(struct flows *f, struct probe id)
{
	struct flows_set *s = f->c->set;

	s->lane_checksums[id.lane] = s->checksums[flows_of(s, id)];
	return probe_build(f->c->probe, id);
}

static int send_probe(struct flows *f, struct probe id, struct fail *why)
{
	const struct flows_set *s = f->c->set;
	const struct wire_to to = {.addr = f->c->target, .flow_label = s->labels[flows_of(s, id)]};

	return session_put(f->c->engine.session, 0, id, build(f, id), &to, why);
}

static int64_t realtime(const struct flows *f, int64_t at_ns)
{
	return clock_map_realtime(session_clock(f->c->engine.session), at_ns);
}

/* A number of its own for each probe of any flow. */
static uint64_t number(const struct flows *f, struct probe id)
{
	return id.nth * f->c->set->n + flows_of(f->c->set, id);
}

static void sent(struct flows *f, const struct engine_event *e)
{
	f->last_sent_ns = e->at_ns;
	f->all.t.sent++;
	f->each[flows_of(f->c->set, e->probe)].t.sent++;
	if (f->c->evidence)
		evidence_sent(f->c->evidence, number(f, e->probe), build(f, e->probe),
			realtime(f, e->at_ns));
}

static void count_reply(struct flows_tally *t, const struct outcome *o)
{
	if (o->answer.verdict == ANSWER_DUPLICATE) {
		t->t.duplicates++;
		return;
	}
	if (o->answer.verdict == ANSWER_LATE) {
		t->t.late++;
		t->t.lost--;
	}
	tally_answer(&t->t, o->answer.rtt_ns);
	histogram_add(t->rtts, o->answer.rtt_ns);
	if (o->match.ttl < 0)
		return;
	if (t->ttl == FLOWS_TTL_UNKNOWN)
		t->ttl = o->match.ttl;
	else if (t->ttl != o->match.ttl)
		t->ttl = FLOWS_TTL_MIXED;
}

static void count_into(struct flows_tally *t, const struct outcome *o)
{
	switch (o->kind) {
	case OUTCOME_REPLY:
		count_reply(t, o);
		break;
	case OUTCOME_CORRUPT:
		t->t.corrupted++;
		break;
	case OUTCOME_ERROR:
		t->t.rejected += o->answer.verdict == ANSWER_FRESH;
		break;
	case OUTCOME_UNSENT:
		t->t.unsent++;
		break;
	case OUTCOME_LOST:
		t->t.lost++;
		break;
	case OUTCOME_FORGED:
	case OUTCOME_REDIRECT:
		break;
	}
}

static bool settles(const struct outcome *o)
{
	return o->kind == OUTCOME_LOST || o->kind == OUTCOME_UNSENT ||
	       ((o->kind == OUTCOME_REPLY || o->kind == OUTCOME_ERROR) &&
		       o->answer.verdict == ANSWER_FRESH);
}

static void count(struct flows *f, const struct outcome *o)
{
	f->forged += o->kind == OUTCOME_FORGED;
	f->redirects += o->kind == OUTCOME_REDIRECT;
	if (!o->match.has_probe)
		return;
	if (o->kind == OUTCOME_ERROR)
		f->error = o->match;
	if (o->kind == OUTCOME_UNSENT)
		f->local_error = o->match.error;
	f->user_stamped += o->kind == OUTCOME_REPLY && o->answer.stamp != STAMP_KERNEL &&
			   o->answer.verdict != ANSWER_DUPLICATE;
	f->done += settles(o);
	count_into(&f->all, o);
	count_into(&f->each[flows_of(f->c->set, o->match.probe)], o);
}

static void tell(struct flows *f, const struct engine_event *e)
{
	struct outcome o = e->outcome;

	o.at_realtime_ns = realtime(f, o.at_ns);
	if (o.match.has_probe)
		o.flow = flows_of(f->c->set, o.match.probe) + 1;
	records_outcome(f->c->records, &o);
	if (o.match.has_probe)
		o.nth = number(f, o.match.probe);
	if (f->c->evidence)
		evidence_outcome(f->c->evidence, &o, e->frame, e->report, realtime(f, 0));
}

static void signalled(struct flows *f, int number)
{
	switch (number) {
	case SIGQUIT:
		flows_judge(f);
		flows_report_interim(f);
		break;
	case SIGTSTP:
		term_progress_clear(f->c->progress);
		report_flush(f->c->report);
		records_pause(f->c->records, session_suspend(f->c->engine.session), clock_wall());
		break;
	case SIGINT:
	case SIGTERM:
	case SIGHUP:
		f->interrupted = true;
		plan_stop(f->c->engine.plan);
		break;
	default:
		break;
	}
}

static int step(struct flows *f, const struct engine_event *e, struct fail *why)
{
	switch (e->kind) {
	case ENGINE_DUE:
		return send_probe(f, e->probe, why);
	case ENGINE_SENT:
		sent(f, e);
		break;
	case ENGINE_OUTCOME:
		count(f, &e->outcome);
		tell(f, e);
		return engine_check_interface(f->c->bound_ifindex, &e->outcome, why);
	case ENGINE_DROPS:
		f->drops += e->count;
		break;
	case ENGINE_SIGNAL:
		signalled(f, e->signal);
		break;
	case ENGINE_READY:
		flows_report_progress(f);
		f->show_ns = e->at_ns + PROGRESS_NS;
		break;
	}
	return 0;
}

/* A probe that an error answered and a reply too counts once. */
static struct spread_flow known_of(const struct flows_tally *t)
{
	uint64_t without = t->t.sent - t->t.answered;
	uint64_t lost = t->t.lost + t->t.rejected;

	return (struct spread_flow){.answered = t->t.answered,
		.lost = lost < without ? lost : without,
		.p25_ns = histogram_quantile_ns(t->rtts, 0.25),
		.p50_ns = histogram_quantile_ns(t->rtts, 0.5),
		.p75_ns = histogram_quantile_ns(t->rtts, 0.75),
		.ttl = t->ttl < 0 ? -1 : t->ttl};
}

void flows_judge(struct flows *f)
{
	for (uint32_t i = 0; i < f->c->set->n; i++)
		f->judged[i] = known_of(&f->each[i]);
	f->verdict = spread_judge(f->judged, f->c->set->n);
}

static bool nobody_reads(const struct flows *f)
{
	return report_failed(f->c->report) ||
	       (f->c->evidence && capfile_unread(f->c->evidence->file));
}

int flows_loop(struct flows *f, struct fail *why)
{
	struct engine engine = f->c->engine;
	struct engine_event e;
	int rc = 0;

	while (rc >= 0 && !nobody_reads(f)) {
		session_wake(engine.session, f->show_ns);
		if ((rc = engine_next(&engine, &e, why)) <= 0)
			break;
		rc = step(f, &e, why);
	}
	term_progress_clear(f->c->progress);
	flows_judge(f);
	return rc < 0 ? rc : 0;
}
