/* tlstalk: one TLS connection, or a second one that resumes the first; says what came of it. */
/* SPDX-License-Identifier: BSD-2-Clause */

/* usage: tlstalk ADDRESS PORT [host=NAME] [sni=NAME] [alpn=LIST] [ca=FILE] [folder=FOLDER]
 * [cert=FILE key=FILE] [least=N] [most=N] [insecure=1] [step=BYTES] [say=TEXT] [again=1]
 * [keys=FILE] step feeds what comes from the network in pieces of so many bytes. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "dial.h"
#include "tls.h"

enum { LATE_NS = 1000000000 };
struct talk {
	struct tls_config tls;
	struct addr to;
	uint16_t port;
	size_t step;
	const char *say;
	FILE *keys;
	int fd;
	struct tls *t;
};

static const char *option(char **words, const char *name)
{
	size_t n = strlen(name);

	for (; *words; words++)
		if (!strncmp(*words, name, n) && (*words)[n] == '=')
			return *words + n + 1;
	return NULL;
}

static uint16_t number(const char *text)
{
	return text ? (uint16_t)strtoul(text, NULL, 0) : 0;
}

static int connected(const struct talk *k, struct fail *why)
{
	struct dial_config c = {.addrs = &k->to,
		.n = 1,
		.port = k->port,
		.ttl = -1,
		.tos = -1,
		.deadline_ns = clock_now() + 10 * (int64_t)LATE_NS};
	struct dial *d;
	int rc = dial_open(&d, &c, why), fd;

	while (rc >= 0 && !(rc = dial_turn(d, clock_now(), why))) {
		struct pollfd p[DIAL_ADDRS];

		poll(p, dial_fds(d, p), 100);
	}
	if (rc < 0)
		return rc;
	fd = dial_take(d);
	dial_close(d);
	return fd;
}

static void drain(struct talk *k)
{
	struct tls_event e;
	struct bytes b;

	while (tls_next(k->t, &e)) {
		if (e.kind == TLS_MESSAGE)
			printf("%s %s\n", e.sent ? ">" : "<", e.text);
		else if (e.kind == TLS_ALERT)
			printf("%s alert %s\n", e.sent ? ">" : "<", e.text);
		else if (e.kind == TLS_KEYS && k->keys)
			fprintf(k->keys, "%s\n", e.text);
	}
	while ((b = tls_out(k->t)).left) {
		ssize_t n = send(k->fd, b.p, b.left, MSG_NOSIGNAL);

		if (n <= 0)
			break;
		tls_sent(k->t, (size_t)n);
	}
}

/* Bytes from the network, once some are there; turn is called behind every piece. */
static ssize_t take(struct talk *k, ssize_t (*turn)(struct talk *, struct fail *), struct fail *why)
{
	uint8_t space[16384];
	struct pollfd p = {.fd = k->fd, .events = POLLIN};
	ssize_t n, rc = -EAGAIN;

	if (poll(&p, 1, 5000) <= 0)
		return fail_set(why, ETIMEDOUT, "nothing comes");
	n = recv(k->fd, space, sizeof space, 0);
	if (n <= 0) {
		tls_put_end(k->t);
		return turn(k, why);
	}
	for (size_t at = 0; at < (size_t)n && rc == -EAGAIN; at += k->step) {
		size_t left = (size_t)n - at;
		bool last = left <= k->step;

		tls_put(k->t, bytes_of(space + at, last ? left : k->step), why);
		rc = turn(k, why);
		if (rc != -EAGAIN && !last) /* the rest belongs to the next call */
			tls_put(k->t, bytes_of(space + at + k->step, left - k->step), why);
	}
	return rc;
}

static ssize_t shake(struct talk *k, struct fail *why)
{
	int rc = tls_turn(k->t, why);

	drain(k);
	return rc ? rc : -EAGAIN;
}

static ssize_t hear(struct talk *k, struct fail *why)
{
	char space[4096];
	ssize_t n;

	while ((n = tls_read(k->t, space, sizeof space, why)) > 0)
		printf("read %.*s\n", (int)strcspn(space, "\r\n"), space);
	drain(k);
	return n;
}

