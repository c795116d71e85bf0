/* tls_staple: what the server sent of its certificate's state (RFC 6066 8, RFC 6960). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls_parts.h"

const char *tls_staple_name(enum tls_staple s)
{
	switch (s) {
	case TLS_STAPLE_NONE:
		return NULL;
	case TLS_STAPLE_GOOD:
		return "good";
	case TLS_STAPLE_REVOKED:
		return "revoked";
	case TLS_STAPLE_UNKNOWN:
		return "unknown";
	case TLS_STAPLE_INVALID:
		return "invalid";
	}
	return NULL;
}

static STACK_OF(X509) * chain_of(struct tls *t)
{
	return t->built ? t->built : t->lib.SSL_get0_verified_chain(t->ssl);
}

/* The state of this certificate, by the chain's second one. */
static enum tls_staple state_of(struct tls *t, OCSP_BASICRESP *basic, OCSP_CERTID *id,
	STACK_OF(X509) * chain, struct tls_facts *out)
{
	enum { SKEW_S = 300 };
	X509_STORE *store = t->lib.SSL_CTX_get_cert_store(t->ctx);
	ASN1_GENERALIZEDTIME *from = NULL, *until = NULL, *revoked = NULL;
	int status = -1, reason = -1;

	if (!t->lib.OCSP_resp_find_status(basic, id, &status, &reason, &revoked, &from, &until))
		return TLS_STAPLE_INVALID;
	out->staple_from_s = tls_seconds(&t->lib, from);
	out->staple_until_s = tls_seconds(&t->lib, until);
	if (t->lib.OCSP_basic_verify(basic, chain, store, 0) != 1 ||
		!t->lib.OCSP_check_validity(from, until, SKEW_S, -1))
		return TLS_STAPLE_INVALID;
	return status == V_OCSP_CERTSTATUS_GOOD	     ? TLS_STAPLE_GOOD
	       : status == V_OCSP_CERTSTATUS_REVOKED ? TLS_STAPLE_REVOKED
						     : TLS_STAPLE_UNKNOWN;
}

static enum tls_staple judge(struct tls *t, OCSP_BASICRESP *basic, struct tls_facts *out)
{
	STACK_OF(X509) *chain = chain_of(t);
	const OPENSSL_STACK *all = (const OPENSSL_STACK *)chain;
	OCSP_CERTID *id;
	enum tls_staple found;

	if (!all || t->lib.OPENSSL_sk_num(all) < 2)
		return TLS_STAPLE_INVALID;
	id = t->lib.OCSP_cert_to_id(
		NULL, t->lib.OPENSSL_sk_value(all, 0), t->lib.OPENSSL_sk_value(all, 1));
	if (!id)
		return TLS_STAPLE_INVALID;
	found = state_of(t, basic, id, chain, out);
	t->lib.OCSP_CERTID_free(id);
	return found;
}

void tls_read_staple(struct tls *t, struct tls_facts *out)
{
	const unsigned char *p = NULL;
	long n = t->lib.SSL_ctrl(t->ssl, SSL_CTRL_GET_TLSEXT_STATUS_REQ_OCSP_RESP, 0, &p);
	OCSP_RESPONSE *response;
	OCSP_BASICRESP *basic = NULL;

	if (n <= 0 || !p)
		return;
	out->staple = TLS_STAPLE_INVALID;
	response = t->lib.d2i_OCSP_RESPONSE(NULL, &p, n);
	if (response)
		basic = t->lib.OCSP_response_get1_basic(response);
	if (basic)
		out->staple = judge(t, basic, out);
	t->lib.OCSP_BASICRESP_free(basic);
	t->lib.OCSP_RESPONSE_free(response);
	t->lib.ERR_clear_error();
}
