/* http: the states of a response, and where its bytes go. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "http.h"

#include <stdlib.h>
#include <string.h>

#include "http_parts.h"

enum { EMPTY_LINES = 4 /* before a status line; more are no HTTP */ };

void http_begin(struct http *h, const struct http_limits *limits, enum http_method method,
	bool allow_09, uint64_t offset)
{
	struct strbuf head = h->head, line = h->line;
	struct http_field *fields = h->fields;

	head.used = line.used = 0;
	*h = (struct http){.head = head,
		.line = line,
		.fields = fields,
		.limits = *limits,
		.method = method,
		.allow_09 = allow_09,
		.state = STATE_FIRST,
		.offset = offset,
		.line_at = offset};
}

void http_close(struct http *h)
{
	strbuf_close(&h->head);
	strbuf_close(&h->line);
	free(h->fields);
	h->fields = NULL;
}

void http_push_span(struct http *h, enum http_span kind, uint64_t offset, struct bytes data)
{
	if (h->n_pending < HTTP_PENDING)
		h->pending[h->n_pending++] = (struct http_event){.span = kind,
			.finding = ANOMALIES,
			.offset = offset,
			.length = data.left,
			.data = data,
			.interim = h->status >= 100 && h->status < 200};
}

void http_push(struct http *h, enum anomaly which, uint64_t offset, uint64_t length)
{
	if (h->n_pending < HTTP_PENDING)
		h->pending[h->n_pending++] = (struct http_event){.finding = which,
			.offset = offset,
			.length = length,
			.interim = h->status >= 100 && h->status < 200};
}

void http_refuse(struct http *h, enum anomaly which, uint64_t offset, uint64_t length)
{
	/* The reason is told even where the queue is full of other findings. */
	if (h->n_pending == HTTP_PENDING)
		h->n_pending--;
	http_push(h, which, offset, length);
	h->bad = true;
	h->keep = false;
}

void http_no_memory(struct http *h)
{
	h->no_memory = h->bad = true;
	h->keep = false;
}

static void push_line(struct http *h, enum http_span kind)
{
	http_push_span(h, kind, h->line_at, bytes_of(h->line.p, h->line.used));
}

/* What comes belongs to a new line where the last one was whole. */
static void begin_line(struct http *h)
{
	if (!h->line_whole)
		return;
	h->line_whole = false;
	h->line.used = 0;
	h->line_at = h->offset;
}

/* Takes bytes up to an LF; true once the line is whole. One that is longer than limit is refused.
 */
static bool take_line(struct http *h, struct bytes *in, uint64_t limit, enum anomaly too_long)
{
	const uint8_t *lf;
	size_t n;

	begin_line(h);
	lf = in->left ? memchr(in->p, '\n', in->left) : NULL;
	n = lf ? (size_t)(lf - in->p) + 1 : in->left;
	if (h->line.used + n > limit) {
		n = limit > h->line.used ? (size_t)(limit - h->line.used) : 0;
		lf = NULL;
		http_refuse(h, too_long, h->line_at, limit);
	}
	strbuf_put(&h->line, in->p, n);
	bytes_skip(in, n);
	h->offset += n;
	return h->line_whole = lf;
}

static void not_http(struct http *h)
{
	if (!h->allow_09) {
		http_refuse(h, ANOMALY_NOT_HTTP, h->line_at, h->line.used);
		return;
	}
	h->state = STATE_CLOSE;
	h->framing = HTTP_FRAMING_CLOSE;
	h->minor = 9;
	h->head_done = true;
	h->body_bytes = h->line.used;
	push_line(h, HTTP_BODY);
	http_push(h, ANOMALY_VERSION_09, h->line_at, h->line.used);
	h->line_whole = true;
}

