/* ping_engine: what becomes of probes that this test itself answers: well, twice, late, changed,
 * forged, with errors, or not at all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "engine.h"

#include <errno.h>

#include "clock.h"
#include "echoes.h"
#include "tap.h"

#include "netns.h"

static const int64_t ms = CLOCK_MS;

struct rig {
	struct echoes s;
	struct wire *wire;
	struct wait *wait;
	struct plan *plan;
	struct session *session;
	struct engine engine;
	int peer; /* sends what comes back */
	uint64_t sent;
};

static struct rig rig_open(uint64_t count, int64_t interval_ns, int64_t timeout_ns)
{
	const struct wire_config w = {.socket = WIRE_PING,
		.family = ADDR_V4,
		.ttl = -1,
		.tos = -1,
		.pmtudisc = -1,
		.packet_bytes = 64};
	const struct plan_config plan = {.lanes = 1,
		.count = count,
		.interval_ns = interval_ns,
		.timeout_ns = timeout_ns,
		.linger_ns = timeout_ns,
		.detailed = 1};
	struct probe_config c = echoes_config(ADDR_V4, 56);
	struct rig r = {.peer = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP)};

	r.plan = plan_open(&plan, clock_now());
	if (r.peer < 0 || !r.plan || wire_open(&r.wire, &w, NULL) < 0 ||
		wait_open(&r.wait, NULL) < 0)
		abort();
	c.target = address("127.0.0.1");
	c.id = wire_id(r.wire);
	r.s = echoes_with(&c, 0);
	r.s.self = c.target;
	if (session_open(&r.session,
		    &(struct session_config){.plan = r.plan,
			    .wires = {r.wire},
			    .wait = r.wait,
			    .deadline_ns = INT64_MAX},
		    NULL) < 0)
		abort();
	r.engine = (struct engine){.session = r.session, .plan = r.plan, .probes = {r.s.echo}};
	return r;
}

static void rig_close(struct rig *r)
{
	session_close(r->session);
	wait_close(r->wait);
	plan_close(r->plan);
	wire_close(r->wire);
	echoes_close(&r->s);
	close(r->peer);
}

/* The next thing that became of a probe, or the end (then false). Probes due are sent. */
static bool next_outcome(struct rig *r, struct engine_event *e)
{
	const struct wire_to to = {.addr = r->s.c.target};
	int rc;

	while ((rc = engine_next(&r->engine, e, NULL)) > 0) {
		if (e->kind == ENGINE_DUE &&
			session_put(r->session, 0, e->probe, probe_build(r->s.echo, e->probe), &to,
				NULL) < 0)
			abort();
		r->sent += e->kind == ENGINE_SENT;
		if (e->kind == ENGINE_OUTCOME)
			return true;
	}
	return false;
}

/* Until so many are sent and nothing came of any. */
static void send_probes(struct rig *r, uint64_t n)
{
	const struct wire_to to = {.addr = r->s.c.target};
	struct engine_event e;

	while (r->sent < n && engine_next(&r->engine, &e, NULL) > 0) {
		if (e.kind == ENGINE_DUE && session_put(r->session, 0, e.probe,
						    probe_build(r->s.echo, e.probe), &to, NULL) < 0)
			abort();
		r->sent += e.kind == ENGINE_SENT;
		if (e.kind == ENGINE_OUTCOME)
			abort();
	}
}

static void come(const struct rig *r, struct exact *icmp)
{
	const struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	if (sendto(r->peer, icmp->p, icmp->view.left, 0, (const struct sockaddr *)&to, sizeof to) <
		0)
		abort();
	free(icmp->block);
}

/* A reply to the nth probe with one byte of it changed; at SIZE_MAX none is. */
static void reply(const struct rig *r, uint64_t nth, size_t at)
{
	struct exact icmp = echoes_reply(&r->s, nth);

	if (at < icmp.view.left)
		icmp.p[at] ^= 1;
	echoes_seal(&r->s, &r->s.c.target, &icmp);
	come(r, &icmp);
}

