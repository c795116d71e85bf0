/* httpget_http: a response, whole and in pieces. The first byte says how long those are and what
 * was asked. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "http.h"

#include "must.h"

struct seen {
	uint64_t sum, findings, content, next;
	enum http_span last;
};

static void add(struct seen *s, uint64_t value)
{
	s->sum = (s->sum ^ value) * UINT64_C(1099511628211);
}

/* The same for a content in pieces as for one piece. */
static void see(struct seen *s, enum http_step step, const struct http_event *e, size_t size)
{
	bool content = e->span == HTTP_BODY || e->span == HTTP_DATA;

	must(e->offset <= size && e->offset + e->length <= size);
	if (step == HTTP_FINDING) {
		must(e->finding < ANOMALIES);
		s->findings++;
		add(s, 1000 + (uint64_t)e->finding);
	} else {
		must(e->offset == s->next && e->length == e->data.left);
		s->next += e->length;
		if (content && e->span == s->last)
			return;
		s->last = e->span;
		add(s, e->span);
	}
	add(s, e->offset);
	if (!content)
		add(s, e->length);
}

static struct seen feed(struct http *h, const uint8_t *data, size_t size, size_t piece, uint8_t how)
{
	const struct http_limits limits = {.line_bytes = 512,
		.head_bytes = 1024,
		.fields = 16,
		.interim = 3,
		.trailer_bytes = 256,
		.extension_bytes = 64};
	struct seen s = {.last = HTTP_STRAY};
	struct http_event e;
	enum http_step step;

	http_begin(h, &limits, (enum http_method)(how % 3), how & 4, 0);
	for (size_t at = 0; at < size && !h->done && !h->bad; at += piece) {
		struct bytes in = bytes_of(data + at, size - at < piece ? size - at : piece);

		while ((step = http_next(h, &in, &e)) == HTTP_SPAN || step == HTTP_FINDING)
			see(&s, step, &e, size);
		must(h->done || h->bad || !in.left);
	}
	while ((step = http_end(h, how & 8 ? ANOMALY_CUT_TLS : ANOMALIES, &e)) == HTTP_SPAN ||
		step == HTTP_FINDING)
		see(&s, step, &e, size);
	must(h->done || h->bad);
	must(!h->bad || (s.findings && !h->keep));
	must(h->head.used <= 2048 && h->n_fields <= 16);
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http h = {0};
	struct seen whole, pieces;
	uint8_t how;

	if (!size)
		return 0;
	how = data[0];
	whole = feed(&h, data + 1, size - 1, size, how);
	for (size_t i = 0; i < h.n_fields; i++) {
		must(h.fields[i].name_at + h.fields[i].name_bytes <= h.head.used);
		must(h.fields[i].value_at + h.fields[i].value_bytes <= h.head.used);
	}
	pieces = feed(&h, data + 1, size - 1, 1 + (how >> 4), how);
	must(whole.sum == pieces.sum && whole.findings == pieces.findings);
	http_close(&h);
	return 0;
}
