/* watch: the session's own packets, captured beside its socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "priv.h"
#include "segments.h"
#include "term.h"

enum { LINGER_MS = 500 };

static bool wanted(const struct watch_config *c)
{
	return c->pcap || c->all || c->ends;
}

int watch_open(struct watch *w, const struct watch_config *c, struct fail *why)
{
	const struct capflow_config config = {
		.pcap = c->pcap, .program = c->program, .hide_payload = c->hide_payload};
	char command[128];
	int rc;

	*w = (struct watch){.c = *c, .flow = -1, .followed = -1};
	if (!wanted(c))
		return 0;
	if (priv_has_net_raw())
		rc = capflow_open(&w->capflow, &config, why);
	else
		rc = fail_set(why, EPERM,
			"packets are seen with cap_net_raw only: run as root, or once as root: %s",
			priv_setcap_command(command, sizeof(command)));
	if (rc >= 0 || c->pcap || c->all)
		return rc;
	snprintf(w->missing, sizeof(w->missing), "%.*s", (int)sizeof(w->missing) - 1, why->text);
	return 0;
}

int watch_dial(struct watch *w, const struct dial *d, struct wait *wait, struct fail *why)
{
	const struct dial_attempt *a;
	unsigned n = dial_attempts(d, &a);

	if (!w->capflow)
		return 0;
	w->wait = wait;
	w->ladder = (struct ladder){.columns = LADDER_COLUMNS, .utf8 = term_is_utf8()};
	for (unsigned i = 0; i < n; i++) {
		const struct flow_tuple t = {
			.addr = {a[i].local, a[i].addr}, .port = {a[i].local_port, a[i].port}};
		int rc = a[i].addr.family ? capflow_add(w->capflow, &t, 1, why) : 0;

		if (rc < 0)
			return rc;
	}
	return wait_add(wait, capflow_fd(w->capflow), POLLIN, why);
}

/* The lines of text; what is left out is what opens and closes nothing. */
static void say(const struct watch *w, struct strbuf *text)
{
	size_t from = 0;

	for (size_t i = 0; i < text->used; i++)
		if (text->p[i] == '\n') {
			notice_line(
				w->c.notice, NOTICE_PLAIN, "%.*s", (int)(i - from), text->p + from);
			from = i + 1;
		}
	if (text->bad)
		report_no_memory(w->c.records->report);
	strbuf_close(text);
}

static bool opens_or_closes(const struct capflow_packet *p)
{
	return p->kind == CAPFLOW_ICMP || p->segment.flags & (TCP_SYN | TCP_FIN | TCP_RST) ||
	       p->was[FLOW_OUT] != p->state[FLOW_OUT] || p->was[FLOW_IN] != p->state[FLOW_IN];
}

static void record(const struct watch *w, const struct flow_tuple *t, const struct flow *f,
	const struct capflow_packet *p)
{
	const struct segments_run run = {.report = w->c.records->report,
		.segment = &records_segment_type,
		.icmp = &records_icmp_type,
		.target = w->c.records->target,
		.addr = t->addr[FLOW_IN],
		.port = t->port[FLOW_IN],
		.start_ns = w->ladder.start_ns};

	segments_put(&run, t, f, p);
}

static void tell(struct watch *w, const struct capflow_packet *p)
{
	const struct flow *f = capflow_flow(w->capflow, p->flow);
	const struct flow_tuple *t = capflow_tuple(w->capflow, p->flow);
	struct strbuf text = {0};

	if (!w->begun)
		w->ladder.start_ns = p->at_ns;
	w->begun = true;
	if (!w->c.all && !(w->c.ends && opens_or_closes(p)))
		return;
	record(w, t, f, p);
	if (w->flow != (int)p->flow)
		ladder_head(&text, &w->ladder, t);
	w->flow = (int)p->flow;
	ladder_packet(&text, &w->ladder, f, p);
	say(w, &text);
}

void watch_turn(struct watch *w)
{
	struct capflow_packet p;
	struct fail why = {0};
	int rc = 0;

	if (!w || !w->capflow)
		return;
	while ((rc = capflow_next(w->capflow, &p, &why)) > 0)
		if (p.kind != CAPFLOW_NAMES)
			tell(w, &p);
	/* An interface that goes away ends the capture, not the session. */
	if (rc < 0 && w->wait) {
		notice_say(w->c.notice, "no more packets are seen: %s", why.text);
		wait_remove(w->wait, capflow_fd(w->capflow));
		w->wait = NULL;
	}
}

static bool is_over(const struct watch *w)
{
	const struct flow *f =
		w->followed < 0 ? NULL : capflow_flow(w->capflow, (unsigned)w->followed);

	for (unsigned i = 0; f && i < 2; i++)
		if (f->end[i].state != FLOW_CLOSED && f->end[i].state != FLOW_TIME_WAIT)
			return false;
	return true;
}

void watch_linger(struct watch *w)
{
	int64_t end_ns = clock_now() + (int64_t)LINGER_MS * CLOCK_MS;
	struct pollfd p = {.fd = w->capflow ? capflow_fd(w->capflow) : -1, .events = POLLIN};

	watch_turn(w);
	while (w->capflow && w->wait && !is_over(w) && clock_now() < end_ns) {
		poll(&p, 1, 20);
		watch_turn(w);
	}
}

void watch_follow(struct watch *w, uint16_t local_port)
{
	w->followed = capflow_find(w->capflow, local_port);
}

const struct flow *watch_flow(const struct watch *w, uint16_t local_port)
{
	int flow = w->capflow ? capflow_find(w->capflow, local_port) : -1;

	return flow < 0 ? NULL : capflow_flow(w->capflow, (unsigned)flow);
}

const char *watch_folder(const struct watch *w)
{
	return w->capflow ? capflow_folder(w->capflow) : NULL;
}

int watch_close(struct watch *w, struct fail *why)
{
	int rc = w->capflow ? capflow_close(w->capflow, why) : 0;

	w->capflow = NULL;
	return rc;
}
