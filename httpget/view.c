/* view: what -v shows on standard error. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "view.h"

#include <string.h>

#include "decimal.h"
#include "verdict.h"
#include "waterfall.h"

enum { LINE = 2048 };

static const char *ms(char to[static DECIMAL_TEXT], int64_t ns)
{
	return ns == INT64_MIN ? "?" : decimal_ms(to, ns);
}

/* A line of the head without its end, escaped. */
static const char *safe_line(char *to, size_t size, struct bytes line)
{
	char raw[LINE];
	size_t n = line.left;

	while (n && (line.p[n - 1] == '\n' || line.p[n - 1] == '\r'))
		n--;
	slice_copy(raw, sizeof raw, slice_at((const char *)line.p, n));
	/* report_safe ends at a NUL, which a line may hold. */
	for (size_t i = 0; i < n && i < sizeof raw - 1; i++)
		if (!raw[i])
			raw[i] = '\1';
	return report_safe(to, size, raw);
}

void view_begin(struct view *v)
{
	if (*v->unwatched && !v->said_unwatched && (v->verbose || v->report_wanted))
		report_warn(v->report,
			"* without its packets the server's retransmissions, closed windows and "
			"forged resets stay unseen; %s",
			v->unwatched);
	v->said_unwatched = true;
	memset(v->told, 0, sizeof v->told);
}

/* What a proxy that was asked for the target said, and what it sent with a refusal. */
static void view_leg(const struct view *v, const struct dial_leg *leg)
{
	char safe[LINE], took[DECIMAL_TEXT], line[LINE / 4];
	struct slice body = slice_at((const char *)leg->body, leg->body_bytes);

	if (leg->status < 0) {
		report_warn(v->report, "* the proxy did not answer");
		return;
	}
	report_warn(v->report, "* the proxy answered %d%s%s after %s ms", leg->status,
		*leg->text ? " " : "", report_safe(safe, sizeof safe, leg->text),
		ms(took, leg->asked_ns < 0 || leg->answered_ns < 0
				 ? INT64_MIN
				 : leg->answered_ns - leg->asked_ns));
	while (body.n)
		report_warn(v->report, "* | %s",
			report_safe(safe, sizeof safe,
				slice_copy(line, sizeof line, slice_until(&body, '\n'))));
}

void view_connected(struct view *v, const struct exchange *x)
{
	const struct link_facts *l = &x->link;
	char addr[ADDR_TEXT], took[DECIMAL_TEXT], after[DECIMAL_TEXT + 16];

	v->log.begun_ns = x->begun_ns;
	if (!v->verbose)
		return;
	if (x->reused) {
		report_warn(v->report, "* connection is used again");
		return;
	}
	if (l->named_ns != INT64_MIN && !l->literal)
		report_warn(v->report, "* %s looked up in %s ms", x->url.host,
			ms(took, l->named_ns - l->begun_ns));
	for (unsigned i = 0; i < l->n_attempts; i++) {
		const struct dial_attempt *a = &l->attempts[i];

		if (a->outcome == DIAL_NOT_TRIED)
			continue;
		*after = '\0';
		if (dial_took_ns(a) != INT64_MIN)
			snprintf(after, sizeof after, " after %s ms", ms(took, dial_took_ns(a)));
		report_warn(v->report, "* %s port %u: %s%s%s%s", addr_print(addr, &a->addr),
			a->port, dial_outcome_name(a->outcome), a->error ? ": " : "",
			a->error ? strerror(a->error) : "", after);
	}
	if (l->has_leg)
		view_leg(v, &l->leg);
}

void view_secured(const struct view *v, const struct exchange *x)
{
	const struct tls_facts *t = &x->tls->tls;
	char safe[LINE];

	for (unsigned i = 0; i < x->tls->n_messages; i++)
		wirelog_message(&v->log, &x->tls->messages[i]);
	if (!v->verbose)
		return;
	report_warn(v->report, "* %s, %s%s%s%s%s", t->version, t->cipher, *t->group ? ", " : "",
		t->group, *t->alpn ? ", " : "", report_safe(safe, sizeof safe, t->alpn));
	if (x->tls->n_sent)
		report_warn(v->report, "* certificate: %s, by %s",
			report_safe(safe, sizeof safe / 2, x->tls->sent[0].subject),
			report_safe(
				safe + sizeof safe / 2, sizeof safe / 2, x->tls->sent[0].issuer));
	for (unsigned i = 0; i < t->problems; i++)
		report_warn(v->report, "! %s", report_safe(safe, sizeof safe, t->problem[i]));
}

