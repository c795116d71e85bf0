/* session: a plan driven over real sockets, on a loopback of the test's own. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "session.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>

#include "tap.h"

#include "drive.h"
#include "netns.h"

static const int64_t ms = CLOCK_MS;

static void sleep_ms(int64_t how_long)
{
	const struct timespec t = {.tv_nsec = how_long * CLOCK_MS};

	nanosleep(&t, NULL);
}

static void three_probes(void)
{
	const struct plan_config c = drive_plan(3, 5);
	int64_t start_ns = clock_now();
	struct drive d = drive_open(&c, false, INT64_MAX);
	struct session_event e;

	e = drive_to(&d, SESSION_SEND);
	is_int(e.probe.nth, 0, "the first probe is due");
	ok(e.at_ns >= start_ns && e.at_ns <= clock_now(), "at once");
	e = drive_to(&d, SESSION_SENT);
	ok(e.probe.nth == 0 && e.at_ns >= start_ns, "it is sent");
	ok(session_clock(d.session) == wire_clock(d.pingers[0]->w), "the clock is the wire's");
	drive_to(&d, SESSION_FRAME);
	ok(d.answer.verdict == ANSWER_FRESH && d.answer.stamp == STAMP_KERNEL &&
			d.answer.rtt_ns >= 0 && d.answer.rtt_ns < 1000 * ms,
		"and answered, by kernel stamps");
	drive_to(&d, SESSION_END);
	ok(clock_now() - start_ns >= 10 * ms, "three probes take two intervals");
	is_int(d.seen[SESSION_SEND], 3, "three are sent");
	is_int(d.seen[SESSION_SENT], 3, "told");
	is_int(d.seen[SESSION_FRAME], 3, "answered");
	is_int(plan_tally(d.plan, 0)->answered, 3, "counted");
	is_int(d.seen[SESSION_LOST] + d.seen[SESSION_UNSENT] + d.seen[SESSION_ERROR], 0,
		"and nothing else happens");
	is_int(drive_next(&d).kind, SESSION_END, "the end stays the end");
	drive_close(&d);
}

static void two_families(void)
{
	struct wire_config w4 = pinger_config(WIRE_PING, ADDR_V4),
			   w6 = pinger_config(WIRE_RAW, ADDR_V6);
	const struct plan_config c = drive_plan(10, 1);
	struct pinger *four = pinger_open(&w4, DRIVE_MOST), *six = pinger_open(&w6, DRIVE_MOST);
	unsigned sent[2] = {0}, frames[2] = {0};
	struct session_event e;
	struct drive d;

	if (!ok(four && six, "a socket of each family"))
		return;
	d = drive_over(four, six, &c, INT64_MAX);
	do {
		e = drive_next(&d);
		if (e.kind == SESSION_SENT)
			sent[e.source]++;
		if (e.kind == SESSION_FRAME)
			frames[e.source]++;
	} while (e.kind != SESSION_END);
	ok(sent[0] == 5 && sent[1] == 5, "each sends its half");
	ok(frames[0] == 5 && frames[1] >= 5, "and is answered");
	is_int(plan_tally(d.plan, 0)->answered, 10, "in one account");
	drive_close(&d);
}

static void losses(void)
{
	struct plan_config c = drive_plan(3, 10);
	int64_t sent_ns[3] = {0};
	struct session_event e;
	struct drive d;
	size_t bad = 0;

	c.timeout_ns = 30 * ms;
	d = drive_open(&c, true, INT64_MAX);
	do {
		e = drive_next(&d);
		if (e.kind == SESSION_SENT && e.probe.nth < 3)
			sent_ns[e.probe.nth] = e.at_ns;
		if (e.kind != SESSION_LOST)
			continue;
		bad += e.probe.nth != d.seen[SESSION_LOST] - 1;
		bad += session_now_ns(d.session) < sent_ns[e.probe.nth] + 30 * ms;
		bad += e.at_ns < sent_ns[e.probe.nth] - ms || e.at_ns > sent_ns[e.probe.nth] + ms;
	} while (e.kind != SESSION_END);
	is_int(d.seen[SESSION_LOST], 3, "unanswered probes are lost");
	is_int(bad, 0, "in order, when their time-out has passed, told with when they were sent");
	is_int(plan_tally(d.plan, 0)->lost, 3, "as the plan counts them");
	drive_close(&d);
}

/* The program was busy elsewhere: what lies in the socket is read before anything is called lost.
 */
