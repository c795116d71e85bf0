/* main_watch: a watch of a link or of a savefile, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_watch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture.h"
#include "clock.h"
#include "main_exec.h"
#include "priv.h"
#include "records.h"
#include "session.h"
#include "socket.h"
#include "vendor.h"
#include "watch_link.h"
#include "watch_show.h"
#include "watch_state.h"

enum { ANY_VLAN = -2 };
#define SECOND INT64_C(1000000000)

/* Everything a watch needs, in the order it is opened. */
struct parts {
	const struct options *o;
	const char *target; /* the interface or the file */
	struct resolve *resolve;
	struct link link;
	struct addr sources[2]; /* IPv4, IPv6 */
	struct vendor *vendors;
	struct wire *wire;
	struct capture *capture;
	struct report *report;
	struct watch_keep keep;
	struct watch *watch;
	struct wait *wait;
	struct plan *plan;
	struct ask *ask;
	struct session *session;
	struct main_exec exec;
	int64_t start_ns;
	uint64_t events, alarms, duplicates, received, drops;
	bool interrupted, gone;
};

static int find_link(struct parts *p, struct fail *why)
{
	int rc;

	p->target = p->o->read_pcap;
	if (p->o->read_pcap)
		return 0;
	if ((rc = resolve_open(&p->resolve, why)) < 0 ||
		(rc = watch_link_find(&p->link, p->o->interface, p->resolve, why)) < 0)
		return rc;
	p->target = p->link.name;
	return 0;
}

static int open_watch(struct parts *p, struct fail *why)
{
	int vlan = p->o->vlan_text ? eth_vlan(p->o->tci) : 0;
	struct watch_config c = {.most = 65536,
		.both_ns = 2 * SECOND,
		.quiet_ns = p->o->gone_ns / 5,
		.ask_every_ns = p->o->gone_ns / 15,
		.gone_ns = p->o->gone_ns,
		.vlan = vlan		  ? vlan
			: p->o->read_pcap ? ANY_VLAN
					  : HEAR_NO_VLAN};
	int64_t offset_ns = p->o->read_pcap ? 0 : clock_wall() - clock_now();
	int rc = 0;

	if (!p->o->read_pcap) {
		watch_link_facts(&p->link, &c);
		p->sources[0] = watch_link_source(&p->link, ADDR_V4);
		p->sources[1] = watch_link_source(&p->link, ADDR_V6);
		c.mute[0] = addr_is_unspecified(&p->sources[0]);
		c.mute[1] = addr_is_unspecified(&p->sources[1]);
	}
	p->watch = watch_open(&c);
	if (!p->watch)
		return fail_set(why, ENOMEM, "no memory for addresses");
	if (p->o->state && (rc = watch_load(p->watch, p->o->state, offset_ns, why)) >= 0)
		rc = watch_keep_open(&p->keep, p->o->state, !p->o->read_pcap, why);
	return rc;
}

static int open_wire(struct parts *p, struct fail *why)
{
	struct wire_config c = options_wire(p->o, &p->link);

	c.take = WIRE_TAKE_ARP | WIRE_TAKE_ND;
	c.all_multicast = true;
	c.burst = 4096;
	return socket_open(&p->wire, &c, why);
}

static int open_source(struct parts *p, struct fail *why)
{
	if (p->o->read_pcap)
		return capture_open_file(&p->capture, p->o->read_pcap, NULL, why);
	return open_wire(p, why);
}

static int open_outside(struct parts *p, struct fail *why)
{
	const struct report_config report = outputs_report(&p->o->out, REPORT_CLOCK_NONE);
	int rc;

	p->exec.fd = -1;
	if ((rc = find_link(p, why)) < 0 || (rc = main_exec_open(&p->exec, p->o->exec, why)) < 0 ||
		(rc = open_watch(p, why)) < 0)
		return rc;
	if (p->o->vendor && (rc = vendor_open(&p->vendors, p->o->vendor, why)) < 0)
		return rc;
	if ((rc = open_source(p, why)) < 0)
		return rc;
	return report_open(&p->report, &report, why);
}