/* The bytes "HTTP/" in any case, one at a time: how the input is cut must not matter. */
static void take_first(struct http *h, struct bytes *in)
{
	static const uint8_t word[] = "http/";
	size_t at;
	uint8_t c;

	begin_line(h);
	at = h->line.used;
	c = bytes_u8(in);
	strbuf_put_char(&h->line, (char)c);
	h->offset++;
	if (h->state == STATE_EMPTY || (!at && (c == '\r' || c == '\n'))) {
		if (c == '\r' && !at) {
			h->state = STATE_EMPTY;
		} else if (c == '\n' && ++h->empty_lines <= EMPTY_LINES) {
			h->line_whole = true;
			h->state = STATE_FIRST;
			push_line(h, HTTP_STRAY);
			http_push(h, ANOMALY_EMPTY_LINE, h->line_at, h->line.used);
		} else {
			not_http(h);
		}
	} else if (c != word[at] && (word[at] == '/' || (c | 0x20) != word[at])) {
		not_http(h);
	} else if (at + 2 == sizeof word) {
		h->state = STATE_STATUS;
	}
}

/* What a head was, behind its empty line. */
static void end_head(struct http *h)
{
	http_frame(h);
	if (h->bad)
		return;
	if (h->status >= 100 && h->status < 200) {
		if (++h->interims > h->limits.interim)
			http_refuse(h, ANOMALY_LIMIT_INTERIM, h->line_at, h->line.used);
		h->head.used = 0;
		h->n_fields = 0;
		h->head_bytes = 0;
		h->status = 0;
		h->state = STATE_FIRST;
		return;
	}
	h->head_done = true;
}

static void take_head_line(struct http *h, struct bytes *in)
{
	bool status = h->state == STATE_STATUS;

	if (!take_line(h, in, h->limits.line_bytes, ANOMALY_LIMIT_LINE) || h->line.bad)
		return;
	h->head_bytes += h->line.used;
	if (h->head_bytes > h->limits.head_bytes) {
		http_refuse(h, ANOMALY_LIMIT_HEAD, h->line_at, h->line.used);
		return;
	}
	if (status) {
		http_status_line(h);
		h->state = STATE_FIELD;
	} else if (http_line_text(h).n) {
		push_line(h, HTTP_FIELD);
		http_line_bytes(h);
		http_field_line(h, false);
	} else {
		push_line(h, HTTP_BLANK);
		http_line_bytes(h);
		end_head(h);
	}
}

/* Content, as much as there is of it. */
static void take_content(struct http *h, struct bytes *in, enum http_span kind)
{
	uint64_t n = h->state == STATE_CLOSE || in->left < h->left ? in->left : h->left;

	if (n)
		http_push_span(h, kind, h->offset, bytes_take(in, (size_t)n));
	h->offset += n;
	h->body_bytes += n;
	if (h->state == STATE_CLOSE)
		return;
	h->left -= n;
	if (h->left)
		return;
	h->state = kind == HTTP_DATA ? STATE_DATA_END : STATE_DONE;
	h->line_whole = true;
}

static void take_data_end(struct http *h, struct bytes *in)
{
	uint8_t c;

	begin_line(h);
	c = bytes_u8(in);
	strbuf_put_char(&h->line, (char)c);
	h->offset++;
	if (c == '\r' && h->line.used == 1)
		return;
	h->line_whole = true;
	push_line(h, HTTP_DATA_END);
	h->state = STATE_CHUNK;
	if (c != '\n')
		http_refuse(h, ANOMALY_CHUNK_END, h->line_at, h->line.used);
	else if (h->line.used == 1)
		http_push(h, ANOMALY_CHUNK_LF, h->line_at, 1);
}

static void take_chunk_line(struct http *h, struct bytes *in)
{
	uint64_t room = h->limits.extension_bytes - h->extension_bytes + 64;

	if (h->state == STATE_CHUNK) {
		if (take_line(h, in, room, ANOMALY_LIMIT_EXTENSION) && !h->line.bad) {
			push_line(h, HTTP_CHUNK);
			http_chunk_line(h);
		}
		return;
	}
	room = h->limits.trailer_bytes - h->trailer_bytes;
	if (!take_line(h, in, room, ANOMALY_LIMIT_TRAILER) || h->line.bad)
		return;
	h->trailer_bytes += h->line.used;
	push_line(h, http_line_text(h).n ? HTTP_TRAILER : HTTP_BLANK);
	http_trailer_line(h);
}

