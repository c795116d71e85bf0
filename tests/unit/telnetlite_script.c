/* telnetlite_script: scripts are read as written, and run in virtual time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "tap.h"

#define SECOND INT64_C(1000000000)

static struct script script;
static struct runner runner;
static struct runner_event event;

static void begin(const char *const *lines)
{
	script_close(&script);
	script.timeout_ns = 10 * SECOND;
	for (unsigned i = 0; lines[i]; i++)
		if (script_add_line(&script, lines[i], i + 1, NULL) < 0)
			abort();
	runner_init(&runner, &script, 0);
}

static void heard(const char *text, int64_t now_ns)
{
	runner_heard(&runner, bytes_of(text, strlen(text)), now_ns);
}

static enum runner_do next(int64_t now_ns)
{
	return runner_next(&runner, now_ns, &event);
}

static void lines(void)
{
	struct fail why = {0};
	struct script s = {.timeout_ns = SECOND};

	is_int(script_add_line(&s, "  # nothing", 1, &why), 0, "a comment");
	is_int(script_add_line(&s, "", 2, &why), 0, "an empty line");
	is_int(s.n, 0, "are no steps");
	is_int(script_add_line(&s, "send 'EHLO x\\r\\n' ", 3, &why), 0, "send, quoted");
	ok(s.steps[0].bytes.used == 8 && !memcmp(s.steps[0].bytes.p, "EHLO x\r\n", 8),
		"has its bytes");
	is_int(script_add_line(&s, "send  a b\\x41\\0", 4, &why), 0, "send, bare");
	ok(s.steps[1].bytes.used == 5 && !memcmp(s.steps[1].bytes.p, "a bA\0", 5),
		"has all of the line");
	is_int(s.steps[1].line, 4, "and knows its line");
	is_int(script_add_line(&s, "timeout 2.5", 5, &why), 0, "timeout is no step");
	is_int(script_add_line(&s, "expect ^250 ", 6, &why), 0, "expect");
	ok(s.n == 3 && s.steps[2].timeout_ns == 5 * SECOND / 2, "has the new time-out");
	is_int(s.steps[1].timeout_ns, SECOND, "and that before it the old one");
	is_int(script_add_line(&s, "expect-fail", 7, &why), 0, "expect-fail alone");
	is_int(script_add_line(&s, "close", 8, &why), 0, "close");
	is_int(script_add_line(&s, "starttls smtp", 9, &why), 0, "starttls of a protocol");
	is_int(s.n, 11, "is six steps");
	is_text(script_word(s.steps[10].kind), "starttls", "the handshake the last");
	script_close(&s);
}

static void refused(const char *line, const char *wanted)
{
	struct fail why = {0};
	struct script s = {0};

	is_int(script_add_line(&s, line, 1, &why), -EINVAL, "'%s' is refused", line);
	ok(strstr(why.text, wanted), "saying %s", wanted);
	if (!strstr(why.text, wanted))
		printf("# %s\n", why.text);
	script_close(&s);
}

static void errors(void)
{
	refused("sleep 3", "unknown step 'sleep'");
	refused("send a\\qb", "'\\q' is no escape");
	refused("expect (", "'('");
	refused("expect a\\0b", "a NUL");
	refused("expect", "wants something");
	refused("quiet soon", "not a number of seconds");
	refused("timeout -1", "not a number of seconds");
	refused("starttls gopher", "not for 'gopher'");
	refused("close now", "close takes nothing");
}

static void load(void)
{
	char path[] = "/tmp/telnetlite_script.XXXXXX";
	int fd = mkstemp(path);
	struct script s = {0};
	struct fail why = {0};
	FILE *to = fdopen(fd, "w");

	fputs("# greeting\nexpect ^220\n\nsned x\n", to);
	fclose(to);
	ok(script_load(&s, path, &why) < 0, "a file with a fault is refused");
	ok(strstr(why.text, ":4: unknown step 'sned'"), "with the line it is in: %s", why.text);
	script_close(&s);
	to = fopen(path, "w");
	fwrite("quiet 1\nsend a\0b\n", 1, 17, to);
	fclose(to);
	ok(script_load(&s, path, &why) < 0, "so is one with a NUL");
	ok(strstr(why.text, ":2: a NUL stands in this line"), "and its line: %s", why.text);
	script_close(&s);
	to = fopen(path, "w");
	fputs("s3cret\n", to);
	fclose(to);
	is_int(script_add(&s, "send-secret", path, 0, &why), 0, "a secret is read from a file");
	ok(s.steps[0].bytes.used == 8 && !memcmp(s.steps[0].bytes.p, "s3cret\r\n", 8) &&
			!*s.steps[0].text.p,
		"and is in no message");
	script_close(&s);
	unlink(path);
}

static void smtp(void)
{
	static const char *const steps[] = {
		"expect ^220[ ]", "send EHLO x\\r\\n", "expect ^250[ ]", "close", NULL};

	begin(steps);
	is_int(next(0), RUNNER_WAIT, "waits for the greeting");
	is_int(event.until_ns, 10 * SECOND, "until its time-out");
	heard("220-no\r\n22", SECOND);
	is_int(next(SECOND), RUNNER_WAIT, "the first line of many is not it");
	heard("0 mail ready\r\n", 2 * SECOND);
	ok(next(2 * SECOND) == RUNNER_PASSED && event.number == 1, "the last line is, cut or not");
	is_int(event.took_ns, 2 * SECOND, "it took 2 s");
	ok(next(2 * SECOND) == RUNNER_SEND && event.bytes.left == 8, "then it sends");
	is_int(next(2 * SECOND), RUNNER_PASSED, "which is a step");
	is_int(next(2 * SECOND), RUNNER_WAIT, "and waits");
	heard("250-PIPELINING\r\n\033[1m250\033[0m HELP\r\n", 3 * SECOND);
	is_int(next(3 * SECOND), RUNNER_PASSED, "a match through colours");
	is_int(next(3 * SECOND), RUNNER_CLOSE, "close");
	is_int(next(3 * SECOND), RUNNER_PASSED, "is a step");
	is_int(next(3 * SECOND), RUNNER_DONE, "and the end");
}

static void failures(void)
{
	static const char *const steps[] = {"expect-fail ^5", "expect ^2", NULL};
	static const char *const quiet[] = {"quiet 1", NULL};

	begin(steps);
	is_int(next(0), RUNNER_PASSED, "expect-fail is set at once");
	heard("550 no\r\n250 yes\r\n", 1);
	ok(next(1) == RUNNER_FAILED && event.why == RUNNER_UNWANTED && event.number == 2,
		"what came first counts");
	ok(event.instead.left == 15, "and what came is told");
	is_int(next(2), RUNNER_DONE, "once");
	begin(steps);
	next(0);
	heard("foo\r\n", 5);
	ok(next(10 * SECOND) == RUNNER_FAILED && event.why == RUNNER_TIMEOUT, "a time-out");
	begin(steps);
	next(0);
	runner_ended(&runner);
	ok(next(1) == RUNNER_FAILED && event.why == RUNNER_CLOSED, "the end of it all");
	begin(steps);
	next(0);
	heard("250 ok", 1);
	runner_ended(&runner);
	is_int(next(1), RUNNER_PASSED, "what came before the end counts");
	begin(quiet);
	is_int(next(0), RUNNER_WAIT, "quiet waits");
	is_int(event.until_ns, SECOND, "a second");
	heard("x", SECOND / 2);
	ok(next(SECOND) == RUNNER_WAIT && event.until_ns == 3 * SECOND / 2,
		"from the last byte on");
	is_int(next(3 * SECOND / 2), RUNNER_PASSED, "and no longer");
}

/* What one script makes of a text: its second step's verdict. */
static enum runner_do of(const char *const *steps, const char *text)
{
	begin(steps);
	next(0);
	heard(text, 1);
	return next(1);
}

