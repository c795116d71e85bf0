/* tls_certificate: what a certificate says. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tls_parts.h"

/* RFC 2253, other than ASCII as UTF-8. */
void tls_print_name(const struct tls_library *lib, const X509_NAME *name, char to[static TLS_TEXT])
{
	BIO *b = lib->BIO_new(lib->BIO_s_mem());
	int n = -1;

	if (b && lib->X509_NAME_print_ex(b, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0)
		n = lib->BIO_read(b, to, TLS_TEXT - 1);
	to[n > 0 ? n : 0] = '\0';
	lib->BIO_free(b);
}

static void put_general_name(
	const struct tls_library *lib, const GENERAL_NAME *g, char *to, size_t size)
{
	const unsigned char *p;
	int n;

	to[0] = '\0';
	if (g->type == GEN_DNS) {
		p = lib->ASN1_STRING_get0_data(g->d.dNSName);
		n = lib->ASN1_STRING_length(g->d.dNSName);
		/* A NUL ends a text and no name: www.example\0.elsewhere is not for www.example. */
		for (int i = 0; i < n && (size_t)i + 1 < size; i++) {
			to[i] = (char)(p[i] ? p[i] : 1);
			to[i + 1] = '\0';
		}
	} else if (g->type == GEN_IPADD) {
		p = lib->ASN1_STRING_get0_data(g->d.iPAddress);
		n = lib->ASN1_STRING_length(g->d.iPAddress);
		if (n == 4 || n == 16)
			inet_ntop(n == 4 ? AF_INET : AF_INET6, p, to, (socklen_t)size);
	}
}

void tls_print_names(const struct tls_library *lib, X509 *c, char *to, size_t size)
{
	GENERAL_NAMES *names = lib->X509_get_ext_d2i(c, NID_subject_alt_name, NULL, NULL);
	int n = names ? lib->OPENSSL_sk_num((const OPENSSL_STACK *)names) : 0;
	size_t used = 0;

	to[0] = '\0';
	for (int i = 0; i < n; i++) {
		char one[TLS_TEXT];
		size_t length;

		put_general_name(lib, lib->OPENSSL_sk_value((const OPENSSL_STACK *)names, i), one,
			sizeof one);
		length = strlen(one);
		if (!length || used + length + 2 > size)
			continue;
		if (used)
			to[used++] = ' ';
		memcpy(to + used, one, length + 1);
		used += length;
	}
	lib->GENERAL_NAMES_free(names);
}

/* Where the issuer's certificate can be had (RFC 5280 4.2.2.1). */
void tls_print_issuer_url(const struct tls_library *lib, X509 *c, char to[static TLS_TEXT])
{
	AUTHORITY_INFO_ACCESS *all = lib->X509_get_ext_d2i(c, NID_info_access, NULL, NULL);
	int n = all ? lib->OPENSSL_sk_num((const OPENSSL_STACK *)all) : 0;

	to[0] = '\0';
	for (int i = 0; i < n && !to[0]; i++) {
		const ACCESS_DESCRIPTION *a = lib->OPENSSL_sk_value((const OPENSSL_STACK *)all, i);
		const ASN1_STRING *url = a->location->d.uniformResourceIdentifier;

		if (lib->OBJ_obj2nid(a->method) == NID_ad_ca_issuers &&
			a->location->type == GEN_URI)
			snprintf(to, TLS_TEXT, "%.*s", lib->ASN1_STRING_length(url),
				(const char *)lib->ASN1_STRING_get0_data(url));
	}
	lib->AUTHORITY_INFO_ACCESS_free(all);
}

int64_t tls_seconds(const struct tls_library *lib, const ASN1_TIME *at)
{
	struct tm tm = {0};

	return at && lib->ASN1_TIME_to_tm(at, &tm) ? timegm(&tm) : 0;
}

void tls_print_day(const struct tls_library *lib, const ASN1_TIME *at, char *to, size_t size)
{
	time_t s = (time_t)tls_seconds(lib, at);
	struct tm tm;

	to[0] = '\0';
	if (gmtime_r(&s, &tm))
		strftime(to, size, "%Y-%m-%d %H:%M UTC", &tm);
}

static void put_hex(char *to, size_t size, const unsigned char *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	size_t used = 0;

	for (size_t i = 0; i < n && used + 2 < size; i++) {
		to[used++] = digits[p[i] >> 4];
		to[used++] = digits[p[i] & 15];
	}
	to[used] = '\0';
}

static void put_key(const struct tls_library *lib, const X509 *c, char *to, size_t size)
{
	EVP_PKEY *key = lib->X509_get0_pubkey(c);
	const char *type = key ? lib->EVP_PKEY_get0_type_name(key) : NULL;

	snprintf(to, size, "%s %d", type ? type : "?", key ? lib->EVP_PKEY_get_bits(key) : 0);
}

static void read_certificate(const struct tls_library *lib, X509 *c, struct tls_certificate *out)
{
	const X509_NAME *subject = lib->X509_get_subject_name(c);
	const X509_NAME *issuer = lib->X509_get_issuer_name(c);
	const ASN1_INTEGER *serial = lib->X509_get0_serialNumber(c);
	unsigned char digest[EVP_MAX_MD_SIZE];
	const char *signature = lib->OBJ_nid2sn(lib->X509_get_signature_nid(c));
	uint32_t flags = lib->X509_get_extension_flags(c);
	unsigned n = 0;

	*out = (struct tls_certificate){
		.self_signed = flags & EXFLAG_SS, .authority = flags & EXFLAG_CA};
	tls_print_name(lib, subject, out->subject);
	tls_print_name(lib, issuer, out->issuer);
	tls_print_names(lib, c, out->names, sizeof out->names);
	put_hex(out->serial, sizeof out->serial, lib->ASN1_STRING_get0_data(serial),
		(size_t)lib->ASN1_STRING_length(serial));
	put_key(lib, c, out->key, sizeof out->key);
	snprintf(out->signature, sizeof out->signature, "%s", signature ? signature : "");
	if (lib->X509_digest(c, lib->EVP_sha256(), digest, &n))
		put_hex(out->sha256, sizeof out->sha256, digest, n);
	out->from_s = tls_seconds(lib, lib->X509_get0_notBefore(c));
	out->until_s = tls_seconds(lib, lib->X509_get0_notAfter(c));
}

static bool nth(
	struct tls *t, const STACK_OF(X509) * chain, unsigned i, struct tls_certificate *out)
{
	const OPENSSL_STACK *all = (const OPENSSL_STACK *)chain;

	if (!all || i >= (unsigned)t->lib.OPENSSL_sk_num(all))
		return false;
	read_certificate(&t->lib, t->lib.OPENSSL_sk_value(all, (int)i), out);
	return true;
}

bool tls_sent_certificate(struct tls *t, unsigned i, struct tls_certificate *out)
{
	return nth(t, t->sent ? t->sent : t->lib.SSL_get_peer_cert_chain(t->ssl), i, out);
}

bool tls_built_certificate(struct tls *t, unsigned i, struct tls_certificate *out)
{
	return nth(t, t->built ? t->built : t->lib.SSL_get0_verified_chain(t->ssl), i, out);
}

int tls_read_certificate(struct bytes der, struct tls_certificate *out, struct fail *why)
{
	struct tls_library lib = {.ssl = NULL};
	const unsigned char *p = der.p;
	int rc = tls_library_load(&lib, why);
	X509 *c;

	if (rc < 0)
		return rc;
	c = der.left <= INT32_MAX ? lib.d2i_X509(NULL, &p, (long)der.left) : NULL;
	lib.ERR_clear_error();
	if (!c)
		return fail_set(why, EBADMSG, "no certificate");
	read_certificate(&lib, c, out);
	lib.X509_free(c);
	return 0;
}
