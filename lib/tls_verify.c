/* tls_verify: what is wrong with a chain, in a sentence each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "tls_parts.h"

/* Where the verdict is bad the SSL keeps no chain: we do. */
static void keep_chains(struct tls *t, X509_STORE_CTX *store)
{
	STACK_OF(X509) *sent = t->lib.X509_STORE_CTX_get0_untrusted(store);

	if (!t->sent && sent)
		t->sent = t->lib.X509_chain_up_ref(sent);
	if (!t->built)
		t->built = t->lib.X509_STORE_CTX_get1_chain(store);
}

static void say_time(struct tls *t, X509 *c, bool over, char to[static TLS_LINE])
{
	char subject[TLS_TEXT], day[32];

	tls_print_name(&t->lib, t->lib.X509_get_subject_name(c), subject);
	tls_print_day(&t->lib, over ? t->lib.X509_get0_notAfter(c) : t->lib.X509_get0_notBefore(c),
		day, sizeof day);
	snprintf(to, TLS_LINE,
		over ? "the certificate of %.200s expired on %s"
		     : "the certificate of %.200s is not valid before %s",
		subject, day);
}

static void say_names(struct tls *t, X509 *c, char to[static TLS_LINE])
{
	char names[TLS_TEXT];

	tls_print_names(&t->lib, c, names, sizeof names);
	snprintf(to, TLS_LINE, "the certificate is for %.140s, not for %.140s",
		names[0] ? names : "no name at all", t->host);
}

/* The last certificate there is names an issuer whom nobody brought. */
static void say_missing(struct tls *t, X509 *c, char to[static TLS_LINE])
{
	char subject[TLS_TEXT];

	t->missing_issuer = true;
	tls_print_name(&t->lib, t->lib.X509_get_subject_name(c), subject);
	tls_print_name(&t->lib, t->lib.X509_get_issuer_name(c), t->issuer);
	tls_print_issuer_url(&t->lib, c, t->issuer_url);
	snprintf(to, TLS_LINE,
		"the certificate of %.110s, who signed that of %.110s, was not sent and is not "
		"trusted here",
		t->issuer, subject);
}

static void say_root(struct tls *t, X509 *c, bool alone, char to[static TLS_LINE])
{
	char subject[TLS_TEXT];

	tls_print_name(&t->lib, t->lib.X509_get_subject_name(c), subject);
	snprintf(to, TLS_LINE,
		alone ? "the certificate of %.200s is signed by itself"
		      : "the root %.200s of the chain is not trusted here",
		subject);
}

static void say(struct tls *t, int error, int depth, X509 *c, char to[static TLS_LINE])
{
	switch (error) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		say_time(t, c, true, to);
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		say_time(t, c, false, to);
		break;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		say_names(t, c, to);
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
		say_missing(t, c, to);
		break;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		say_root(t, c, true, to);
		break;
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		say_root(t, c, false, to);
		break;
	default:
		snprintf(to, TLS_LINE, "certificate %d of the chain: %.200s", depth,
			t->lib.X509_verify_cert_error_string(error));
		break;
	}
}

/* With insecure every problem is met in turn, otherwise the first one ends the handshake. */
int tls_judge(int good, X509_STORE_CTX *store)
{
	struct tls *t = tls_of_store(store);
	X509 *c;
	int error;

	if (good || !t)
		return good;
	c = t->lib.X509_STORE_CTX_get_current_cert(store);
	error = t->lib.X509_STORE_CTX_get_error(store);
	keep_chains(t, store);
	/* After a missing issuer OpenSSL also says that it cannot check the signature. */
	if (error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE && t->missing_issuer)
		return t->insecure;
	if (t->problems < TLS_PROBLEMS && c)
		say(t, error, t->lib.X509_STORE_CTX_get_error_depth(store), c,
			t->problem[t->problems]);
	if (!t->problems)
		t->first_error = error;
	t->problems++;
	return t->insecure;
}
