/* report: records and text on their outputs, and what becomes of outputs that fail. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "report.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "priv.h"
#include "tap.h"

#include "sample.h"
#include "scratch.h"

static const int64_t when_ns = 1767225599123456789; /* 2025-12-31T23:59:59.123456789Z */
#define HEAD                                                                                       \
	"{\"v\":1,\"tool\":\"probe\",\"type\":\"sample\",\"ts\":\"2025-12-31T23:59:59."            \
	"123456789Z\","

static const struct sample unknown = {.sent = UINT64_MAX,
	.delta = INT64_MIN,
	.rtt_ns = INT64_MIN,
	.took_ns = INT64_MIN,
	.at_ns = INT64_MIN,
	.loss = NAN,
	.up = -1};

static struct sample known(void)
{
	static const int64_t hops[] = {1000000, INT64_MIN, 2500000};
	static const uint8_t loopback[4] = {127, 0, 0, 1};

	return (struct sample){.sent = 18446744073709551614U,
		.delta = -3,
		.rtt_ns = 123456,
		.took_ns = 1500000000,
		.at_ns = -1,
		.loss = 100.0 / 3,
		.target = "a\"b\x1b\xff",
		.addr = addr_v4(loopback),
		.up = 1,
		.data = {.p = loopback, .left = 4},
		.hops = {hops, 3}};
}

static struct report *opened(const struct report_config *c)
{
	struct report *r;
	struct fail why;

	if (report_open(&r, c, &why) < 0)
		printf("Bail out! %s\n", why.text);
	return r;
}

static void json_to_file(void)
{
	static const char *const labels[] = {"site=Z\xc3\xbcrich \"1\"", "n_2="};
	struct report_config c = {.json = "out.json", .labels = labels, .n_labels = 2};
	struct report *r = opened(&c);
	struct sample s = known();
	const char *folders[2];
	struct fail why;

	ok(report_has_text(r), "JSON in a file leaves the text where it was");
	is_int(report_folders(r, folders), 1, "one folder needs a rename");
	is_text(folders[0], ".", "this one");
	is_int(report_put(r, &sample_type, &s, when_ns), 0, "a record");
	is_int(report_put(r, &sample_type, &unknown, 0), 0, "an unknown one");
	is_text(scratch_text("out.json"), "(none)", "nothing under the name yet");
	is_int(report_close(r, &why), 0, "close");
	is_text(scratch_text("out.json"),
		HEAD
		"\"label_site\":\"Z\xc3\xbcrich \\\"1\\\"\",\"label_n_2\":\"\","
		"\"sent\":18446744073709551614,\"delta\":-3,\"rtt_ms\":0.123456,\"took_s\":1.5,"
		"\"loss_percent\":33.3333333,\"target\":\"a\\\"b\\u001b\xef\xbf\xbd\","
		"\"addr\":\"127.0.0.1\",\"up\":true,\"at\":\"1969-12-31T23:59:59.999999999Z\","
		"\"data\":\"7f000001\",\"hops_ms\":[1,null,2.5]}\n"
		"{\"v\":1,\"tool\":\"probe\",\"type\":\"sample\","
		"\"ts\":\"1970-01-01T00:00:00.000000000Z\","
		"\"label_site\":\"Z\xc3\xbcrich \\\"1\\\"\",\"label_n_2\":\"\","
		"\"sent\":null,\"delta\":null,\"rtt_ms\":null,\"took_s\":null,"
		"\"loss_percent\":null,\"target\":null,\"addr\":null,\"up\":null,\"at\":null,"
		"\"data\":null,\"hops_ms\":[]}\n",
		"every kind, known and unknown");
	unlink("out.json");
}

/* On a packet socket for text, a read gives what one write gave. */
static void one_write_a_line(void)
{
	struct report_config c = {.json = "-"};
	struct sample s = known();
	char line[8192];
	int fds[2], saved, rc;
	struct report *r;
	ssize_t n;

	s.target = NULL;
	is_int(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fds), 0, "a pair of sockets");
	saved = scratch_hold(fds[1]);
	r = opened(&c);
	rc = report_put(r, &sample_type, &s, when_ns) | report_text(r, "not shown\n");
	rc |= report_put(r, &sample_type, &s, when_ns) | report_close(r, NULL);
	scratch_release(saved);
	is_int(rc, 0, "two records, and text that JSON replaces");
	n = recv(fds[0], line, sizeof line, MSG_DONTWAIT);
	ok(n > 0 && line[n - 1] == '\n' && memchr(line, '\n', (size_t)n) == line + n - 1,
		"a write is a line");
	n = recv(fds[0], line, sizeof line, MSG_DONTWAIT);
	ok(n > 0 && line[n - 1] == '\n', "and another");
	is_int(recv(fds[0], line, sizeof line, MSG_DONTWAIT), -1, "and no more");
	close(fds[0]);
	close(fds[1]);
}

