/* write_out: -w, the variables that curl knows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "write_out.h"

#include <string.h>

#include "quote.h"
#include "report.h"

static void put_seconds(struct strbuf *to, int64_t ns)
{
	strbuf_print(to, "%lld.%06lld", (long long)(ns / 1000000000),
		(long long)(ns % 1000000000 / 1000));
}

/* From the first request's beginning to the last one's end. */
static int64_t total_ns(const struct journey *j)
{
	return j->n ? exchange_since(&j->of[0], j->of[j->n - 1].ended_ns) : 0;
}

/* When a step of an exchange was done, INT64_MIN for one that did not happen. */
static bool step_of(struct slice name, const struct exchange *x, int64_t *at_ns)
{
	if (slice_is(name, "time_namelookup"))
		*at_ns = x->link.named_ns;
	else if (slice_is(name, "time_connect"))
		*at_ns = x->link.connected_ns;
	else if (slice_is(name, "time_appconnect"))
		*at_ns = x->secured_ns;
	else if (slice_is(name, "time_pretransfer"))
		*at_ns = x->reused		      ? x->begun_ns
			 : x->secured_ns != INT64_MIN ? x->secured_ns
						      : x->link.connected_ns;
	else if (slice_is(name, "time_starttransfer"))
		*at_ns = x->first_ns;
	else
		return false;
	return true;
}

/* Of several hops the times since each began, added up as curl does. */
static bool put_time(struct strbuf *to, struct slice name, const struct journey *j)
{
	static const struct exchange none = {.begun_ns = INT64_MIN};
	int64_t sum_ns = 0, at_ns;

	if (slice_is(name, "time_total")) {
		sum_ns = total_ns(j);
		put_seconds(to, sum_ns < 0 ? 0 : sum_ns);
		return true;
	}
	if (!step_of(name, &none, &at_ns))
		return false;
	for (unsigned i = 0; i < j->n; i++) {
		int64_t ns;

		step_of(name, &j->of[i], &at_ns);
		ns = exchange_since(&j->of[i], at_ns);
		sum_ns += ns < 0 ? 0 : ns;
	}
	put_seconds(to, sum_ns);
	return true;
}

static bool put_size(
	struct strbuf *to, struct slice name, const struct write_out *w, const struct exchange *x)
{
	double seconds = (double)total_ns(w->journey) / 1e9;
	uint64_t head = 0, requests = 0;

	if (slice_is(name, "size_upload") || slice_is(name, "speed_upload")) {
		strbuf_put_char(to, '0');
		return true;
	}
	for (unsigned i = 0; i < w->journey->n; i++) {
		head += w->journey->of[i].http.head_bytes;
		requests += w->journey->of[i].request_bytes;
	}
	if (slice_is(name, "size_download"))
		strbuf_print(to, "%llu", (unsigned long long)x->content_bytes);
	else if (slice_is(name, "size_delivered"))
		strbuf_print(to, "%llu", (unsigned long long)w->written_bytes);
	else if (slice_is(name, "size_header"))
		strbuf_print(to, "%llu", (unsigned long long)head);
	else if (slice_is(name, "size_request"))
		strbuf_print(to, "%llu", (unsigned long long)requests);
	else if (slice_is(name, "speed_download"))
		strbuf_print(to, "%llu",
			(unsigned long long)(seconds > 0 ? (double)x->content_bytes / seconds : 0));
	else
		return false;
	return true;
}

static bool put_address(struct strbuf *to, struct slice name, const struct exchange *x)
{
	char text[ADDR_TEXT];

	if (slice_is(name, "remote_ip"))
		strbuf_put_text(to, x->link.remote.family ? addr_print(text, &x->link.remote) : "");
	else if (slice_is(name, "local_ip"))
		strbuf_put_text(to, x->link.local.family ? addr_print(text, &x->link.local) : "");
	else if (slice_is(name, "remote_port"))
		strbuf_print(to, "%u", x->link.remote_port);
	else if (slice_is(name, "local_port"))
		strbuf_print(to, "%u", x->link.local_port);
	else
		return false;
	return true;
}

