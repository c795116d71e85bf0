/* write_out: -w, the variables that curl knows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "write_out.h"

#include <string.h>

static void put_seconds(struct strbuf *to, int64_t ns)
{
	strbuf_print(to, "%lld.%06lld", (long long)(ns / 1000000000),
		(long long)(ns % 1000000000 / 1000));
}

/* Since the last request began, as curl counts; 0 for what did not happen. */
static bool put_time(struct strbuf *to, struct slice name, const struct exchange *x)
{
	const struct {
		const char *name;
		int64_t at_ns;
	} times[] = {{"time_namelookup", x->link.named_ns}, {"time_connect", x->link.connected_ns},
		{"time_appconnect", x->secured_ns},
		{"time_pretransfer", x->reused			  ? x->begun_ns
				     : x->secured_ns != INT64_MIN ? x->secured_ns
								  : x->link.connected_ns},
		{"time_starttransfer", x->first_ns}, {"time_total", x->ended_ns}};

	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		if (slice_is(name, times[i].name)) {
			int64_t ns = exchange_since(x, times[i].at_ns);

			put_seconds(to, ns < 0 ? 0 : ns);
			return true;
		}
	return false;
}

static bool put_size(
	struct strbuf *to, struct slice name, const struct write_out *w, const struct exchange *x)
{
	double seconds = (double)exchange_since(x, x->ended_ns) / 1e9;
	uint64_t head = 0, requests = 0;

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

static void put_redirect(struct strbuf *to, const struct exchange *x)
{
	if (exchange_is_redirect(x))
		url_resolve(to, &x->url, http_value(&x->http, "location", 0));
}

static bool put_count(
	struct strbuf *to, struct slice name, const struct write_out *w, const struct exchange *x)
{
	if (slice_is(name, "http_code") || slice_is(name, "response_code"))
		strbuf_print(to, "%03d", x->http.status);
	else if (slice_is(name, "http_version"))
		strbuf_put_text(to, !x->http.status ? "0" : x->http.minor ? "1.1" : "1");
	else if (slice_is(name, "num_redirects"))
		strbuf_print(to, "%u", w->journey->redirects);
	else if (slice_is(name, "num_headers"))
		strbuf_print(to, "%zu", x->http.n_fields);
	else if (slice_is(name, "num_connects"))
		strbuf_put_text(to, x->reused ? "0" : "1");
	else if (slice_is(name, "exitcode"))
		strbuf_print(to, "%d", w->status);
	else
		return false;
	return true;
}

static bool put_text(
	struct strbuf *to, struct slice name, const struct write_out *w, const struct exchange *x)
{
	struct slice type = http_value(&x->http, "content-type", 0);

	if (slice_is(name, "url"))
		strbuf_put_text(to, w->url);
	else if (slice_is(name, "url_effective"))
		strbuf_put_text(to, x->text ? x->text : w->url);
	else if (slice_is(name, "redirect_url"))
		put_redirect(to, x);
	else if (slice_is(name, "content_type"))
		strbuf_put(to, type.p, type.n);
	else if (slice_is(name, "filename_effective"))
		strbuf_put_text(to, w->path && strcmp(w->path, "-") != 0 ? w->path : "");
	else if (slice_is(name, "method"))
		strbuf_put_text(to, x->method);
	else if (slice_is(name, "scheme"))
		strbuf_put_text(to, x->url.https ? "HTTPS" : "HTTP");
	else if (slice_is(name, "errormsg"))
		strbuf_put_text(to, w->journey->why.text);
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
	if (slice_is(name, "time_redirect")) {
		if (w->journey->n > 1)
			before_ns = x->begun_ns - w->journey->of[0].begun_ns;
		put_seconds(to, before_ns);
		return true;
	}
	return put_time(to, name, x) || put_size(to, name, w, x) || put_address(to, name, x) ||
	       put_count(to, name, w, x) || put_text(to, name, w, x);
}

static size_t put_escape(struct strbuf *to, const char *c)
{
	static const char from[] = "ntr\\", into[] = "\n\t\r\\";
	const char *at = c[1] ? strchr(from, c[1]) : NULL;

	strbuf_put_char(to, at ? into[at - from] : '\\');
	return at ? 2 : 1;
}

void write_out_put(struct strbuf *to, const char *format, const struct write_out *w)
{
	for (const char *c = format; *c;) {
		const char *end = c[0] == '%' && c[1] == '{' ? strchr(c, '}') : NULL;

		if (c[0] == '%' && c[1] == '%') {
			strbuf_put_char(to, '%');
			c += 2;
		} else if (end) {
			struct slice name = {c + 2, (size_t)(end - c) - 2};

			if (!put_variable(to, name, w))
				strbuf_put(to, c, (size_t)(end - c) + 1);
			c = end + 1;
		} else if (*c == '\\') {
			c += put_escape(to, c);
		} else {
			strbuf_put_char(to, *c++);
		}
	}
}
