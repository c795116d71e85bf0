/* main_probe: --probe: several requests for one URL, and what they say. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "main_parts.h"
#include "probe.h"
#include "records_probe.h"

/* Our fields, and the user's that do not name the same; the range is ours, as with -r. */
static void merge(struct request *r, const char **to, const struct probe_ask *ask)
{
	const struct request own = {.headers = ask->headers, .n_headers = ask->n_headers};
	size_t n = 0;

	for (size_t i = 0; i < r->n_headers; i++) {
		char name[128];

		slice_copy(
			name, sizeof name, slice_at(r->headers[i], strcspn(r->headers[i], ":;")));
		if (!request_names(&own, name) && !slice_like(slice_of(name), "Range"))
			to[n++] = r->headers[i];
	}
	for (size_t i = 0; i < ask->n_headers; i++)
		to[n++] = ask->headers[i];
	r->headers = to;
	r->n_headers = n;
	r->range = ask->range;
	r->since = NULL;
	r->compressed = false;
}

static int run_step(struct parts *p, struct probe *probe, const struct probe_ask *ask)
{
	const char *url = p->o.urls[p->url];
	struct journey_config c = p->config;
	const char **headers = calloc(c.request.n_headers + PROBE_HEADERS, sizeof *headers);
	struct sink sink = {.fd = -1, .summed = true, .last = -1};
	struct journey j = {.n = 0};
	struct fail why = {0};
	int status;

	if (!headers) {
		fail_set(&why, ENOMEM, "no memory for the request");
		main_complain(p, &why);
		return LINK_LOCAL;
	}
	merge(&c.request, headers, ask);
	c.sink = &sink;
	sink.limit_bytes = p->o.max_bytes;
	c.fail = c.include = c.decoded = c.resume = false;
	journey_run(&j, &c, url);
	if (j.n) {
		const struct probe_content content = {.bytes = sink.content_bytes,
			.sum = sink.sum,
			.first = sink.n_first ? sink.first[0] : -1,
			.last = sink.last};

		probe_take(probe, ask, journey_last(&j), &content);
	}
	status = main_judge(p, &j);
	main_tell(p, &j, url, probe->n);
	if (j.failed != LINK_FINE)
		main_complain(p, &j.why);
	sink_abandon(&sink);
	journey_close(&j);
	free(headers);
	return status;
}

static void print_step(struct report *r, const struct probe_step *s)
{
	const char *hit = gateway_hit_name(s->hit);
	char safe[4 * PROBE_TEXT];

	report_text(r, "  %-13s", s->name);
	if (!s->status) {
		report_text(r, " no response\n");
		return;
	}
	report_text(r, " %3d %8llu bytes", s->status, (unsigned long long)s->read_bytes);
	if (s->content_bytes != s->read_bytes)
		report_text(r, " (%llu decoded)", (unsigned long long)s->content_bytes);
	if (hit)
		report_text(r, "  %s", hit);
	if (s->has_age)
		report_text(r, "  Age %llu", (unsigned long long)s->age_s);
	if (*s->coding)
		report_text(r, "  %s", report_safe(safe, sizeof safe, s->coding));
	if (*s->range)
		report_text(r, "  %s", report_safe(safe, sizeof safe, s->range));
	if (*s->etag)
		report_text(r, "  ETag %s", report_safe(safe, sizeof safe, s->etag));
	report_text(r, "\n");
}

static void print(struct parts *p, const struct probe *probe)
{
	char safe[1200];

	report_text(p->report, "%s %s\n", probe_kind_name(probe->kind),
		report_safe(safe, sizeof safe, p->o.urls[p->url]));
	for (unsigned i = 0; i < probe->n; i++)
		print_step(p->report, &probe->steps[i]);
	for (unsigned i = 0; i < probe->n_results; i++)
		report_text(p->report, "%c %s\n", probe->results[i].bad ? '!' : '*',
			report_safe(safe, sizeof safe, probe->results[i].text));
}

int main_probe(struct parts *p)
{
	struct probe *probe = calloc(1, sizeof *probe);
	struct fail why = {.error = ENOMEM, .text = "no memory for a probe"};
	struct probe_ask ask;
	int status = 0, one;

	if (!probe) {
		main_complain(p, &why);
		return LINK_LOCAL;
	}
	probe->kind = p->o.probe;
	while (!p->interrupted && probe_next(probe, &ask)) {
		one = run_step(p, probe, &ask);
		status = status ? status : one;
		if (one && one != 1)
			break;
	}
	probe_judge(probe);
	for (unsigned i = 0; i < probe->n_results && p->o.strict && !status; i++)
		status = probe->results[i].bad ? LINK_CUT : 0;
	print(p, probe);
	records_probe(p->report, p->o.urls[p->url], probe);
	free(probe);
	return status;
}