static unsigned connects(const struct journey *j)
{
	unsigned n = 0;

	for (unsigned i = 0; i < j->n; i++)
		n += !j->of[i].reused && j->of[i].link.connected_ns != INT64_MIN;
	return n;
}

static uint64_t connect_status(const struct exchange *x)
{
	return x->link.has_leg && x->link.leg.status > 0 ? (uint64_t)x->link.leg.status : 0;
}

static bool put_count(
	struct strbuf *to, struct slice name, const struct write_out *w, const struct exchange *x)
{
	const struct {
		const char *name, *format;
		uint64_t value;
	} counts[] = {{"http_code", "%03llu", (uint64_t)x->http.status},
		{"response_code", "%03llu", (uint64_t)x->http.status},
		{"http_connect", "%03llu", connect_status(x)},
		{"num_redirects", "%llu", w->journey->redirects},
		{"num_headers", "%llu", x->http.n_fields},
		{"num_connects", "%llu", connects(w->journey)},
		{"num_certs", "%llu", x->tls ? x->tls->n_sent : 0},
		{"ssl_verify_result", "%llu", x->tls ? (uint64_t)x->tls->tls.first_error : 0},
		{"proxy_ssl_verify_result", "%llu", 0}, {"urlnum", "%llu", w->number},
		{"exitcode", "%llu", (uint64_t)w->status}};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (slice_is(name, counts[i].name)) {
			strbuf_print(to, counts[i].format, (unsigned long long)counts[i].value);
			return true;
		}
	return false;
}

/* What the server sent, without what a terminal would obey; a NUL ends it, as in curl. */
static void put_safe(struct strbuf *to, struct slice s)
{
	struct strbuf text = {0};
	size_t most = 4 * s.n + 1;
	char *room = strbuf_room(to, most);

	strbuf_put(&text, s.p, s.n);
	strbuf_put_char(&text, 0);
	to->bad |= text.bad;
	if (room && !text.bad)
		to->used += strlen(report_safe(room, most, text.p));
	strbuf_close(&text);
}

static void put_redirect(struct strbuf *to, const struct exchange *x)
{
	struct strbuf url = {0};

	if (exchange_is_redirect(x))
		url_resolve(&url, &x->url, http_value(&x->http, "location", 0));
	to->bad |= url.bad;
	put_safe(to, slice_at(url.p, url.used));
	strbuf_close(&url);
}

static bool same_name(const struct http *h, const struct http_field *a, const struct http_field *b)
{
	char name[256];

	return a->name_bytes == b->name_bytes && a->name_bytes < sizeof name &&
	       slice_like(http_name_of(h, a), slice_copy(name, sizeof name, http_name_of(h, b)));
}

static bool is_first(const struct http *h, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_name(h, &h->fields[i], &h->fields[at]))
			return false;
	return true;
}

/* {"name":["value",...], ...}, names in small letters. */
static void put_headers(struct strbuf *to, const struct http *h)
{
	char name[256];
	const struct http_field *f;

	strbuf_put_char(to, '{');
	for (size_t i = 0; i < h->n_fields; i++) {
		if (!is_first(h, i))
			continue;
		slice_copy(name, sizeof name, http_name_of(h, &h->fields[i]));
		for (char *c = name; *c; c++)
			*c = *c >= 'A' && *c <= 'Z' ? (char)(*c | 0x20) : *c;
		strbuf_put_text(to, i ? ",\n" : "");
		quote_put(to, slice_of(name));
		strbuf_put_text(to, ":[");
		for (unsigned n = 0; (f = http_find(h, name, n)); n++) {
			strbuf_put_text(to, n ? "," : "");
			quote_put(to, http_value_of(h, f));
		}
		strbuf_put_char(to, ']');
	}
	strbuf_put_text(to, "\n}");
}

static bool put_text(
	struct strbuf *to, struct slice name, const struct write_out *w, const struct exchange *x)
{
	struct slice type = http_value(&x->http, "content-type", 0);

