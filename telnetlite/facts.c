/* facts: the card of a connection. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "clock.h"
#include "plural.h"
#include "when.h"

static double ms(int64_t ns)
{
	return (double)ns / CLOCK_MS;
}

static struct records_attempt attempt_record(const struct facts *f, const struct dial_attempt *a)
{
	return (struct records_attempt){.target = f->records->target,
		.addr = a->addr,
		.port = a->addr.family ? a->port : UINT64_MAX,
		.outcome = dial_outcome_name(a->outcome),
		.error = a->outcome == DIAL_FAILED ? strerror(a->error) : NULL,
		.took_ns = dial_took_ns(a)};
}

void facts_attempts(const struct facts *f, const struct reach *r)
{
	const struct dial_attempt *all;
	unsigned n = r->dial ? dial_attempts(r->dial, &all) : 0;
	char text[ADDR_TEXT];

	for (unsigned i = 0; i < n; i++) {
		const struct dial_attempt *a = &all[i];
		struct records_attempt record = attempt_record(f, a);

		report_put(f->records->report, &records_attempt_type, &record, clock_wall());
		if (!f->shown || a->outcome == DIAL_NOT_TRIED)
			continue;
		notice_line(f->notice, NOTICE_PLAIN, "* %s port %u: %s%s%s after %.3f ms",
			report_addr(text, &a->addr), a->port, record.outcome,
			record.error ? ", " : "", record.error ? record.error : "",
			record.took_ns == INT64_MIN ? 0 : ms(record.took_ns));
	}
}

static const char *congestion_of(int fd, char *to, size_t size)
{
	socklen_t n = (socklen_t)(size - 1);

	to[0] = '\0';
	if (getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, to, &n) < 0)
		return NULL;
	to[n] = '\0';
	return to;
}

static void say_connection(const struct facts *f, const struct records_connection *c)
{
	char source[ADDR_TEXT];

	notice_line(f->notice, NOTICE_PLAIN,
		"* connected in %.3f ms (name %.3f ms) from %s port %llu, handshake RTT %.3f ms",
		ms(c->connect_ns), ms(c->name_ns), report_addr(source, &c->source),
		(unsigned long long)c->source_port, ms(c->rtt_ns));
	notice_line(f->notice, NOTICE_PLAIN,
		"* MSS %llu out, %llu told to the peer; path MTU %llu; window scale %s; "
		"SACK %s, timestamps %s, ECN %s; %s",
		(unsigned long long)c->send_mss, (unsigned long long)c->advertised_mss,
		(unsigned long long)c->path_mtu_bytes, c->window_scale ? "on" : "off",
		c->sack ? "on" : "off", c->timestamps ? "on" : "off", c->ecn ? "on" : "off",
		c->congestion ? c->congestion : "congestion control unknown");
}

static void fill_ends(struct records_connection *c, const struct dial_attempt *won)
{
	c->port = c->source_port = UINT64_MAX;
	if (!won || !won->addr.family)
		return;
	c->addr = won->addr;
	c->port = won->port;
	c->source = won->local;
	c->source_port = won->local_port;
}

void facts_connection(const struct facts *f, const struct reach *r, int fd)
{
	struct records_connection c = {.target = f->records->target,
		.name_ns = when_between(r->begun_ns, r->named_ns),
		.connect_ns = when_between(r->named_ns, r->connected_ns),
		.rtt_ns = INT64_MIN,
		.rtt_deviation_ns = INT64_MIN,
		.sack = -1,
		.timestamps = -1,
		.window_scale = -1,
		.ecn = -1};
	struct dial_info i;
	char name[32];

	if (!f->shown && !report_has_records(f->records->report))
		return;
	fill_ends(&c, dial_winner(r->dial));
	c.send_mss = c.receive_mss = c.advertised_mss = c.path_mtu_bytes = UINT64_MAX;
	c.send_scale = c.receive_scale = UINT64_MAX;
	if (c.addr.family && dial_info(fd, &i, NULL) >= 0) {
		c.rtt_ns = i.rtt_ns;
		c.rtt_deviation_ns = i.rtt_deviation_ns;
		c.send_mss = i.send_mss;
		c.receive_mss = i.receive_mss;
		c.advertised_mss = i.advertised_mss;
		c.path_mtu_bytes = i.path_mtu_bytes;
		c.send_scale = i.window_scale ? i.send_scale : UINT64_MAX;
		c.receive_scale = i.window_scale ? i.receive_scale : UINT64_MAX;
		c.sack = i.sack;
		c.timestamps = i.timestamps;
		c.window_scale = i.window_scale;
		c.ecn = i.ecn;
		c.congestion = congestion_of(fd, name, sizeof name);
		if (f->shown)
			say_connection(f, &c);
	}
	report_put(f->records->report, &records_connection_type, &c, clock_wall());
}

static const char *closed_by(const struct talk_result *t)
{
	if (t->peer_fin_ns == INT64_MIN && t->our_fin_ns == INT64_MIN)
		return NULL;
	if (t->peer_fin_ns == INT64_MIN)
		return "here";
	return t->our_fin_ns != INT64_MIN && t->our_fin_ns < t->peer_fin_ns ? "here" : "there";
}

static void say_end(const struct facts *f, const struct records_summary *s)
{
	char first[48] = "no byte came";

	notice_line(f->notice, NOTICE_PLAIN, "* %s after %.3f s%s%s; %llu %s received, %llu sent",
		s->end, s->duration_ns == INT64_MIN ? 0 : (double)s->duration_ns / CLOCK_SECOND,
		!s->closed_by				 ? ""
		: s->closed_how && *s->closed_how == 'r' ? ", reset from "
							 : ", first FIN from ",
		s->closed_by ? s->closed_by : "", (unsigned long long)s->received_bytes,
		plural(s->received_bytes, "byte", "bytes"), (unsigned long long)s->sent_bytes);
	if (s->first_byte_ns != INT64_MIN)
		snprintf(first, sizeof first, "first byte after %.3f ms", ms(s->first_byte_ns));
	if (s->rtt_ns != INT64_MIN)
		notice_line(f->notice, NOTICE_PLAIN,
			"* RTT least %.3f ms, smoothed %.3f ms; %llu %s; %s", ms(s->rtt_min_ns),
			ms(s->rtt_ns), (unsigned long long)s->retransmissions,
			plural(s->retransmissions, "retransmission", "retransmissions"), first);
}

/* What the packets show of the end. */
static void fill_seen(const struct facts *f, const struct reach *r, struct records_summary *s)
{
	const struct dial_attempt *won = r->dial ? dial_winner(r->dial) : NULL;
	const struct flow *seen = won ? watch_flow(f->watch, won->local_port) : NULL;

	s->unwatched = *f->watch->missing ? f->watch->missing : NULL;
	if (!seen)
		return;
	s->state_here = flow_state_name(seen->end[FLOW_OUT].state);
	s->state_there = flow_state_name(seen->end[FLOW_IN].state);
	if (!seen->closed)
		return;
	s->closed_how = seen->closed_by_rst ? "rst" : "fin";
	s->closed_by = seen->closed_by == FLOW_OUT ? "here" : "there";
}