static void print_chain(struct talk *k, const char *name,
	bool (*get)(struct tls *, unsigned, struct tls_certificate *))
{
	struct tls_certificate c;

	for (unsigned i = 0; get(k->t, i, &c); i++)
		printf("%s %u: %s by %s for %s, %s, %s, %" PRId64 " to %" PRId64 "%s%s %zu %zu\n",
			name, i, c.subject, c.issuer, c.names, c.key, c.signature, c.from_s,
			c.until_s, c.self_signed ? " self" : "", c.authority ? " CA" : "",
			strlen(c.sha256), strlen(c.serial));
}

static void print_facts(struct talk *k)
{
	struct tls_facts f;

	tls_facts(k->t, &f);
	printf("version=%s cipher=%s group=%s alpn=%s sni=%s resumed=%d verified=%d\n", f.version,
		f.cipher, f.group, f.alpn, f.sni, f.resumed, f.verified);
	for (unsigned i = 0; i < f.problems; i++)
		printf("problem: %s\n", f.problem[i]);
	if (f.missing_issuer)
		printf("missing: %s at %s\n", f.issuer, f.issuer_url);
	print_chain(k, "sent", tls_sent_certificate);
	print_chain(k, "built", tls_built_certificate);
}

static int talk(struct talk *k, struct fail *why)
{
	static const char *const endings[] = {"open", "closed", "cut"};
	ssize_t rc;

	k->fd = connected(k, why);
	if (k->fd < 0)
		return k->fd;
	rc = tls_open(&k->t, &k->tls, why);
	if (rc < 0)
		return (int)rc;
	rc = shake(k, why);
	while (rc == -EAGAIN)
		rc = take(k, shake, why);
	print_facts(k);
	if (rc < 0)
		return (int)rc;
	tls_write(k->t, bytes_of(k->say, strlen(k->say)), why);
	rc = hear(k, why);
	while (rc == -EAGAIN)
		rc = take(k, hear, why);
	tls_bye(k->t);
	drain(k);
	printf("ending %s\n", endings[tls_ending(k->t)]);
	return (int)rc;
}

static struct bytes kept(struct bytes session)
{
	size_t n = session.left;
	uint8_t *p = calloc(1, n + 1);

	if (!p)
		abort();
	bytes_copy(&session, p, n);
	return bytes_of(p, n);
}

int main(int argc, char **argv)
{
	char **w = argv + 3;
	struct talk k = {.step = 16384, .say = "Q\n", .fd = -1};
	struct fail why = {0};
	struct bytes session;
	int rc;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 3 || !addr_parse(&k.to, argv[1]))
		return 2;
	k.port = number(argv[2]);
	k.tls = (struct tls_config){.host = option(w, "host"),
		.sni = option(w, "sni"),
		.alpn = option(w, "alpn"),
		.ca_file = option(w, "ca"),
		.ca_folder = option(w, "folder"),
		.cert_file = option(w, "cert"),
		.key_file = option(w, "key"),
		.least = number(option(w, "least")),
		.most = number(option(w, "most")),
		.insecure = option(w, "insecure")};
	if (option(w, "step"))
		k.step = number(option(w, "step"));
	if (option(w, "say"))
		k.say = option(w, "say");
	if (option(w, "keys"))
		k.keys = fopen(option(w, "keys"), "we");
	rc = talk(&k, &why);
	if (rc >= 0 && option(w, "again")) {
		session = kept(tls_session(k.t));
		tls_close(k.t);
		close(k.fd);
		k.tls.session = session;
		printf("again\n");
		rc = talk(&k, &why);
		free((void *)(uintptr_t)session.p);
	}
	if (rc < 0)
		printf("failed %d: %s\n", -rc, why.text);
	tls_close(k.t);
	if (k.keys)
		fclose(k.keys);
	close(k.fd);
	return rc < 0;
}
