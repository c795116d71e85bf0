/* tls_facts: what a handshake agreed on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <string.h>

#include "tls_parts.h"

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from ? from : "");
}

static void read_verdict(const struct tls *t, struct tls_facts *out)
{
	out->verified =
		t->done && !t->problems && t->lib.SSL_get_verify_result(t->ssl) == X509_V_OK;
	out->first_error = t->first_error;
	out->problems = t->problems < TLS_PROBLEMS ? t->problems : TLS_PROBLEMS;
	memcpy(out->problem, t->problem, sizeof out->problem);
	out->missing_issuer = t->missing_issuer;
	copy(out->issuer, sizeof out->issuer, t->issuer);
	copy(out->issuer_url, sizeof out->issuer_url, t->issuer_url);
}

void tls_facts(struct tls *t, struct tls_facts *out)
{
	const SSL_CIPHER *cipher = t->lib.SSL_get_current_cipher(t->ssl);
	const unsigned char *alpn = NULL;
	unsigned alpn_bytes = 0;
	int group;

	*out = (struct tls_facts){.resumed = false};
	read_verdict(t, out);
	copy(out->sni, sizeof out->sni,
		t->lib.SSL_get_servername(t->ssl, TLSEXT_NAMETYPE_host_name));
	if (!t->done)
		return;
	tls_read_staple(t, out);
	out->resumed = t->lib.SSL_session_reused(t->ssl);
	copy(out->version, sizeof out->version, t->lib.SSL_get_version(t->ssl));
	copy(out->cipher, sizeof out->cipher, t->lib.SSL_CIPHER_get_name(cipher));
	group = (int)t->lib.SSL_ctrl(t->ssl, SSL_CTRL_GET_NEGOTIATED_GROUP, 0, NULL);
	if (group)
		copy(out->group, sizeof out->group, t->lib.SSL_group_to_name(t->ssl, group));
	t->lib.SSL_get0_alpn_selected(t->ssl, &alpn, &alpn_bytes);
	snprintf(out->alpn, sizeof out->alpn, "%.*s", (int)alpn_bytes, (const char *)alpn);
}
