/* journey: one URL with all its redirections. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "journey_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "host.h"
#include "plural.h"
#include "redirect.h"

static void fail_journey(struct journey *j, enum link_phase phase, const struct fail *why)
{
	if (j->failed != LINK_FINE)
		return;
	j->failed = phase;
	j->why = *why;
}

static int64_t sooner(int64_t now_ns, int64_t span_ns, int64_t until_ns)
{
	return span_ns < INT64_MAX - now_ns && now_ns + span_ns < until_ns ? now_ns + span_ns
									   : until_ns;
}

static enum link_phase phase_of_sink(int rc)
{
	return rc == -EBADMSG || rc == -EFBIG || rc == -EPROTO || rc == -E2BIG || rc == -ENOTSUP
		       ? LINK_CUT
		       : LINK_LOCAL;
}

static void drive(struct hop *h, struct fetch *f)
{
	struct fetch_event e;
	struct fail why = {0};
	bool told = false;
	int rc = 0;

	for (fetch_next(f, &e); e.kind != FETCH_END; fetch_next(f, &e)) {
		told = true; /* from the connection on, which comes first */
		if (e.kind == FETCH_CONNECTED)
			view_connected(h->c->view, h->x);
		else if (e.kind == FETCH_SECURED)
			view_secured(h->c->view, h->x);
		else if (e.kind == FETCH_SENT)
			view_sent(h->c->view, bytes_of(h->bytes.p, h->bytes.used), e.at);
		else if (e.kind == FETCH_FINDING)
			view_finding(h->c->view, &e.event);
		else
			rc = journey_take(h, &e, &why);
		progress_show(h->c->progress, h->x, e.at.at_ns);
		if (rc < 0) {
			fetch_stop(f, phase_of_sink(rc), &why);
			break;
		}
	}
	if (!told && !h->x->reused)
		view_connected(h->c->view, h->x);
}

static struct fetch_config config_of(struct hop *h)
{
	struct fetch_config f = h->c->fetch;
	int64_t now_ns = clock_now();

	f.deadline_ns = sooner(now_ns, h->c->max_time_ns, h->c->deadline_ns);
	f.link.host = h->where.host;
	f.link.port = h->where.port;
	f.link.addrs = h->where.addrs;
	f.link.n_addrs = h->where.n_addrs;
	f.link.unix_path = h->where.unix_path;
	f.link.proxy = h->where.tunnel;
	f.link.target = h->where.target;
	f.link.target_port = h->where.target_port;
	f.link.target_here = h->where.target_here;
	f.link.user = h->where.asks_proxy ? h->where.user : NULL;
	f.link.password = h->where.asks_proxy ? h->where.password : NULL;
	f.link.deadline_ns = sooner(now_ns, h->c->connect_timeout_ns, f.deadline_ns);
	f.secure = h->x->url.https;
	f.tls.host = h->x->url.host;
	if (!h->c->no_session)
		f.tls.session = kept_session(h->c->kept, h->x->url.host, h->where.key);
	f.request = bytes_of(h->bytes.p, h->bytes.used);
	return f;
}

static int fetch_once(struct hop *h, struct link *link, struct fail *why)
{
	struct fetch_config config = config_of(h);
	struct fetch *f;
	int rc = fetch_open(&f, &config, link, h->x, why);

	if (rc < 0) {
		link_close(link);
		return rc;
	}
	view_begin(h->c->view);
	drive(h, f);
	progress_clear(h->c->progress);
	kept_put_session(h->c->kept, h->x->url.host, h->where.key, fetch_session(f));
	h->c->kept->link = fetch_close(f);
	snprintf(h->c->kept->key, sizeof h->c->kept->key, "%s", h->where.key);
	journey_end_content(h);
	view_findings(h->c->view, h->x);
	view_end(h->c->view, h->x);
	return 0;
}

/* Forgets an exchange but for what was asked, to try it once more. */
static void forget(struct exchange *x)
{
	struct exchange again;

	exchange_init(&again);
	again.text = x->text;
	again.url = x->url;
	again.hop = x->hop;
	again.run = x->run;
	again.method = x->method;
	again.by_proxy = x->by_proxy;
	again.request = x->request;
	memcpy(again.dropped, x->dropped, sizeof again.dropped);
	http_close(&x->http);
	free(x->tls);
	free(x->packets);
	*x = again;
}

static int run_hop(struct hop *h, struct fail *why)
{
	struct link *link;
	size_t head;
	char *asked;
	int rc = where_find(&h->where, &h->c->where, &h->x->url, why);

	if (rc < 0)
		return rc;
	h->request->absolute = h->where.proxy.kind == PROXY_HTTP && h->where.tunnel == DIAL_DIRECT;
	h->request->proxy_user = h->where.asks_proxy ? h->where.user : NULL;
	h->request->proxy_password = h->where.password;
	h->x->by_proxy = h->where.proxy.kind != PROXY_NONE;
	head = request_put(&h->bytes, h->request);
	if (h->bytes.bad)
		return fail_set(why, ENOMEM, "no memory for the request");
	asked = strndup(h->bytes.p, head);
	if (!asked)
		return fail_set(why, ENOMEM, "no memory for the request");
	h->x->request = asked;
	link = kept_take(h->c->kept, h->where.key, h->c->fresh);
	rc = fetch_once(h, link, why);
	/* The server may have closed it just then: nothing came, so nothing is asked twice. */
	if (rc >= 0 && link && findings_have(&h->x->findings, ANOMALY_CUT_EMPTY)) {
		forget(h->x);
		rc = fetch_once(h, NULL, why);
	}
	return rc;
}

