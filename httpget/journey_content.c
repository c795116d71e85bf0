/* journey_content: what of a response goes where content goes, and what is found in it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "conform.h"
#include "journey_parts.h"

static bool resumes(const struct hop *h)
{
	return h->c->resume && h->c->resume_from;
}

static bool follows(const struct hop *h)
{
	return h->c->follow && exchange_is_redirect(h->x);
}

/* Content of a redirection that is followed, of what is asked once more, and of an error with -f,
 * goes nowhere. */
static int begin_content(struct hop *h, struct fail *why)
{
	struct exchange *x = h->x;
	const char *range = request_range(h->request);
	bool resumed = resumes(h);
	struct strbuf codings = {0};
	int rc;

	h->begun = true;
	conform_head(&x->findings, &x->http, range);
	h->discard = follows(h) || h->c->head_alone || (h->c->fail && x->http.status >= 400) ||
		     (h->c->again && exchange_may_pass(x));
	h->discard = h->discard || (resumed && x->http.status == 416);
	if (resumed && (!h->discard || x->http.status == 416) &&
		conform_resume(&x->http, h->c->resume_from, why) < 0)
		return -EPROTO;
	h->j->unmet = conform_unmet(&x->http, h->request->since, range);
	h->discard = h->discard || h->j->unmet;
	if (h->discard)
		return 0;
	/* A part of what is coded is no whole coding. */
	if (x->http.framing != HTTP_FRAMING_NONE && (x->http.status != 206 || h->c->decoded))
		http_join(&x->http, "content-encoding", &codings);
	if (codings.bad)
		rc = fail_set(why, ENOMEM, "no memory to decode");
	else
		rc = sink_begin(h->c->sink, slice_at(codings.p, codings.used), h->c->decoded,
			&h->c->decode, &x->findings, why);
	strbuf_close(&codings);
	return rc;
}

int journey_take(struct hop *h, const struct fetch_event *fe, struct fail *why)
{
	const struct http_event *e = &fe->event;
	bool content = e->span == HTTP_BODY || e->span == HTTP_DATA;
	bool head = e->span == HTTP_STATUS || e->span == HTTP_FIELD || e->span == HTTP_BLANK;
	int rc = 0;

	view_span(h->c->view, e, fe->at);
	if (h->c->include && head && h->x->http.framing != HTTP_FRAMING_TUNNEL && !h->begun)
		rc = sink_text(h->c->sink, e->data, why);
	if (rc >= 0 && h->x->http.head_done && !h->begun)
		rc = begin_content(h, why);
	if (rc >= 0 && content && !h->discard)
		rc = sink_put(h->c->sink, e->data, why);
	return rc;
}

/* Content whose coding was cut or broken is no complete response, though its framing is whole. */
void journey_end_content(struct hop *h)
{
	static const enum anomaly fatal[] = {ANOMALY_CUT_CODING, ANOMALY_CODED_BAD};
	struct exchange *x = h->x;
	bool whole = x->failed == LINK_FINE;

	if (!h->begun || h->discard)
		return;
	x->decoded_bytes = sink_end(h->c->sink, whole);
	conform_content(&x->findings, &x->http, bytes_of(h->c->sink->first, h->c->sink->n_first),
		whole && h->c->sink->content_bytes == h->c->sink->n_first);
	if (whole && !conform_part(&x->findings, &x->http)) {
		x->failed = LINK_CUT;
		fail_set(&x->why, EBADMSG, "the part was cut: it is shorter than Content-Range");
	} else if (whole && resumes(h) && findings_have(&x->findings, ANOMALY_RANGE_WRONG)) {
		x->failed = LINK_CUT;
		fail_set(&x->why, EBADMSG, "the part is not all that lies behind byte %llu",
			(unsigned long long)h->c->resume_from);
	}
	for (size_t i = 0; whole && i < sizeof fatal / sizeof *fatal; i++)
		if (findings_have(&x->findings, fatal[i])) {
			x->failed = LINK_CUT;
			fail_set(&x->why, EBADMSG, "%s", anomaly_row(fatal[i])->what);
		}
}
