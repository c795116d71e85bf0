/* tls_parts: what tls's files share: OpenSSL by its own names, found when it is loaded. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TLS_PARTS_H
#define PROBEKIT_TLS_PARTS_H

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "tls.h"

enum { TLS_EVENTS = 64 };

#define TLS_OF_SSL(X)                                                                              \
	X(SSL_CTX_new)                                                                             \
	X(SSL_CTX_free)                                                                            \
	X(SSL_CTX_ctrl)                                                                            \
	X(SSL_CTX_set_default_verify_paths)                                                        \
	X(SSL_CTX_load_verify_locations)                                                           \
	X(SSL_CTX_use_certificate_chain_file)                                                      \
	X(SSL_CTX_use_PrivateKey_file)                                                             \
	X(SSL_CTX_set_keylog_callback)                                                             \
	X(SSL_CTX_sess_set_new_cb)                                                                 \
	X(SSL_CTX_set_verify)                                                                      \
	X(TLS_client_method)                                                                       \
	X(SSL_new)                                                                                 \
	X(SSL_free)                                                                                \
	X(SSL_ctrl)                                                                                \
	X(SSL_set_ex_data)                                                                         \
	X(SSL_set_bio)                                                                             \
	X(SSL_set_connect_state)                                                                   \
	X(SSL_set_msg_callback)                                                                    \
	X(SSL_set_alpn_protos)                                                                     \
	X(SSL_get0_alpn_selected)                                                                  \
	X(SSL_get0_param)                                                                          \
	X(SSL_set_session)                                                                         \
	X(SSL_SESSION_free)                                                                        \
	X(SSL_do_handshake)                                                                        \
	X(SSL_read)                                                                                \
	X(SSL_write)                                                                               \
	X(SSL_pending)                                                                             \
	X(SSL_version)                                                                             \
	X(SSL_shutdown)                                                                            \
	X(SSL_get_error)                                                                           \
	X(SSL_get_version)                                                                         \
	X(SSL_get_current_cipher)                                                                  \
	X(SSL_CIPHER_get_name)                                                                     \
	X(SSL_group_to_name)                                                                       \
	X(SSL_get_verify_result)                                                                   \
	X(SSL_session_reused)                                                                      \
	X(SSL_CTX_get_cert_store)                                                                  \
	X(SSL_get_servername)                                                                      \
	X(SSL_get_peer_cert_chain)                                                                 \
	X(SSL_get0_verified_chain)                                                                 \
	X(SSL_alert_desc_string_long)                                                              \
	X(i2d_SSL_SESSION)                                                                         \
	X(d2i_SSL_SESSION)

#define TLS_OF_CRYPTO(X)                                                                           \
	X(OpenSSL_version)                                                                         \
	X(ERR_get_error)                                                                           \
	X(ERR_peek_last_error)                                                                     \
	X(ERR_clear_error)                                                                         \
	X(ERR_reason_error_string)                                                                 \
	X(BIO_new)                                                                                 \
	X(BIO_s_mem)                                                                               \
	X(BIO_ctrl)                                                                                \
	X(BIO_write)                                                                               \
	X(BIO_read)                                                                                \
	X(BIO_free)                                                                                \
	X(OPENSSL_sk_num)                                                                          \
	X(OPENSSL_sk_value)                                                                        \
	X(OPENSSL_sk_pop_free)                                                                     \
	X(X509_free)                                                                               \
	X(d2i_X509)                                                                                \
	X(X509_chain_up_ref)                                                                       \
	X(X509_STORE_CTX_get_error)                                                                \
	X(X509_STORE_CTX_get_error_depth)                                                          \
	X(X509_STORE_CTX_get_current_cert)                                                         \
	X(X509_STORE_CTX_get1_chain)                                                               \
	X(X509_STORE_CTX_get0_untrusted)                                                           \
	X(X509_VERIFY_PARAM_set1_host)                                                             \
	X(X509_VERIFY_PARAM_set1_ip_asc)                                                           \
	X(X509_VERIFY_PARAM_set_hostflags)                                                         \
	X(X509_verify_cert_error_string)                                                           \
	X(X509_get_subject_name)                                                                   \
	X(X509_get_issuer_name)                                                                    \
	X(X509_NAME_print_ex)                                                                      \
	X(X509_NAME_cmp)                                                                           \
	X(X509_get0_notBefore)                                                                     \
	X(X509_get0_notAfter)                                                                      \
	X(ASN1_TIME_to_tm)                                                                         \
	X(X509_get0_serialNumber)                                                                  \
	X(ASN1_STRING_get0_data)                                                                   \
	X(ASN1_STRING_length)                                                                      \
	X(X509_get_ext_d2i)                                                                        \
	X(GENERAL_NAMES_free)                                                                      \
	X(AUTHORITY_INFO_ACCESS_free)                                                              \
	X(OBJ_obj2nid)                                                                             \
	X(OBJ_nid2sn)                                                                              \
	X(OBJ_nid2ln)                                                                              \
	X(X509_get0_pubkey)                                                                        \
	X(EVP_PKEY_get0_type_name)                                                                 \
	X(EVP_PKEY_get_bits)                                                                       \
	X(X509_get_default_cert_dir)                                                               \
	X(X509_get_default_cert_file)                                                              \
	X(X509_get_default_cert_dir_env)                                                           \
	X(X509_get_default_cert_file_env)                                                          \
	X(X509_get_signature_nid)                                                                  \
	X(X509_get_extension_flags)                                                                \
	X(X509_digest)                                                                             \
	X(d2i_OCSP_RESPONSE)                                                                       \
	X(OCSP_RESPONSE_free)                                                                      \
	X(OCSP_response_get1_basic)                                                                \
	X(OCSP_BASICRESP_free)                                                                     \
	X(OCSP_basic_verify)                                                                       \
	X(OCSP_cert_to_id)                                                                         \
	X(OCSP_CERTID_free)                                                                        \
	X(OCSP_resp_find_status)                                                                   \
	X(OCSP_check_validity)                                                                     \
	X(EVP_sha256)

struct tls_library {
	void *ssl, *crypto;
#define TLS_MEMBER(name) typeof(name) *(name);
	TLS_OF_SSL(TLS_MEMBER)
	TLS_OF_CRYPTO(TLS_MEMBER)
#undef TLS_MEMBER
};

struct tls {
	struct tls_library lib;
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out;	    /* the SSL's */
	uint64_t put_bytes; /* into in */
	char host[TLS_TEXT];
	bool insecure, done, ended, broken;
	enum tls_ending ending;
	struct fail why; /* of broken */
	unsigned problems;
	int first_error;
	char problem[TLS_PROBLEMS][TLS_LINE];
	bool missing_issuer;
	char issuer[TLS_TEXT], issuer_url[TLS_TEXT];
	STACK_OF(X509) * sent, *built; /* ours, of a chain that is not believed */
	unsigned char *session;
	size_t session_bytes;
	struct tls_event event[TLS_EVENTS];
	unsigned event_first, events;
	uint64_t records_end[2]; /* of what came, of what was sent: bytes of all records so far */
};

/* tls_load.c */
int tls_library_load(struct tls_library *lib, struct fail *why);
struct tls *tls_of(const SSL *ssl);
struct tls *tls_of_store(const X509_STORE_CTX *store);
/* tls_event.c: hooks its callbacks in, and where events go. */
void tls_listen_context(struct tls *t);
void tls_listen(struct tls *t);
/* tls_verify.c: the verdict on each certificate comes here. */
int tls_judge(int good, X509_STORE_CTX *store);
/* tls_staple.c */
void tls_read_staple(struct tls *t, struct tls_facts *out);
/* tls_certificate.c */
int64_t tls_seconds(const struct tls_library *lib, const ASN1_TIME *at); /* 0 for none */
void tls_print_name(const struct tls_library *lib, const X509_NAME *name, char to[static TLS_TEXT]);
void tls_print_names(const struct tls_library *lib, X509 *c, char *to, size_t size);
void tls_print_day(const struct tls_library *lib, const ASN1_TIME *at, char *to, size_t size);
void tls_print_issuer_url(const struct tls_library *lib, X509 *c, char to[static TLS_TEXT]);

#endif