static void labels(void)
{
	static const char *const bad[] = {"novalue", "=x", "a-b=c", "", "a b=c", "\xc3\xa9=1"};
	static const char *const twice[] = {"ab=1", "a=1", "ab=2"};
	struct report *r;
	struct fail why;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct report_config c = {.labels = &bad[i], .n_labels = 1};

		is_int(report_open(&r, &c, &why), -EINVAL, "label '%s'", bad[i]);
	}
	is_text(why.text,
		"label '\xc3\xa9=1' is not KEY=VALUE with a key of letters, digits and underscores",
		"is explained");
	is_int(report_open(&r, &(struct report_config){.labels = twice, .n_labels = 3}, &why),
		-EINVAL, "a key given twice");
	is_text(why.text, "label 'ab' is given twice", "is named");
	is_int(report_open(&r, &(struct report_config){.json = "-", .prom = "-"}, &why), -EINVAL,
		"two things on standard output");
}

static void text_lines(void)
{
	char got[64] = "";
	int fds[2], saved;
	struct report *r;
	ssize_t n[4];

	is_int(pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0, "a pipe");
	saved = scratch_hold(fds[1]);
	r = opened(&(struct report_config){0});
	report_text(r, "half");
	n[0] = read(fds[0], got, sizeof got);
	report_text(r, " line %.1f\n", 1.5);
	n[1] = read(fds[0], got, sizeof got - 1);
	report_text(r, ".");
	report_flush(r);
	n[2] = read(fds[0], got + 40, 8);
	report_text(r, "end");
	report_close(r, NULL);
	n[3] = read(fds[0], got + 50, 8);
	scratch_release(saved);
	is_int(n[0], -1, "half a line waits");
	is_int(n[1], 14, "the newline sends it");
	ok(!memcmp(got, "half line 1.5\n", 14), "whole");
	is_int(n[2], 1, "a flush sends what there is");
	is_int(n[3], 3, "and so does the close");
	close(fds[0]);
	close(fds[1]);
}

static const char *stamped(enum report_clock clock, bool with_text)
{
	int fd = memfd_create("out", MFD_CLOEXEC), saved = scratch_hold(fd);
	struct report *r = opened(&(struct report_config){.clock = clock, .no_text = !with_text});

	report_stamp(r, when_ns);
	report_text(r, "x\n");
	report_close(r, NULL);
	scratch_release(saved);
	lseek(fd, 0, SEEK_SET);
	return scratch_read(fd);
}

static void stamps(void)
{
	setenv("TZ", "XXX-2", 1);
	is_text(stamped(REPORT_CLOCK_NONE, true), "x\n", "no stamp");
	is_text(stamped(REPORT_CLOCK_UNIX, true), "[1767225599.123456] x\n", "as ping -D");
	is_text(stamped(REPORT_CLOCK_ISO, true), "2025-12-31T23:59:59.123456Z x\n", "UTC");
	is_text(stamped(REPORT_CLOCK_LOCAL, true), "2026-01-01 01:59:59.123456 x\n", "local time");
	is_text(stamped(REPORT_CLOCK_ISO, false), "", "no text, no stamp");
}

static bool colored(enum report_color color, const char *no, bool with_text)
{
	struct report *r;
	bool yes;

	setenv("NO_COLOR", no, 1);
	r = opened(&(struct report_config){.color = color, .no_text = !with_text});
	yes = report_colored(r);
	report_close(r, NULL);
	return yes;
}

static void colors(void)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), saved, got;

	got = colored(REPORT_COLOR_ALWAYS, "1", true) |
	      colored(REPORT_COLOR_ALWAYS, "", false) << 1 |
	      colored(REPORT_COLOR_AUTO, "", true) << 2;
	is_int(got, 1, "always, unless there is no text; auto: not in a pipe");
	setenv("TERM", "xterm", 1);
	saved = scratch_hold(terminal);
	got = colored(REPORT_COLOR_AUTO, "", true) | colored(REPORT_COLOR_AUTO, "1", true) << 1 |
	      colored(REPORT_COLOR_NEVER, "", true) << 2;
	setenv("TERM", "dumb", 1);
	got |= colored(REPORT_COLOR_AUTO, "", true) << 3;
	scratch_release(saved);
	close(terminal);
	is_int(got, 1, "auto: on a terminal, unless NO_COLOR or a dumb one");
}