static void error(const struct rig *r, uint64_t nth, uint8_t type, uint8_t code, uint32_t rest)
{
	const struct icmp head = {.family = ADDR_V4, .type = type, .code = code, .rest = rest};
	struct exact request = echoes_request(&r->s, nth), icmp;

	icmp = echoes_error(&r->s, &r->s.self, &head, request.view, bytes_of("", 0));
	free(request.block);
	come(r, &icmp);
}

static bool is(struct rig *r, struct engine_event *e, enum outcome_kind kind, uint64_t nth)
{
	bool good = next_outcome(r, e) && e->outcome.kind == kind &&
		    (nth == UINT64_MAX ? !e->outcome.match.has_probe
				       : e->outcome.match.has_probe && e->outcome.nth == nth);

	if (!good)
		printf("# kind %d, probe %" PRIu64 "\n", e->outcome.kind, e->outcome.nth);
	return good;
}

static void replies(void)
{
	struct rig r = rig_open(3, ms, 5000 * ms);
	struct engine_event e;

	send_probes(&r, 3);
	reply(&r, 0, SIZE_MAX);
	ok(is(&r, &e, OUTCOME_REPLY, 0) && e.outcome.answer.verdict == ANSWER_FRESH &&
			e.outcome.answer.stamp == STAMP_KERNEL && e.outcome.answer.rtt_ns > 0 &&
			e.outcome.at_user_ns >= e.outcome.at_ns - ms,
		"a reply, by kernel stamps");
	ok(e.frame && !e.report, "and the packet it came by");
	reply(&r, 0, SIZE_MAX);
	ok(is(&r, &e, OUTCOME_REPLY, 0) && e.outcome.answer.verdict == ANSWER_DUPLICATE,
		"again: a duplicate");
	reply(&r, 2, SIZE_MAX);
	reply(&r, 1, SIZE_MAX);
	ok(is(&r, &e, OUTCOME_REPLY, 2) && is(&r, &e, OUTCOME_REPLY, 1), "two in another order");
	ok(!next_outcome(&r, &e), "then all is answered");
	is_int(plan_tally(r.plan, 0)->answered, 3, "three probes");
	is_int(plan_tally(r.plan, 0)->duplicates, 1, "one duplicate");
	rig_close(&r);
}

static void lies(void)
{
	struct rig r = rig_open(2, ms, 5000 * ms);
	struct engine_event e;

	send_probes(&r, 2);
	reply(&r, 0, 8 + 20);
	ok(is(&r, &e, OUTCOME_CORRUPT, 0) && e.outcome.match.wrong_at == 20, "a changed byte");
	reply(&r, 0, 8 + 9);
	ok(is(&r, &e, OUTCOME_FORGED, UINT64_MAX), "a wrong tag");
	reply(&r, 0, 8 + 7);
	ok(is(&r, &e, OUTCOME_FORGED, UINT64_MAX), "a wrong index");
	reply(&r, 0, 7);
	ok(is(&r, &e, OUTCOME_FORGED, UINT64_MAX), "a wrong sequence");
	reply(&r, 2, SIZE_MAX);
	ok(is(&r, &e, OUTCOME_FORGED, UINT64_MAX), "a reply to what is still to be sent");
	is_int(plan_tally(r.plan, 0)->answered, 0, "none of them counts");
	reply(&r, 0, SIZE_MAX);
	reply(&r, 1, SIZE_MAX);
	ok(is(&r, &e, OUTCOME_REPLY, 0) && e.outcome.answer.verdict == ANSWER_FRESH &&
			is(&r, &e, OUTCOME_REPLY, 1),
		"the true ones do, even so");
	is_int(plan_tally(r.plan, 0)->corrupted, 1, "one was corrupted");
	rig_close(&r);
}