void view_sent(const struct view *v, struct bytes request, struct packets_place at)
{
	char safe[LINE];

	wirelog_sent(&v->log, request, at);
	while (v->verbose && request.left) {
		const uint8_t *lf = memchr(request.p, '\n', request.left);
		size_t n = lf ? (size_t)(lf - request.p) + 1 : request.left;

		report_warn(
			v->report, "> %s", safe_line(safe, sizeof safe, bytes_take(&request, n)));
		if (n == 2)
			break;
	}
}

void view_span(const struct view *v, const struct http_event *e, struct packets_place at)
{
	char safe[LINE];

	wirelog_span(&v->log, e, at);
	if (v->verbose && (e->span == HTTP_STATUS || e->span == HTTP_FIELD ||
				  e->span == HTTP_BLANK || e->span == HTTP_TRAILER))
		report_warn(v->report, "< %s", safe_line(safe, sizeof safe, e->data));
}

static void tell_finding(const struct view *v, enum anomaly which, uint64_t offset)
{
	const struct anomaly_row *row = anomaly_row(which);

	report_warn(v->report, "! %s at byte %llu: %s%s%s%s", anomaly_severity_name(row->severity),
		(unsigned long long)offset, row->what, row->clause ? " (" : "",
		row->clause ? row->clause : "", row->clause ? ")" : "");
}

void view_finding(struct view *v, const struct http_event *e)
{
	wirelog_finding(&v->log, e);
	v->told[e->finding] = true;
	if (v->verbose)
		tell_finding(v, e->finding, e->offset);
}

void view_findings(const struct view *v, const struct exchange *x)
{
	for (unsigned i = 0; i < x->findings.n; i++) {
		enum anomaly which = x->findings.order[i];
		const struct anomaly_row *row = anomaly_row(which);

		/* What the fields and the content say together came with no piece of either. */
		if (v->verbose && !v->told[which])
			tell_finding(v, which, x->findings.of[which].offset);
		if (!v->silent && row->severity == ANOMALY_ERROR && x->failed == LINK_FINE)
			report_warn(v->report, "%s: byte %llu: %s (%s)%s%s", v->program,
				(unsigned long long)x->findings.of[which].offset, row->what,
				row->clause ? row->clause : row->name, row->others ? ": " : "",
				row->others ? row->others : "");
	}
}

/* What happened to the connection's packets, as far as it is news. */
static void view_packets(const struct view *v, const struct exchange *x)
{
	const struct packets_facts *p = x->packets;
	char safe[2 * PACKETS_TEXT];

	for (uint64_t i = 0; p && i < p->notes && i < PACKETS_NOTES; i++)
		report_warn(v->report, "* packet %llu%s: %s",
			(unsigned long long)p->note[i].at.number, p->note[i].ours ? ", ours" : "",
			report_safe(safe, sizeof safe, p->note[i].text));
}

void view_end(const struct view *v, const struct exchange *x)
{
	struct strbuf verdict = {0};

	if (v->report_wanted) {
		waterfall_print(v->report, x, v->columns);
	} else if (v->explain) {
		waterfall_explain(v->report, x);
	} else if (v->verbose) {
		verdict_put(&verdict, x);
		strbuf_put_char(&verdict, 0);
		view_packets(v, x);
		if (verdict.bad)
			report_no_memory(v->report);
		else
			report_warn(v->report, "* %s", verdict.p);
		strbuf_close(&verdict);
	}
}

void view_redirect(const struct view *v, const struct exchange *x)
{
	char safe[LINE];

	if (v->verbose)
		report_warn(
			v->report, "* redirected to %s", report_safe(safe, sizeof safe, x->text));
	if (*x->dropped && v->verbose)
		report_warn(v->report, "* another origin: not sent there: %s",
			report_safe(safe, sizeof safe, x->dropped));
}
