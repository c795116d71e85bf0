/* main_sweep: a run over many addresses, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_sweep.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "clock.h"
#include "localnet.h"
#include "plugin.h"
#include "plural.h"
#include "reach.h"
#include "route.h"
#include "socket.h"
#include "sweep.h"
#include "sweep_explain.h"
#include "tool.h"

enum { OWN = 512 };

/* Everything a sweep needs, in the order it is opened. */
struct parts {
	const struct options *o;
	struct resolve *resolve;
	struct localnet localnet;
	struct addr own[OWN];
	size_t own_n;
	struct targets *targets;
	struct link link;
	struct vendor *vendors;
	struct wire *wire;
	struct report *report;
	struct capfile *evidence;
	struct wait *wait;
	struct plan *plan;
	struct ask *ask;
	struct histogram *histogram;
	struct hear_config hear;
	struct session *session;
	struct term_progress progress;
};

static enum addr_family family_of(const struct parts *p)
{
	const char *first = p->o->operands_n ? p->o->operands[0] : "";

	if (p->o->family)
		return p->o->family;
	return strchr(first, ':') ? ADDR_V6 : ADDR_V4;
}

static int gather(struct parts *p, struct fail *why)
{
	size_t n = p->o->operands_n + p->localnet.n;
	const char **texts = calloc(n ? n : 1, sizeof(*texts));
	struct gather_want want = {.texts = texts,
		.n = n,
		.file = p->o->targets_file,
		.exclude = p->o->exclude,
		.family = family_of(p),
		.order = p->o->order};
	int rc;

	if (!texts)
		return fail_set(why, ENOMEM, "no memory for %zu addresses", n);
	for (size_t i = 0; i < n; i++)
		texts[i] = i < p->o->operands_n ? p->o->operands[i]
						: p->localnet.texts[i - p->o->operands_n];
	if (p->o->seed < 0 && getrandom(&want.order.seed, sizeof(want.order.seed), 0) < 0)
		want.order.seed = (uint64_t)clock_now();
	rc = gather_targets(&p->targets, &want, p->resolve, why);
	free((void *)texts);
	if (rc == -EAFNOSUPPORT && !p->o->family)
		rc = fail_set(why, EAFNOSUPPORT, "either IPv4 or IPv6 addresses in one run");
	if (rc >= 0 && targets_count(p->targets) > UINT32_MAX)
		return fail_set(why, E2BIG, "more than 2^32 addresses");
	return rc;
}

/* A part of a small set may have none of it: there is nothing to ask, on no link. */
static bool is_empty(const struct parts *p)
{
	return !targets_count(p->targets);
}

/* The link is that of the first address; one behind a router has no MAC here. */
static int find_link(struct parts *p, struct fail *why)
{
	struct link_want want = {.interface = p->o->interface, .source = p->o->source};
	char text[ADDR_TEXT];
	struct target first;
	int rc;

	if (!targets_at(p->targets, 0, &first))
		return 0;
	want.target = report_addr(text, &first.addr);
	want.family = (enum addr_family)first.addr.family;
	rc = link_find(&p->link, &want, p->resolve, why);
	if (rc < 0)
		return rc;
	if (p->link.state == LINK_DOWN)
		return fail_set(why, ENETDOWN, "Interface \"%s\" is down", p->link.name);
	if (p->link.state != LINK_READY)
		return fail_set(why, EOPNOTSUPP, "Interface \"%s\" is not ARPable", p->link.name);
	return reach_check(p->targets, &p->link, !p->o->interface, why);
}

/* On any interface, but for what holds for one link alone. */
static int find_own(struct parts *p, struct fail *why)
{
	struct route_address list[OWN];
	int n = is_empty(p) ? 0 : route_addresses(list, OWN, 0, ADDR_NONE, why);

	for (int i = 0; i < n && i < OWN; i++)
		if (list[i].ifindex == p->link.ifindex || !addr_is_link_local(&list[i].addr))
			p->own[p->own_n++] = list[i].addr;
	return n < 0 ? n : 0;
}