/* A lane that is never spent: at each of its turns one address may be asked. */
static int open_inside(struct parts *p, struct fail *why)
{
	const struct plan_config plan = {
		.lanes = 1, .interval_ns = p->o->interval_ns ? p->o->interval_ns : SECOND};
	const struct ask_config ask = options_ask(p->o, &p->link);
	struct session_config session = {
		.wires = {p->wire}, .capture = p->capture, .deadline_ns = INT64_MAX};
	struct priv_limits limits = {0};
	size_t n = report_folders(p->report, limits.folders);
	int rc;

	limits.folders[n] = watch_keep_folder(&p->keep);
	if ((rc = priv_drop(&limits, NULL, why)) < 0 || (rc = wait_open(&p->wait, why)) < 0 ||
		(rc = ask_open(&p->ask, &ask, why)) < 0)
		return rc;
	p->start_ns = clock_now();
	p->plan = plan_open(&plan, p->start_ns);
	if (!p->plan)
		return fail_set(why, ENOMEM, "no memory for the probes in flight");
	session.plan = p->plan;
	session.wait = p->wait;
	if (p->o->deadline_ns)
		session.deadline_ns = p->start_ns + p->o->deadline_ns;
	return session_open(&p->session, &session, why);
}

static void hand_over(struct parts *p, const struct watch_event *v)
{
	struct main_exec_event e = {.event = ""};
	char text[ADDR_TEXT];

	snprintf(e.event, sizeof(e.event), "%s", watch_name(v->kind));
	snprintf(e.addr, sizeof(e.addr), "%s", addr_print(text, &v->addr));
	mac_print(e.mac, &v->mac);
	if (v->has_before)
		mac_print(e.before, &v->before);
	snprintf(e.target, sizeof(e.target), "%s", p->target);
	main_exec_put(&p->exec, &e);
}

static void tell(struct parts *p)
{
	const struct watch_show show = {p->report, p->vendors, p->target, p->o->quiet};
	struct watch_event v;

	while (watch_next(p->watch, &v)) {
		p->events++;
		p->keep.due = true;
		hand_over(p, &v);
		p->alarms += watch_is_alarm(v.kind);
		p->duplicates += v.kind == WATCH_DUPLICATE;
		watch_show(&show, &v, clock_map_realtime(session_clock(p->session), v.at_ns));
		if (p->o->first_reply && watch_is_alarm(v.kind))
			plan_stop(p->plan);
	}
}

/* Gently: one address at a turn, and its owner alone. Without an address of our own we only
 * listen. */
static int ask_one(struct parts *p, struct probe id, struct fail *why)
{
	struct bytes frame;
	struct addr addr;
	struct mac mac;
	int rc;

	watch_tick(p->watch, session_now_ns(p->session));
	tell(p);
	if (!watch_ask(p->watch, session_now_ns(p->session), &addr, &mac)) {
		plan_unsent(p->plan, id, ECANCELED);
		return 0;
	}
	ask_source(p->ask, &p->sources[addr.family == ADDR_V6]);
	ask_target(p->ask, &addr);
	rc = ask_build(p->ask, ASK_REQUEST, &mac, &frame, why);
	return rc < 0 ? rc : session_put(p->session, 0, id, frame, NULL, why);
}

static void take_frame(struct parts *p, const struct session_event *e)
{
	struct packet k;

	packet_read(&e->wire.frame, &k);
	p->received++;
	watch_feed(p->watch, &k, e->at_ns);
	tell(p);
}

static void signalled(struct parts *p, int number)
{
	if (number == SIGQUIT) {
		report_warn(p->report, "%zu addresses, %llu events, %llu alarms",
			watch_count(p->watch), (unsigned long long)p->events,
			(unsigned long long)p->alarms);
	} else if (number == SIGTSTP) {
		report_flush(p->report);
		session_suspend(p->session);
	} else if (number == SIGINT || number == SIGTERM || number == SIGHUP) {
		p->interrupted = true;
		plan_stop(p->plan);
	}
}

static int step(struct parts *p, const struct session_event *e, struct fail *why)
{
	switch (e->kind) {
	case SESSION_SEND:
		return ask_one(p, e->probe, why);
	case SESSION_FRAME:
		take_frame(p, e);
		break;
	case SESSION_DROPS:
		p->drops += e->wire.count;
		break;
	case SESSION_SIGNAL:
		signalled(p, e->signal);
		break;
	case SESSION_LINK:
		p->gone = e->wire.error == ENODEV;
		if (p->gone)
			return fail_set(why, ENODEV, "%s is gone", p->target);
		report_warn(p->report, "%s: %s is down", p->o->program, p->target);
		break;
	case SESSION_UNSENT:
		watch_unasked(p->watch);
		break;
	case SESSION_SENT:
	case SESSION_ERROR:
	case SESSION_LOST:
	case SESSION_READY:
	case SESSION_END:
		break;
	}
	return 0;
}

