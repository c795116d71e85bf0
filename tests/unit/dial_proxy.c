/* dial_proxy: proxies by transcript, whole and byte by byte: what is asked, what is answered, and
 * that not a byte of the target's is read. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>

#include "dialling.h"
#include "netns.h"
#include "tap.h"

/* What the proxy waits for and then says, in turn. */
struct part {
	const char *hears, *says;
	size_t hears_bytes, says_bytes;
};
#define SAY(text) .says = (text), .says_bytes = sizeof(text) - 1
#define HEAR(text) .hears = (text), .hears_bytes = sizeof(text) - 1

struct transcript {
	const char *name;
	enum dial_proxy proxy;
	const char *host, *user, *password;
	struct part part[3];
	int result, status;
	const char *why;
	const char *left; /* for the target's client, behind the answer */
	const char *body;
};

static const struct transcript transcripts[] = {
	{"SOCKS 5 by name", DIAL_SOCKS5, "www.example", NULL, NULL,
		{{HEAR("\5\1\0"), SAY("\5\0")},
			{HEAR("\5\1\0\3\x0bwww.example\x01\xbb"), SAY("\5\0\0\1\1\2\3\4\0\x50")}},
		1, 0, NULL, "", ""},
	{"SOCKS 5 by IPv4, and the target speaks first", DIAL_SOCKS5, "198.18.0.1", NULL, NULL,
		{{HEAR("\5\1\0"), SAY("\5\0")},
			{HEAR("\5\1\0\1\xc6\x12\0\1\x01\xbb"), SAY("\5\0\0\1\1\2\3\4\0\x50"
								   "220 ready\r\n")}},
		1, 0, NULL, "220 ready\r\n", ""},
	{"SOCKS 5 bound by name and to IPv6", DIAL_SOCKS5, "::1", NULL, NULL,
		{{HEAR("\5\1\0"), SAY("\5\0")},
			{HEAR("\5\1\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\x01\xbb"),
				SAY("\5\0\0\3\4host\0\x50!")}},
		1, 0, NULL, "!", ""},
	{"SOCKS 5 with a password", DIAL_SOCKS5, "h", "user", "pass",
		{{HEAR("\5\2\0\2"), SAY("\5\2")}, {HEAR("\1\4user\4pass"), SAY("\1\0")},
			{HEAR("\5\1\0\3\1h\x01\xbb"), SAY("\5\0\0\4abcdefghijklmnop\0\1")}},
		1, 0, NULL, "", ""},
	{"a wrong password", DIAL_SOCKS5, "h", "user", "pass",
		{{HEAR("\5\2\0\2"), SAY("\5\2")}, {HEAR("\1\4user\4pass"), SAY("\1\1")}},
		-ECONNREFUSED, -1, "the proxy refuses: user name or password not accepted", "", ""},
	{"no method", DIAL_SOCKS5, "h", NULL, NULL, {{HEAR("\5\1\0"), SAY("\5\xff")}},
		-ECONNREFUSED, -1, "the proxy refuses: no acceptable authentication method", "",
		""},
	{"SOCKS 5 refusal", DIAL_SOCKS5, "h", NULL, NULL,
		{{HEAR("\5\1\0"), SAY("\5\0")},
			{HEAR("\5\1\0\3\1h\x01\xbb"), SAY("\5\5\0\1\0\0\0\0\0\0")}},
		-ECONNREFUSED, 5, "the proxy refuses: connection refused", "", ""},
	{"SOCKS 4", DIAL_SOCKS5, "h", NULL, NULL, {{HEAR("\5\1\0"), SAY("\0\x5b")}}, -EPROTO, -1,
		"the proxy's answer is no SOCKS 5", "", ""},
	{"an address type there is not", DIAL_SOCKS5, "h", NULL, NULL,
		{{HEAR("\5\1\0"), SAY("\5\0")},
			{HEAR("\5\1\0\3\1h\x01\xbb"), SAY("\5\0\0\x09\0\0\0\0\0\0")}},
		-EPROTO, -1, "the proxy's answer is no SOCKS 5", "", ""},
	{"a proxy that closes", DIAL_SOCKS5, "h", NULL, NULL, {{HEAR("\5\1\0"), SAY("\5")}},
		-ECONNRESET, -1, "the proxy closed the connection", "", ""},
	{"CONNECT", DIAL_CONNECT, "www.example", NULL, NULL,
		{{HEAR("CONNECT www.example:443 HTTP/1.1\r\nHost: www.example:443\r\n\r\n"),
			SAY("HTTP/1.1 200 Connection established\r\nVia: "
			    "x\r\n\r\nSSH-2.0\r\n\r\n")}},
		1, 200, NULL, "SSH-2.0\r\n\r\n", ""},
	{"CONNECT with a password, behind an interim answer", DIAL_CONNECT, "2001:db8::1", "user",
		"pass",
		{{HEAR("CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n"
		       "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n"),
			SAY("HTTP/1.1 103 Early\r\n\r\nHTTP/1.0 204 OK\r\n\r\n")}},
		1, 204, NULL, "", ""},
	{"CONNECT refused", DIAL_CONNECT, "h", NULL, NULL,
		{{HEAR("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
			SAY("HTTP/1.1 403 Forbidden\r\ncontent-length: 7\r\n\r\nno way!more")}},
		-ECONNREFUSED, 403, "the proxy refuses: 403 Forbidden", "more", "no way!"},
	{"CONNECT refused to the end", DIAL_CONNECT, "h", NULL, NULL,
		{{HEAR("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
			SAY("HTTP/1.1 502 Bad Gateway\r\n\r\n<html>")}},
		-ECONNREFUSED, 502, "the proxy refuses: 502 Bad Gateway", "", "<html>"},
	{"CONNECT with lines that lack their CR", DIAL_CONNECT, "h", NULL, NULL,
		{{HEAR("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
			SAY("HTTP/1.0 200 OK\nVia: x\r\n\nSSH-2.0\n\n")}},
		1, 200, NULL, "SSH-2.0\n\n", ""},
	{"a status of four digits", DIAL_CONNECT, "h", NULL, NULL,
		{{HEAR("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
			SAY("HTTP/1.1 2000 OK\r\n\r\n")}},
		-EPROTO, -1, "the proxy's answer is no HTTP", "", ""},
	{"no HTTP", DIAL_CONNECT, "h", NULL, NULL,
		{{HEAR("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"), SAY("SSH-2.0-x\r\n")}},
		-EPROTO, -1, "the proxy's answer is no HTTP", "", ""},
	{"no status", DIAL_CONNECT, "h", NULL, NULL,
		{{HEAR("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"),
			SAY("HTTP/1.1 2x0 OK\r\n\r\n")}},
		-EPROTO, -1, "the proxy's answer is no HTTP", "", ""},
};

/* In a process of its own; its status is 0 when it heard what it waits for. */
static void play(int server, const struct transcript *t, size_t step)
{
	int fd = accept(server, NULL, NULL);

	for (size_t i = 0; i < 3 && t->part[i].hears; i++) {
		const struct part *p = &t->part[i];
		char heard[1024];
		size_t n = 0;

		while (n < p->hears_bytes) {
			ssize_t got = recv(fd, heard + n, p->hears_bytes - n, 0);

			if (got <= 0)
				_exit(1);
			n += (size_t)got;
		}
		if (memcmp(heard, p->hears, n) != 0)
			_exit(2);
		for (size_t at = 0; at < p->says_bytes; at += step) {
			size_t left = p->says_bytes - at;

			send(fd, p->says + at, left < step ? left : step, MSG_NOSIGNAL);
			if (step == 1)
				usleep(200); /* so that each is a segment, most of them */
		}
	}
	close(fd);
	_exit(0);
}

static void test_left(struct dial *d, const struct transcript *t)
{
	char left[64] = "";
	int fd = dial_take(d);
	size_t n = 0, most = strlen(t->left);
	struct pollfd p = {.fd = fd, .events = POLLIN};

	while (n < most && poll(&p, 1, 5000) > 0) {
		ssize_t got = recv(fd, left + n, sizeof left - 1 - n, 0);

		if (got <= 0)
			break;
		n += (size_t)got;
	}
	is_text(left, t->left, "%s: what follows is the target's", t->name);
	close(fd);
}

static void test_transcript(const struct transcript *t, size_t step)
{
	struct addr to = dialling_addr("127.0.0.1");
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 1), status = 0;
	struct dial_config c = dialling_config(&to, 1, port);
	struct dial *d = NULL;
	struct fail why = {0};
	const struct dial_leg *leg;
	pid_t pid = fork();

	if (!pid)
		play(server, t, step);
	c.proxy = t->proxy;
	c.host = t->host;
	c.host_port = 443;
	c.user = t->user;
	c.password = t->password;
	if (!ok(!dial_open(&d, &c, &why), "%s, %zu bytes a write", t->name, step))
		exit(1);
	is_int(dialling_run(d, &why), t->result, "%s: the result", t->name);
	if (t->why)
		is_text(why.text, t->why, "%s: the reason", t->name);
	leg = dial_leg(d);
	is_int(leg->status, t->status, "%s: the status", t->name);
	ok(leg->asked_ns > 0 && (leg->answered_ns >= leg->asked_ns || t->result < 0),
		"%s: its times", t->name);
	ok(leg->body_bytes == strlen(t->body) && !memcmp(leg->body, t->body, leg->body_bytes),
		"%s: its body", t->name);
	if (t->result == 1)
		test_left(d, t);
	dial_close(d);
	waitpid(pid, &status, 0);
	ok(t->result < 0 || !status, "%s: what is asked is right", t->name);
	close(server);
}

static void test_refused_configs(void)
{
	struct addr to = dialling_addr("127.0.0.1");
	struct dial_config c = dialling_config(&to, 1, 9);
	struct dial *d = NULL;
	char longer[300];

	c.proxy = DIAL_CONNECT;
	c.host = "a\r\nX: b";
	is_int(dial_open(&d, &c, NULL), -EINVAL, "a host with a line end is refused");
	c.host = NULL;
	is_int(dial_open(&d, &c, NULL), -EINVAL, "so is none");
	memset(longer, 'x', sizeof longer - 1);
	longer[sizeof longer - 1] = '\0';
	c.host = longer;
	is_int(dial_open(&d, &c, NULL), -ENAMETOOLONG, "and one of 299 bytes");
}

/* The deadline covers a proxy that never answers. */
static void test_silent_proxy(void)
{
	struct addr to = dialling_addr("127.0.0.1");
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 1);
	struct dial_config c = dialling_config(&to, 1, port);
	struct dial *d = NULL;
	struct fail why = {0};

	c.proxy = DIAL_SOCKS5;
	c.host = "h";
	c.deadline_ns = clock_now() + 50 * (int64_t)DIALLING_MS;
	dial_open(&d, &c, &why);
	is_int(dialling_run(d, &why), -ETIMEDOUT, "a silent proxy ends at the deadline");
	ok(strstr(why.text, "the proxy at 127.0.0.1 port") == why.text, "and says so: %s",
		why.text);
	dial_close(d);
	close(server);
}

/* A proxy that refuses and does not close answered, though the deadline comes before its content
 * ends.
 */
static void test_late_body(void)
{
	static const char answer[] = "HTTP/1.1 403 No\r\n\r\nno";
	struct addr to = dialling_addr("127.0.0.1");
	uint16_t port = 0;
	int server = dialling_listen("127.0.0.1", &port, 1), fd;
	struct dial_config c = dialling_config(&to, 1, port);
	struct dial *d = NULL;
	struct fail why = {0};

	c.proxy = DIAL_CONNECT;
	c.host = "h";
	c.deadline_ns = clock_now() + 300 * (int64_t)DIALLING_MS;
	dial_open(&d, &c, &why);
	dial_turn(d, clock_now(), &why);
	fd = accept(server, NULL, NULL);
	send(fd, answer, strlen(answer), MSG_NOSIGNAL);
	is_int(dialling_run(d, &why), -ECONNREFUSED, "a refusal whose content does not end");
	is_text(why.text, "the proxy refuses: 403 No", "... is one at the deadline");
	dial_close(d);
	close(fd);
	close(server);
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("no namespaces here");
	for (size_t i = 0; i < sizeof transcripts / sizeof transcripts[0]; i++) {
		test_transcript(&transcripts[i], 4096);
		test_transcript(&transcripts[i], 1);
	}
	test_refused_configs();
	test_silent_proxy();
	test_late_body();
	return tap_done();
}
