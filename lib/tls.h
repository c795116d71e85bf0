/* tls: TLS as a client, bytes in and bytes out (RFC 8446, 5246); OpenSSL is loaded on first use. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TLS_H
#define PROBEKIT_TLS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "bytes.h"
#include "fail.h"

struct tls;
enum { TLS_TEXT = 256, TLS_LINE = 320, TLS_PROBLEMS = 4 };

struct tls_config {
	const char *host; /* whom the certificate must name: a name or an address; NULL anybody */
	const char *sni;  /* NULL: host where that is a name; "" none */
	const char *alpn; /* "h2,http/1.1"; NULL none */
	const char *ca_file, *ca_folder;  /* PEM; both NULL: the system's */
	const char *cert_file, *key_file; /* our own, PEM; NULL none */
	uint16_t least, most;		  /* versions, 0x0301 to 0x0304; 0 the library's bounds */
	bool staple;			  /* asks for the certificate's state (RFC 6066 8) */
	bool insecure;			  /* goes on though the certificate is not believed */
	struct bytes session;		  /* of tls_session, to resume it; empty none */
};

/* Loads the library, so that a sandbox may close the file system afterwards. -ENOENT where it is
 * not installed. tls_open does it too. */
int tls_load(struct fail *why);
/* The folder of the system's trusted certificates, for ca_folder: reading those that are needed
 * takes well under a millisecond, all of them some ten. It has to stay readable. False where there
 * is none with hashes, or the environment names others. */
bool tls_system_folder(char to[static TLS_TEXT]);
/* What a sandbox has to leave readable where the library is to be loaded within it: libraries,
 * settings and the certificates of authorities, where distributions have them; NULL at the end. */
extern const char *const tls_files[];
/* Whether these are all that the library reads by itself here: no variable names others, and
 * neither its settings nor its certificates lie or lead elsewhere. Loads it. */
bool tls_files_suffice(void);
/* "OpenSSL 3.0.19 27 Jan 2026", static; NULL when it is not installed. */
const char *tls_version(void);
/* Reads the files that c names; c and its texts are not needed afterwards. */
int tls_open(struct tls **out, const struct tls_config *c, struct fail *why);
void tls_close(struct tls *t);

/* Towards the network. What came from it is copied; tls_put_end tells its end of stream. */
int tls_put(struct tls *t, struct bytes from, struct fail *why);
void tls_put_end(struct tls *t);
/* What has to be sent now, empty for nothing; borrowed until the next call. tls_sent eats n_bytes
 * of it. */
struct bytes tls_out(struct tls *t);
void tls_sent(struct tls *t, size_t n_bytes);

/* The handshake, to be called first and after every tls_put until it is over. 1 done, 0 more bytes
 * are wanted; negative: it failed (-EKEYREJECTED for a certificate that is not believed, -EPROTO
 * for what is no TLS or has nothing in common with us, -ECONNRESET for an end of stream). There may
 * be an alert to send after a failure. */
int tls_turn(struct tls *t, struct fail *why);
/* After it. Bytes read or written; -EAGAIN: bytes from the network are wanted first. tls_read gives
 * 0 at the end: see tls_ending. */
ssize_t tls_read(struct tls *t, void *to, size_t n_bytes, struct fail *why);
ssize_t tls_write(struct tls *t, struct bytes from, struct fail *why);
/* How many bytes of what tls_put took stand before and in the last one that tls_read gave: where
 * that one crossed the network, exactly so for the ciphers of today (AEAD). */
uint64_t tls_position(struct tls *t);
void tls_bye(struct tls *t); /* our close_notify, to be sent */

enum tls_ending {
	TLS_OPEN,
	TLS_CLOSED, /* by close_notify */
	TLS_CUT,    /* by the end of the stream alone: something may be missing (RFC 8446 6.1) */
};
enum tls_ending tls_ending(const struct tls *t);

/* What went by, in its order, for the caller to put a time to. */
enum tls_kind {
	TLS_MESSAGE, /* of the handshake: type, bytes */
	TLS_ALERT,   /* fatal, type, text */
	TLS_KEYS,    /* text: a line for a key log file, as SSLKEYLOGFILE's */
	TLS_TICKET,  /* tls_session has a new session */
};
struct tls_event {
	enum tls_kind kind;
	bool sent; /* by us */
	bool fatal;
	uint8_t type;
	uint32_t bytes;
	uint64_t end;	     /* of the record it ended in: bytes of its direction since TLS began */
	char text[TLS_LINE]; /* "Certificate", "certificate expired", the line */
};
bool tls_next(struct tls *t, struct tls_event *out);

/* What the server sent of its certificate's state, by its authority (RFC 6960). */
enum tls_staple {
	TLS_STAPLE_NONE, /* nothing, or it was not asked for */
	TLS_STAPLE_GOOD,
	TLS_STAPLE_REVOKED,
	TLS_STAPLE_UNKNOWN, /* the authority does not know it */
	TLS_STAPLE_INVALID, /* not of this certificate, not believed, over, or no such answer */
};
const char *tls_staple_name(enum tls_staple s); /* "good"; NULL for none; static */

/* After the handshake; what is not known is "". */
struct tls_facts {
	char version[16], cipher[64], group[32], alpn[64], sni[TLS_TEXT];
	bool resumed;
	enum tls_staple staple;
	int64_t staple_from_s, staple_until_s; /* seconds since 1970; 0 unknown */
	bool verified;			       /* nothing is wrong with the certificate */
	unsigned problems;
	int first_error; /* OpenSSL's number of the first, openssl-verification-options(1); 0 none
			  */
	char problem[TLS_PROBLEMS]
		    [TLS_LINE]; /* sentences, of what the first ones are; escape them */
	bool missing_issuer;	/* a link of the chain is missing: issuer of what is there last */
	char issuer[TLS_TEXT],
		issuer_url[TLS_TEXT]; /* whose certificate, and where it says it is */
};
void tls_facts(struct tls *t, struct tls_facts *out);

/* Texts are from the network: escape them. Times are seconds since 1970, UTC. */
struct tls_certificate {
	char subject[TLS_TEXT], issuer[TLS_TEXT]; /* RFC 2253 */
	char names[4 * TLS_TEXT]; /* the names and addresses it is for, with spaces between */
	char serial[64], key[32], signature[64], sha256[65];
	int64_t from_s, until_s;
	bool self_signed, authority;
};
/* The i-th certificate as it was sent, or as the chain was built from those and the trusted ones,
 * the server's own first. Also after a handshake that failed. False behind the last. */
bool tls_sent_certificate(struct tls *t, unsigned i, struct tls_certificate *out);
bool tls_built_certificate(struct tls *t, unsigned i, struct tls_certificate *out);

/* What a certificate in DER says, without a connection. -EBADMSG for what is none. */
int tls_read_certificate(struct bytes der, struct tls_certificate *out, struct fail *why);

/* The newest session, for tls_config.session (its names are not checked again); empty without one.
 * Borrowed until the next call. */
struct bytes tls_session(const struct tls *t);

#endif
