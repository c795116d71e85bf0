/* main_fping: a run under fping's name, from its options to its exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "fping.h"
#include "fping_options.h"
#include "fping_targets.h"
#include "main_parts.h"
#include "socket.h"
#include "tool.h"

/* fping's exit statuses: 1 is a usage error too. */
enum { SOME_SILENT = 1, SOME_UNKNOWN = 2, SYSTEM = 4 };
enum { IN_FLIGHT_MIN = 4096, IN_FLIGHT_MAX = 1 << 20, BURST = 4096, ICMP_BYTES = 8 };

/* In the order it is opened; index 0 is IPv4's, 1 IPv6's. */
struct parts {
	struct fping_options o;
	struct resolve *resolve;
	struct fping_targets targets;
	uint32_t n;
	struct socket_opened sockets[2];
	struct probe_echo *probes[2];
	struct wait *wait;
	struct plan *plan;
	struct session *session;
	int timer_fd;
};

static int open_targets(struct parts *p, struct fail *why)
{
	const struct fping_options *o = &p->o;
	const struct fping_want want = {.program = o->program,
		.texts = o->operands,
		.n = o->n_operands,
		.file = o->file,
		.generate = o->generate,
		.family = o->family,
		.addresses = o->addresses,
		.names = o->names,
		.reverse = o->reverse,
		.all_addresses = o->all_addresses,
		.quiet = o->quiet,
		.err = stderr};
	int rc = fping_targets_open(&p->targets, &want, p->resolve, why);

	if (rc >= 0)
		p->n = (uint32_t)targets_count(p->targets.set);
	return rc;
}

static struct wire_config wire_of(const struct fping_options *o, enum addr_family family)
{
	struct wire_config c = {.family = family,
		.stamps = o->interval_ns < CLOCK_MS ? WIRE_STAMPS_SAMPLED : WIRE_STAMPS_ALL,
		.device = o->device,
		.ttl = o->ttl,
		.tos = o->tos,
		.pmtudisc = o->dont_fragment ? IP_PMTUDISC_DO : -1,
		.burst = BURST,
		.unresolved = BURST,
		.packet_bytes = (uint32_t)o->data_bytes + ICMP_BYTES};

	if (o->source.family == family)
		c.source = o->source;
	return c;
}

/* In fping's words where a script may know them. */
static int refused(const struct fping_options *o, int rc, struct fail *why)
{
	struct fail before = *why;

	if (rc == -ENODEV && o->device)
		return fail_set(why, EINVAL, "binding to specific interface (SO_BINTODEVICE): %s",
			strerror(ENODEV));
	if (rc == -EADDRNOTAVAIL)
		return fail_set(why, EADDRNOTAVAIL, "%s: cannot bind source address : %s",
			o->program, strerror(EADDRNOTAVAIL));
	return fail_set(why, -rc, "%s: %s", o->program, before.text);
}

static int open_family(struct parts *p, unsigned i, enum addr_family family, struct fail *why)
{
	struct wire_config c = wire_of(&p->o, family);
	struct probe_config probe = {.target = {.family = (uint8_t)family},
		.lanes = p->n,
		.target_of = engine_target_of,
		.who = p->targets.set,
		.data_bytes = (size_t)p->o.data_bytes};
	int rc;

	if (!targets_have(p->targets.set, family))
		return 0;
	if ((rc = socket_open(&p->sockets[i], &c, -1, why)) < 0)
		return refused(&p->o, rc, why);
	probe.id = p->sockets[i].id;
	probe.pattern_bytes = p->o.random ? PROBE_PATTERN_MAX : 0;
	if (getrandom(&probe.key, sizeof(probe.key), 0) != sizeof(probe.key) ||
		getrandom(probe.pattern, sizeof(probe.pattern), 0) != sizeof(probe.pattern))
		return fail_errno(why, "%s: getrandom", p->o.program);
	return probe_open(&p->probes[i], &probe, why);
}

static uint32_t in_flight(const struct parts *p)
{
	const struct fping_options *o = &p->o;
	int64_t gap_ns = o->interval_ns ? o->interval_ns : 1000;
	uint64_t wanted = 2 * (uint64_t)(o->timeout_ns / gap_ns);
	uint64_t lanes = (uint64_t)p->n * 2 *
			 (uint64_t)(1 + o->timeout_ns / (o->period_ns ? o->period_ns : 1));

	if (wanted > lanes)
		wanted = lanes;
	return wanted < IN_FLIGHT_MIN	? IN_FLIGHT_MIN
	       : wanted > IN_FLIGHT_MAX ? IN_FLIGHT_MAX
					: (uint32_t)wanted;
}

static uint32_t retries_of(const struct fping_options *o)
{
	return o->retries < 0 ? 0 : o->retries > 255 ? 255 : (uint32_t)o->retries;
}

static struct plan_config plan_of(const struct parts *p)
{
	const struct fping_options *o = &p->o;
	bool counting = o->count || o->loop;

	return (struct plan_config){.lanes = p->n,
		.count = counting ? (uint64_t)o->count : 1,
		.interval_ns = o->period_ns,
		.gap_ns = o->interval_ns,
		.timeout_ns = o->timeout_ns ? o->timeout_ns : 1,
		.preload = 1,
		.retries = counting ? 0 : retries_of(o),
		.backoff_percent = (uint32_t)(o->backoff * 100 + 0.5),
		.in_flight = in_flight(p)};
}

