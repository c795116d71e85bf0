/* tls_event: what OpenSSL calls back for becomes events. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tls_parts.h"

static struct tls_event *add(struct tls *t, enum tls_kind kind)
{
	struct tls_event *e;

	if (t->events == TLS_EVENTS) {
		t->event_first = (t->event_first + 1) % TLS_EVENTS;
		t->events--;
	}
	e = &t->event[(t->event_first + t->events++) % TLS_EVENTS];
	*e = (struct tls_event){.kind = kind};
	return e;
}

bool tls_next(struct tls *t, struct tls_event *out)
{
	if (!t->events)
		return false;
	*out = t->event[t->event_first];
	t->event_first = (t->event_first + 1) % TLS_EVENTS;
	t->events--;
	return true;
}

static const char *message_name(uint8_t type)
{
	static const char names[][24] = {[1] = "ClientHello",
		[2] = "ServerHello",
		[4] = "NewSessionTicket",
		[8] = "EncryptedExtensions",
		[11] = "Certificate",
		[12] = "ServerKeyExchange",
		[13] = "CertificateRequest",
		[14] = "ServerHelloDone",
		[15] = "CertificateVerify",
		[16] = "ClientKeyExchange",
		[20] = "Finished",
		[22] = "CertificateStatus",
		[24] = "KeyUpdate"};

	return type < sizeof names / sizeof names[0] ? names[type] : "";
}

/* OpenSSL 3.0 does not name the newer ones of RFC 8446 6. */
static const char *alert_name(const struct tls *t, uint8_t type)
{
	switch (type) {
	case 109:
		return "missing extension";
	case 116:
		return "certificate required";
	case 120:
		return "no application protocol";
	default:
		return t->lib.SSL_alert_desc_string_long(type);
	}
}

/* A record's head: two bytes of length stand behind its type and version (RFC 8446 5.1). */
static void count_record(struct tls *t, bool sent, struct bytes head)
{
	enum { HEAD_BYTES = 5 };

	bytes_skip(&head, 3);
	t->records_end[sent] += HEAD_BYTES + bytes_u16(&head);
}

static void on_message(
	int sent, int version, int content, const void *bytes, size_t n, SSL *ssl, void *arg)
{
	struct bytes b = bytes_of(bytes, n);
	struct tls *t = arg;
	struct tls_event *e;

	(void)version;
	(void)ssl;
	if (content == SSL3_RT_HANDSHAKE) {
		e = add(t, TLS_MESSAGE);
		e->type = bytes_u8(&b);
		e->bytes = (uint32_t)n;
		snprintf(e->text, sizeof e->text, "%s", message_name(e->type));
	} else if (content == SSL3_RT_ALERT) {
		e = add(t, TLS_ALERT);
		e->fatal = bytes_u8(&b) == SSL3_AL_FATAL;
		e->type = bytes_u8(&b);
		snprintf(e->text, sizeof e->text, "%s", alert_name(t, e->type));
	} else {
		if (content == SSL3_RT_HEADER)
			count_record(t, sent, b);
		return;
	}
	e->sent = sent;
	e->end = t->records_end[sent != 0];
}

static void on_keys(const SSL *ssl, const char *line)
{
	struct tls *t = tls_of(ssl);

	if (t)
		snprintf(add(t, TLS_KEYS)->text, sizeof t->event->text, "%s", line);
}

/* 0: the session stays OpenSSL's to free. */
static int on_session(SSL *ssl, SSL_SESSION *session)
{
	struct tls *t = tls_of(ssl);
	unsigned char *bytes = NULL;
	int n = t ? t->lib.i2d_SSL_SESSION(session, NULL) : 0;

	if (n > 0)
		bytes = malloc((size_t)n);
	if (!bytes)
		return 0;
	free(t->session);
	t->session = bytes;
	t->session_bytes = (size_t)t->lib.i2d_SSL_SESSION(session, &bytes);
	add(t, TLS_TICKET);
	return 0;
}

/* Before an SSL is made of the context, which copies some of it. */
void tls_listen_context(struct tls *t)
{
	t->lib.SSL_CTX_ctrl(t->ctx, SSL_CTRL_SET_SESS_CACHE_MODE,
		SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL, NULL);
	t->lib.SSL_CTX_sess_set_new_cb(t->ctx, on_session);
	t->lib.SSL_CTX_set_keylog_callback(t->ctx, on_keys);
	t->lib.SSL_CTX_set_verify(t->ctx, SSL_VERIFY_PEER, tls_judge);
}

void tls_listen(struct tls *t)
{
	t->lib.SSL_set_ex_data(t->ssl, 0, t);
	t->lib.SSL_set_msg_callback(t->ssl, on_message);
	t->lib.SSL_ctrl(t->ssl, SSL_CTRL_SET_MSG_CALLBACK_ARG, 0, t);
}
