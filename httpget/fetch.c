/* fetch: one exchange, from connecting to the last byte. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "fetch_parts.h"

int fetch_open(struct fetch **out, const struct fetch_config *c, struct link *link,
	struct exchange *x, struct fail *why)
{
	struct fetch *f = calloc(1, sizeof *f);

	if (!f)
		return fail_set(why, ENOMEM, "no memory for a request");
	f->c = *c;
	f->c.link.tls = c->secure ? &f->c.tls : NULL;
	f->c.link.idle_ns = c->idle_ns;
	f->link = link;
	f->x = x;
	f->size = READ_FIRST;
	f->buffer = malloc(f->size);
	if (!f->buffer) {
		free(f);
		return fail_set(why, ENOMEM, "no memory to read into");
	}
	fetch_watch(f);
	x->begun_ns = clock_now();
	f->looked_ns = x->begun_ns;
	x->begun_realtime_ns = clock_wall();
	x->reused = link;
	if (link)
		link_ends(link, &x->link);
	http_begin(&x->http, &c->limits, c->method, c->allow_09, 0);
	*out = f;
	return 0;
}

struct link *fetch_close(struct fetch *f)
{
	struct link *kept = NULL;

	if (!f)
		return NULL;
	if (f->keep)
		kept = f->link;
	else
		link_close(f->link);
	free(f->buffer);
	free(f);
	return kept;
}

struct bytes fetch_session(const struct fetch *f)
{
	return f->link ? link_session(f->link) : bytes_of(NULL, 0);
}

void fetch_look(struct fetch *f)
{
	struct exchange *x = f->x;

	if (!f->link)
		return;
	if (x->written_ns != INT64_MIN)
		link_stamps(f->link, &x->sent_ns, &x->acked_ns);
	x->has_tcp = !f->c.link.unix_path && dial_info(link_fd(f->link), &x->tcp, NULL) >= 0;
	if (x->has_tcp && x->tcp.rtt_least_ns)
		x->rtt_ns = x->tcp.rtt_least_ns;
}

static void end(struct fetch *f, struct fetch_event *out)
{
	if (f->state != FETCHING_OVER) {
		fetch_look(f);
		fetch_watch_end(f);
	}
	if (f->link && f->x->tls)
		f->x->tls->ending = link_ending(f->link);
	if (f->link)
		link_forget(f->link);
	f->state = FETCHING_OVER;
	f->x->ended_ns = clock_now();
	f->x->content_bytes = f->x->http.body_bytes;
	out->kind = FETCH_END;
	out->at.at_ns = f->x->ended_ns;
}

static void fail_with(struct fetch *f, enum link_phase phase)
{
	if (f->x->failed == LINK_FINE)
		f->x->failed = phase;
}

static enum link_phase phase_of(int rc, enum link_phase otherwise)
{
	if (rc == -ETIMEDOUT)
		return LINK_TIMEOUT;
	return rc == -EINTR || fail_is_shortage(rc) ? LINK_LOCAL : otherwise;
}

void fetch_stop(struct fetch *f, enum link_phase failed, const struct fail *why)
{
	struct fetch_event ignored;

	fail_with(f, failed);
	if (why)
		f->x->why = *why;
	end(f, &ignored);
	f->keep = false;
}

/* What this host read for TLS before it asked anybody is no time of the exchange's. */
static void begin_anew(struct fetch *f)
{
	struct exchange *x = f->x;

	if (x->reused || x->link.begun_ns <= x->begun_ns)
		return;
	x->begun_realtime_ns += x->link.begun_ns - x->begun_ns;
	x->begun_ns = x->link.begun_ns;
}

static void connect_now(struct fetch *f, struct fetch_event *out)
{
	struct exchange *x = f->x;
	int rc = f->link ? 0 : link_open(&f->link, &f->c.link, &x->link, &x->why);

	begin_anew(f);
	if (rc < 0) {
		fail_with(f, phase_of(rc, x->link.failed));
		end(f, out);
		return;
	}
	f->state = f->c.secure && !x->reused ? FETCHING_TLS : FETCHING_SEND;
	out->kind = FETCH_CONNECTED;
	out->at.at_ns = x->link.connected_ns;
}

/* What answers where TLS was expected may have a name. */
static void name_plain(struct exchange *x)
{
	struct bytes first = bytes_of(x->tls->first, x->tls->n_first);
	const char *foreign = http_foreign(first);

	if (first.left >= 5 && (!memcmp(first.p, "HTTP/", 5) || *first.p == '<'))
		foreign = "HTTP without TLS";
	if (foreign && first.p[0] != 0x15 && first.p[0] != 0x16)
		fail_set(&x->why, EPROTO, "what answered speaks %s", foreign);
}

static void secure_now(struct fetch *f, struct fetch_event *out)
{
	struct exchange *x = f->x;
	struct strbuf keys = {0};
	int rc;

	x->tls = calloc(1, sizeof *x->tls);
	if (x->tls) {
		x->tls->keys = &keys;
		rc = link_secure(f->link, x->tls, f->c.link.deadline_ns, &x->why);
		x->tls->keys = NULL;
	} else {
		rc = fail_set(&x->why, ENOMEM, "no memory for TLS");
	}
	fetch_watch_keys(f, &keys);
	if (rc < 0) {
		if (x->tls && rc == -EPROTO)
			name_plain(x);
		fail_with(f, phase_of(rc, LINK_TLS));
		end(f, out);
		return;
	}
	x->secured_ns = clock_now();
	fetch_watch_secured(f);
	f->state = FETCHING_SEND;
	out->kind = FETCH_SECURED;
	out->at.at_ns = x->secured_ns;
}

