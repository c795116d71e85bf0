/* session_stop: what comes from outside of a session: deadlines, signals, descriptors, suspension.
 */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "session.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tap.h"

#include "drive.h"
#include "netns.h"

static const int64_t ms = CLOCK_MS;

static void deadline(void)
{
	const struct plan_config c = drive_plan(0, 5);
	int64_t end_ns = clock_now() + 50 * ms;
	struct drive d = drive_open(&c, false, end_ns);

	drive_to(&d, SESSION_END);
	ok(clock_now() >= end_ns, "an endless plan ends at its deadline, not before");
	ok(d.seen[SESSION_SEND] >= 2 && d.seen[SESSION_SEND] <= 11, "having sent %u",
		d.seen[SESSION_SEND]);
	is_int(d.seen[SESSION_LOST], 0, "what is in flight then is not lost");
	drive_close(&d);
	d = drive_open(&c, true, clock_now() - ms);
	drive_to(&d, SESSION_END);
	is_int(d.seen[SESSION_LOST], 0, "a deadline that has passed is the end, too");
	drive_close(&d);
}

static void signals(void)
{
	struct plan_config c = drive_plan(0, 1000);
	struct drive d = drive_open(&c, false, INT64_MAX);
	struct session_event e;
	int64_t raised_ns;
	unsigned sent;

	drive_to(&d, SESSION_FRAME);
	raise(SIGINT);
	e = drive_to(&d, SESSION_SIGNAL);
	is_int(e.signal, SIGINT, "a signal comes while nothing else does");
	raise(SIGQUIT);
	is_int(drive_to(&d, SESSION_SIGNAL).signal, SIGQUIT, "another kind");
	drive_close(&d);
	/* Something is always due: there is no time to wait for signals. */
	c = drive_plan(0, 0);
	c.in_flight = 4096;
	d = drive_open(&c, false, INT64_MAX);
	while (d.seen[SESSION_FRAME] < 100)
		drive_next(&d);
	raised_ns = clock_now();
	raise(SIGTERM);
	sent = d.seen[SESSION_SENT];
	e = drive_to(&d, SESSION_SIGNAL);
	is_int(e.signal, SIGTERM, "one comes through a flood");
	ok(clock_now() - raised_ns < 500 * ms, "soon: %u probes later",
		d.seen[SESSION_SENT] - sent);
	drive_close(&d);
}

static void other_descriptors(void)
{
	const struct plan_config c = drive_plan(1, 1000);
	struct drive d = drive_open(&c, true, INT64_MAX);
	struct session_event e;
	int ends[2], slot;

	if (pipe(ends) < 0)
		abort();
	slot = wait_add(d.wait, ends[0], POLLIN, NULL);
	drive_to(&d, SESSION_SENT);
	ok(write(ends[1], "x", 1) == 1, "a descriptor of the tool's own");
	e = drive_to(&d, SESSION_READY);
	is_int(e.slots, 1 << slot, "is told as ready, alone");
	wait_remove(d.wait, ends[0]);
	close(ends[0]);
	close(ends[1]);
	drive_close(&d);
}

static void woken(void)
{
	const struct plan_config c = drive_plan(1, 1000);
	struct drive d = drive_open(&c, true, INT64_MAX);
	int64_t at_ns;
	struct session_event e;

	drive_to(&d, SESSION_SENT);
	at_ns = clock_now() + 20 * ms;
	session_wake(d.session, at_ns);
	e = drive_to(&d, SESSION_READY);
	ok(e.kind == SESSION_READY && !e.slots && clock_now() >= at_ns,
		"the tool is woken when it asked for it, with nothing ready");
	drive_close(&d);
}

/* A tool that goes by session_now_ns sets no wake that is over already, however late it was. */
static void woken_again(void)
{
	enum { TIMES = 10 };
	const struct plan_config c = drive_plan(1, 1000);
	struct drive d = drive_open(&c, true, INT64_MAX);
	int64_t start_ns;

	drive_to(&d, SESSION_SENT);
	start_ns = session_now_ns(d.session);
	for (unsigned i = 0; i < TIMES; i++) {
		session_wake(d.session, session_now_ns(d.session) + 3 * ms);
		drive_to(&d, SESSION_READY);
	}
	ok(session_now_ns(d.session) - start_ns >= TIMES * 3 * ms,
		"woken ten times, 3 ms from now each: the clock goes on");
	drive_close(&d);
}

