/* records_fill: outcomes and summaries as the values of records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>
#include <string.h>

#include "records_types.h"
#include "when.h"

static const uint64_t unknown = UINT64_MAX;

static const struct report_type *type_of(enum outcome_kind kind)
{
	switch (kind) {
	case OUTCOME_REPLY:
		return &records_reply_type;
	case OUTCOME_CONFLICT:
		return &records_conflict_type;
	case OUTCOME_CLAIM:
		return &records_claim_type;
	case OUTCOME_ROUTER:
		return &records_router_type;
	case OUTCOME_MALFORMED:
		return &records_malformed_type;
	case OUTCOME_ELSEWHERE:
		return &records_elsewhere_type;
	case OUTCOME_UNSENT:
		return &records_unsent_type;
	case OUTCOME_LOST:
		return &records_lost_type;
	}
	return NULL;
}

static const char *message_word(const struct heard *h)
{
	if (!h->is_ndp)
		return h->request ? "request" : "reply";
	return h->request ? "NS" : "NA";
}

static int8_t flag(const struct heard *h, bool set)
{
	return h->is_ndp && !h->request ? set : -1;
}

static bool has_frame(const struct outcome *o)
{
	return o->kind != OUTCOME_UNSENT && o->kind != OUTCOME_LOST;
}

static void fill_heard(struct records_outcome *out, const struct outcome *o)
{
	const struct heard *h = &o->heard;

	out->vlan = h->vlan == HEAR_NO_VLAN ? unknown : (uint64_t)h->vlan;
	out->cast = h->unicast ? "unicast" : "broadcast";
	out->message = message_word(h);
	out->na_router = flag(h, h->router);
	out->na_solicited = flag(h, h->solicited);
	out->na_override = flag(h, h->override);
	out->fault = h->fault;
	out->from = h->sender;
}

static int put_outcome(struct records *r, const struct outcome *o)
{
	char mac[MAC_TEXT], ether[MAC_TEXT];
	struct records_outcome out = {.target = r->target,
		.addr = r->addr,
		.seq = o->has_probe ? o->nth + 1 : unknown,
		.owner = o->owner < OWNERS_MAX ? o->owner + 1 : unknown,
		.other_mac = o->owner < OWNERS_MAX ? o->owner > 0 : -1,
		.mac = mac_print(mac, &o->heard.mac),
		.ether_mac = mac_print(ether, &o->heard.ether),
		.rtt_ns = when_known(o->answer.rtt_ns),
		.rtt_source = plan_stamp_name(o->answer.stamp),
		.verdict = plan_verdict_name(o->answer.verdict),
		.error = o->error ? strerror(o->error) : NULL,
		.waited_ns = o->kind == OUTCOME_LOST ? o->at_ns - o->answer.sent_ns : INT64_MIN};

	if (has_frame(o))
		fill_heard(&out, o);
	return report_put(r->report, type_of(o->kind), &out, o->at_realtime_ns);
}

static void add_prefix(struct records_router *out, const struct ndp_option *o)
{
	struct ndp_prefix p;

	if (!ndp_prefix(o, &p) || out->prefixes++)
		return;
	out->prefix = p.prefix.addr;
	out->prefix_bits = p.prefix.bits;
	out->on_link = p.on_link;
	out->autonomous = p.autonomous;
	out->valid_s = p.valid_s;
	out->preferred_s = p.preferred_s;
}

static void add_servers(struct records_router *out, const struct ndp_option *o)
{
	struct ndp_list l;
	struct addr a;

	if (!ndp_rdnss(o, &l))
		return;
	while (ndp_rdnss_next(&l, &a))
		if (!out->servers++)
			out->server = a;
}

static void add_search(
	struct records_router *out, const struct ndp_option *o, char name[static NDP_NAME_TEXT])
{
	struct ndp_list l;

	if (!out->search && ndp_dnssl(o, &l) && ndp_dnssl_next(&l, name))
		out->search = name;
}

static int put_router(struct records *r, const struct outcome *o)
{
	const struct ndp *m = &o->heard.ndp;
	char mac[MAC_TEXT], name[NDP_NAME_TEXT];
	struct records_router out = {.target = r->target,
		.from = o->heard.sender,
		.seq = o->has_probe ? o->nth + 1 : unknown,
		.mac = mac_print(mac, &o->heard.mac),
		.rtt_ns = when_known(o->answer.rtt_ns),
		.lifetime_s = m->lifetime_s,
		.preference = ndp_preference_name(m->preference),
		.hop_limit = m->hop_limit,
		.managed = m->managed,
		.other_config = m->other_config,
		.mtu_bytes = unknown,
		.prefix_bits = unknown,
		.on_link = -1,
		.autonomous = -1,
		.valid_s = unknown,
		.preferred_s = unknown};
	struct bytes options = m->options;
	struct ndp_option option;
	uint32_t mtu_bytes;

	while (ndp_option_next(&options, &option)) {
		add_prefix(&out, &option);
		add_servers(&out, &option);
		add_search(&out, &option, name);
		if (ndp_mtu(&option, &mtu_bytes))
			out.mtu_bytes = mtu_bytes;
	}
	return report_put(r->report, &records_router_type, &out, o->at_realtime_ns);
}

int records_outcome(struct records *r, const struct outcome *o)
{
	if (!report_has_records(r->report))
		return 0;
	return o->kind == OUTCOME_ROUTER ? put_router(r, o) : put_outcome(r, o);
}

const char *records_mode(enum summary_mode mode)
{
	switch (mode) {
	case SUMMARY_LOOKUP:
		return "lookup";
	case SUMMARY_DAD:
		return "dad";
	case SUMMARY_ANNOUNCE:
		return "announce";
	case SUMMARY_ROUTER:
		return "router";
	case SUMMARY_SWEEP:
		return "sweep";
	case SUMMARY_WATCH:
		return "watch";
	}
	return NULL;
}

/* Of an address that nobody is to answer for, silence is no loss. */
static double loss_percent(const struct summary *s)
{
	bool answers_wanted = s->mode == SUMMARY_LOOKUP || s->mode == SUMMARY_ROUTER;

	return answers_wanted && s->transmitted ? summary_loss_percent(s) : (double)NAN;
}

