/* har: exchanges as an HTTP Archive 1.2. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "har.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "decimal.h"
#include "file.h"
#include "phases.h"
#include "quote.h"
#include "report.h"

struct har {
	struct file *file;
	bool any, failed;
};

int har_open(struct har **out, const char *path, struct fail *why)
{
	struct har *h = calloc(1, sizeof *h);
	int rc;

	if (!h)
		return fail_set(why, ENOMEM, "no memory for an archive");
	rc = file_create(&h->file, path, why);
	if (rc < 0) {
		free(h);
		return rc;
	}
	fputs("{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"httpget\",\"version\":"
	      "\"" PROBEKIT_VERSION "\"},\"entries\":[",
		file_stream(h->file));
	*out = h;
	return 0;
}

const char *har_folder(const struct har *h)
{
	return file_folder(h->file);
}

static void put_key(struct strbuf *to, const char *key, struct slice value)
{
	strbuf_print(to, "\"%s\":", key);
	quote_put(to, value);
}

static void put_header(struct strbuf *to, bool first, struct slice name, struct slice value)
{
	strbuf_put_text(to, first ? "{" : ",{");
	put_key(to, "name", name);
	strbuf_put_char(to, ',');
	put_key(to, "value", value);
	strbuf_put_char(to, '}');
}

/* In ms; -1 for what did not happen, as the format has it. */
static void put_time(struct strbuf *to, const char *key, int64_t ns)
{
	char text[DECIMAL_TEXT];

	strbuf_print(to, "\"%s\":%s", key, ns == INT64_MIN ? "-1" : decimal_fixed(text, ns, 6));
}

static void put_when(struct strbuf *to, int64_t realtime_ns)
{
	time_t s = (time_t)(realtime_ns / 1000000000);
	struct tm tm = {0};

	gmtime_r(&s, &tm);
	strbuf_print(to, "\"startedDateTime\":\"%04d-%02d-%02dT%02d:%02d:%02d.%06dZ\",",
		tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
		(int)(realtime_ns % 1000000000 / 1000));
}

static void put_request(struct strbuf *to, const struct exchange *x)
{
	struct slice rest = slice_of(x->request ? x->request : ""), line, query = x->url.query;
	uint64_t head_bytes = rest.n;
	bool first = true;

	strbuf_put_text(to, "\"request\":{");
	put_key(to, "method", slice_of(x->method));
	strbuf_put_char(to, ',');
	put_key(to, "url", slice_of(x->text ? x->text : ""));
	strbuf_print(to, ",\"httpVersion\":\"HTTP/%s\",\"cookies\":[],\"headers\":[",
		memmem(rest.p, rest.n, " HTTP/1.0\r\n", 11) ? "1.0" : "1.1");
	slice_until(&rest, '\n');
	while (rest.n) {
		struct slice value = slice_until(&rest, '\n');

		if (value.n && value.p[value.n - 1] == '\r')
			value.n--;
		if (!value.n)
			break;
		line = slice_until(&value, ':');
		put_header(to, first, line, slice_trim(value));
		first = false;
	}
	strbuf_put_text(to, "],\"queryString\":[");
	for (first = true; query.n; first = false) {
		struct slice value = slice_until(&query, '&'), name = slice_until(&value, '=');

		put_header(to, first, name, value);
	}
	/* It may not have come to sending it. */
	strbuf_print(to, "],\"headersSize\":%llu,\"bodySize\":%llu},",
		(unsigned long long)head_bytes,
		(unsigned long long)(x->request_bytes > head_bytes ? x->request_bytes - head_bytes
								   : 0));
}