static void closed_pipe(void)
{
	struct report_config c = {.json = "out.json"};
	struct sample s = known();
	int fds[2], saved, text, put, failed, rc;
	struct fail why = {0};
	struct report *r;

	is_int(pipe2(fds, O_CLOEXEC), 0, "a pipe");
	close(fds[0]);
	saved = scratch_hold(fds[1]);
	r = opened(&c);
	text = report_text(r, "line\n");
	put = report_put(r, &sample_type, &s, when_ns);
	failed = report_failed(r);
	rc = report_text(r, "more\n");
	scratch_release(saved);
	is_int(text, -EPIPE, "text into a closed pipe");
	is_int(rc, -EPIPE, "and again");
	is_int(failed, EPIPE, "is remembered");
	is_int(put, 0, "the file goes on");
	is_int(report_close(r, &why), -EPIPE, "close tells");
	ok(strlen(scratch_text("out.json")) > 100, "the file is whole");
	close(fds[1]);
	unlink("out.json");
}

static void full_disk(void)
{
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC), saved, rc[3];
	struct sample s = known();
	struct fail why;
	struct report *r = opened(&(struct report_config){.json = "/dev/full"});

	is_int(report_put(r, &sample_type, &s, when_ns), -ENOSPC, "JSON to a full disk");
	is_int(report_put(r, &sample_type, &s, when_ns), -ENOSPC, "and again");
	is_int(report_failed(r), ENOSPC, "is remembered");
	is_int(report_text(r, "%s", ""), 0, "text goes on");
	is_int(report_close(r, &why), -ENOSPC, "close tells");
	is_text(why.text, "cannot write to /dev/full: No space left on device", "in a sentence");

	saved = scratch_hold(full);
	r = opened(&(struct report_config){0});
	rc[0] = report_text(r, "no newline");
	rc[1] = report_close(r, &why);
	scratch_release(saved);
	is_int(rc[0], 0, "text to a full disk");
	is_int(rc[1], -ENOSPC, "fails at the close at the latest");
	is_text(why.text, "cannot write to standard output: No space left on device", "named");
	close(full);
}

static void abandoned(void)
{
	struct sample s = known();
	struct report *r = opened(&(struct report_config){.json = "out.json"});

	report_put(r, &sample_type, &s, when_ns);
	report_abandon(r);
	is_text(scratch_text("out.json"), "(none)", "an abandoned file never was");
	report_abandon(NULL);
	is_int(report_close(NULL, NULL), 0, "close of nothing");
	ok(report_open(&r, &(struct report_config){.json = "no/such"}, NULL) == -ENOENT && !r,
		"a file that cannot be opened");
}

/* In a child: opens, gives everything up, writes on. The exit status tells how far it came. */
static int in_sandbox(bool close_it)
{
	struct report_config c = {.json = "made/out.json", .prom = "out.prom"};
	struct priv_limits limits = {0};
	struct priv_state state;
	struct sample s = known();
	struct report *r = opened(&c);

	if (report_folders(r, limits.folders) != 2 || priv_drop(&limits, &state, NULL) < 0)
		return 2;
	if (report_put(r, &sample_type, &s, when_ns) < 0)
		return 3;
	if (!close_it)
		report_abandon(r);
	else if (report_close(r, NULL) < 0)
		return 4;
	return state.landlock ? 0 : 1;
}

static void sandboxed(bool close_it)
{
	int status = -1;
	pid_t child;

	mkdir("made", 0777);
	child = fork();
	if (child == 0)
		_exit(in_sandbox(close_it));
	waitpid(child, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) < 2,
		"the outputs outlive a sandbox (status %x)", status);
	if (status)
		printf("# this machine gave no Landlock\n");
	is_int(strlen(scratch_text("made/out.json")) > 100, close_it, "records: %s",
		close_it ? "renamed" : "left out");
	is_int(!strcmp(scratch_text("out.prom"), ""), close_it, "samples too");
	unlink("made/out.json");
	unlink("out.prom");
	is_int(rmdir("made"), 0, "no temporary file is left");
}

int main(void)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	sigaction(SIGPIPE, &ignore, NULL);
	if (!scratch_open())
		return tap_skip_all("no folder for temporary files");
	json_to_file();
	one_write_a_line();
	labels();
	text_lines();
	stamps();
	colors();
	closed_pipe();
	full_disk();
	abandoned();
	sandboxed(true);
	sandboxed(false);
	scratch_close();
	return tap_done();
}
