/* waterfall: the report on one exchange. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "waterfall.h"

#include <string.h>

#include "gateway.h"
#include "phases.h"
#include "verdict.h"

enum { SAFE = 1024 };

static void print_where(struct report *r, const struct exchange *x)
{
	const struct link_facts *l = &x->link;
	char safe[SAFE], addr[ADDR_TEXT], took[24];

	report_warn(r, "%s %s", x->method, report_safe(safe, sizeof safe, x->text));
	for (unsigned i = 0; i < URL_NOTES; i++)
		if (x->url.notes & UINT32_C(1) << i)
			report_warn(r, "  URL: %s", url_note_text((enum url_note)i));
	if (x->reused) {
		report_warn(r, "  over the connection of the request before");
		return;
	}
	for (unsigned i = 0; i < l->n_attempts; i++) {
		const struct link_attempt *a = &l->attempts[i];

		report_warn(r, "  %-39s port %-5u  %10s  %s", addr_print(addr, &a->addr),
			l->remote_port,
			verdict_time(
				took, a->to_ns == INT64_MIN ? INT64_MIN : a->to_ns - a->from_ns),
			a->error ? strerror(a->error) : "connected");
	}
}

/* "connect   1.01 s  |   =====     |" */
static void print_bars(struct report *r, const struct exchange *x, unsigned columns)
{
	struct phases p = phases_of(x);
	unsigned width = columns > 100 ? 70 : columns > 50 ? columns - 30 : 20;
	char took[24], bar[80];

	for (unsigned i = 0; i < PHASES; i++) {
		double from, length;

		if (p.took_ns[i] == INT64_MIN || p.total_ns <= 0)
			continue;
		from = (double)p.begin_ns[i] / (double)p.total_ns * width;
		length = (double)p.took_ns[i] / (double)p.total_ns * width + 0.5;
		memset(bar, ' ', width);
		for (unsigned c = (unsigned)from;
			c < width && (c < (unsigned)(from + length) || c == (unsigned)from); c++)
			bar[c] = '=';
		bar[width] = '\0';
		report_warn(r, "  %-9s %10s  |%s|", phase_name((enum phase)i),
			verdict_time(took, p.took_ns[i]), bar);
	}
	report_warn(r, "  %-9s %10s", "total", verdict_time(took, p.total_ns));
}

static void print_tcp(struct report *r, const struct exchange *x)
{
	const struct tcp_info *t = &x->tcp;
	char least[24], smooth[24];

	if (!x->has_tcp)
		return;
	report_warn(r,
		"  TCP: RTT %s least, %s smoothed; MSS %u out, %u in; window scale %u/%u%s%s%s; "
		"%u retransmitted, %u out of order",
		verdict_time(least, x->rtt_ns), verdict_time(smooth, t->tcpi_rtt * INT64_C(1000)),
		t->tcpi_snd_mss, t->tcpi_rcv_mss, t->tcpi_snd_wscale, t->tcpi_rcv_wscale,
		t->tcpi_options & TCPI_OPT_TIMESTAMPS ? ", timestamps" : "",
		t->tcpi_options & TCPI_OPT_SACK ? ", SACK" : "",
		t->tcpi_options & TCPI_OPT_ECN ? ", ECN" : "", t->tcpi_total_retrans,
		t->tcpi_rcv_ooopack);
}

static void print_response(struct report *r, const struct exchange *x)
{
	static const char *const framings[] = {
		"not framed", "no body", "Content-Length", "chunked", "until close", "a tunnel"};
	const struct http *h = &x->http;

	if (!h->head_done)
		return;
	report_warn(r, "  HTTP/%s %d, %s: %llu bytes of head, %llu of content in %llu read%s",
		h->minor == 9 ? "0.9"
		: h->minor    ? "1.1"
			      : "1.0",
		h->status, framings[h->framing], (unsigned long long)h->head_bytes,
		(unsigned long long)x->content_bytes, (unsigned long long)x->read_bytes,
		h->keep ? "; the connection stays" : "");
	if (h->chunks)
		report_warn(r, "  %llu chunks, %zu trailers", (unsigned long long)h->chunks,
			h->n_trailers);
	if (x->decoded_bytes != UINT64_MAX)
		report_warn(r, "  %llu bytes when decoded", (unsigned long long)x->decoded_bytes);
}

static void print_findings(struct report *r, const struct exchange *x)
{
	for (unsigned i = 0; i < x->findings.n; i++) {
		const struct finding *f = &x->findings.of[x->findings.order[i]];
		const struct anomaly_row *row = anomaly_row(x->findings.order[i]);

		report_warn(r, "  %s: byte %llu: %s%s%s%s", anomaly_severity_name(row->severity),
			(unsigned long long)f->offset, row->what, row->clause ? " (" : "",
			row->clause ? row->clause : "", row->clause ? ")" : "");
		if (f->count > 1)
			report_warn(r, "      %llu times", (unsigned long long)f->count);
		if (row->others)
			report_warn(r, "      %s", row->others);
	}
}

/* What caches and gateways say, escaped line by line. */
static void print_gateways(struct report *r, const struct exchange *x)
{
	struct strbuf text = {0};
	struct slice rest;
	char line[SAFE], safe[2 * SAFE];

	gateway_put(&text, &x->http, x->begun_realtime_ns / 1000000000);
	for (rest = slice_at(text.p, text.used); rest.n;)
		report_warn(r, "  %s",
			report_safe(safe, sizeof safe,
				slice_copy(line, sizeof line, slice_until(&rest, '\n'))));
	strbuf_close(&text);
}

static void print_verdict(struct report *r, const struct exchange *x)
{
	struct strbuf verdict = {0};

	verdict_put(&verdict, x);
	strbuf_put_char(&verdict, 0);
	report_warn(r, "  %s.", verdict.bad ? "no memory" : verdict.p);
	strbuf_close(&verdict);
}

void waterfall_print(struct report *r, const struct exchange *x, unsigned columns)
{
	print_where(r, x);
	print_bars(r, x, columns);
	print_tcp(r, x);
	print_response(r, x);
	print_gateways(r, x);
	print_findings(r, x);
	if (x->failed != LINK_FINE)
		report_warn(r, "  failed: %s", x->why.text);
	print_verdict(r, x);
}

void waterfall_explain(struct report *r, const struct exchange *x)
{
	char safe[SAFE];

	report_warn(r, "%s %s", x->method, report_safe(safe, sizeof safe, x->text));
	print_gateways(r, x);
	print_findings(r, x);
	print_verdict(r, x);
}