static void put_response(struct strbuf *to, const struct exchange *x)
{
	const struct http *h = &x->http;
	uint64_t decoded = x->decoded_bytes == UINT64_MAX ? x->content_bytes : x->decoded_bytes;

	strbuf_print(to, "\"response\":{\"status\":%d,", h->status);
	put_key(to, "statusText",
		h->status ? slice_at(h->head.p + h->reason_at, h->reason_bytes) : slice_of(""));
	strbuf_print(to, ",\"httpVersion\":\"HTTP/%s\",\"cookies\":[],\"headers\":[",
		h->minor == 9 ? "0.9"
		: h->minor    ? "1.1"
			      : "1.0");
	for (size_t i = 0; i < h->n_fields; i++)
		put_header(to, !i, http_name_of(h, &h->fields[i]), http_value_of(h, &h->fields[i]));
	strbuf_print(to, "],\"content\":{\"size\":%llu,\"compression\":%lld,",
		(unsigned long long)decoded, (long long)(decoded - x->content_bytes));
	put_key(to, "mimeType", h->head_done ? http_value(h, "content-type", 0) : slice_of(""));
	strbuf_put_text(to, "},");
	put_key(to, "redirectURL", h->head_done ? http_value(h, "location", 0) : slice_of(""));
	strbuf_print(to, ",\"headersSize\":%llu,\"bodySize\":%llu",
		(unsigned long long)h->head_bytes, (unsigned long long)x->content_bytes);
	if (x->failed != LINK_FINE) {
		strbuf_put_char(to, ',');
		put_key(to, "_error", slice_of(x->why.text));
	}
	strbuf_put_text(to, "},");
}

static int64_t sum(int64_t a, int64_t b)
{
	return a == INT64_MIN ? b : b == INT64_MIN ? a : a + b;
}

/* The format counts TLS as part of connecting; send, wait and receive are never missing, and all
 * together are the whole time: what belongs to none of them stands in blocked. */
static void put_timings(struct strbuf *to, const struct phases *p)
{
	const int64_t *took_ns = p->took_ns;
	int64_t connect_ns =
		sum(sum(took_ns[PHASE_CONNECT], took_ns[PHASE_PROXY]), took_ns[PHASE_TLS]);
	int64_t rest_ns = sum(p->total_ns, 0) - sum(took_ns[PHASE_NAME], 0) - sum(connect_ns, 0) -
			  sum(took_ns[PHASE_SEND], 0) - sum(p->wait_ns, 0) -
			  sum(took_ns[PHASE_TRANSFER], 0);

	strbuf_put_text(to, "\"timings\":{");
	put_time(to, "blocked", rest_ns > 0 ? rest_ns : 0);
	strbuf_put_char(to, ',');
	put_time(to, "dns", took_ns[PHASE_NAME]);
	strbuf_put_char(to, ',');
	put_time(to, "connect", connect_ns);
	strbuf_put_char(to, ',');
	put_time(to, "ssl", took_ns[PHASE_TLS]);
	strbuf_put_char(to, ',');
	put_time(to, "send", sum(took_ns[PHASE_SEND], 0));
	strbuf_put_char(to, ',');
	put_time(to, "wait", sum(p->wait_ns, 0));
	strbuf_put_char(to, ',');
	put_time(to, "receive", sum(took_ns[PHASE_TRANSFER], 0));
	strbuf_put_char(to, '}');
}

void har_put_entry(struct strbuf *to, const struct exchange *x)
{
	struct phases p = phases_of(x);
	char addr[ADDR_TEXT];

	strbuf_put_char(to, '{');
	put_when(to, x->begun_realtime_ns);
	put_time(to, "time", sum(p.total_ns, 0));
	strbuf_put_char(to, ',');
	put_request(to, x);
	put_response(to, x);
	strbuf_put_text(to, "\"cache\":{},");
	put_timings(to, &p);
	if (x->link.remote.family)
		strbuf_print(to, ",\"serverIPAddress\":\"%s\"", addr_print(addr, &x->link.remote));
	if (x->link.local_port)
		strbuf_print(to, ",\"connection\":\"%u\"", x->link.local_port);
	strbuf_put_char(to, '}');
}

void har_add(struct har *h, const struct exchange *x)
{
	struct strbuf entry = {0};

	har_put_entry(&entry, x);
	h->failed = h->failed || entry.bad;
	if (!entry.bad) {
		fputs(h->any ? ",\n" : "\n", file_stream(h->file));
		fwrite(entry.p, 1, entry.used, file_stream(h->file));
		h->any = true;
	}
	strbuf_close(&entry);
}

int har_close(struct har *h, struct fail *why)
{
	int rc;

	if (!h)
		return 0;
	fputs("\n]}}\n", file_stream(h->file));
	rc = file_commit(h->file, why);
	if (rc >= 0 && h->failed)
		rc = fail_set(why, ENOMEM, "the archive lacks exchanges for want of memory");
	free(h);
	return rc;
}

void har_abandon(struct har *h)
{
	if (h)
		file_abandon(h->file);
	free(h);
}