static int open_timer(struct parts *p, struct fail *why)
{
	const struct timespec every = clock_timespec(p->o.report_ns);
	const struct itimerspec it = {every, every};
	int rc;

	if (!p->o.report_ns || !(p->o.count || p->o.loop))
		return 0;
	p->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	if (p->timer_fd < 0 || timerfd_settime(p->timer_fd, 0, &it, NULL) < 0)
		return fail_errno(why, "%s: timerfd", p->o.program);
	rc = wait_add(p->wait, p->timer_fd, POLLIN, why);
	return rc < 0 ? rc : 0;
}

static int open_parts(struct parts *p, struct fail *why)
{
	struct plan_config plan = plan_of(p);
	int rc;

	tzset(); /* before files are out of reach */
	if ((rc = open_family(p, 0, ADDR_V4, why)) < 0 ||
		(rc = open_family(p, 1, ADDR_V6, why)) < 0 ||
		(rc = tool_drop(NULL, NULL, NULL, why)) < 0 ||
		(rc = wait_open(&p->wait, why)) < 0 || (rc = open_timer(p, why)) < 0)
		return rc;
	p->plan = plan_open(&plan, clock_now());
	return p->plan ? 0
		       : fail_set(why, ENOMEM, "%s: no memory for %u targets", p->o.program,
				 plan.lanes);
}

static int run(struct parts *p, struct fping_sum *sum, struct fail *why)
{
	const struct fping_options *o = &p->o;
	const struct session_config session = {.plan = p->plan,
		.wires = {p->sockets[0].wire, p->sockets[1].wire},
		.wait = p->wait,
		.deadline_ns = INT64_MAX};
	struct fping_config c = {.engine = {.plan = p->plan,
					 .probes = {p->probes[0], p->probes[1]},
					 .errors_settle_nothing = true},
		.targets = p->targets.set,
		.names = p->targets.names,
		.out = stdout,
		.err = stderr,
		.timer_fd = p->timer_fd,
		.count = (uint64_t)o->count,
		.counting = o->count || o->loop,
		.verbose = o->verbose,
		.alive = o->alive,
		.unreachable = o->unreachable,
		.per_reply = o->per_reply,
		.quiet = o->quiet,
		.addresses = o->addresses,
		.elapsed = o->elapsed,
		.stamps = o->stamps,
		.outage = o->outage,
		.vector = o->vector,
		.stats = o->stats,
		.netdata = o->netdata,
		.period_ns = o->period_ns,
		.report_ns = o->report_ns,
		.unknown = p->targets.unknown};
	int rc = session_open(&p->session, &session, why);

	c.engine.session = p->session;
	return rc < 0 ? rc : fping_loop(&c, sum, why);
}

static int conclude(const struct parts *p, const struct fping_sum *sum)
{
	bool enough = sum->alive >= p->o.reachable;

	if (p->o.reachable) {
		printf("%s hosts reachable (required: %d, reachable: %u)\n",
			enough ? "Enough" : "Not enough", (int)p->o.reachable, sum->alive);
		return !enough;
	}
	if (p->targets.unknown)
		return SOME_UNKNOWN;
	return sum->alive < sum->targets ? SOME_SILENT : 0;
}

/* The end of a reader is no fault. */
static int kept(const struct parts *p, int error, int status)
{
	if (!error && fflush(stdout))
		error = errno;
	if (!error || error == EPIPE)
		return status;
	fprintf(stderr, "%s: cannot write to standard output: %s\n", p->o.program, strerror(error));
	return SYSTEM;
}

static void close_parts(struct parts *p)
{
	session_close(p->session);
	plan_close(p->plan);
	wait_close(p->wait);
	for (unsigned i = 0; i < 2; i++) {
		probe_close(p->probes[i]);
		wire_close(p->sockets[i].wire);
	}
	if (p->timer_fd >= 0)
		close(p->timer_fd);
	fping_targets_close(&p->targets);
	resolve_close(p->resolve);
}

static int fping(struct parts *p, struct fail *why)
{
	struct fping_sum sum = {0};
	int rc;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if ((rc = resolve_open(&p->resolve, why)) < 0 || (rc = open_targets(p, why)) < 0)
		return rc;
	if (!p->n)
		return p->targets.unknown ? SOME_UNKNOWN : SOME_SILENT;
	if ((rc = open_parts(p, why)) < 0 || (rc = run(p, &sum, why)) < 0)
		return rc;
	return kept(p, sum.output_error, conclude(p, &sum));
}

/* What is fping's has its words; of what is this host's, some come from where nobody knows the
 * program. */
static void complain(const struct fping_options *o, int rc, const struct fail *why)
{
	bool named = !strncmp(why->text, o->program, strlen(o->program));

	if (fail_is_shortage(rc) && !named)
		fprintf(stderr, "%s: ", o->program);
	fprintf(stderr, "%s\n", why->text);
}

int main_fping(int argc, char **argv)
{
	struct parts p = {.timer_fd = -1};
	struct fail why = {0};
	int rc = fping_options_parse(&p.o, argc, argv, &why);

	if (rc > 0)
		fping_options_usage(p.o.program, stderr);
	else if (!rc && p.o.help)
		fping_options_usage(p.o.program, stdout);
	else if (!rc && p.o.version)
		printf("%s: Version 5.1\n", p.o.program);
	else if (!rc)
		rc = fping(&p, &why);
	if (rc < 0)
		complain(&p.o, rc, &why);
	close_parts(&p);
	return rc == -EINVAL ? SOME_SILENT : rc < 0 ? SYSTEM : rc;
}