static void summarise(struct parts *p)
{
	const struct tally *t = plan_tally(p->plan, 0);
	struct records r = {.report = p->report, .target = p->target};
	struct records_summary s = {.target = p->target, .mode = records_mode(SUMMARY_WATCH)};

	records_unknown(&s);
	s.transmitted = t->sent;
	s.received = p->received;
	s.up = watch_count(p->watch) > 0;
	s.alive = watch_count(p->watch);
	s.events = p->events;
	s.alarms = p->alarms;
	s.duplicates = p->duplicates;
	s.duplicate = p->duplicates > 0;
	s.drops = p->drops;
	s.elapsed_ns = clock_now() - p->start_ns;
	s.interrupted = p->interrupted;
	if (!p->o->quiet)
		report_text(p->report, "%zu addresses, %llu events, %llu alarms\n",
			watch_count(p->watch), (unsigned long long)p->events,
			(unsigned long long)p->alarms);
	if (watch_beyond(p->watch))
		report_warn(p->report, "%s: no room for the addresses of %llu messages",
			p->o->program, (unsigned long long)watch_beyond(p->watch));
	records_summary(&r, &s, clock_wall());
	if (p->o->out.prom)
		records_prom(&r, &s);
}

static int save(struct parts *p, struct fail *why)
{
	int64_t offset_ns = p->o->read_pcap ? 0 : clock_wall() - clock_now();

	return watch_keep_end(&p->keep, p->watch, offset_ns, why);
}

/* While it goes on: a failure is told at the end, if it is one there still. */
static void keep(struct parts *p)
{
	bool live = p->keep.live;
	struct fail why = {0};
	int64_t next_ns;

	if (!p->keep.due || !live)
		return;
	next_ns =
		watch_keep_turn(&p->keep, p->watch, clock_now(), clock_wall() - clock_now(), &why);
	session_wake(p->session, next_ns);
	if (!p->keep.live)
		report_warn(p->report, "%s: %s; --state is tried again at the end only",
			p->o->program, why.text);
}

static void announce(struct parts *p)
{
	struct records r = {.report = p->report, .target = p->target};
	char mac[MAC_TEXT];
	struct records_start s = {.target = p->target,
		.source = p->link.source,
		.mode = records_mode(SUMMARY_WATCH),
		.interface = p->o->read_pcap ? NULL : p->target,
		.mac = p->o->read_pcap ? NULL : mac_print(mac, &p->link.mac),
		.vlan = p->o->vlan_text ? eth_vlan(p->o->tci) : UINT64_MAX,
		.interval_ns = p->o->interval_ns,
		.timeout_ns = p->o->gone_ns};

	if (addr_is_unspecified(&s.source))
		s.source = (struct addr){0};
	if (!p->o->quiet)
		report_text(p->report, "WATCHING %s\n", p->target);
	if (!p->o->read_pcap)
		link_warn(&p->link, p->report, p->o->program);
	records_start(&r, &s, clock_wall());
}

static int run(struct parts *p, struct fail *why)
{
	struct session_event e;
	int rc = 1, saved;

	announce(p);
	while (rc > 0 && !report_failed(p->report) &&
		(rc = session_next(p->session, &e, why)) > 0) {
		rc = step(p, &e, why);
		rc = rc < 0 ? rc : 1;
		keep(p);
	}
	summarise(p);
	saved = save(p, rc < 0 ? NULL : why);
	if (p->exec.missed)
		report_warn(p->report, "%s: --exec was too slow for %llu events", p->o->program,
			(unsigned long long)p->exec.missed);
	if (rc < 0 || saved < 0)
		return rc < 0 ? rc : saved;
	return p->alarms > 0;
}

static void close_parts(struct parts *p)
{
	main_exec_close(&p->exec);
	session_close(p->session);
	ask_close(p->ask);
	plan_close(p->plan);
	wait_close(p->wait);
	watch_close(p->watch);
	watch_keep_abandon(&p->keep);
	wire_close(p->wire);
	capture_close(p->capture);
	vendor_close(p->vendors);
	report_abandon(p->report);
	resolve_close(p->resolve);
}

int main_watch(const struct options *o)
{
	struct parts p = {.o = o};
	struct fail why = {0};
	int rc = open_outside(&p, &why), status;

	if (rc >= 0)
		rc = open_inside(&p, &why);
	if (rc >= 0)
		rc = run(&p, &why);
	status = rc < 0 ? 2 : rc;
	if (rc < 0)
		fprintf(stderr, "%s: %s\n", o->program, why.text);
	if (p.report && report_close(p.report, &why) < 0 && why.error != EPIPE) {
		fprintf(stderr, "%s: %s\n", o->program, why.text);
		status = 2;
	}
	p.report = NULL;
	close_parts(&p);
	return status;
}
