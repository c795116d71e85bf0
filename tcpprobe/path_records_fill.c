/* path_records_fill: a port's path as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>
#include <string.h>

#include "icmp.h"
#include "path.h"
#include "path_records.h"
#include "pathrecord.h"

static uint64_t known_port(uint16_t port)
{
	return port ? port : UINT64_MAX;
}

static const char *word_of(const struct path_event *e, const struct trace_answer *a)
{
	if (e->kind == PATH_LOST)
		return "lost";
	if (e->kind == PATH_UNSENT)
		return "unsent";
	if (!a)
		return "duplicate";
	if (a->kind == TRACE_TARGET)
		return e->match.kind == TRAIL_OPEN ? "open" : "closed";
	return pathrecord_kind(a->kind);
}

static void fill_report(struct path_probe_record *out, const struct path_event *e)
{
	static const char *const depths[] = {[TCP_NOTHING] = NULL,
		[TCP_PORTS] = "ports",
		[TCP_SEQUENCE] = "sequence",
		[TCP_FIXED] = "fixed",
		[TCP_WHOLE] = "whole"};
	const struct trail_match *m = &e->match;

	out->icmp_type = m->type;
	out->icmp_code = m->code;
	out->icmp_name = icmp_name((enum addr_family)m->from.family, m->type, m->code);
	out->quoted = depths[m->sight.depth];
	out->quoted_ttl = report_u64(m->quoted_ttl);
	out->quoted_tos = report_u64(m->quoted_tos);
}

static void fill_answer(struct path_probe_record *out, const struct path_event *e,
	const struct trace_answer *a, char labels[static PATHRECORD_LABELS])
{
	out->from = e->match.from;
	out->ttl = report_u64(e->match.ttl);
	out->rtt_source = e->answer.stamp == STAMP_KERNEL ? "kernel" : "user";
	if (e->match.kind == TRAIL_REPORTED)
		fill_report(out, e);
	if (!a)
		return;
	out->late = a->late;
	out->mtu = a->mtu_bytes ? a->mtu_bytes : UINT64_MAX;
	out->labels = pathrecord_labels(labels, a);
}

int path_records_probe(const struct path_report *r, const struct path_event *e,
	const struct trace_answer *answer, int64_t realtime_ns)
{
	unsigned hops = trace_hops(r->flows[0].trace);
	const struct path_flow *f = &r->flows[e->probe.lane / hops];
	char labels[PATHRECORD_LABELS];
	struct path_probe_record out = {.target = r->records->target,
		.port = f->port,
		.source_port = known_port(f->source_port),
		.hop = e->probe.lane % hops + 1,
		.seq = e->probe.nth + 1,
		.verdict = word_of(e, answer),
		.rtt_ns = e->answer.rtt_ns < 0 ? INT64_MIN : e->answer.rtt_ns,
		.late = -1,
		.ttl = UINT64_MAX,
		.quoted_ttl = UINT64_MAX,
		.quoted_tos = UINT64_MAX,
		.icmp_type = UINT64_MAX,
		.icmp_code = UINT64_MAX,
		.mtu = UINT64_MAX};

	if (!report_has_records(r->report))
		return 0;
	if (e->kind == PATH_UNSENT) {
		out.error = strerrordesc_np(e->error);
		out.rtt_ns = INT64_MIN;
	} else if (e->kind == PATH_ANSWER) {
		fill_answer(&out, e, answer, labels);
	}
	return report_put(r->report, &records_path_probe_type, &out, realtime_ns);
}

static struct addr addr_at(const struct path_flow *f, unsigned hop)
{
	const struct trace_responder *w = trace_newest(f->trace, hop);

	return w ? w->last.from : (struct addr){.family = ADDR_NONE};
}

static uint64_t put_changes(
	const struct path_report *r, const struct path_flow *f, int64_t realtime_ns)
{
	struct change c = {0};
	uint64_t n = 0;

	while (f->sights && change_next(&c, f->sent, f->sights, path_hops(f))) {
		char was[CHANGE_VALUE], is[CHANGE_VALUE];
		const struct path_change_record out = {.target = r->records->target,
			.port = f->port,
			.source_port = known_port(f->source_port),
			.field = sight_field_name(c.field),
			.was = change_value(was, &c, false),
			.is = change_value(is, &c, true),
			.before = c.before,
			.before_addr = addr_at(f, c.before),
			.hop = c.hop,
			.hop_addr = addr_at(f, c.hop),
			.translates = change_translates(&c)};

		report_put(r->report, &records_path_change_type, &out, realtime_ns);
		n++;
	}
	return n;
}

static void add_contrast(struct path_port_record *out, const struct path_report *r,
	const struct path_flow *f, const struct path_verdict *v)
{
	static const char *const words[] = {[PATH_ALIKE] = "alike",
		[PATH_UNLIKE] = "unlike",
		[PATH_STOPPED] = "stopped",
		[PATH_IN_NAME] = "in-name",
		[PATH_NO_BETTER] = "no-better"};
	const struct path_flow *other = f == &r->flows[r->n - 1] ? r->flows : &r->flows[r->n - 1];
	const struct path_verdict w = path_judge(other, &r->target);
	const struct path_compared c = path_compare(v, &w);

	out->contrast = words[c.contrast];
	out->other_port = other->port;
	out->other_hop = w.hop ? w.hop : UINT64_MAX;
	out->in_name = c.contrast == PATH_IN_NAME && c.first;
}

static void add_sights(
	struct path_port_record *out, const struct path_flow *f, const struct path_verdict *v)
{
	unsigned whole = path_quoted_to(f, v);

	out->quoted_to = whole ? whole : UINT64_MAX;
	out->strange = f->strange;
	out->mss = f->sent->value[SIGHT_MSS];
}

/* From 1, where the port has several. */
static uint64_t flow_of(const struct path_report *r, const struct path_flow *f)
{
	return r->all && f->port == r->flows[0].port ? (uint64_t)(f - r->flows) + 1 : UINT64_MAX;
}