static int open_wire(struct parts *p, struct fail *why)
{
	struct wire_config c = options_wire(p->o, &p->link);

	c.stamps = WIRE_STAMPS_SAMPLED;
	c.burst = 16384;
	if (!p->o->out.pcap)
		c.packet_bytes = 256;
	return socket_open(&p->wire, &c, why);
}

static int open_outside(struct parts *p, struct fail *why)
{
	const struct report_config report = outputs_report(&p->o->out, REPORT_CLOCK_NONE);
	int rc;

	if ((rc = resolve_open(&p->resolve, why)) < 0 ||
		(p->o->localnet && (rc = localnet_find(&p->localnet, p->o->interface, why)) < 0) ||
		(rc = gather(p, why)) < 0 || (rc = find_link(p, why)) < 0 ||
		(rc = find_own(p, why)) < 0)
		return rc;
	if (p->o->vendor && (rc = vendor_open(&p->vendors, p->o->vendor, why)) < 0)
		return rc;
	if (!is_empty(p) && (rc = open_wire(p, why)) < 0)
		return rc;
	if ((rc = report_open(&p->report, &report, why)) >= 0 && p->o->out.pcap)
		rc = evidence_open(&p->evidence, p->o->out.pcap, p->link.name, why);
	return rc;
}

static int open_inside(struct parts *p, struct fail *why)
{
	const struct ask_config ask = options_ask(p->o, &p->link);
	struct session_config session = {.wires = {p->wire}, .deadline_ns = INT64_MAX};
	struct plan_config plan = options_sweep_plan(p->o, (uint32_t)targets_count(p->targets));
	int rc;

	if ((rc = tool_drop(p->report, capfile_folder(p->evidence), NULL, why)) < 0 ||
		(rc = wait_open(&p->wait, why)) < 0 || (rc = ask_open(&p->ask, &ask, why)) < 0)
		return rc;
	p->histogram = histogram_open();
	if (!p->histogram)
		return fail_set(why, ENOMEM, "no memory for percentiles");
	p->hear = options_hear(p->o, &p->link);
	p->plan = plan_open(&plan, clock_now());
	if (!p->plan)
		return fail_set(why, ENOMEM, "no memory for %u addresses", plan.lanes);
	session.plan = p->plan;
	session.wait = p->wait;
	if (p->o->deadline_ns)
		session.deadline_ns = clock_now() + p->o->deadline_ns;
	return session_open(&p->session, &session, why);
}

static const char *given(const struct parts *p)
{
	if (p->o->operands_n)
		return p->o->operands[0];
	return p->o->localnet ? p->localnet.texts[0] : p->o->targets_file;
}

static void announce(struct parts *p)
{
	struct records r = {.report = p->report, .target = given(p)};
	char mac[MAC_TEXT], source[ADDR_TEXT];
	struct records_start s = {.target = r.target,
		.source = p->link.source,
		.mode = records_mode(SUMMARY_SWEEP),
		.interface = is_empty(p) ? NULL : p->link.name,
		.mac = is_empty(p) ? NULL : mac_print(mac, &p->hear.mac),
		.vlan = p->hear.vlan == HEAR_NO_VLAN ? UINT64_MAX : (uint64_t)p->hear.vlan,
		.interval_ns = INT64_MIN,
		.timeout_ns = options_sweep_timeout_ns(p->o)};

	if (!p->o->quiet && is_empty(p))
		report_text(p->report, "ARPING 0 addresses\n");
	else if (!p->o->quiet)
		report_text(p->report, "ARPING %llu %s from %s %s\n",
			(unsigned long long)targets_count(p->targets),
			plural(targets_count(p->targets), "address", "addresses"),
			addr_print(source, &p->link.source), p->link.name);
	if (!is_empty(p))
		link_warn(&p->link, p->report, p->o->program);
	records_start(&r, &s, clock_wall());
}