static void no_early_loss(unsigned n, const char *what)
{
	struct plan_config c = drive_plan(n, 1000);
	struct drive d;

	c.timeout_ns = c.linger_ns = 20 * ms;
	c.preload = n;
	d = drive_open(&c, false, INT64_MAX);
	while (d.seen[SESSION_SENT] < n)
		drive_next(&d);
	sleep_ms(60);
	drive_to(&d, SESSION_END);
	is_int(d.seen[SESSION_LOST], 0, "%s: none is lost for our being late", what);
	is_int(plan_tally(d.plan, 0)->answered, n, "... all are answered");
	drive_close(&d);
}

static void refused(void)
{
	const struct plan_config c = drive_plan(2, 1);
	struct drive d = drive_open(&c, false, INT64_MAX);
	struct session_event e;

	d.to.addr = address("198.18.0.9");
	e = drive_to(&d, SESSION_UNSENT);
	ok(e.kind == SESSION_UNSENT && e.wire.error == ENETUNREACH && e.probe.nth == 0,
		"a probe without a route is refused");
	drive_to(&d, SESSION_END);
	ok(plan_tally(d.plan, 0)->unsent == 2 && !plan_tally(d.plan, 0)->sent &&
			!d.seen[SESSION_LOST],
		"which is no loss");
	drive_close(&d);
}

static void dropped(void)
{
	struct plan_config c = drive_plan(1, 1000);
	struct wire_config w = pinger_config(WIRE_PING, ADDR_V4),
			   raw = pinger_config(WIRE_RAW, ADDR_V4);
	struct pinger *large, *idle;
	struct session_event e;
	struct drive d;

	w.packet_bytes = 65508;
	w.pmtudisc = IP_PMTUDISC_DO;
	large = pinger_open(&w, DRIVE_MOST);
	idle = pinger_open(&raw, DRIVE_MOST);
	if (!ok(large && idle, "two sockets"))
		return;
	for (unsigned n = 0; n < 20; n++) {
		const struct wire_to to = {.addr = large->to};

		while (pinger_put_to(large, n, 60000, &to) == -EAGAIN)
			pinger_turn(large);
		pinger_turn(large);
	}
	c.count = 2;
	c.interval_ns = 200 * ms;
	d = drive_over(idle, NULL, &c, INT64_MAX);
	e = drive_to(&d, SESSION_DROPS);
	ok(e.kind == SESSION_DROPS && e.wire.count && e.source == 0,
		"%" PRIu64 " packets were dropped at our socket", e.wire.count);
	drive_close(&d);
	pinger_close(large);
}

/* More at once than the wire's queue holds. */
static void many_at_once(void)
{
	struct plan_config c = drive_plan(500, 1000);
	struct drive d;

	c.preload = 500;
	d = drive_open(&c, false, INT64_MAX);
	drive_to(&d, SESSION_END);
	is_int(d.seen[SESSION_SENT], 500, "500 at once are sent");
	is_int(plan_tally(d.plan, 0)->answered, 500, "and answered");
	is_int(d.seen[SESSION_DROPS] + d.seen[SESSION_UNSENT], 0, "none is dropped here");
	drive_close(&d);
}

/* What waits for a neighbour fills the send buffer; the rest follows when there is room, later than
 * its time-out would have been. */
