/* records_probe: what a probe asked and found, and two ways compared, as records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_probe.h"

#include "clock.h"
#include "report_table.h"

struct records_step {
	const char *target, *probe, *step, *cache, *etag, *coding, *range;
	uint64_t status, age_s, content_bytes, decoded_bytes;
	int8_t varies;
};
struct records_result {
	const char *target, *probe, *result, *what;
	int8_t bad;
};
struct records_way {
	const char *target, *first, *second, *verdict;
	uint64_t requests[2], responses[2];
	int64_t connect_p50_ns[2], first_p50_ns[2], total_p50_ns[2];
};

#define S records_step
static const struct report_field step_fields[] = {
	MUST(S, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(S, "probe", REPORT_TEXT, probe, "Which probe: cache, range or encoding."),
	MUST(S, "step", REPORT_TEXT, step, "What was asked in this step."),
	FIELD(S, "status", REPORT_U64, status, "The status; null: no complete response."),
	FIELD(S, "cache", REPORT_TEXT, cache,
		"What the nearest cache that speaks says: hit, miss, stale, bypass; null: none "
		"does."),
	FIELD(S, "age_s", REPORT_U64, age_s, "Age, in seconds."),
	FIELD(S, "content_bytes", REPORT_U64, content_bytes, "Content as it came."),
	FIELD(S, "decoded_bytes", REPORT_U64, decoded_bytes, "The same decoded."),
	FIELD(S, "etag", REPORT_TEXT, etag, "ETag."),
	FIELD(S, "content_encoding", REPORT_TEXT, coding, "Content-Encoding."),
	FIELD(S, "content_range", REPORT_TEXT, range, "Content-Range."),
	MUST(S, "varies", REPORT_BOOL, varies, "Whether Vary names Accept-Encoding, or all."),
};
const struct report_type records_step_type = {
	"httpget", "probe_step", "One request of a probe.", step_fields, COUNT(step_fields)};
#undef S

#define R records_result
static const struct report_field result_fields[] = {
	MUST(R, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(R, "probe", REPORT_TEXT, probe, "Which probe: cache, range or encoding."),
	MUST(R, "result", REPORT_TEXT, result, "Its name, the same for the same thing."),
	MUST(R, "is_fault", REPORT_BOOL, bad, "Whether it is a fault of the server or a gateway."),
	MUST(R, "says", REPORT_TEXT, what, "The same as a sentence, with its evidence."),
};
const struct report_type records_result_type = {"httpget", "probe_result",
	"What the requests of a probe together say.", result_fields, COUNT(result_fields)};
#undef R

#define W records_way
static const struct report_field way_fields[] = {
	MUST(W, "target", REPORT_TEXT, target, "The URL as it was given."),
	MUST(W, "first", REPORT_TEXT, first, "The one way: IPv4 or proxy."),
	MUST(W, "second", REPORT_TEXT, second, "The other: IPv6 or direct."),
	FIELD(W, "first_requests", REPORT_U64, requests[0], "Requests that way."),
	FIELD(W, "second_requests", REPORT_U64, requests[1], "Requests that way."),
	FIELD(W, "first_responses", REPORT_U64, responses[0], "Complete responses."),
	FIELD(W, "second_responses", REPORT_U64, responses[1], "Complete responses."),
	FIELD(W, "first_connect_p50_ms", REPORT_MS, connect_p50_ns[0], "Median of connecting."),
	FIELD(W, "second_connect_p50_ms", REPORT_MS, connect_p50_ns[1], "Median of connecting."),
	FIELD(W, "first_first_byte_p50_ms", REPORT_MS, first_p50_ns[0],
		"Median time to the first byte."),
	FIELD(W, "second_first_byte_p50_ms", REPORT_MS, first_p50_ns[1],
		"Median time to the first byte."),
	FIELD(W, "first_total_p50_ms", REPORT_MS, total_p50_ns[0],
		"Median time of a complete exchange."),
	FIELD(W, "second_total_p50_ms", REPORT_MS, total_p50_ns[1],
		"Median time of a complete exchange."),
	MUST(W, "says", REPORT_TEXT, verdict, "How they differ, as a sentence."),
};
const struct report_type records_compare_type = {
	"httpget", "comparison", "Two ways to the same URL.", way_fields, COUNT(way_fields)};
#undef W

static const char *text(const char *from)
{
	return *from ? from : NULL;
}

void records_probe(struct report *r, const char *target, const struct probe *p)
{
	const char *kind = probe_kind_name(p->kind);

	for (unsigned i = 0; i < p->n; i++) {
		const struct probe_step *s = &p->steps[i];
		const struct records_step o = {.target = target,
			.probe = kind,
			.step = s->name,
			.status = s->status ? (uint64_t)s->status : UINT64_MAX,
			.cache = gateway_hit_name(s->hit),
			.age_s = s->has_age ? s->age_s : UINT64_MAX,
			.content_bytes = s->status ? s->read_bytes : UINT64_MAX,
			.decoded_bytes = s->status ? s->content_bytes : UINT64_MAX,
			.etag = text(s->etag),
			.coding = text(s->coding),
			.range = text(s->range),
			.varies = s->varies};

		report_put(r, &records_step_type, &o, clock_wall());
	}
	for (unsigned i = 0; i < p->n_results; i++) {
		const struct records_result o = {.target = target,
			.probe = kind,
			.result = p->results[i].name,
			.bad = p->results[i].bad,
			.what = p->results[i].text};

		report_put(r, &records_result_type, &o, clock_wall());
	}
}

void records_compare(struct report *r, const char *target, const char *const names[static 2],
	const struct tally *const ways[static 2], const char *verdict)
{
	struct records_way o = {
		.target = target, .first = names[0], .second = names[1], .verdict = verdict};

	for (unsigned i = 0; i < 2; i++) {
		o.requests[i] = ways[i]->requests;
		o.responses[i] = ways[i]->responses;
		o.connect_p50_ns[i] = tally_quantile(ways[i], PHASE_CONNECT, 0.5);
		o.first_p50_ns[i] = tally_quantile(ways[i], TALLY_FIRST, 0.5);
		o.total_p50_ns[i] = tally_quantile(ways[i], TALLY_TOTAL, 0.5);
	}
	report_put(r, &records_compare_type, &o, clock_wall());
}