static void sequences(void)
{
	static const char *const steps[] = {"expect-fail never", "expect ^ok$", NULL};
	static const char *const same[] = {"expect-fail abc", "expect abc", NULL};

	is_int(of(steps, "\033]0;a title\aok\n"), RUNNER_PASSED, "a title is no text");
	is_int(of(steps, "\033]0;a\n"), RUNNER_WAIT, "nor one that does not end");
	is_int(of(steps, "\033(Bok\n"), RUNNER_PASSED, "nor what chooses characters");
	is_int(of(steps, "\033P1$r0m\033\\ok\n"), RUNNER_PASSED, "nor a string with its end");
	is_int(of(same, "abc"), RUNNER_PASSED, "of two that match at once the wanted one counts");
}

static void secured(void)
{
	static const char *const steps[] = {"expect ^220", "starttls", "expect ^250", NULL};
	static const char *const twice[] = {"starttls", "starttls", NULL};

	begin(steps);
	heard("220 go\r\n250 injected\r\n", 1);
	is_int(next(1), RUNNER_PASSED, "220");
	is_int(next(1), RUNNER_STARTTLS, "the handshake begins");
	is_int(next(2), RUNNER_WAIT, "and takes its time");
	runner_secured(&runner);
	is_int(next(3), RUNNER_PASSED, "it is done");
	is_int(next(3), RUNNER_WAIT, "what came before it is not believed behind it");
	begin(twice);
	is_int(next(0), RUNNER_STARTTLS, "of two handshakes the first");
	runner_secured(&runner);
	is_int(next(1), RUNNER_PASSED, "is done");
	is_int(next(1), RUNNER_STARTTLS, "and the second begins");
	is_int(next(1), RUNNER_WAIT, "and is not done by the first");
}

