/* tls: without a server: what is asked for, what is refused, what is no TLS. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tls.h"

#include <errno.h>
#include <stdlib.h>

#include "tap.h"

static bool is_loaded(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[1024];
	bool found = false;

	while (maps && fgets(line, sizeof line, maps))
		found = found || strstr(line, "/libssl.so");
	if (maps)
		fclose(maps);
	return found;
}

static struct tls *opened(const struct tls_config *c)
{
	struct tls *t = NULL;
	struct fail why = {0};

	if (tls_open(&t, c, &why) < 0) {
		ok(false, "it opens: %s", why.text);
		exit(1);
	}
	return t;
}

/* Whether a ClientHello holds these bytes. */
static bool asks(const struct tls_config *c, const char *what, size_t size)
{
	struct tls *t = opened(c);
	bool asked = tls_turn(t, NULL) == 0;
	struct bytes b = tls_out(t);

	asked = asked && b.left > 100 && b.p[0] == 22 && memmem(b.p, b.left, what, size);
	tls_close(t);
	return asked;
}

static void test_hello(void)
{
	struct tls_config c = {.host = "www.example", .ca_folder = "/", .alpn = "h2,http/1.1"};
	struct tls *t = opened(&c);
	struct tls_event e;

	is_int(tls_turn(t, NULL), 0, "a handshake wants more");
	ok(tls_next(t, &e) && e.kind == TLS_MESSAGE && e.sent && e.type == 1, "it was begun");
	is_text(e.text, "ClientHello", "by its first message");
	tls_sent(t, 5);
	ok(tls_out(t).left == e.bytes, "what was sent is gone, but for its 5 bytes of a record");
	tls_sent(t, SIZE_MAX);
	ok(!tls_out(t).left && tls_turn(t, NULL) == 0, "nothing is said twice");
	is_int(tls_ending(t), TLS_OPEN, "nothing has ended");
	ok(!tls_session(t).left, "there is no session yet");
	tls_close(t);
	ok(asks(&c, "www.example", 11), "the name is in it");
	ok(asks(&c, "\2h2\10http/1.1", 12), "ALPN too");
	c.sni = "else.example";
	ok(asks(&c, "else.example", 12) && !asks(&c, "www.example", 11), "or another name");
	c.sni = "";
	ok(!asks(&c, "www.example", 11), "or none");
	c.sni = NULL;
	c.host = "198.18.1.2";
	ok(!asks(&c, "198.18.1.2", 10), "and never an address");
	c.host = "fe80::1%lo";
	ok(!asks(&c, "fe80::1", 7), "nor one with a zone");
}

/* What the system has differs: a folder that is given can be used. */
static void test_system(void)
{
	char folder[TLS_TEXT] = "";
	struct tls_config c = {.ca_folder = folder};

	unsetenv("SSL_CERT_FILE");
	unsetenv("SSL_CERT_DIR");
	if (tls_system_folder(folder)) {
		struct tls *t = opened(&c);

		ok(folder[0] == '/', "the system's folder is %s", folder);
		tls_close(t);
	} else {
		ok(!folder[0], "the system has no folder of hashes");
	}
	setenv("SSL_CERT_DIR", "/", 1);
	ok(!tls_system_folder(folder), "the environment may name another");
	unsetenv("SSL_CERT_DIR");
}

static void test_refused(void)
{
	struct tls_config c = {.ca_file = "/nonexistent"};
	struct fail why = {0};
	struct tls *t = NULL;

	is_int(tls_open(&t, &c, &why), -EINVAL, "a file that is not there");
	ok(strstr(why.text, "cannot read the trusted certificates of /nonexistent: ") == why.text,
		"%s", why.text);
	c = (struct tls_config){.cert_file = "/nonexistent"};
	is_int(tls_open(&t, &c, &why), -EINVAL, "a certificate that is not there");
	c = (struct tls_config){.alpn = "h2,,x"};
	is_int(tls_open(&t, &c, &why), -EINVAL, "an empty protocol");
	c = (struct tls_config){.least = 0x1234};
	is_int(tls_open(&t, &c, &why), -EINVAL, "a version there is not");
	c = (struct tls_config){.session = bytes_of("nonsense", 8)};
	ok(!tls_open(&t, &c, &why), "a session that is none does no harm");
	tls_close(t);
}

