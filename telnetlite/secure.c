/* secure: the card of a TLS session. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "secure.h"

#include <time.h>

#include "clock.h"

static const char *day_of(int64_t seconds, char *to, size_t size)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(to, size, "%Y-%m-%d", &tm))
		to[0] = '\0';
	return to;
}

static void say_certificate(struct notice *n, struct tls *t)
{
	char subject[4 * TLS_TEXT], issuer[4 * TLS_TEXT], names[4 * TLS_TEXT], from[16], until[16];
	struct tls_certificate c;

	if (!tls_sent_certificate(t, 0, &c))
		return;
	notice_line(n, NOTICE_PLAIN, "* certificate of %s, by %s, %s to %s",
		report_safe(subject, sizeof subject, c.subject),
		report_safe(issuer, sizeof issuer, c.issuer), day_of(c.from_s, from, sizeof from),
		day_of(c.until_s, until, sizeof until));
	notice_line(n, NOTICE_PLAIN, "* for %s; %s; SHA-256 %s",
		report_safe(names, sizeof names, c.names), c.key, c.sha256);
}

static void say(struct notice *n, struct tls *t, const struct tls_facts *f, int64_t took_ns)
{
	char text[4 * TLS_LINE];

	notice_line(n, NOTICE_PLAIN, "* %s, %s, %s after %.3f ms; the certificate is %s",
		f->version, f->cipher, f->group, (double)took_ns / CLOCK_MS,
		f->verified ? "believed" : "not believed");
	say_certificate(n, t);
	for (unsigned i = 0; i < f->problems && i < TLS_PROBLEMS; i++)
		notice_line(n, NOTICE_PLAIN, "* %s", report_safe(text, sizeof text, f->problem[i]));
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