/* A descriptor that is ready first does not take the wake away. */
static void woken_after_a_descriptor(void)
{
	const struct plan_config c = drive_plan(1, 1000);
	struct drive d = drive_open(&c, true, INT64_MAX);
	struct session_event e;
	int64_t at_ns;
	int ends[2];

	if (pipe(ends) < 0 || wait_add(d.wait, ends[0], POLLIN, NULL) < 0)
		abort();
	drive_to(&d, SESSION_SENT);
	at_ns = clock_now() + 200 * ms;
	session_wake(d.session, at_ns);
	if (write(ends[1], "", 1) != 1)
		abort();
	e = drive_to(&d, SESSION_READY);
	ok(e.slots, "a descriptor is ready");
	wait_remove(d.wait, ends[0]);
	e = drive_to(&d, SESSION_READY);
	ok(e.kind == SESSION_READY && !e.slots && clock_now() >= at_ns,
		"... and then the wake comes");
	close(ends[0]);
	close(ends[1]);
	drive_close(&d);
}

/* No target, no wire: over at once, with a clock all the same. */
static void nothing_to_do(void)
{
	struct plan_config c = drive_plan(1, 1000);
	struct session_config config = {.deadline_ns = INT64_MAX};
	struct session_event e;
	struct session *s;
	struct wait *wait;

	c.lanes = 0;
	config.plan = plan_open(&c, clock_now());
	if (!config.plan || wait_open(&wait, NULL) < 0)
		abort();
	config.wait = wait;
	if (session_open(&s, &config, NULL) < 0)
		abort();
	is_int(session_next(s, &e, NULL), 0, "a plan without lanes is over at once");
	ok(clock_map_realtime(session_clock(s), clock_now()) > 0, "... and there is a clock");
	session_close(s);
	wait_close(wait);
	plan_close(config.plan);
}

struct pause {
	int64_t length_ns, sent_ns, lost_ns;
};

/* In a process group of its own, as a shell's job: it waits for an answer that does not come. */
static void job(int to)
{
	struct plan_config c = drive_plan(1, 1000);
	struct pause p = {0};
	struct drive d;

	setpgid(0, 0);
	c.timeout_ns = 50 * ms;
	d = drive_open(&c, true, INT64_MAX);
	p.sent_ns = drive_to(&d, SESSION_SENT).at_ns;
	raise(SIGTSTP);
	drive_to(&d, SESSION_SIGNAL);
	p.length_ns = session_suspend(d.session);
	drive_to(&d, SESSION_LOST);
	p.lost_ns = clock_now();
	_exit(write(to, &p, sizeof p) != sizeof p);
}

static void suspended(void)
{
	const struct timespec a_while = {.tv_nsec = 120 * CLOCK_MS};
	struct pause p = {0};
	int fds[2], status = 0;
	pid_t child;

	if (pipe(fds) < 0)
		abort();
	fflush(stdout);
	child = fork();
	if (!child)
		job(fds[1]);
	waitpid(child, &status, WUNTRACED);
	ok(WIFSTOPPED(status), "a session stops as it is told");
	nanosleep(&a_while, NULL);
	kill(child, SIGCONT);
	ok(read(fds[0], &p, sizeof p) == sizeof p, "and goes on");
	ok(p.length_ns >= 120 * ms, "after %" PRId64 " ms", p.length_ns / ms);
	ok(p.lost_ns - p.sent_ns >= p.length_ns + 50 * ms, "which no time-out counts");
	waitpid(child, &status, 0);
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	deadline();
	signals();
	other_descriptors();
	woken();
	woken_again();
	woken_after_a_descriptor();
	nothing_to_do();
	suspended();
	return tap_done();
}