	if (slice_is(name, "http_version"))
		strbuf_put_text(to, !x->http.status ? "0" : x->http.minor ? "1.1" : "1");
	else if (slice_is(name, "url"))
		strbuf_put_text(to, w->url);
	else if (slice_is(name, "url_effective"))
		put_safe(to, slice_of(x->text ? x->text : w->url));
	else if (slice_is(name, "redirect_url"))
		put_redirect(to, x);
	else if (slice_is(name, "content_type"))
		put_safe(to, type);
	else if (slice_is(name, "filename_effective"))
		strbuf_put_text(to, w->path && strcmp(w->path, "-") != 0 ? w->path : "");
	else if (slice_is(name, "method"))
		strbuf_put_text(to, x->method);
	else if (slice_is(name, "scheme"))
		strbuf_put_text(to, x->url.https ? "HTTPS" : "HTTP");
	else if (slice_is(name, "errormsg"))
		put_safe(to, slice_of(w->journey->why.text));
	else if (slice_is(name, "referer"))
		strbuf_put_text(to, w->referer ? w->referer : "");
	else
		return false;
	return true;
}

static bool put_variable(struct strbuf *to, struct slice name, const struct write_out *w)
{
	static const struct exchange none = {.method = "GET", .begun_ns = INT64_MIN};
	const struct exchange *x = journey_last(w->journey);
	int64_t before_ns = 0;

	if (!x)
		x = &none;
	if (slice_is(name, "header_json")) {
		put_headers(to, &x->http);
		return true;
	}
	if (slice_is(name, "time_redirect")) {
		if (w->journey->n > 1)
			before_ns = x->begun_ns - w->journey->of[0].begun_ns;
		put_seconds(to, before_ns);
		return true;
	}
	return put_time(to, name, w->journey) || put_size(to, name, w, x) ||
	       put_address(to, name, x) || put_count(to, name, w, x) || put_text(to, name, w, x);
}

static size_t put_escape(struct strbuf *to, const char *c)
{
	static const char from[] = "ntr", into[] = "\n\t\r";
	const char *at = c[1] ? strchr(from, c[1]) : NULL;

	if (at) {
		strbuf_put_char(to, into[at - from]);
		return 2;
	}
	strbuf_put(to, c, c[1] ? 2 : 1);
	return c[1] ? 2 : 1;
}

/* "%header{NAME}": the first of that name in the last response. */
static void put_header(struct strbuf *to, struct slice name, const struct write_out *w)
{
	const struct exchange *x = journey_last(w->journey);
	char text[128];
	struct slice value = {0};

	if (x && name.n < sizeof text)
		value = http_value(&x->http, slice_copy(text, sizeof text, name), 0);
	put_safe(to, value);
}

/* What stands between braces, NULL where it is cut; behind it in *c. */
static bool take_braces(const char **c, const char *opening, struct slice *out)
{
	size_t n = strlen(opening);
	const char *end = !strncmp(*c, opening, n) ? strchr(*c + n, '}') : NULL;

	if (!end)
		return false;
	*out = slice_at(*c + n, (size_t)(end - *c) - n);
	*c = end + 1;
	return true;
}

void write_out_put(
	struct strbuf *to, struct strbuf *err, const char *format, const struct write_out *w)
{
	struct strbuf *out = to;
	struct slice name;

	for (const char *c = format; *c;) {
		if (c[0] == '%' && c[1] == '%') {
			strbuf_put_char(out, '%');
			c += 2;
		} else if (take_braces(&c, "%header{", &name)) {
			put_header(out, name, w);
		} else if (take_braces(&c, "%{", &name)) {
			if (slice_is(name, "onerror") && !w->status)
				return;
			if (slice_is(name, "stderr") || slice_is(name, "stdout"))
				out = slice_is(name, "stderr") ? err : to;
			else
				put_variable(out, name, w);
		} else if (*c == '\\') {
			c += put_escape(out, c);
		} else {
			strbuf_put_char(out, *c++);
		}
	}
}