void records_unknown(struct records_summary *s)
{
	const char *target = s->target, *mode = s->mode;

	*s = (struct records_summary){.target = target, .mode = mode, .loss_percent = (double)NAN};
	s->transmitted = s->received = s->lost = 0;
	s->broadcasts = s->answered = s->late = s->pending = s->repeated = s->owners = s->claims =
		s->liars = s->malformed = s->elsewhere = s->unsent = s->announced = UINT64_MAX;
	s->targets = s->alive = s->silent = s->unasked = s->retried = s->duplicates = s->proxies =
		s->events = s->alarms = s->user_stamped = s->clock_steps = UINT64_MAX;
	s->rtt_min_ns = s->rtt_mean_ns = s->rtt_max_ns = s->rtt_deviation_ns = INT64_MIN;
	s->times = (struct times)TIMES_UNKNOWN;
	s->duplicate = s->conflict = s->available = -1;
}

void records_summarise(struct records_summary *out, const struct records *r,
	const struct summary *s, int64_t offset_ns)
{
	bool dad = s->mode == SUMMARY_DAD;

	*out = (struct records_summary){.target = r->target,
		.addr = r->addr,
		.targets = UINT64_MAX,
		.alive = UINT64_MAX,
		.silent = UINT64_MAX,
		.unasked = UINT64_MAX,
		.retried = UINT64_MAX,
		.duplicates = UINT64_MAX,
		.proxies = UINT64_MAX,
		.events = UINT64_MAX,
		.alarms = UINT64_MAX,
		.mode = records_mode(s->mode),
		.transmitted = s->transmitted,
		.broadcasts = s->broadcasts,
		.received = s->received,
		.answered = s->answered,
		.lost = s->lost,
		.late = s->late,
		.pending = s->pending,
		.repeated = s->repeated,
		.owners = s->owners->n + s->owners->beyond,
		.claims = s->claims,
		.liars = s->liars,
		.malformed = s->malformed,
		.elsewhere = s->elsewhere,
		.unsent = s->unsent,
		.drops = s->drops,
		.announced = s->announced,
		.loss_percent = loss_percent(s),
		.elapsed_ns = s->elapsed_ns,
		.rtt_min_ns = when_known(s->rtt_min_ns),
		.rtt_mean_ns = when_known(s->rtt_mean_ns),
		.rtt_max_ns = when_known(s->rtt_max_ns),
		.rtt_deviation_ns = when_known(s->rtt_deviation_ns),
		.user_stamped = s->user_stamped,
		.clock_steps = s->clock_steps,
		.interrupted = s->interrupted,
		.up = s->received > 0,
		.duplicate = s->mode == SUMMARY_LOOKUP ? s->owners->n > 1 : -1,
		.conflict = dad ? s->conflict : -1,
		.available = dad && s->verdict ? !s->conflict : -1};
	times_of_histogram(&out->times, s->histogram);
	times_of_story(&out->times, s->story, offset_ns);
	if (s->owners->n)
		out->mac = mac_print(out->mac_text, &s->owners->list[0].mac);
}
