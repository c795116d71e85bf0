/* tool: how a run begins, what it says that could not be made, how its files end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tool.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "tap.h"

#include "said.h"
#include "scratch.h"

static const struct outputs plain = OUTPUTS_DEFAULT;
static const struct outputs plugin = {.nagios = true, .time_format = -1};

static void refused(const struct outputs *o, int status, int expected, const char *out,
	const char *err, const char *name)
{
	const struct fail why = {.error = EINVAL, .text = "no|such 100% name"};
	int rc;

	said_begin();
	rc = tool_refuse(o, "prog", "PROG", status, &why);
	is_text(said_end(), out, "%s", name);
	is_text(said.err, err, "... on standard error");
	is_int(rc, expected, "... and its status");
}

static void kept(int rc, int error, bool expected, const char *err, const char *name)
{
	const struct fail why = {.error = error, .text = "it broke"};
	bool is;

	said_begin();
	is = tool_kept("prog", rc, &why);
	is_text(said_end(), "", "%s", name);
	is_text(said.err, err, "... on standard error");
	ok(is == expected, "... %s", expected ? "which is well" : "which is told on");
}

static void closed_well(void)
{
	const struct report_config rc = {.json = "out.json"};
	const struct capfile_config cc = {
		.path = "out.pcapng", .application = "a", .linktype = PCAPNG_RAW, .device = "v0"};
	struct report *r = NULL;
	struct capfile *c = NULL;

	ok(tool_close("prog", &r, NULL) && tool_close("prog", &r, &c), "nothing to close");
	ok(report_open(&r, &rc, NULL) >= 0 && capfile_open(&c, &cc, NULL) >= 0, "two files");
	ok(tool_close("prog", &r, &c), "are closed");
	ok(!r && !c, "and gone");
	ok(access("out.json", F_OK) == 0 && access("out.pcapng", F_OK) == 0, "and in place");
}

/* A disk that fills up, as a limit on the size of files: the other file stays. */
static void closed_full(void)
{
	const struct report_config rc = {.json = "whole.json"};
	const struct capfile_config cc = {
		.path = "cut.pcapng", .application = "a", .linktype = PCAPNG_RAW, .device = "v0"};
	static const uint8_t packet[4000];
	struct rlimit before, little;
	struct report *r = NULL;
	struct capfile *c = NULL;
	bool well;

	ok(report_open(&r, &rc, NULL) >= 0 && capfile_open(&c, &cc, NULL) >= 0, "two files");
	getrlimit(RLIMIT_FSIZE, &before);
	little = (struct rlimit){2000, before.rlim_max};
	sigaction(SIGXFSZ, &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
	capfile_heard(c, bytes_of(packet, sizeof(packet)), 1, "");
	said_begin();
	setrlimit(RLIMIT_FSIZE, &little);
	well = tool_close("prog", &r, &c);
	setrlimit(RLIMIT_FSIZE, &before);
	said_end();
	is_text(said.err, "prog: cannot write to cut.pcapng: File too large\n",
		"one that cannot be written whole is told");
	ok(!well, "... which the status says");
	ok(access("whole.json", F_OK) == 0, "the other is in place");
	ok(access("cut.pcapng", F_OK) < 0, "what is cut does not stay");
}

static void begun(void)
{
	char *argv[] = {"/usr/bin/prog", NULL};
	unsigned char *parts = tool_begin(argv, 512);
	bool zero = parts;

	for (size_t i = 0; parts && i < 512; i++)
		zero = zero && !parts[i];
	ok(zero, "a tool's parts begin as zeros");
	free(parts);
}

int main(void)
{
	if (!scratch_open())
		return tap_skip_all("no folder for files");
	begun();
	is_int(tool_failure(&plain), 2, "what cannot be done is 2");
	is_int(tool_failure(&plugin), REPORT_UNKNOWN, "to a monitoring system unknown");
	refused(&plain, 2, 2, "", "prog: no|such 100% name\n", "a run that could not be made");
	refused(&plain, 1, 1, "", "prog: no|such 100% name\n", "one with a status of its own");
	refused(&plugin, 1, REPORT_UNKNOWN, "PROG UNKNOWN - no/such 100% name\n", "",
		"to a monitoring system, without a bar");
	kept(0, 0, true, "", "a file that is whole");
	kept(-EPIPE, EPIPE, true, "", "one whose reader went away");
	kept(-ENOSPC, ENOSPC, false, "prog: it broke\n", "one that is not");
	closed_well();
	closed_full();
	scratch_close();
	return tap_done();
}