static void conclude(struct parts *p, const struct sweep_sum *s, struct records_summary *record)
{
	struct records r = {.report = p->report, .target = given(p)};
	const struct sweep_place place = {.interface = p->link.name,
		.v6 = p->link.source.family == ADDR_V6,
		.questions = (p->o->count ? (uint64_t)p->o->count : 1) + (uint64_t)p->o->retries};

	*record = (struct records_summary){.target = r.target};
	sweep_summarise(record, s, p->histogram);
	if (p->o->out.stats)
		sweep_stats(p->report, s, p->histogram);
	if (p->o->out.explain)
		sweep_explain(p->report, &place, s, p->histogram);
	records_summary(&r, record, clock_wall());
	if (p->o->out.prom)
		records_prom(&r, record);
}

/* What kept the sweep from being one. */
static int undone(const struct parts *p, const struct sweep_sum *s, struct fail *why)
{
	int error = s->local_error ? s->local_error : EIO;

	if (s->gone)
		return fail_set(why, ENODEV, "%s is gone", p->link.name);
	/* Output that failed ended it before, and is told by itself. */
	if (!s->transmitted && !s->interrupted && s->own < s->targets && !report_failed(p->report))
		return fail_set(why, error, "nothing could be sent: %s", strerror(error));
	return 0;
}

static int judge(
	const struct parts *p, const struct sweep_sum *s, const struct records_summary *record)
{
	const struct plugin v = {.thresholds = p->o->out.thresholds};

	return plugin_sweep(&v, p->report, record, s);
}

static int run(struct parts *p, struct fail *why)
{
	struct sweep_config c = {.plan = p->plan,
		.wire = p->wire,
		.session = p->session,
		.ask = p->ask,
		.report = p->report,
		.targets = p->targets,
		.hear = &p->hear,
		.own = p->own,
		.own_n = p->own_n,
		.ifindex = p->link.ifindex,
		.vendors = p->vendors,
		.progress = &p->progress,
		.histogram = p->histogram,
		.evidence = p->evidence,
		.target = given(p),
		.program = p->o->program,
		.timeout_ns = options_sweep_timeout_ns(p->o),
		.first_reply = p->o->first_reply,
		.quiet = p->o->quiet};
	struct sweep_sum sum = {0};
	struct records_summary record;
	int rc;

	term_progress_init(&p->progress, p->o->quiet || p->o->out.nagios ? -1 : STDERR_FILENO);
	announce(p);
	rc = sweep_loop(&c, &sum, why);
	conclude(p, &sum, &record);
	if (rc < 0 || (rc = undone(p, &sum, why)) < 0)
		return rc;
	if (p->o->out.nagios)
		return judge(p, &sum, &record);
	return (!sum.alive && !is_empty(p)) || (p->o->unique && sum.duplicates);
}

static void close_parts(struct parts *p)
{
	session_close(p->session);
	histogram_close(p->histogram);
	ask_close(p->ask);
	plan_close(p->plan);
	wait_close(p->wait);
	wire_close(p->wire);
	vendor_close(p->vendors);
	capfile_abandon(p->evidence);
	report_abandon(p->report);
	targets_close(p->targets);
	resolve_close(p->resolve);
	free(p);
}

int main_sweep(const struct options *o)
{
	struct parts *p = calloc(1, sizeof(*p));
	struct fail why = {.text = "out of memory"};
	int rc = p ? 0 : -ENOMEM, status;

	if (p) {
		p->o = o;
		rc = open_outside(p, &why);
	}
	if (rc >= 0)
		rc = open_inside(p, &why);
	if (rc >= 0)
		rc = run(p, &why);
	status = rc < 0 ? tool_refuse(&o->out, o->program, PLUGIN_SERVICE, 2, &why) : rc;
	if (p && !tool_close(o->program, &p->report, &p->evidence))
		status = tool_failure(&o->out);
	if (p)
		close_parts(p);
	return status;
}