static void say_seen(const struct facts *f, const struct records_summary *s)
{
	if (s->unwatched)
		notice_line(f->notice, NOTICE_PLAIN, "* no packets: %s", s->unwatched);
	if (s->state_here)
		notice_line(f->notice, NOTICE_PLAIN, "* by the packets: %s%s%s%s%s here, %s there",
			s->closed_how ? "closed first from " : "",
			s->closed_how ? s->closed_by : "",
			!s->closed_how		? ""
			: *s->closed_how == 'r' ? " by RST, at the end "
						: " by FIN, at the end ",
			s->closed_how ? "" : "at the end ", s->state_here, s->state_there);
}

static void fill_talk(struct records_summary *s, const struct reach *r, const struct talk_result *t)
{
	s->closed_by = closed_by(t);
	s->duration_ns = when_between(r->connected_ns, t->ended_ns);
	s->first_byte_ns = when_between(r->connected_ns, t->first_byte_ns);
	s->silence_ns = t->silence_ns;
	s->received_bytes = t->received_bytes;
	s->sent_bytes = t->sent_bytes;
	s->telnet = t->is_telnet;
	s->steps = t->steps_passed;
	if (t->steps_passed)
		s->response_ns = when_between(r->begun_ns, t->step_ns);
}

static void fill_tcp(struct records_summary *s, int fd)
{
	struct dial_info i;

	if (fd < 0 || dial_info(fd, &i, NULL) < 0)
		return;
	s->rtt_min_ns = i.rtt_least_ns;
	s->rtt_ns = i.rtt_ns;
	s->deviation_ns = i.rtt_deviation_ns;
	s->retransmissions = i.total_retransmits;
	s->out_of_order = i.out_of_order;
	s->delivery_bytes_per_s = i.delivery_bytes_per_s;
}

void facts_end(const struct facts *f, const struct reach *r, int fd, const struct talk_result *t,
	int status, const char *error)
{
	const struct dial_attempt *last = error ? reach_last(r) : NULL;
	struct records_summary s = {.target = f->records->target,
		.end = error ? "not connected"
		       : t   ? talk_end_name(t->end)
			     : "connected",
		.error = error,
		.status = (uint64_t)status,
		.duration_ns = INT64_MIN,
		.first_byte_ns = INT64_MIN,
		.rtt_min_ns = INT64_MIN,
		.rtt_ns = INT64_MIN,
		.deviation_ns = INT64_MIN,
		.silence_ns = INT64_MIN,
		.name_ns = when_between(r->begun_ns, r->named_ns),
		.connect_ns = when_between(r->named_ns, r->connected_ns),
		.response_ns = when_between(r->begun_ns, r->connected_ns),
		.retransmissions = UINT64_MAX,
		.out_of_order = UINT64_MAX,
		.delivery_bytes_per_s = UINT64_MAX,
		.failed_percent = status ? 100 : 0,
		.up = !status,
		.telnet = -1,
		.blame = last ? dial_blame(last) : DIAL_BLAME_UNKNOWN};

	if (t) {
		fill_talk(&s, r, t);
		fill_tcp(&s, fd);
	}
	fill_seen(f, r, &s);
	if (t && f->shown)
		say_end(f, &s);
	if (f->shown)
		say_seen(f, &s);
	report_put(f->records->report, &records_summary_type, &s, clock_wall());
	*f->end = s;
}
