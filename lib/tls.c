/* tls: the connection, its bytes and its end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tls_parts.h"

static bool is_address(const char *text)
{
	uint8_t space[16];

	return inet_pton(AF_INET, text, space) == 1 || inet_pton(AF_INET6, text, space) == 1;
}

static int refused(struct tls *t, struct fail *why, const char *what, const char *name)
{
	const char *reason = t->lib.ERR_reason_error_string(t->lib.ERR_peek_last_error());
	unsigned long error;
	int system = 0;

	/* What it was about comes first, that OpenSSL made of it last. */
	while (!system && (error = t->lib.ERR_get_error()))
		system = ERR_SYSTEM_ERROR(error) ? ERR_GET_REASON(error) : 0;
	t->lib.ERR_clear_error();
	if (system)
		reason = strerror(system);
	return fail_set(why, fail_is_shortage(-system) ? system : EINVAL, "%s %s: %s", what, name,
		reason ? reason : "not accepted");
}

/* OpenSSL would say nothing of it, and find no certificate there. */
static int check_folder(const char *path, struct fail *why)
{
	struct stat st;

	if (!stat(path, &st) && S_ISDIR(st.st_mode))
		return 0;
	return fail_set(why, EINVAL, "cannot read the trusted certificates of %s: %s", path,
		strerror(stat(path, &st) < 0 ? errno : ENOTDIR));
}

static int set_trust(struct tls *t, const struct tls_config *c, struct fail *why)
{
	const char *name = c->ca_file ? c->ca_file : c->ca_folder;
	int rc;

	if (c->ca_folder && (rc = check_folder(c->ca_folder, why)) < 0)
		return rc;
	if (!name)
		t->lib.SSL_CTX_set_default_verify_paths(t->ctx);
	else if (!t->lib.SSL_CTX_load_verify_locations(t->ctx, c->ca_file, c->ca_folder))
		return refused(t, why, "cannot read the trusted certificates of", name);
	return 0;
}

static int set_own(struct tls *t, const struct tls_config *c, struct fail *why)
{
	const char *key = c->key_file ? c->key_file : c->cert_file;

	if (!c->cert_file)
		return 0;
	if (t->lib.SSL_CTX_use_certificate_chain_file(t->ctx, c->cert_file) != 1)
		return refused(t, why, "cannot use the certificate of", c->cert_file);
	if (t->lib.SSL_CTX_use_PrivateKey_file(t->ctx, key, SSL_FILETYPE_PEM) != 1)
		return refused(t, why, "cannot use the key of", key);
	return 0;
}

static int set_context(struct tls *t, const struct tls_config *c, struct fail *why)
{
	int rc;

	t->ctx = t->lib.SSL_CTX_new(t->lib.TLS_client_method());
	if (!t->ctx)
		return fail_set(why, ENOMEM, "OpenSSL has no memory");
	if (!t->lib.SSL_CTX_ctrl(t->ctx, SSL_CTRL_SET_MIN_PROTO_VERSION, c->least, NULL) ||
		!t->lib.SSL_CTX_ctrl(t->ctx, SSL_CTRL_SET_MAX_PROTO_VERSION, c->most, NULL))
		return fail_set(why, EINVAL, "OpenSSL does not know these versions of TLS");
	rc = set_trust(t, c, why);
	return rc < 0 ? rc : set_own(t, c, why);
}

/* "h2,http/1.1" as a list with a length before each (RFC 7301 3.1). */
static int set_alpn(struct tls *t, const char *names, struct fail *why)
{
	unsigned char list[TLS_TEXT];
	size_t at = 0;

	while (names && *names) {
		size_t n = strcspn(names, ",");

		if (!n || n > 255 || at + 1 + n > sizeof list)
			return fail_set(why, EINVAL, "no such ALPN protocol can be offered");
		list[at] = (unsigned char)n;
		memcpy(list + at + 1, names, n);
		at += 1 + n;
		names += n;
		names += *names == ',';
	}
	if (at)
		t->lib.SSL_set_alpn_protos(t->ssl, list, (unsigned)at);
	return 0;
}