static void blocked(void)
{
	struct wire_config w = pinger_config(WIRE_PING, ADDR_V4);
	struct plan_config c = drive_plan(60, 1000);
	struct pinger *p;
	struct drive d;
	unsigned before, hasty = 0;
	bool sent[60] = {false};
	struct session_event e;
	pid_t child;

	if (!netns_ip("link add v0 type veth peer name v1") ||
		!netns_ip("addr add 198.18.0.1/24 dev v0") || !netns_ip("link set v0 up") ||
		!netns_ip("link set v1 up") || !netns_runs("v0")) {
		ok(true, "a full send buffer # SKIP no ip, or no veth");
		return;
	}
	c.preload = 60;
	c.timeout_ns = c.linger_ns = 300 * ms;
	w.send_buffer_bytes = 1;
	p = pinger_open(&w, DRIVE_MOST);
	if (!p)
		abort();
	d = drive_over(p, NULL, &c, INT64_MAX);
	d.to.addr = address("198.18.0.2");
	while (!wire_blocked(p->w))
		drive_next(&d);
	before = d.seen[SESSION_SENT];
	fflush(stdout);
	child = fork();
	if (!child) {
		sleep_ms(400);
		_exit(!netns_ip("neigh replace 198.18.0.2 lladdr 02:00:00:00:00:02 dev v0 nud "
				"permanent"));
	}
	do {
		e = drive_next(&d);
		if (e.kind == SESSION_SENT)
			sent[e.probe.nth] = true;
		hasty += e.kind == SESSION_LOST && e.probe.nth >= before && !sent[e.probe.nth];
	} while (e.kind != SESSION_END);
	waitpid(child, NULL, 0);
	is_int(hasty, 0, "nothing is lost that has not left");
	ok(before < 60, "the send buffer is full after %u probes", before);
	is_int(d.seen[SESSION_SENT], 60, "when the neighbour is known, the others follow");
	is_int(d.seen[SESSION_LOST], 60, "each has its time-out");
	is_int(d.seen[SESSION_UNSENT], 0, "none is refused");
	drive_close(&d);
}

/* One family waits for a neighbour that is not there: the other goes on. */
static void one_blocked(void)
{
	struct wire_config w4 = pinger_config(WIRE_PING, ADDR_V4),
			   w6 = pinger_config(WIRE_RAW, ADDR_V6);
	struct plan_config c = drive_plan(600, 1000);
	struct pinger *four, *six;
	unsigned sent[2] = {0}, unsent = 0, after_stop = 0;
	struct session_event e;
	struct drive d;

	w4.send_buffer_bytes = 1;
	c.preload = 600;
	four = pinger_open(&w4, DRIVE_MOST);
	six = pinger_open(&w6, DRIVE_MOST);
	if (!ok(four && six, "a socket of each family, one of them for a link with nobody"))
		return;
	four->to = address("198.18.0.77");
	d = drive_over(four, six, &c, INT64_MAX);
	do {
		e = drive_next(&d);
		if (e.kind == SESSION_SENT)
			sent[e.source]++;
		unsent += e.kind == SESSION_UNSENT;
		after_stop += e.kind == SESSION_LOST;
		if (sent[1] == 300 && !plan_stopped(d.plan)) {
			ok(sent[0] < 300 - 64, "all of one are sent, of the other %u", sent[0]);
			plan_stop(d.plan);
		}
	} while (e.kind != SESSION_END);
	is_int(sent[1], 300, "the one that can sends all of its half");
	is_int(sent[0] + unsent, 300, "of the other, each is told once when it is over");
	is_int(after_stop, 0, "none as lost");
	drive_close(&d);
}

/* On the same link: who is not there is told by the error queue. */
static void nobody_there(void)
{
	struct plan_config c = drive_plan(1, 1000);
	struct drive d;
	struct session_event e;

	if (!netns_ip("ntable change name arp_cache dev v0 retrans 20 mcast_probes 2"))
		return;
	d = drive_open(&c, false, INT64_MAX);
	d.to.addr = address("198.18.0.9");
	e = drive_to(&d, SESSION_ERROR);
	ok(e.kind == SESSION_ERROR && e.source == 0 && e.wire.report.error == EHOSTUNREACH,
		"an error comes by the error queue");
	ok(d.seen[SESSION_SENT] == 1 && !d.seen[SESSION_FRAME] && !d.seen[SESSION_LOST],
		"of a probe that was sent");
	drive_close(&d);
}

int main(void)
{
	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	three_probes();
	two_families();
	losses();
	no_early_loss(1, "one probe");
	no_early_loss(60, "a queue of probes");
	no_early_loss(300, "more than one turn reads");
	refused();
	dropped();
	many_at_once();
	blocked();
	one_blocked();
	nobody_there();
	return tap_done();
}