static void long_text(void)
{
	static const char *const steps[] = {"expect needle", NULL};
	static char hay[100000];

	begin(steps);
	memset(hay, 'x', sizeof hay - 1);
	heard(hay, 1);
	is_int(next(1), RUNNER_WAIT, "100,000 bytes of hay");
	heard("nee", 2);
	heard("dle", 3);
	is_int(next(3), RUNNER_PASSED, "and the needle in two pieces");
	begin(steps);
	heard("\033]0;never ended\nneedle", 1);
	is_int(next(1), RUNNER_PASSED, "a title that does not end is over with its line");
}

/* What the C library would take gigabytes or ages for. */
static void limits(void)
{
	static const char *const big[] = {"expect (a{1,255}){1,255}{1,255}",
		"expect ((^|$|a|b?)*){16}", "expect (\\b|a){1250}"};
	struct script s = {.timeout_ns = SECOND};
	struct fail why = {0};
	char deep[1000] = "expect ";

	for (size_t i = 0; i < sizeof big / sizeof *big; i++) {
		is_int(script_add_line(&s, big[i], 1, &why), -EINVAL, "%s", big[i]);
		ok(strstr(why.text, "too much is nested or repeated"), "is refused as such");
	}
	memset(deep + strlen(deep), '(', 400);
	memset(deep + strlen(deep), ')', 400);
	is_int(script_add_line(&s, deep, 1, &why), -EINVAL, "and so are 400 groups in one another");
	is_int(script_add_line(&s, "expect ^(a{1,200}|[0-9]{4}|(x|yz)+)$", 1, &why), 0,
		"what is usual is not");
	script_close(&s);
}

static void no_tls(void)
{
	begin((const char *const[]){"expect-fail nothing", "starttls ftp", NULL});
	ok(next(0) == RUNNER_PASSED, "what must not come is known");
	ok(next(0) == RUNNER_WAIT, "a greeting is waited for");
	heard("500-what\r\n", 1);
	ok(next(1) == RUNNER_WAIT, "a refusal is one when its last line is there");
	heard("500 you want\r\n", 2);
	ok(next(2) == RUNNER_FAILED && event.why == RUNNER_NO_TLS, "no TLS is no time-out");
}

int main(void)
{
	limits();
	no_tls();
	lines();
	errors();
	load();
	smtp();
	failures();
	sequences();
	secured();
	long_text();
	script_close(&script);
	return tap_done();
}
