/* waterfall_tls: the part of the report on TLS. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "waterfall_tls.h"

#include <string.h>

#include "date.h"
#include "plural.h"

enum { SAFE = 1400 };

static void print_agreed(struct report *r, const struct tls_facts *t)
{
	char alpn[160], sni[3 * TLS_TEXT];

	if (!*t->version)
		return;
	report_warn(r, "  %s, %s%s%s%s%s%s%s%s", t->version, t->cipher, *t->group ? ", " : "",
		t->group, *t->alpn ? ", ALPN " : "", report_safe(alpn, sizeof alpn, t->alpn),
		*t->sni ? ", SNI " : ", no SNI", report_safe(sni, sizeof sni, t->sni),
		t->resumed ? ", resumed" : "");
}

static void print_state(struct report *r, const struct secure_facts *f)
{
	const char *staple = tls_staple_name(f->tls.staple);
	char until[DATE_TEXT];

	if (!*f->tls.version)
		return;
	report_warn(r, "  session %s, %s; the certificate's state %s%s%s%s",
		f->tls.resumed ? "resumed" : "new",
		f->ticket ? "one to resume was given" : "none to resume was given",
		staple ? "is stapled: " : "is not stapled", staple ? staple : "",
		f->tls.staple_until_s ? ", until " : "",
		f->tls.staple_until_s ? date_print(until, f->tls.staple_until_s) : "");
}

static void print_certificate(struct report *r, const char *what, unsigned i,
	const struct tls_certificate *c, int64_t now_s)
{
	char subject[SAFE], issuer[SAFE], until[DATE_TEXT];
	int64_t days = secure_days(c, now_s);

	report_warn(r, "  %s %u: %s, by %s", what, i + 1,
		report_safe(subject, sizeof subject, c->subject),
		c->self_signed ? "itself" : report_safe(issuer, sizeof issuer, c->issuer));
	report_warn(r, "      %s, %s; until %s, %lld %s%s", c->key, c->signature,
		date_print(until, c->until_s < 0 ? 0 : c->until_s),
		(long long)(days < 0 ? -days : days),
		plural((uint64_t)(days < 0 ? -days : days), "day", "days"), days < 0 ? " ago" : "");
}

static bool was_sent(const struct secure_facts *f, const struct tls_certificate *c)
{
	for (unsigned i = 0; i < f->n_sent; i++)
		if (!strcmp(f->sent[i].sha256, c->sha256))
			return true;
	return false;
}

static void print_problems(struct report *r, const struct tls_facts *t)
{
	char safe[SAFE], url[SAFE];

	for (unsigned i = 0; i < t->problems && i < TLS_PROBLEMS; i++)
		report_warn(r, "  error: %s", report_safe(safe, sizeof safe, t->problem[i]));
	if (t->missing_issuer)
		report_warn(r, "  the server did not send the certificate of %s%s%s",
			report_safe(safe, sizeof safe, t->issuer),
			*t->issuer_url ? ", which is at " : "",
			report_safe(url, sizeof url, t->issuer_url));
}

void waterfall_tls(struct report *r, const struct exchange *x)
{
	int64_t now_s = x->begun_realtime_ns / 1000000000;
	const struct secure_facts *f = x->tls;
	unsigned n;

	if (!f)
		return;
	print_agreed(r, &f->tls);
	print_state(r, f);
	for (unsigned i = 0; i < f->n_sent; i++)
		print_certificate(r, "sent", i, &f->sent[i], now_s);
	n = f->n_built;
	if (n && !was_sent(f, &f->built[n - 1]))
		print_certificate(
			r, f->tls.verified ? "trusted" : "built", n - 1, &f->built[n - 1], now_s);
	print_problems(r, &f->tls);
	if (f->ending == TLS_CUT)
		report_warn(r, "  TLS ended without close_notify");
}