static int set_names(struct tls *t, const struct tls_config *c, struct fail *why)
{
	/* A zone is of this host alone (RFC 4007 6), and no name has a '%'. */
	size_t n = c->host ? strcspn(c->host, "%") : 0;
	X509_VERIFY_PARAM *param = t->lib.SSL_get0_param(t->ssl);
	const char *sni = c->sni ? c->sni : t->host;

	if (n >= sizeof t->host)
		return fail_set(why, ENAMETOOLONG, "a host's name has 255 bytes at most");
	/* The dot behind a whole name is DNS's: neither SNI (RFC 6066 3) nor certificates have it.
	 */
	n -= n > 1 && c->host[n - 1] == '.';
	snprintf(t->host, sizeof t->host, "%.*s", (int)n, c->host ? c->host : "");
	if (*sni && !is_address(sni) &&
		!t->lib.SSL_ctrl(t->ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
			(void *)(uintptr_t)sni)) /* only read */
		return refused(t, why, "cannot ask for the name", sni);
	if (!*t->host)
		return 0;
	t->lib.X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	if (is_address(t->host) ? !t->lib.X509_VERIFY_PARAM_set1_ip_asc(param, t->host)
				: !t->lib.X509_VERIFY_PARAM_set1_host(param, t->host, 0))
		return refused(t, why, "cannot check for the name", t->host);
	return 0;
}

static void set_session(struct tls *t, struct bytes from)
{
	const unsigned char *p = from.p;
	SSL_SESSION *s = from.left ? t->lib.d2i_SSL_SESSION(NULL, &p, (long)from.left) : NULL;

	if (s)
		t->lib.SSL_set_session(t->ssl, s);
	t->lib.SSL_SESSION_free(s);
	t->lib.ERR_clear_error();
}

static int set_connection(struct tls *t, const struct tls_config *c, struct fail *why)
{
	int rc;

	t->ssl = t->lib.SSL_new(t->ctx);
	t->in = t->lib.BIO_new(t->lib.BIO_s_mem());
	t->out = t->lib.BIO_new(t->lib.BIO_s_mem());
	if (!t->ssl || !t->in || !t->out) {
		t->lib.BIO_free(t->in);
		t->lib.BIO_free(t->out);
		return fail_set(why, ENOMEM, "OpenSSL has no memory");
	}
	t->lib.SSL_set_bio(t->ssl, t->in, t->out); /* the SSL's from here on */
	t->lib.SSL_set_connect_state(t->ssl);
	rc = set_names(t, c, why);
	if (rc < 0)
		return rc;
	set_session(t, c->session);
	if (c->staple)
		t->lib.SSL_ctrl(
			t->ssl, SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE, TLSEXT_STATUSTYPE_ocsp, NULL);
	return set_alpn(t, c->alpn, why);
}

int tls_open(struct tls **out, const struct tls_config *c, struct fail *why)
{
	struct tls *t = calloc(1, sizeof *t);
	int rc;

	if (!t)
		return fail_errno(why, "TLS");
	t->insecure = c->insecure;
	rc = tls_library_load(&t->lib, why);
	if (rc < 0) {
		free(t);
		return rc;
	}
	rc = set_context(t, c, why);
	if (rc >= 0) {
		tls_listen_context(t);
		rc = set_connection(t, c, why);
	}
	if (rc < 0) {
		tls_close(t);
		return rc;
	}
	tls_listen(t);
	*out = t;
	return 0;
}

void tls_close(struct tls *t)
{
	if (!t)
		return;
	t->lib.SSL_free(t->ssl);
	t->lib.SSL_CTX_free(t->ctx);
	t->lib.OPENSSL_sk_pop_free((OPENSSL_STACK *)t->sent, (OPENSSL_sk_freefunc)t->lib.X509_free);
	t->lib.OPENSSL_sk_pop_free(
		(OPENSSL_STACK *)t->built, (OPENSSL_sk_freefunc)t->lib.X509_free);
	free(t->session);
	free(t);
}

int tls_put(struct tls *t, struct bytes from, struct fail *why)
{
	while (from.left) {
		int most = from.left > INT32_MAX ? INT32_MAX : (int)from.left;
		int n = t->lib.BIO_write(t->in, from.p, most);

		if (n <= 0)
			return fail_set(why, ENOMEM, "OpenSSL has no memory");
		bytes_skip(&from, (size_t)n);
		t->put_bytes += (uint64_t)n;
	}
	return 0;
}

uint64_t tls_position(struct tls *t)
{
	/* The tag behind a record's content, in TLS 1.3 its type too (RFC 8446 5.2). */
	enum { TAG_BYTES = 16, TYPE_BYTES = 1 };
	bool inner = t->lib.SSL_version(t->ssl) == TLS1_3_VERSION;
	uint64_t behind = (uint64_t)t->lib.BIO_ctrl(t->in, BIO_CTRL_PENDING, 0, NULL) +
			  (uint64_t)t->lib.SSL_pending(t->ssl) + TAG_BYTES +
			  (inner ? TYPE_BYTES : 0);

	return behind < t->put_bytes ? t->put_bytes - behind : 0;
}

