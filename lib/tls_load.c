/* tls_load: finds OpenSSL when it is needed first. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "load.h"
#include "tls_parts.h"

const char *const tls_files[] = {"/etc/ld.so.cache", "/lib", "/lib64", "/usr/lib", "/usr/lib64",
	"/etc/ssl/openssl.cnf", "/etc/ssl/certs", "/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates", "/etc/pki/tls/openssl.cnf", "/etc/pki/tls/openssl.d",
	"/etc/pki/tls/certs", "/etc/ca-certificates", "/var/lib/ca-certificates",
	"/etc/pki/ca-trust", "/usr/share/pki", "/etc/crypto-policies", NULL};

struct symbol {
	size_t at;
	char name[44];
};
#define SYMBOL(name) {offsetof(struct tls_library, name), #name},
static const struct symbol of_ssl[] = {TLS_OF_SSL(SYMBOL)};
static const struct symbol of_crypto[] = {TLS_OF_CRYPTO(SYMBOL)};

static int find(
	struct tls_library *lib, void *in, const struct symbol *s, size_t n, struct fail *why)
{
	for (size_t i = 0; i < n; i++) {
		void *found = dlsym(in, s[i].name);

		if (!found)
			return fail_set(
				why, ENOENT, "this OpenSSL has no %s: TLS needs 3.0", s[i].name);
		memcpy((char *)lib + s[i].at, &found, sizeof found);
	}
	return 0;
}

int tls_library_load(struct tls_library *lib, struct fail *why)
{
	static const char missing[] =
		"TLS needs OpenSSL 3, which is not installed (package libssl3 or openssl)";
	int rc;

	if ((rc = load_library(&lib->crypto, "libcrypto.so.3", missing, why)) < 0 ||
		(rc = load_library(&lib->ssl, "libssl.so.3", missing, why)) < 0 ||
		(rc = find(lib, lib->ssl, of_ssl, sizeof of_ssl / sizeof *of_ssl, why)) < 0)
		return rc;
	return find(lib, lib->crypto, of_crypto, sizeof of_crypto / sizeof *of_crypto, why);
}

/* Only so can a callback find its tls: it gets no pointer of ours, and there is no state here. NULL
 * where the loader has no memory for it. */
static void *symbol_of(const char *library, const char *name)
{
	void *handle = dlopen(library, RTLD_NOW | RTLD_NOLOAD), *found = NULL;

	if (handle) {
		found = dlsym(handle, name);
		dlclose(handle);
	}
	return found;
}

struct tls *tls_of(const SSL *ssl)
{
	typeof(SSL_get_ex_data) *get = symbol_of("libssl.so.3", "SSL_get_ex_data");

	return get ? get(ssl, 0) : NULL;
}

struct tls *tls_of_store(const X509_STORE_CTX *store)
{
	typeof(SSL_get_ex_data_X509_STORE_CTX_idx) *index =
		symbol_of("libssl.so.3", "SSL_get_ex_data_X509_STORE_CTX_idx");
	typeof(X509_STORE_CTX_get_ex_data) *get =
		symbol_of("libcrypto.so.3", "X509_STORE_CTX_get_ex_data");

	return get && index ? tls_of(get(store, index())) : NULL;
}

int tls_load(struct fail *why)
{
	struct tls_library lib = {.ssl = NULL};

	return tls_library_load(&lib, why);
}

const char *tls_version(void)
{
	struct tls_library lib = {.ssl = NULL};

	if (tls_library_load(&lib, NULL) < 0 || !lib.OpenSSL_version)
		return NULL;
	return lib.OpenSSL_version(OPENSSL_VERSION);
}
