/* records_fill: the records of one exchange, and of all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <math.h>
#include <string.h>

#include "clock.h"
#include "gateway.h"
#include "records_types.h"
#include "verdict.h"
#include "when.h"

enum { VALUE_MAX = 1500 /* of a field, so that a record's line stays below 4,096 bytes */ };

static const char *const framings[] = {NULL, "none", "length", "chunked", "close", "tunnel"};
static const char *const classes[] = {
	NULL, NULL, "local", "connect", "tls", "protocol", "timeout", "proxy", "name"};

static uint64_t known(bool is, uint64_t value)
{
	return is ? value : UINT64_MAX;
}

static void fill_tcp(struct records_one *o, const struct exchange *x)
{
	const struct dial_info *t = &x->tcp;

	o->rtt_ns = x->rtt_ns;
	o->srtt_ns = x->has_tcp ? t->rtt_ns : INT64_MIN;
	o->syn_retransmits = known(x->link.syn_retransmits != UINT32_MAX, x->link.syn_retransmits);
	o->retransmits = known(x->has_tcp, t->total_retransmits);
	o->out_of_order = known(x->has_tcp, t->out_of_order);
	o->mss_bytes = known(x->has_tcp, t->send_mss);
	o->cwnd = known(x->has_tcp, t->window_segments);
}

static void fill_response(struct records_one *o, const struct exchange *x)
{
	const struct http *h = &x->http;

	o->status = known(h->head_done && h->status, (uint64_t)h->status);
	o->version = !h->head_done ? NULL : h->minor == 9 ? "0.9" : h->minor ? "1.1" : "1.0";
	o->framing = h->head_done ? framings[h->framing] : NULL;
	o->request_bytes = known(x->written_ns != INT64_MIN, x->request_bytes);
	o->read_bytes = x->read_bytes;
	o->head_bytes = known(h->head_done, h->head_bytes);
	o->content_bytes = known(h->head_done, x->content_bytes);
	o->decoded_bytes = x->decoded_bytes;
	o->chunks = known(h->framing == HTTP_FRAMING_CHUNKED, h->chunks);
	o->interims = h->interims;
	o->kept = h->keep;
}

static int put_exchange(
	struct report *r, const char *target, const struct exchange *x, const char *verdict)
{
	const struct link_facts *l = &x->link;
	struct phases p = phases_of(x);
	struct records_one o = {.target = target,
		.url = x->text ? x->text : target,
		.method = x->method,
		.run = x->run,
		.hop = x->hop,
		.addr = l->remote,
		.port = known(l->remote_port, l->remote_port),
		.source = l->local,
		.source_port = known(l->local_port, l->local_port),
		.reused = x->reused,
		.by_proxy = x->by_proxy,
		.dropped = *x->dropped ? x->dropped : NULL,
		.proxy_status = known(l->has_leg && l->leg.status >= 0, (uint64_t)l->leg.status),
		.wait_ns = p.wait_ns,
		.ack_ns = when_between(x->sent_ns, x->acked_ns),
		.first_ns = exchange_since(x, x->first_ns),
		.total_ns = p.total_ns,
		.failed = classes[x->failed],
		.error = x->failed == LINK_FINE ? NULL : x->why.text,
		.verdict = verdict};
	char reason[256], body[DIAL_BODY_BYTES + 1];

	for (unsigned i = 0; i < PHASES; i++)
		o.took_ns[i] = p.took_ns[i];
	o.proxy_reason = l->has_leg && *l->leg.text ? l->leg.text : NULL;
	if (l->has_leg && l->leg.body_bytes)
		o.proxy_body = slice_copy(
			body, sizeof body, slice_at((const char *)l->leg.body, l->leg.body_bytes));
	fill_response(&o, x);
	fill_tcp(&o, x);
	if (o.status != UINT64_MAX)
		o.reason = slice_copy(reason, sizeof reason,
			slice_at(x->http.head.p + x->http.reason_at, x->http.reason_bytes));
	return report_put(r, &records_exchange_type, &o, x->begun_realtime_ns);
}

static void put_attempts(struct report *r, const char *target, const struct exchange *x)
{
	for (unsigned i = 0; i < x->link.n_attempts; i++) {
		const struct dial_attempt *a = &x->link.attempts[i];
		struct records_attempt o = {.target = target,
			.run = x->run,
			.hop = x->hop,
			.addr = a->addr,
			.port = a->port,
			.took_ns = dial_took_ns(a),
			.outcome = dial_outcome_name(a->outcome),
			.retransmits = a->retransmits,
			.error = a->error ? strerror(a->error) : NULL,
			.offender = a->icmp.offender};

		report_put(r, &records_attempt_type, &o, x->begun_realtime_ns);
	}
}