static void put_port(const struct path_report *r, const struct path_flow *f, int64_t realtime_ns)
{
	const struct path_verdict v = path_judge(f, &r->target);
	bool reached = v.fate == PATH_OPEN || v.fate == PATH_CLOSED;
	struct path_port_record out = {.target = r->records->target,
		.addr = r->target,
		.port = f->port,
		.source_port = known_port(f->source_port),
		.flow = flow_of(r, f),
		.fate = path_fate_word(v.fate),
		.hop = v.hop ? v.hop : UINT64_MAX,
		.hop_addr = v.who,
		.again = v.again ? v.again : UINT64_MAX,
		.icmp_name = v.reason,
		.by_target = v.fate == PATH_REJECTED ? v.by_target : -1,
		.nearer = reached ? v.nearer : -1,
		.loss_percent = reached ? v.loss_percent : (double)NAN,
		.other_port = UINT64_MAX,
		.other_hop = UINT64_MAX,
		.in_name = -1,
		.quoted_to = UINT64_MAX,
		.strange = UINT64_MAX,
		.mss = UINT64_MAX,
		.mtu = r->mtu_bytes,
		.translated = v.translated ? v.translated : UINT64_MAX,
		.changes = f->sights ? put_changes(r, f, realtime_ns) : UINT64_MAX,
		.syn_ack_mss = f->has_mss ? f->mss : UINT64_MAX};

	if (r->compared)
		add_contrast(&out, r, f, &v);
	if (f->sights)
		add_sights(&out, f, &v);
	report_put(r->report, &records_path_port_type, &out, realtime_ns);
	if (r->prom)
		report_prom(r->report, &records_path_port_type, &out, r->records->target);
}

void path_records_end(const struct path_report *r, int64_t realtime_ns)
{
	struct pathrecord p = {.report = r->report,
		.hop = &records_path_hop_type,
		.responder = &records_path_responder_type,
		.path = &records_path_type,
		.names = r->names,
		.target = r->records->target,
		.addr = r->target,
		.prom = r->prom};

	for (unsigned i = 0; i < r->n; i++) {
		p.trace = r->flows[i].trace;
		p.port = r->flows[i].port;
		p.source_port = known_port(r->flows[i].source_port);
		p.flow = flow_of(r, &r->flows[i]);
		pathrecord_put(&p, realtime_ns);
		put_port(r, &r->flows[i], realtime_ns);
	}
}

/* The answering hop stands for the run; without one, what any hop was sent. */
static const struct trace_hop *whole(const struct trace *t, const struct path_verdict *v)
{
	if (v->fate == PATH_OPEN || v->fate == PATH_CLOSED)
		return trace_hop(t, v->hop);
	return trace_most_sent(t);
}

struct summary path_records_summary(const struct path_report *r, const struct path_sum *sum)
{
	const struct path_flow *f = &r->flows[0];
	const struct path_verdict v = path_judge(f, &r->target);
	const struct trace_hop *h = whole(f->trace, &v);
	const struct tally *t = &h->tally;
	bool reached = v.fate == PATH_OPEN || v.fate == PATH_CLOSED;
	uint64_t answered = reached ? t->answered : 0;
	/* Of no answer there are no times. */
	const struct trace_hop *end = reached ? h : trace_hop(f->trace, trace_hops(f->trace));
	struct summary s = {.sent = t->sent,
		.open = v.fate == PATH_OPEN ? answered : 0,
		.closed = v.fate == PATH_CLOSED ? answered : 0,
		.rejected = v.fate == PATH_REJECTED ? t->sent : 0,
		.rejecter_ttl = -1,
		.forged = sum->forged,
		.late = reached ? t->late : 0,
		.unsent = sum->unsent,
		.drops = sum->drops,
		.local_error = sum->local_error,
		.by_target = v.by_target,
		.type = f->type,
		.code = f->code,
		.elapsed_ns = sum->took_ns,
		.rtt_min_ns = answered ? t->rtt_min_ns : -1,
		.rtt_mean_ns = answered ? tally_mean_ns(t) : -1,
		.rtt_max_ns = answered ? t->rtt_max_ns : -1,
		.rtt_deviation_ns = answered ? tally_deviation_ns(t) : -1,
		.story = &end->story,
		.histogram = end->rtts,
		.user_stamped = sum->user_stamped,
		.interrupted = sum->interrupted};

	if (v.fate == PATH_REJECTED)
		s.rejecter = v.who;
	if (v.fate == PATH_UNKNOWN && !trace_silent(f->trace, v.hop))
		s.pending = t->sent;
	s.lost = s.rejected || s.pending ? 0 : t->sent - answered;
	return s;
}