static void errors(void)
{
	struct rig r = rig_open(2, ms, 5000 * ms);
	struct engine_event e;

	send_probes(&r, 2);
	error(&r, 0, 5, 1, 0xc6120063);
	ok(is(&r, &e, OUTCOME_REDIRECT, 0) && e.outcome.match.info == 0xc6120063, "a redirect");
	ok(!plan_tally(r.plan, 0)->rejected, "is no answer");
	error(&r, 0, 3, 1, 0);
	ok(is(&r, &e, OUTCOME_ERROR, 0) && e.outcome.match.type == 3 && e.outcome.match.code == 1,
		"an error is");
	ok(e.report && !e.frame, "and came by the error queue");
	is_int(plan_tally(r.plan, 0)->rejected, 1, "its probe is rejected");
	error(&r, 1, 12, 0, 20U << 24);
	ok(is(&r, &e, OUTCOME_ERROR, 1) && e.outcome.match.info == 20, "a pointer");
	ok(!next_outcome(&r, &e), "then all is answered");
	rig_close(&r);
}

static void silence(void)
{
	struct rig r = rig_open(2, 200 * ms, 30 * ms);
	int64_t start_ns = clock_now();
	struct engine_event e;

	ok(is(&r, &e, OUTCOME_LOST, 0), "no answer: lost");
	/* The time-out runs from the send; the kernel's stamp refines sent_ns after it. */
	ok(e.outcome.at_ns - start_ns >= 30 * ms && !e.frame && !e.report &&
			addr_equal(&e.outcome.match.from, &r.s.c.target) &&
			e.outcome.match.sequence == 1,
		"when its time-out had passed");
	reply(&r, 0, SIZE_MAX);
	ok(is(&r, &e, OUTCOME_REPLY, 0) && e.outcome.answer.verdict == ANSWER_LATE,
		"a late reply is told");
	ok(is(&r, &e, OUTCOME_LOST, 1) && !next_outcome(&r, &e), "the other is lost");
	rig_close(&r);
}

static void refused(void)
{
	struct rig r = rig_open(1, ms, 5000 * ms);
	struct engine_event e;

	r.s.c.target = address("198.18.0.9");
	ok(is(&r, &e, OUTCOME_UNSENT, 0) && e.outcome.match.error == ENETUNREACH &&
			e.outcome.answer.rtt_ns < 0,
		"what this host does not send");
	ok(!next_outcome(&r, &e) && plan_tally(r.plan, 0)->unsent == 1, "is no loss");
	rig_close(&r);
}

/* Where there is nobody to send to, or no socket of the family: an outcome like any other. */
static void not_to_be_sent(const struct addr *target, int error)
{
	struct rig r = rig_open(1, ms, 20 * ms);
	struct engine_event e;

	while (engine_next(&r.engine, &e, NULL) > 0 && e.kind != ENGINE_DUE)
		continue;
	is_int(engine_send_to(&r.engine, &e, target, NULL), 0, "nothing is sent");
	ok(e.kind == ENGINE_OUTCOME && e.outcome.kind == OUTCOME_UNSENT && e.outcome.nth == 0 &&
			e.outcome.match.error == error && e.outcome.match.has_probe &&
			addr_equal(&e.outcome.match.target, &r.s.c.target),
		"what the tool refuses is told as what the kernel refuses");
	is_int(plan_tally(r.plan, 0)->unsent, 1, "... and counted");
	ok(!next_outcome(&r, &e), "... once");
	rig_close(&r);
}

static void sent_to(void)
{
	struct rig r = rig_open(1, ms, 20 * ms);
	struct engine_event e;

	while (engine_next(&r.engine, &e, NULL) > 0 && e.kind != ENGINE_DUE)
		continue;
	is_int(engine_send_to(&r.engine, &e, &r.s.c.target, NULL), 1, "a probe to whom it is for");
	ok(engine_next(&r.engine, &e, NULL) > 0 && e.kind == ENGINE_SENT, "leaves");
	rig_close(&r);
}

int main(void)
{
	const struct addr v6 = address("2001:db8::1");

	if (!netns_enter())
		return tap_skip_all("user namespaces are forbidden here");
	if (!netns_write("/proc/sys/net/ipv4/icmp_echo_ignore_all", "1"))
		return tap_skip_all("the kernel cannot be kept from answering");
	replies();
	lies();
	errors();
	silence();
	refused();
	sent_to();
	not_to_be_sent(NULL, ENOENT);
	not_to_be_sent(&v6, EAFNOSUPPORT);
	return tap_done();
}