static void put_fields(struct report *r, const char *target, const struct exchange *x)
{
	char name[256], value[VALUE_MAX];

	for (size_t i = 0; i < x->http.n_fields; i++) {
		const struct http_field *f = &x->http.fields[i];
		struct records_field o = {.target = target,
			.run = x->run,
			.hop = x->hop,
			.name = slice_copy(name, sizeof name, http_name_of(&x->http, f)),
			.value = slice_copy(value, sizeof value, http_value_of(&x->http, f)),
			.offset = f->offset,
			.trailer = f->trailer};

		report_put(r, &records_field_type, &o, x->begun_realtime_ns);
	}
}

static void put_findings(struct report *r, const char *target, const struct exchange *x)
{
	for (unsigned i = 0; i < x->findings.n; i++) {
		const struct finding *f = &x->findings.of[x->findings.order[i]];
		const struct anomaly_row *row = anomaly_row(x->findings.order[i]);
		struct records_finding o = {.target = target,
			.run = x->run,
			.hop = x->hop,
			.name = row->name,
			.severity = anomaly_severity_name(row->severity),
			.clause = row->clause,
			.what = row->what,
			.others = row->others,
			.offset = f->offset,
			.length = f->length,
			.count = f->count};

		if (f->sample_bytes)
			o.sample = bytes_of(f->sample, f->sample_bytes);
		report_put(r, &records_finding_type, &o, x->begun_realtime_ns);
	}
}

/* A line of gateway_put: "sentence [fields]". */
static void put_said(struct report *r, const char *target, const struct exchange *x)
{
	struct strbuf text = {0};
	char *line, *next, *evidence;

	gateway_put(&text, &x->http, x->begun_realtime_ns / 1000000000);
	strbuf_put_char(&text, 0);
	if (text.bad)
		report_no_memory(r);
	for (line = text.bad ? NULL : text.p; line && (next = strchr(line, '\n')); line = next) {
		struct records_said o = {
			.target = target, .run = x->run, .hop = x->hop, .says = line};

		*next++ = '\0';
		evidence = strrchr(line, '[');
		if (evidence && evidence > line && next[-2] == ']') {
			next[-2] = evidence[-1] = '\0';
			o.evidence = evidence + 1;
		}
		report_put(r, &records_said_type, &o, x->begun_realtime_ns);
	}
	strbuf_close(&text);
}

int records_exchange(struct report *r, const char *target, const struct exchange *x)
{
	struct strbuf verdict = {0};
	int rc;

	if (!report_has_records(r))
		return 0;
	verdict_put(&verdict, x);
	strbuf_put_char(&verdict, 0);
	put_attempts(r, target, x);
	records_put_lookup(r, target, x);
	records_put_packets(r, target, x);
	records_put_tls(r, target, x);
	put_fields(r, target, x);
	put_findings(r, target, x);
	put_said(r, target, x);
	if (verdict.bad)
		report_no_memory(r);
	rc = put_exchange(r, target, x, verdict.bad ? "" : verdict.p);
	strbuf_close(&verdict);
	return rc;
}

void records_summarise(struct records_summary *s, const struct tally *t)
{
	s->requests = t->requests;
	s->responses = t->responses;
	s->failed = tally_failed(t);
	s->failed_percent = t->requests ? 100.0 * (double)s->failed / (double)t->requests : NAN;
	s->failed_name = t->failed[LINK_NAME];
	s->failed_connect = t->failed[LINK_CONNECT];
	s->failed_tls = t->failed[LINK_TLS];
	s->failed_protocol = t->failed[LINK_CUT];
	s->failed_timeout = t->failed[LINK_TIMEOUT];
	s->failed_proxy = t->failed[LINK_PROXY];
	s->failed_http = t->http_failed;
	s->failed_slo = t->slo_failed;
	s->findings = t->findings;
	s->content_bytes = t->content_bytes;
	s->read_bytes = t->read_bytes;
	s->total_p50_ns = tally_quantile(t, TALLY_TOTAL, 0.5);
	s->total_p90_ns = tally_quantile(t, TALLY_TOTAL, 0.9);
	s->total_p99_ns = tally_quantile(t, TALLY_TOTAL, 0.99);
	s->total_max_ns = t->total_max_ns;
	s->total_mean_ns = t->responses ? t->total_sum_ns / (int64_t)t->responses : INT64_MIN;
	s->name_p50_ns = tally_quantile(t, PHASE_NAME, 0.5);
	s->connect_p50_ns = tally_quantile(t, PHASE_CONNECT, 0.5);
	s->tls_p50_ns = tally_quantile(t, PHASE_TLS, 0.5);
	s->think_p50_ns = tally_quantile(t, PHASE_THINK, 0.5);
	s->first_p50_ns = tally_quantile(t, TALLY_FIRST, 0.5);
	s->first_p99_ns = tally_quantile(t, TALLY_FIRST, 0.99);
}

int records_summary(struct report *r, const struct records_summary *s)
{
	return report_put(r, &records_summary_type, s, clock_wall());
}

int records_prom(struct report *r, const struct records_summary *s)
{
	return report_prom(r, &records_summary_type, s, s->target);
}
