/* waterfall: the report on one exchange. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "waterfall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "gateway.h"
#include "phases.h"
#include "plural.h"
#include "timeline.h"
#include "verdict.h"
#include "waterfall_tls.h"

enum { SAFE = 1024 };

static void print_attempt(struct report *r, const struct dial_attempt *a)
{
	char addr[ADDR_TEXT], offender[ADDR_TEXT], took[24], again[40] = "",
							     from[ADDR_TEXT + 8] = "";

	if (a->retransmits)
		snprintf(again, sizeof again, ", %u %s again", a->retransmits,
			plural(a->retransmits, "SYN", "SYNs"));
	if (a->icmp.present && a->icmp.offender.family)
		snprintf(from, sizeof from, ", says %s", addr_print(offender, &a->icmp.offender));
	report_warn(r, "  %-39s port %-5u  %10s  %s%s%s%s%s", addr_print(addr, &a->addr), a->port,
		dial_took_ns(a) == INT64_MIN ? "-" : verdict_time(took, dial_took_ns(a)),
		dial_outcome_name(a->outcome), a->error ? ": " : "",
		a->error ? strerror(a->error) : "", from, again);
}

/* What a proxy that was asked for the target said, and what it sent with a refusal. */
static void print_leg(struct report *r, const struct dial_leg *leg)
{
	char safe[SAFE], took[24], line[SAFE / 4];
	struct slice body = slice_at((const char *)leg->body, leg->body_bytes);

	if (leg->status < 0) {
		report_warn(r, "  through the proxy: it did not answer");
		return;
	}
	report_warn(r, "  through the proxy: it answered %d%s%s after %s", leg->status,
		*leg->text ? " " : "", report_safe(safe, sizeof safe, leg->text),
		leg->asked_ns < 0 || leg->answered_ns < 0
			? "?"
			: verdict_time(took, leg->answered_ns - leg->asked_ns));
	while (body.n)
		report_warn(r, "  | %s",
			report_safe(safe, sizeof safe,
				slice_copy(line, sizeof line, slice_until(&body, '\n'))));
}

static void print_where(struct report *r, const struct exchange *x)
{
	const struct link_facts *l = &x->link;
	char safe[SAFE];

	report_warn(r, "%s %s", x->method, report_safe(safe, sizeof safe, x->text));
	for (unsigned i = 0; i < URL_NOTES; i++)
		if (x->url.notes & UINT32_C(1) << i)
			report_warn(r, "  URL: %s", url_note_text((enum url_note)i));
	if (*x->dropped)
		report_warn(r, "  another origin: not sent there: %s",
			report_safe(safe, sizeof safe, x->dropped));
	if (*x->url.shown)
		report_warn(r, "  %s is the name %s", x->url.host,
			report_safe(safe, sizeof safe, x->url.shown));
	if (x->reused) {
		report_warn(r, "  over the connection of the request before");
		return;
	}
	for (unsigned i = 0; i < l->n_attempts; i++)
		print_attempt(r, &l->attempts[i]);
	if (l->has_leg)
		print_leg(r, &l->leg);
}