/* In pieces of every size: the same end. */
static void test_no_tls(
	const char *name, const void *from, size_t size, int error, const char *says)
{
	struct tls_config c = {.host = "www.example", .ca_folder = "/"};
	size_t wrong = 0;

	for (size_t step = 1; step <= size; step++) {
		struct tls *t = opened(&c);
		struct bytes b = bytes_of(from, size);
		struct fail why = {0};
		int rc = tls_turn(t, &why);

		while (!rc && b.left) {
			tls_put(t, bytes_take(&b, b.left < step ? b.left : step), NULL);
			rc = tls_turn(t, &why);
		}
		if (!rc) {
			tls_put_end(t);
			rc = tls_turn(t, &why);
		}
		wrong += rc != -error || !strstr(why.text, says);
		wrong += tls_turn(t, &why) != -error || tls_read(t, &step, 1, NULL) != -error;
		if (wrong == 1)
			printf("# %zu: %d %s\n", step, rc, why.text);
		tls_close(t);
	}
	is_int(wrong, 0, "%s: %s", name, says);
}

static void test_alert(void)
{
	struct tls_config c = {.host = "www.example", .ca_folder = "/"};
	struct tls *t = opened(&c);
	struct tls_event e;

	tls_turn(t, NULL);
	tls_next(t, &e);
	tls_put(t, bytes_of("\25\3\3\0\2\2\50", 7), NULL);
	tls_turn(t, NULL);
	ok(tls_next(t, &e) && e.kind == TLS_ALERT && !e.sent && e.fatal && e.type == 40,
		"an alert is told");
	is_text(e.text, "handshake failure", "by its name");
	tls_close(t);
}

/* Whatever comes, no handshake is ever done. */
static void test_noise(void)
{
	struct tls_config c = {.host = "www.example", .ca_folder = "/"};
	uint32_t x = 88172645;
	size_t done = 0;

	for (unsigned round = 0; round < 200; round++) {
		struct tls *t = opened(&c);
		uint8_t noise[600];
		struct fail why;

		tls_turn(t, &why);
		for (size_t i = 0; i < sizeof noise; i++) {
			x = x * 1664525 + 1013904223;
			noise[i] = (uint8_t)(x >> 24);
		}
		/* A record of the right kind and length around it goes further. */
		memcpy(noise, "\26\3\3\1\0\2\0\0\374", round & 1 ? 9 : 0);
		tls_put(t, bytes_of(noise, sizeof noise), NULL);
		done += tls_turn(t, &why) == 1;
		tls_close(t);
	}
	is_int(done, 0, "noise is never believed");
}

/* A certificate that the fuzzer starts from too, whole and cut. */
static void read_certificates(void)
{
	static const char *const rows[][3] = {
		{"plain", "CN=www.example", "www.example 198.18.0.1 2001:db8::1"},
		{"utf8",
			"O=B\xc3\xbc"
			"cher & S\xc3\xb6hne,CN=b\xc3\xbc"
			"cher.example",
			""},
		{"nul", "CN=www.example", "www\1example 198.18.0.1 2001:db8::1"}};
	struct tls_certificate c;
	struct fail why = {0};
	uint8_t der[4096];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char path[100];
		FILE *in;
		size_t n;

		snprintf(path, sizeof path, "tests/fuzz/corpus/tls_certificate/%s", rows[i][0]);
		in = fopen(path, "r");
		n = in ? fread(der, 1, sizeof der, in) : 0;
		if (in)
			fclose(in);
		is_int(tls_read_certificate(bytes_of(der, n), &c, &why), 0, "%s is a certificate",
			rows[i][0]);
		is_text(c.subject, rows[i][1], "... of this subject");
		is_text(c.names, rows[i][2], "... for these names");
		is_int(tls_read_certificate(bytes_of(der, n - 1), &c, &why), -EBADMSG,
			"... no longer without its last byte");
	}
}

int main(void)
{
	struct fail why = {0};
	bool early = is_loaded();

	if (tls_load(&why) < 0)
		return tap_skip_all(why.text);
	ok(early == false, "OpenSSL is not there before it is used");
	ok(is_loaded(), "then it is");
	test_hello();
	test_system();
	test_refused();
	test_no_tls("an SSH server", "SSH-2.0-x\r\n", 11, EPROTO, "TLS handshake: ");
	test_no_tls(
		"an HTTP server", "HTTP/1.1 400 Bad Request\r\n", 26, EPROTO, "TLS handshake: ");
	test_no_tls("an alert", "\25\3\3\0\2\2\50", 7, EPROTO, "handshake failure");
	test_no_tls("an end in a record", "\26\3\3\0\100\2", 6, ECONNRESET,
		"the connection was closed during the TLS handshake");
	test_alert();
	test_noise();
	read_certificates();
	tls_close(NULL);
	return tap_done();
}