static struct exchange *add_hop(struct journey *j, struct fail *why)
{
	struct exchange *more = realloc(j->of, (j->n + 1) * sizeof *more);

	if (!more) {
		fail_set(why, ENOMEM, "no memory for another request");
		return NULL;
	}
	j->of = more;
	exchange_init(&more[j->n]);
	more[j->n].hop = j->n + 1;
	return &more[j->n++];
}

/* The next URL from Location, checked; -ELOOP past the limit. */
static int next_url(
	struct journey *j, const struct journey_config *c, char **text, struct fail *why)
{
	const struct exchange *x = &j->of[j->n - 1];
	struct strbuf to = {0};

	if (j->redirects >= c->max_redirects)
		return fail_set(why, ELOOP, "more than %u %s", c->max_redirects,
			plural(c->max_redirects, "redirection", "redirections"));
	url_resolve(&to, &x->url, http_value(&x->http, "location", 0));
	strbuf_put_char(&to, 0);
	if (to.bad) {
		strbuf_close(&to);
		return fail_set(why, ENOMEM, "no memory for a redirection");
	}
	*text = to.p;
	return 0;
}

/* The URL that points to another one, as Referer names it: without user and fragment. */
static int refer(struct journey *j, const struct url *from, struct request *r, struct fail *why)
{
	struct strbuf text = {0};

	url_put_origin(&text, from);
	url_put_target(&text, from);
	strbuf_put_char(&text, 0);
	if (text.bad) {
		strbuf_close(&text);
		return fail_set(why, ENOMEM, "no memory for the request");
	}
	free(j->referer);
	r->referer = j->referer = text.p;
	return 0;
}

/* What is asked of the last hop of j, which the one before it points to. */
static int redirect_to(
	struct journey *j, const struct journey_config *c, struct request *r, struct fail *why)
{
	const struct exchange *before = &j->of[j->n - 2];
	struct exchange *x = &j->of[j->n - 1];
	bool changed;
	char dropped[sizeof x->dropped];

	/* Whom the server names there is not sent. */
	x->url.notes &= ~(UINT32_C(1) << URL_USERINFO);
	redirect_dropped(dropped, sizeof dropped, r);
	r->url = &before->url;
	changed = redirect_apply(r, before->http.status, &x->url).origin_changed;
	if (changed)
		snprintf(x->dropped, sizeof x->dropped, "%s", dropped);
	view_redirect(c->view, x);
	return r->auto_referer && !changed ? refer(j, &before->url, r, why) : 0;
}

/* A URL that the server gave is no error of the user's. */
static int refuse_redirection(const struct exchange *x, struct fail *why)
{
	struct fail of = *why;

	return fail_set(why, EPROTO, "redirected to '%.200s': %.200s", x->text, of.text);
}

static int hop_once(struct journey *j, const struct journey_config *c, struct request *r,
	char *text, struct fail *why)
{
	struct exchange *x = add_hop(j, why);
	struct hop h = {.c = c, .j = j, .x = x, .request = r};
	int rc;

	if (!x) {
		free(text);
		return -ENOMEM;
	}
	x->text = text;
	rc = url_parse(&x->url, text, why);
	if (rc >= 0)
		rc = host_convert(&x->url, why);
	if (rc < 0)
		return j->n > 1 && !fail_is_shortage(rc) ? refuse_redirection(x, why) : rc;
	if (j->n == 1) {
		r->url = &x->url;
		if (x->url.user.p && !r->user.p) {
			r->user = x->url.user;
			r->password = x->url.password;
			r->encoded = true;
		}
	} else {
		rc = redirect_to(j, c, r, why);
		if (rc < 0)
			return rc;
	}
	x->method = r->method ? r->method : r->body.p ? "POST" : "GET";
	rc = run_hop(&h, why);
	strbuf_close(&h.bytes);
	return rc;
}

void journey_run(struct journey *j, const struct journey_config *c, const char *url)
{
	struct request r = c->request;
	struct fail why = {0};
	char *text = strdup(url);
	struct exchange *x;
	int rc = text ? 0 : fail_set(&why, ENOMEM, "no memory for the URL");

	*j = (struct journey){0};
	while (rc >= 0) {
		rc = hop_once(j, c, &r, text, &why);
		text = NULL;
		if (rc < 0)
			break;
		x = &j->of[j->n - 1];
		if (x->failed != LINK_FINE) {
			fail_journey(j, x->failed, &x->why);
			return;
		}
		j->http_failed = c->fail && x->http.status >= 400;
		if (!c->follow || !exchange_is_redirect(x))
			return;
		rc = next_url(j, c, &text, &why);
		j->redirects += rc >= 0;
	}
	free(text);
	fail_journey(j, rc == -ELOOP || rc == -EPROTO ? LINK_CUT : LINK_LOCAL, &why);
}

void journey_close(struct journey *j)
{
	for (unsigned i = 0; i < j->n; i++)
		exchange_close(&j->of[i]);
	free(j->of);
	free(j->referer);
	*j = (struct journey){0};
}

const struct exchange *journey_last(const struct journey *j)
{
	return j->n ? &j->of[j->n - 1] : NULL;
}