/* Where a lookup's answer is from, as far as its packets do not say it. */
static void print_lookup(struct report *r, const struct exchange *x)
{
	const struct lookup *l = &x->link.lookup;
	char server[LOOKUP_SERVERS][ADDR_TEXT] = {"", "", ""};

	if (!*l->name || x->reused || l->n)
		return;
	if (l->in_hosts) {
		report_warn(r, "  name: /etc/hosts has it");
		return;
	}
	for (unsigned i = 0; i < l->n_servers; i++)
		addr_print(server[i], &l->server[i]);
	if (l->watched)
		report_warn(r, "  name: no question to a name server was seen: the answer is from "
			       "a file, a cache or a service on this host");
	else
		report_warn(r,
			"  name: /etc/resolv.conf has the name servers %s%s%s%s%s; whether they "
			"were asked was not watched",
			l->n_servers ? server[0] : "(none)", *server[1] ? ", " : "", server[1],
			*server[2] ? ", " : "", server[2]);
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

/* "<    1.01 s  SYN-ACK, 72 us after its SYN [#3]" */
static void print_timeline(struct report *r, const struct exchange *x)
{
	struct timeline *t = malloc(sizeof *t);
	char at[24], safe[SAFE], number[32];

	if (!t)
		return;
	timeline_make(t, x);
	for (unsigned i = 0; i < t->n; i++) {
		const struct timeline_row *row = &t->row[i];

		*number = '\0';
		if (row->packet)
			snprintf(
				number, sizeof number, " [#%llu]", (unsigned long long)row->packet);
		report_warn(r, "  %c %10s  %s%s%s", row->mark, verdict_time(at, row->at_ns),
			report_safe(safe, sizeof safe, row->text), number,
			row->doubtful ? " (after drops of our own)" : "");
	}
	free(t);
}

static void print_packets(struct report *r, const struct exchange *x)
{
	const struct packets_facts *p = x->packets;
	static const char *const names[] = {"ours", "the server's"};

	for (unsigned side = 0; p && p->seen && side < 2; side++)
		report_warn(r,
			"  packets, %s: %llu with %llu bytes; %llu sent again (%llu by time-out), "
			"%llu out of order, %llu duplicate ACKs, %llu zero windows%s",
			names[side], (unsigned long long)p->segments[side],
			(unsigned long long)p->bytes[side],
			(unsigned long long)p->retransmits[side],
			(unsigned long long)p->timeouts[side],
			(unsigned long long)p->out_of_order[side],
			(unsigned long long)p->duplicate_acks[side],
			(unsigned long long)p->zero_windows[side],
			p->joined[side] ? "; some are several in one (GRO or TSO)" : "");
	if (p && p->bad[FLOW_IN])
		report_warn(r, "  %llu packets came with a wrong checksum",
			(unsigned long long)p->bad[FLOW_IN]);
	if (p && p->drops)
		report_warn(r, "  %llu %s dropped by our own capture", (unsigned long long)p->drops,
			plural(p->drops, "packet was", "packets were"));
}

static void print_tcp(struct report *r, const struct exchange *x)
{
	const struct dial_info *t = &x->tcp;
	char least[24], smooth[24];

	if (!x->has_tcp)
		return;
	report_warn(r,
		"  TCP: RTT %s least, %s smoothed; MSS %u out, %u told to the server; window scale "
		"%u/%u%s%s%s; "
		"%u retransmitted, %u out of order",
		verdict_time(least, x->rtt_ns), verdict_time(smooth, t->rtt_ns), t->send_mss,
		t->advertised_mss, t->send_scale, t->receive_scale,
		t->timestamps ? ", timestamps" : "", t->sack ? ", SACK" : "", t->ecn ? ", ECN" : "",
		t->total_retransmits, t->out_of_order);
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
		!h->keep ? ""
		: x->packets && x->packets->fin[FLOW_IN].number
			? "; the connection might stay, but the server closes it"
			: "; the connection stays");
	if (h->chunks)
		report_warn(r, "  %llu %s, %zu %s", (unsigned long long)h->chunks,
			plural(h->chunks, "chunk", "chunks"), h->n_trailers,
			plural(h->n_trailers, "trailer", "trailers"));
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
	if (text.bad)
		report_no_memory(r);
	strbuf_close(&text);
}

static void print_verdict(struct report *r, const struct exchange *x)
{
	struct strbuf verdict = {0};

	verdict_put(&verdict, x);
	strbuf_put_char(&verdict, 0);
	if (verdict.bad)
		report_no_memory(r);
	else
		report_warn(r, "  %s.", verdict.p);
	strbuf_close(&verdict);
}

void waterfall_print(struct report *r, const struct exchange *x, unsigned columns)
{
	char safe[4 * sizeof x->why.text];

	print_where(r, x);
	print_lookup(r, x);
	print_bars(r, x, columns);
	print_timeline(r, x);
	waterfall_tls(r, x);
	print_packets(r, x);
	print_tcp(r, x);
	print_response(r, x);
	print_gateways(r, x);
	print_findings(r, x);
	if (x->failed != LINK_FINE)
		report_warn(r, "  failed: %s", report_safe(safe, sizeof safe, x->why.text));
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
