/* http_frame: where a response ends (RFC 9112 6.3), and what of its head contradicts that. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "http_parts.h"

static void push_at(struct http *h, enum anomaly which, const struct http_field *f)
{
	http_push(h, which, f->offset, f->line_bytes);
}

static void refuse_at(struct http *h, enum anomaly which, const struct http_field *f)
{
	http_refuse(h, which, f->offset, f->line_bytes);
}

/* What Transfer-Encoding says, all its fields together. */
struct codings {
	const struct http_field *first;
	unsigned chunked, identity, others;
};

static struct codings read_codings(const struct http *h)
{
	struct codings c = {0};
	const struct http_field *f;
	struct slice rest, item;

	for (unsigned i = 0; (f = http_find(h, "transfer-encoding", i)); i++) {
		c.first = c.first ? c.first : f;
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &item);) {
			c.chunked += slice_like(item, "chunked");
			c.identity += slice_like(item, "identity");
			c.others += item.n && !slice_like(item, "chunked") &&
				    !slice_like(item, "identity");
		}
	}
	return c;
}

/* Content-Length, all its fields and their items together. */
struct lengths {
	const struct http_field *first;
	uint64_t value;
	unsigned n;
	enum anomaly wrong; /* ANOMALIES: nothing is */
};

static enum anomaly read_length(struct lengths *l, struct slice item)
{
	uint64_t value = 0;
	bool digits = item.n > 0;

	for (size_t i = 0; i < item.n; i++)
		digits = digits && item.p[i] >= '0' && item.p[i] <= '9';
	if (!digits)
		return ANOMALY_LENGTH_INVALID;
	if (!slice_number(item, &value) || value > INT64_MAX)
		return ANOMALY_LENGTH_OVERFLOW;
	if (l->n++ && value != l->value)
		return ANOMALY_LENGTH_CONFLICT;
	l->value = value;
	return ANOMALIES;
}

static struct lengths read_lengths(const struct http *h)
{
	struct lengths l = {.wrong = ANOMALIES};
	const struct http_field *f;
	struct slice rest, item;

	for (unsigned i = 0; (f = http_find(h, "content-length", i)); i++) {
		l.first = l.first ? l.first : f;
		for (rest = http_value_of(h, f); slice_item(&rest, ',', &item);) {
			enum anomaly wrong = read_length(&l, item);

			if (l.wrong == ANOMALIES)
				l.wrong = wrong;
		}
	}
	return l;
}

static void judge_codings(struct http *h, const struct codings *c, bool no_body)
{
	if (c->identity)
		push_at(h, ANOMALY_CODING_IDENTITY, c->first);
	if (h->minor == 0)
		push_at(h, ANOMALY_CODING_OLD, c->first);
	if (no_body) {
		if (h->status != 304 && h->method != HTTP_HEAD)
			push_at(h, ANOMALY_CODING_NO_BODY, c->first);
	} else if (c->others || !(c->chunked + c->identity)) {
		refuse_at(h, ANOMALY_CODING_UNKNOWN, c->first);
	} else if (c->chunked > 1) {
		refuse_at(h, ANOMALY_CODING_REPEATED, c->first);
	}
}

/* A broken length is fatal only where it would have to be used. */
static void judge_lengths(struct http *h, const struct lengths *l, bool no_body, bool used)
{
	if (l->wrong != ANOMALIES && used)
		refuse_at(h, l->wrong, l->first);
	else if (l->wrong != ANOMALIES)
		push_at(h, l->wrong, l->first);
	else if (l->n > 1)
		push_at(h, ANOMALY_LENGTH_REPEATED, l->first);
	if (no_body && h->status != 304 && h->method == HTTP_GET)
		push_at(h, ANOMALY_LENGTH_NO_BODY, l->first);
	h->has_length = l->wrong == ANOMALIES && l->n;
	h->content_length = h->has_length ? l->value : 0;
}

/* Fields whose grammar is not a list; Set-Cookie and others may come often. */
static void judge_singles(struct http *h)
{
	static const char *const singles[] = {"age", "content-location", "content-range",
		"content-type", "date", "etag", "expires", "last-modified", "location",
		"retry-after"};
	const struct http_field *first, *f;

	for (size_t s = 0; s < sizeof singles / sizeof *singles; s++) {
		first = http_find(h, singles[s], 0);
		for (unsigned i = 1; first && (f = http_find(h, singles[s], i)); i++)
			if (!slice_same(http_value_of(h, first), http_value_of(h, f))) {
				push_at(h, ANOMALY_TWICE, f);
				break;
			}
	}
}

static bool keeps(const struct http *h)
{
	if (http_lists(h, "connection", "close") || h->framing == HTTP_FRAMING_CLOSE)
		return false;
	return h->minor == 1 || http_lists(h, "connection", "keep-alive");
}

static void set_framing(struct http *h, const struct codings *c, const struct lengths *l)
{
	if (c->chunked) {
		h->framing = HTTP_FRAMING_CHUNKED;
		h->state = STATE_CHUNK;
	} else if (l->first) {
		h->framing = HTTP_FRAMING_LENGTH;
		h->left = h->content_length;
		h->state = h->left ? STATE_LENGTH : STATE_DONE;
	} else {
		h->framing = HTTP_FRAMING_CLOSE;
		h->state = STATE_CLOSE;
		if (h->minor == 1 && !http_lists(h, "connection", "close"))
			http_push(h, ANOMALY_NO_LENGTH, h->line_at, h->line.used);
	}
}

void http_frame(struct http *h)
{
	struct codings c = read_codings(h);
	struct lengths l = read_lengths(h);
	bool interim = h->status >= 100 && h->status < 200;
	bool no_body = interim || h->status == 204 || h->status == 304 || h->method == HTTP_HEAD;

	if (h->status == 101) {
		http_refuse(h, ANOMALY_UPGRADE, h->line_at, h->line.used);
		return;
	}
	judge_singles(h);
	if (h->method == HTTP_CONNECT && h->status >= 200 && h->status < 300) {
		h->framing = HTTP_FRAMING_TUNNEL;
		h->state = STATE_DONE;
		return;
	}
	if (c.first)
		judge_codings(h, &c, no_body);
	if (l.first)
		judge_lengths(h, &l, no_body, !no_body && !c.chunked);
	if (h->bad)
		return;
	if (no_body) {
		h->framing = HTTP_FRAMING_NONE;
		h->state = STATE_DONE;
	} else {
		set_framing(h, &c, &l);
	}
	h->keep = keeps(h) && !(c.chunked && h->minor == 0);
	if (c.chunked && l.first && !no_body) {
		push_at(h, ANOMALY_LENGTH_CHUNKED, l.first);
		h->keep = false;
	}
}
