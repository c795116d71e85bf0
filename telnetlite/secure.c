/* secure: the card of a TLS session. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "secure.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "plural.h"

static const char *day_of(int64_t seconds, char *to, size_t size)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(to, size, "%Y-%m-%d", &tm))
		to[0] = '\0';
	return to;
}

enum { DAY_S = 86400, SAFE = 4 * TLS_TEXT };

/* "2020-01-01 to 2089-01-01, 22685 days left" */
static const char *validity(char *to, size_t size, const struct tls_certificate *c)
{
	int64_t left_s = c->until_s - clock_wall() / CLOCK_SECOND;
	uint64_t days = (uint64_t)(left_s < 0 ? -left_s : left_s) / DAY_S;
	char from[16], until[16];

	snprintf(to, size, "%s to %s, %llu %s %s", day_of(c->from_s, from, sizeof from),
		day_of(c->until_s, until, sizeof until), (unsigned long long)days,
		plural(days, "day", "days"), left_s < 0 ? "ago" : "left");
	return to;
}

static void say_own(struct notice *n, const struct tls_certificate *c)
{
	char subject[SAFE], issuer[SAFE], names[4 * SAFE], valid[80];

	notice_line(n, NOTICE_PLAIN, "* certificate of %s, by %s, %s",
		report_safe(subject, sizeof subject, c->subject),
		c->self_signed ? "itself" : report_safe(issuer, sizeof issuer, c->issuer),
		validity(valid, sizeof valid, c));
	notice_line(n, NOTICE_PLAIN, "* for %s; %s, %s; SHA-256 %s",
		report_safe(names, sizeof names, c->names), c->key, c->signature, c->sha256);
}

static void say_link(
	struct notice *n, const char *what, unsigned number, const struct tls_certificate *c)
{
	char subject[SAFE], issuer[SAFE], valid[80];

	notice_line(n, NOTICE_PLAIN, "* %s %u: %s, by %s, %s; %s, %s", what, number,
		report_safe(subject, sizeof subject, c->subject),
		c->self_signed ? "itself" : report_safe(issuer, sizeof issuer, c->issuer),
		validity(valid, sizeof valid, c), c->key, c->signature);
}

/* As it was sent, and whom it leads to. */
static void say_chain(struct notice *n, struct tls *t, bool verified)
{
	struct tls_certificate c, last = {.until_s = 0};
	unsigned sent = 0, built = 0;
	bool new = false;

	while (tls_built_certificate(t, built, &last))
		new = ++built;
	for (; tls_sent_certificate(t, sent, &c); sent++) {
		new = new &&strcmp(c.sha256, last.sha256) != 0;
		if (sent)
			say_link(n, "sent", sent + 1, &c);
		else
			say_own(n, &c);
	}
	if (new)
		say_link(n, verified ? "trusted" : "built", built, &last);
}

static void say(struct notice *n, struct tls *t, const struct tls_facts *f, int64_t took_ns)
{
	const char *staple = tls_staple_name(f->staple);
	char text[4 * TLS_LINE], sni[SAFE];

	if (*f->version)
		notice_line(n, NOTICE_PLAIN,
			"* %s, %s, %s, %s%s after %.3f ms; the certificate is %s%s%s", f->version,
			f->cipher, f->group, *f->sni ? "SNI " : "no SNI",
			report_safe(sni, sizeof sni, f->sni), (double)took_ns / CLOCK_MS,
			f->verified ? "believed" : "not believed",
			staple ? ", its stapled state " : "", staple ? staple : "");
	else
		notice_line(
			n, NOTICE_PLAIN, "* TLS failed after %.3f ms", (double)took_ns / CLOCK_MS);
	say_chain(n, t, f->verified);
	for (unsigned i = 0; i < f->problems && i < TLS_PROBLEMS; i++)
		notice_line(n, NOTICE_PLAIN, "* %s", report_safe(text, sizeof text, f->problem[i]));
	if (f->missing_issuer)
		notice_line(n, NOTICE_PLAIN, "* the server did not send the certificate of %s",
			report_safe(text, sizeof text, f->issuer));
}

void secure_tell(
	struct notice *n, const struct records *r, struct tls *t, bool shown, int64_t took_ns)
{
	struct tls_certificate c;
	struct tls_facts f;
	struct records_tls record;

	tls_facts(t, &f);
	if (shown)
		say(n, t, &f, took_ns);
	record = (struct records_tls){.target = r->target,
		.version = *f.version ? f.version : NULL,
		.cipher = *f.cipher ? f.cipher : NULL,
		.group = *f.group ? f.group : NULL,
		.problem = f.problems ? f.problem[0] : NULL,
		.verified = f.verified,
		.handshake_ns = took_ns,
		.from_ns = INT64_MIN,
		.until_ns = INT64_MIN};
	if (tls_sent_certificate(t, 0, &c)) {
		record.subject = c.subject;
		record.issuer = c.issuer;
		record.names = c.names;
		record.sha256 = c.sha256;
		record.from_ns = c.from_s * CLOCK_SECOND;
		record.until_ns = c.until_s * CLOCK_SECOND;
	}
	report_put(r->report, &records_tls_type, &record, clock_wall());
}
