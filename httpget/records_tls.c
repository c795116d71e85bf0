/* records_tls: the records of a TLS connection: what was agreed, certificates, messages. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_types.h"
#include "report_table.h"

#define OF(type)                                                                                   \
	MUST(type, "target", REPORT_TEXT, target, "The URL as it was given."),                     \
		MUST(type, "run", REPORT_U64, run, "The repetition, from 1."),                     \
		MUST(type, "request", REPORT_U64, hop, "The request of this repetition, from 1.")

static const struct report_field tls_fields[] = {
	OF(records_tls),
	FIELD(records_tls, "version", REPORT_TEXT, version, "The version of TLS."),
	FIELD(records_tls, "cipher", REPORT_TEXT, cipher, "The cipher suite."),
	FIELD(records_tls, "group", REPORT_TEXT, group, "The group of the key exchange."),
	FIELD(records_tls, "alpn", REPORT_TEXT, alpn, "The protocol that was agreed on (ALPN)."),
	FIELD(records_tls, "sni", REPORT_TEXT, sni, "The name that was asked for; null: none."),
	MUST(records_tls, "resumed", REPORT_BOOL, resumed, "Whether a session was resumed."),
	MUST(records_tls, "ticket", REPORT_BOOL, ticket,
		"Whether the server gave a session to resume."),
	FIELD(records_tls, "stapled", REPORT_TEXT, stapled,
		"The certificate's state as the server sent it by its authority (OCSP): good, "
		"revoked, unknown, invalid; null: it sent none."),
	FIELD(records_tls, "stapled_until", REPORT_TIME, staple_until_ns, "How long that holds."),
	MUST(records_tls, "verified", REPORT_BOOL, verified,
		"Whether it is believed: its chain, its time and its name are right."),
	MUST(records_tls, "problems", REPORT_U64, problems, "How much is wrong with it."),
	FIELD(records_tls, "problem", REPORT_TEXT, problem, "What is wrong with it first."),
	FIELD(records_tls, "missing_issuer", REPORT_TEXT, missing,
		"Whose certificate the server should have sent and did not."),
	MUST(records_tls, "ending", REPORT_TEXT, ending,
		"How it ended: open, closed (by close_notify), cut (by the stream's end alone)."),
};
const struct report_type records_tls_type = {
	"httpget", "tls", "What a TLS handshake agreed on.", tls_fields, COUNT(tls_fields)};

static const struct report_field certificate_fields[] = {
	OF(records_certificate),
	MUST(records_certificate, "chain", REPORT_TEXT, chain,
		"sent: as the server sent it; built: as it was put together with those trusted."),
	MUST(records_certificate, "position", REPORT_U64, position,
		"Its place there, from 1, which is the server's own."),
	MUST(records_certificate, "subject", REPORT_TEXT, subject, "Whose certificate it is."),
	MUST(records_certificate, "issuer", REPORT_TEXT, issuer, "Who signed it."),
	MUST(records_certificate, "names", REPORT_TEXT, names,
		"The names and addresses it is for, with blanks between."),
	MUST(records_certificate, "serial", REPORT_TEXT, serial, "Its serial number."),
	MUST(records_certificate, "key", REPORT_TEXT, key, "The kind and size of its key."),
	MUST(records_certificate, "signature", REPORT_TEXT, signature, "How it is signed."),
	MUST(records_certificate, "sha256", REPORT_TEXT, sha256, "Its fingerprint."),
	MUST(records_certificate, "valid_from", REPORT_TIME, from_ns, "From when on it holds."),
	MUST(records_certificate, "valid_until", REPORT_TIME, until_ns, "Until when it holds."),
	MUST(records_certificate, "days_left", REPORT_I64, days,
		"Whole days until then; negative: since then."),
	MUST(records_certificate, "self_signed", REPORT_BOOL, self_signed,
		"Whether it signed itself."),
	MUST(records_certificate, "authority", REPORT_BOOL, authority,
		"Whether it may sign others."),
};
const struct report_type records_certificate_type = {"httpget", "certificate",
	"One certificate of the server's chain.", certificate_fields, COUNT(certificate_fields)};

static const struct report_field message_fields[] = {
	OF(records_message),
	MUST(records_message, "message", REPORT_TEXT, message, "Its name, or an alert's text."),
	MUST(records_message, "ours", REPORT_BOOL, sent, "Whether it was ours."),
	MUST(records_message, "alert", REPORT_BOOL, alert, "Whether it is an alert."),
	MUST(records_message, "length_bytes", REPORT_U64, bytes, "Its length."),
	MUST(records_message, "at_ms", REPORT_MS, at_ns, "When, since the exchange began."),
	FIELD(records_message, "packet", REPORT_U64, packet,
		"The packet that its last record ended in."),
};
const struct report_type records_message_type = {"httpget", "message",
	"One message of a TLS handshake.", message_fields, COUNT(message_fields)};

static const char *given(const char *text)
{
	return *text ? text : NULL;
}

static void put_agreed(struct report *r, const char *target, const struct exchange *x)
{
	static const char *const endings[] = {"open", "closed", "cut"};
	const struct tls_facts *t = &x->tls->tls;
	const struct records_tls o = {.target = target,
		.run = x->run,
		.hop = x->hop,
		.version = given(t->version),
		.cipher = given(t->cipher),
		.group = given(t->group),
		.alpn = given(t->alpn),
		.sni = given(t->sni),
		.resumed = t->resumed,
		.ticket = x->tls->ticket,
		.stapled = tls_staple_name(t->staple),
		.staple_until_ns =
			t->staple_until_s ? t->staple_until_s * INT64_C(1000000000) : INT64_MIN,
		.verified = t->verified,
		.problems = t->problems,
		.problem = t->problems ? t->problem[0] : NULL,
		.missing = t->missing_issuer ? t->issuer : NULL,
		.ending = endings[x->tls->ending]};

	report_put(r, &records_tls_type, &o, x->begun_realtime_ns);
}

static void put_certificate(struct report *r, const char *target, const struct exchange *x,
	const struct tls_certificate *c, const struct records_certificate *where)
{
	struct records_certificate o = *where;

	o.target = target;
	o.run = x->run;
	o.hop = x->hop;
	o.subject = c->subject;
	o.issuer = c->issuer;
	o.names = c->names;
	o.serial = c->serial;
	o.key = c->key;
	o.signature = c->signature;
	o.sha256 = c->sha256;
	o.from_ns = c->from_s * INT64_C(1000000000);
	o.until_ns = c->until_s * INT64_C(1000000000);
	o.days = secure_days(c, x->begun_realtime_ns / 1000000000);
	o.self_signed = c->self_signed;
	o.authority = c->authority;
	report_put(r, &records_certificate_type, &o, x->begun_realtime_ns);
}

static void put_message(struct report *r, const char *target, const struct exchange *x,
	const struct secure_message *m)
{
	const struct records_message o = {.target = target,
		.run = x->run,
		.hop = x->hop,
		.message = m->name,
		.sent = m->sent,
		.alert = m->alert,
		.bytes = m->bytes,
		.packet = m->packet ? m->packet : UINT64_MAX,
		.at_ns = exchange_since(x, m->at_ns)};

	report_put(r, &records_message_type, &o, x->begun_realtime_ns);
}

void records_put_tls(struct report *r, const char *target, const struct exchange *x)
{
	const struct secure_facts *f = x->tls;

	if (!f)
		return;
	put_agreed(r, target, x);
	for (unsigned i = 0; i < f->n_sent; i++)
		put_certificate(r, target, x, &f->sent[i],
			&(struct records_certificate){.chain = "sent", .position = i + 1});
	for (unsigned i = 0; i < f->n_built; i++)
		put_certificate(r, target, x, &f->built[i],
			&(struct records_certificate){.chain = "built", .position = i + 1});
	for (unsigned i = 0; i < f->n_messages; i++)
		put_message(r, target, x, &f->messages[i]);
}