static void turn(struct http *h, struct bytes *in)
{
	switch ((enum http_state)h->state) {
	case STATE_FIRST:
	case STATE_EMPTY:
		take_first(h, in);
		break;
	case STATE_STATUS:
	case STATE_FIELD:
		take_head_line(h, in);
		break;
	case STATE_LENGTH:
	case STATE_CLOSE:
		take_content(h, in, HTTP_BODY);
		break;
	case STATE_DATA:
		take_content(h, in, HTTP_DATA);
		break;
	case STATE_DATA_END:
		take_data_end(h, in);
		break;
	case STATE_CHUNK:
	case STATE_TRAILER:
		take_chunk_line(h, in);
		break;
	case STATE_DONE:
		break;
	}
	h->done = h->state == STATE_DONE;
	if (h->line.bad || h->head.bad)
		http_no_memory(h);
}

static enum http_step next_pending(struct http *h, struct http_event *out)
{
	if (h->next_pending < h->n_pending) {
		*out = h->pending[h->next_pending++];
		return out->finding == ANOMALIES ? HTTP_SPAN : HTTP_FINDING;
	}
	h->next_pending = h->n_pending = 0;
	return h->bad ? HTTP_BAD : HTTP_MORE;
}

enum http_step http_next(struct http *h, struct bytes *in, struct http_event *out)
{
	enum http_step step = next_pending(h, out);

	while (step == HTTP_MORE && in->left && h->state != STATE_DONE) {
		turn(h, in);
		step = next_pending(h, out);
	}
	return step;
}

static void end_in(struct http *h, enum anomaly unclean)
{
	static const struct {
		enum http_span span;
		enum anomaly cut;
	} ends[] = {
		[STATE_FIRST] = {HTTP_STRAY, ANOMALY_CUT_HEAD},
		[STATE_EMPTY] = {HTTP_STRAY, ANOMALY_CUT_HEAD},
		[STATE_STATUS] = {HTTP_STATUS, ANOMALY_CUT_HEAD},
		[STATE_FIELD] = {HTTP_FIELD, ANOMALY_CUT_HEAD},
		[STATE_LENGTH] = {HTTP_BODY, ANOMALY_CUT_LENGTH},
		[STATE_CHUNK] = {HTTP_CHUNK, ANOMALY_CUT_CHUNK},
		[STATE_DATA] = {HTTP_DATA, ANOMALY_CUT_CHUNK},
		[STATE_DATA_END] = {HTTP_DATA_END, ANOMALY_CUT_CHUNK},
		[STATE_TRAILER] = {HTTP_TRAILER, ANOMALY_CUT_TRAILER},
	};
	enum anomaly cut;

	if (h->state == STATE_DONE)
		return;
	if (h->state == STATE_CLOSE) {
		h->state = STATE_DONE;
		h->done = unclean == ANOMALIES;
		if (!h->done)
			http_refuse(h, unclean, h->offset, 0);
		return;
	}
	cut = ends[h->state].cut;
	if (!h->line_whole && h->line.used)
		push_line(h, ends[h->state].span);
	else if (h->state == STATE_FIRST && !h->interims && !h->empty_lines)
		cut = ANOMALY_CUT_EMPTY;
	h->line_whole = true;
	http_refuse(h, cut, h->offset, 0);
}

enum http_step http_end(struct http *h, enum anomaly unclean, struct http_event *out)
{
	enum http_step step = next_pending(h, out);

	if (step != HTTP_MORE || h->bad)
		return step;
	end_in(h, unclean);
	return next_pending(h, out);
}

void http_extra(struct http *h, struct bytes in, struct http_event *out)
{
	*out = (struct http_event){.finding = ANOMALY_EXTRA,
		.span = HTTP_STRAY,
		.offset = h->offset,
		.length = in.left,
		.data = in};
	h->keep = false;
}
