/* main_watch: a watch of a link or of a savefile, from the options to the exit status. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "main_watch.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "main_watch_parts.h"
#include "plural.h"
#include "records.h"
#include "tool.h"
#include "watch_show.h"

static void hand_over(struct main_watch *p, const struct watch_event *v)
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

/* What a frame told, for its comment in a capture. */
static void note(char to[static CAPFILE_COMMENT], const struct watch_event *v)
{
	char addr[ADDR_TEXT], mac[MAC_TEXT], before[MAC_TEXT] = "";
	size_t used = strlen(to);

	if (v->has_before)
		mac_print(before, &v->before);
	snprintf(to + used, CAPFILE_COMMENT - used, "%s%s %s %s%s%s", used ? "; " : "",
		watch_name(v->kind), addr_print(addr, &v->addr), mac_print(mac, &v->mac),
		v->has_before ? (v->kind == WATCH_MISMATCH ? " in a frame from " : " was ") : "",
		before);
}

/* frame: what the events came by, NULL for the time that passed. */
static void tell(struct main_watch *p, const struct frame *frame)
{
	char comment[CAPFILE_COMMENT] = "";
	const struct watch_show show = {p->report, p->vendors, p->target, p->o->quiet};
	struct watch_event v;

	while (watch_next(p->watch, &v)) {
		watch_enter(&p->sum, &v);
		note(comment, &v);
		p->keep.due = true;
		hand_over(p, &v);
		watch_show(&show, &v, clock_map_realtime(session_clock(p->session), v.at_ns));
		if (p->o->first_reply && watch_is_alarm(v.kind))
			plan_stop(p->plan);
	}
	if (p->evidence && frame && *comment && frame->linktype == PCAPNG_ETHERNET)
		capfile_heard(p->evidence, frame->bytes,
			clock_map_realtime(session_clock(p->session), frame->at_ns), comment);
}

/* Gently: one address at a turn, and its owner alone. Without an address of our own we only
 * listen. */
static int ask_one(struct main_watch *p, struct probe id, struct fail *why)
{
	struct bytes frame;
	struct addr addr;
	struct mac mac;
	int rc;

	watch_tick(p->watch, session_now_ns(p->session));
	tell(p, NULL);
	if (!watch_ask(p->watch, session_now_ns(p->session), &addr, &mac)) {
		plan_unsent(p->plan, id, ECANCELED);
		return 0;
	}
	ask_source(p->ask, &p->sources[addr.family == ADDR_V6]);
	ask_target(p->ask, &addr);
	rc = ask_build(p->ask, ASK_REQUEST, &mac, &frame, why);
	return rc < 0 ? rc : session_put(p->session, 0, id, frame, NULL, why);
}

static void take_frame(struct main_watch *p, const struct session_event *e)
{
	struct packet k;

	packet_read(&e->wire.frame, &k);
	p->sum.received++;
	watch_feed(p->watch, &k, e->at_ns);
	tell(p, &e->wire.frame);
}

enum { COUNTS_TEXT = 128 };
static const char *counts(char to[static COUNTS_TEXT], const struct main_watch *p)
{
	uint64_t addresses = watch_count(p->watch), events = watch_events(&p->sum),
		 alarms = watch_alarms(&p->sum);

	snprintf(to, COUNTS_TEXT, "%llu %s, %llu %s, %llu %s", (unsigned long long)addresses,
		plural(addresses, "address", "addresses"), (unsigned long long)events,
		plural(events, "event", "events"), (unsigned long long)alarms,
		plural(alarms, "alarm", "alarms"));
	return to;
}

static void signalled(struct main_watch *p, int number)
{
	if (number == SIGQUIT) {
		char text[COUNTS_TEXT];

		report_warn(p->report, "%s", counts(text, p));
	} else if (number == SIGTSTP) {
		report_flush(p->report);
		session_suspend(p->session);
	} else if (wait_ends(number)) {
		p->sum.interrupted = true;
		plan_stop(p->plan);
	}
}

static int step(struct main_watch *p, const struct session_event *e, struct fail *why)
{
	switch (e->kind) {
	case SESSION_SEND:
		return ask_one(p, e->probe, why);
	case SESSION_FRAME:
		take_frame(p, e);
		break;
	case SESSION_DROPS:
		p->sum.drops += e->wire.count;
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

static void summarise(struct main_watch *p)
{
	struct records r = {.report = p->report, .target = p->target};
	struct watch_sum *sum = &p->sum;
	struct records_summary s = {.target = p->target};
	char text[COUNTS_TEXT];

	sum->target = p->target;
	sum->transmitted = plan_tally(p->plan, 0)->sent;
	sum->addresses = watch_count(p->watch);
	sum->beyond = watch_beyond(p->watch);
	sum->missed = p->exec.missed;
	sum->elapsed_ns = clock_now() - p->start_ns;
	sum->file = p->o->read_pcap;
	sum->mute = addr_is_unspecified(&p->sources[0]) && addr_is_unspecified(&p->sources[1]);
	watch_summarise(&s, sum);
	if (!p->o->quiet)
		report_text(p->report, "%s\n", counts(text, p));
	if (sum->beyond)
		report_warn(p->report, "%s: no room for the addresses of %llu %s", p->o->program,
			(unsigned long long)sum->beyond,
			plural(sum->beyond, "message", "messages"));
	if (p->o->out.stats)
		watch_stats(p->report, sum);
	if (p->o->out.explain)
		watch_explain(p->report, sum);
	records_summary(&r, &s, clock_wall());
	if (p->o->out.prom)
		records_prom(&r, &s);
}

static int save(struct main_watch *p, struct fail *why)
{
	int64_t offset_ns = p->o->read_pcap ? 0 : clock_wall() - clock_now();

	return watch_keep_end(&p->keep, p->watch, offset_ns, why);
}

/* While it goes on: a failure is told at the end, if it is one there still. */
static void keep(struct main_watch *p)
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

static void announce(struct main_watch *p)
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

static bool is_in_vain(const struct main_watch *p)
{
	return report_failed(p->report) || capfile_unread(p->evidence);
}

static int run(struct main_watch *p, struct fail *why)
{
	struct session_event e;
	int rc = 1, saved;

	announce(p);
	while (rc > 0 && !is_in_vain(p) && (rc = session_next(p->session, &e, why)) > 0) {
		rc = step(p, &e, why);
		rc = rc < 0 ? rc : 1;
		keep(p);
	}
	summarise(p);
	saved = save(p, rc < 0 ? NULL : why);
	if (p->exec.missed)
		report_warn(p->report, "%s: --exec was too slow for %llu %s", p->o->program,
			(unsigned long long)p->exec.missed,
			plural(p->exec.missed, "event", "events"));
	if (rc < 0 || saved < 0)
		return rc < 0 ? rc : saved;
	return watch_alarms(&p->sum) > 0;
}

int main_watch(const struct options *o)
{
	struct main_watch p = {.o = o};
	struct fail why = {0};
	int rc = main_watch_open(&p, &why);

	if (rc >= 0)
		rc = run(&p, &why);
	if (rc < 0)
		tool_complain(o->program, &why);
	if (!tool_close(o->program, &p.report, &p.evidence) || rc < 0)
		rc = 2;
	main_watch_close(&p);
	return rc;
}