static void send_now(struct fetch *f, struct fetch_event *out)
{
	struct exchange *x = f->x;
	uint64_t before = link_sent(f->link);
	int rc;

	fetch_watch_request(f, false);
	rc = link_write(f->link, f->c.request, f->c.deadline_ns, &x->why);
	fetch_watch_request(f, true);

	/* A server may answer and close before it has read all: what it said is still to be read.
	 */
	f->cut = rc == -EPIPE || rc == -ECONNRESET;
	if (rc < 0 && !f->cut) {
		fail_with(f, phase_of(rc, LINK_CUT));
		end(f, out);
		return;
	}
	x->written_ns = clock_now();
	x->request_bytes =
		f->cut && !f->c.link.tls ? link_sent(f->link) - before : f->c.request.left;
	f->state = FETCHING_READ;
	out->kind = FETCH_SENT;
	out->at.at_ns = x->written_ns;
	fetch_watch_sent(f, out);
}

static void note_finding(struct fetch *f, const struct http_event *e)
{
	const uint8_t *from = e->data.p;
	size_t n = e->data.left;

	if (!from && f->x->http.line.used && e->offset >= f->x->http.line_at &&
		e->offset < f->x->http.line_at + f->x->http.line.used) {
		size_t skip = (size_t)(e->offset - f->x->http.line_at);

		from = (const uint8_t *)f->x->http.line.p + skip;
		n = f->x->http.line.used - skip;
		n = n < e->length ? n : (size_t)e->length;
	}
	findings_add(&f->x->findings, e->finding, e->offset, e->length, from, n);
}

static void tell(struct fetch *f, enum http_step step, struct fetch_event *out)
{
	out->kind = step == HTTP_SPAN ? FETCH_SPAN : FETCH_FINDING;
	out->at.at_ns = f->at_ns;
	fetch_watch_span(f, out);
	if (step == HTTP_FINDING)
		note_finding(f, &out->event);
	if (f->x->http.head_done && f->x->head_ns == INT64_MIN)
		f->x->head_ns = f->at_ns;
}

/* Nothing can be read any more, for a reason that the findings tell. */
static void end_bad(struct fetch *f, struct fetch_event *out)
{
	struct findings *all = &f->x->findings;
	enum anomaly last = all->n ? all->order[all->n - 1] : ANOMALY_NOT_HTTP;
	const char *foreign = http_foreign(bytes_of(f->x->first, f->x->n_first));

	if (f->x->http.no_memory) {
		fail_with(f, phase_of(fail_set(&f->x->why, ENOMEM, "out of memory"), LINK_CUT));
		end(f, out);
		return;
	}
	if (last == ANOMALY_NOT_HTTP && foreign)
		fail_set(&f->x->why, EPROTO, "what answered speaks %s, not HTTP", foreign);
	else if (!f->x->why.error)
		fail_set(&f->x->why, EPROTO, "%s", anomaly_row(last)->what);
	fail_with(f, LINK_CUT);
	end(f, out);
}

/* Whole: the connection is kept where both sides keep it and nothing is left over. */
static void end_whole(struct fetch *f, struct fetch_event *out)
{
	end(f, out);
	f->keep = f->x->http.keep && !f->cut && !f->in.left && !link_pending(f->link);
}

static bool step_once(struct fetch *f, struct fetch_event *out)
{
	struct http *h = &f->x->http;
	enum http_step step = http_next(h, &f->in, &out->event);

	if (step == HTTP_SPAN || step == HTTP_FINDING) {
		tell(f, step, out);
		return true;
	}
	if (step == HTTP_BAD) {
		end_bad(f, out);
		return true;
	}
	if (!h->done)
		return false;
	if (!f->in.left)
		fetch_read_rest(f);
	if (f->in.left && h->framing != HTTP_FRAMING_TUNNEL) {
		http_extra(h, f->in, &out->event);
		f->in.left = 0;
		tell(f, HTTP_FINDING, out);
		return true;
	}
	end_whole(f, out);
	return true;
}

static void end_of_stream(struct fetch *f, struct fetch_event *out)
{
	enum anomaly unclean = ANOMALIES;
	enum http_step step;

	if (f->reset)
		unclean = ANOMALY_CUT_RESET;
	else if (link_ending(f->link) == TLS_CUT)
		unclean = ANOMALY_CUT_TLS;
	step = http_end(&f->x->http, unclean, &out->event);
	f->x->peer_closed = true;
	if (step == HTTP_SPAN || step == HTTP_FINDING)
		tell(f, step, out);
	else if (step == HTTP_BAD)
		end_bad(f, out);
	else
		end(f, out);
}

static void read_next(struct fetch *f, struct fetch_event *out)
{
	ssize_t n;

	if (f->x->peer_closed) {
		end_of_stream(f, out);
		return;
	}
	while (!step_once(f, out)) {
		fetch_grow(f);
		n = fetch_read(f);
		if (n == -ECONNRESET || n == 0) {
			f->reset = n;
			end_of_stream(f, out);
			return;
		}
		if (n < 0) {
			fail_with(f, phase_of((int)n, f->c.secure ? LINK_TLS : LINK_CUT));
			end(f, out);
			return;
		}
	}
}

void fetch_next(struct fetch *f, struct fetch_event *out)
{
	*out = (struct fetch_event){.kind = FETCH_END};
	switch (f->state) {
	case FETCHING_LINK:
		connect_now(f, out);
		break;
	case FETCHING_TLS:
		secure_now(f, out);
		break;
	case FETCHING_SEND:
		send_now(f, out);
		break;
	case FETCHING_READ:
		read_next(f, out);
		break;
	case FETCHING_OVER:
		end(f, out);
		break;
	}
}