void tls_put_end(struct tls *t)
{
	t->ended = true;
}

struct bytes tls_out(struct tls *t)
{
	char *p = NULL;
	long n = t->lib.BIO_ctrl(t->out, BIO_CTRL_INFO, 0, &p);

	return bytes_of(p, n > 0 ? (size_t)n : 0);
}

/* A memory BIO is eaten by reading it. */
void tls_sent(struct tls *t, size_t n_bytes)
{
	char space[4096];

	while (n_bytes) {
		int most = n_bytes < sizeof space ? (int)n_bytes : (int)sizeof space;
		int n = t->lib.BIO_read(t->out, space, most);

		if (n <= 0)
			return;
		n_bytes -= (size_t)n;
	}
}

static int broken(struct tls *t, struct fail *why)
{
	return fail_set(why, t->why.error, "%s", t->why.text);
}

static int breaks(struct tls *t, struct fail *why, int error, const char *where, const char *text)
{
	t->broken = true;
	snprintf(t->why.text, sizeof t->why.text, "%s%s", where, text);
	t->why.error = error;
	t->lib.ERR_clear_error();
	return broken(t, why);
}

static int handshake_failed(struct tls *t, struct fail *why)
{
	const char *reason = t->lib.ERR_reason_error_string(t->lib.ERR_peek_last_error());

	if (t->problems && !t->insecure)
		return breaks(t, why, EKEYREJECTED, "", t->problem[0]);
	if (t->ended)
		return breaks(t, why, ECONNRESET, "",
			"the connection was closed during the TLS handshake");
	return breaks(t, why, EPROTO, "TLS handshake: ", reason ? reason : "failed");
}

int tls_turn(struct tls *t, struct fail *why)
{
	int rc;

	if (t->broken)
		return broken(t, why);
	if (t->done)
		return 1;
	t->lib.ERR_clear_error();
	rc = t->lib.SSL_do_handshake(t->ssl);
	if (rc == 1 && !t->insecure && t->lib.SSL_get_verify_result(t->ssl) != X509_V_OK)
		return breaks(t, why, EKEYREJECTED, "",
			"the session that was resumed is of a certificate that is not believed");
	t->done = rc == 1;
	if (t->done)
		return 1;
	if (t->lib.SSL_get_error(t->ssl, rc) == SSL_ERROR_WANT_READ && !t->ended)
		return 0;
	return handshake_failed(t, why);
}

/* What a call that gave nothing means. */
static ssize_t no_bytes(struct tls *t, int rc, struct fail *why)
{
	int error = t->lib.SSL_get_error(t->ssl, rc);
	const char *reason;

	if (error == SSL_ERROR_ZERO_RETURN) {
		t->ending = TLS_CLOSED;
		return 0;
	}
	if (error == SSL_ERROR_WANT_READ && !t->ended)
		return -EAGAIN;
	if (error == SSL_ERROR_WANT_READ) {
		t->ending = TLS_CUT;
		return 0;
	}
	reason = t->lib.ERR_reason_error_string(t->lib.ERR_peek_last_error());
	return breaks(t, why, EPROTO, "TLS: ", reason ? reason : "failed");
}

static int most_int(size_t n)
{
	return n > INT32_MAX ? INT32_MAX : (int)n;
}

ssize_t tls_read(struct tls *t, void *to, size_t n_bytes, struct fail *why)
{
	int n;

	if (t->broken)
		return broken(t, why);
	t->lib.ERR_clear_error();
	n = t->lib.SSL_read(t->ssl, to, most_int(n_bytes));
	return n > 0 ? n : no_bytes(t, n, why);
}

ssize_t tls_write(struct tls *t, struct bytes from, struct fail *why)
{
	int n;

	if (t->broken)
		return broken(t, why);
	if (!from.left)
		return 0;
	t->lib.ERR_clear_error();
	n = t->lib.SSL_write(t->ssl, from.p, most_int(from.left));
	return n > 0 ? n : no_bytes(t, n, why);
}

void tls_bye(struct tls *t)
{
	if (t->done && !t->broken)
		t->lib.SSL_shutdown(t->ssl);
	t->lib.ERR_clear_error();
}

enum tls_ending tls_ending(const struct tls *t)
{
	return t->ending;
}

struct bytes tls_session(const struct tls *t)
{
	return bytes_of(t->session, t->session_bytes);
}
