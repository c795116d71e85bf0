/* offers_connect: what a connection of the kernel's tells of a peer's offers, for want of a raw
 * socket. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "offers_connect.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "clock.h"

enum { TIMESTAMP_BYTES = 12 };

static int wait_connected(
	struct offers_connected *out, struct dial *d, struct wait *wait, struct fail *why)
{
	struct wait_ready ready = {.now_ns = clock_now()};
	int64_t from_ns;
	int rc;

	while (!(rc = dial_turn(d, ready.now_ns, NULL))) {
		int waited = dial_wait(d, wait, INT64_MAX, &ready, why);

		if (waited < 0)
			return waited;
		if (ready.signal == SIGTSTP)
			wait_stop(wait, &from_ns, &ready.now_ns);
		out->interrupted = wait_ends(ready.signal);
		if (out->interrupted)
			break;
	}
	out->connected = rc > 0;
	return 0;
}

int offers_connect(struct offers_connected *out, const struct dial_config *c, struct wait *wait,
	struct fail *why)
{
	const struct dial_attempt *attempts;
	struct dial *d;
	int rc, fd = -1;

	*out = (struct offers_connected){.connected = false};
	rc = dial_open(&d, c, why);
	if (rc < 0)
		return rc;
	rc = wait_connected(out, d, wait, why);
	if (dial_attempts(d, &attempts))
		out->attempt = attempts[0];
	out->unwaited = out->attempt.outcome == DIAL_TIMED_OUT &&
			dial_took_ns(&out->attempt) < c->timeout_ns;
	if (out->connected)
		fd = dial_take(d);
	dial_close(d);
	if (fd < 0)
		return rc;
	rc = dial_info(fd, &out->info, why);
	dial_reset(fd);
	return rc;
}

static enum offers_has has(bool asked, bool agreed)
{
	return !asked ? OFFERS_UNKNOWN : agreed ? OFFERS_YES : OFFERS_NO;
}

void offers_of_connection(
	struct offers *out, const struct offers_connected *c, const struct stack_syn *own)
{
	const struct dial_info *i = &c->info;

	*out = offers_unknown();
	out->asked = 1;
	out->answered = c->connected;
	if (!c->connected)
		return;
	out->state = VERDICT_OPEN;
	out->sack = has(own->sack, i->sack);
	out->timestamps = has(own->timestamps, i->timestamps);
	out->ecn = has(own->flags & TCP_ECE, i->ecn);
	out->has_window_scale = own->window_scaling && i->window_scale;
	out->window_scale = i->send_scale;
}

unsigned offers_least_mss(const struct offers_connected *c)
{
	if (!c->connected || !c->info.send_mss)
		return 0;
	return c->info.send_mss + (c->info.timestamps ? TIMESTAMP_BYTES : 0);
}

struct summary offers_connect_summary(const struct offers_connected *c, const struct addr *target)
{
	const struct dial_attempt *a = &c->attempt;
	struct summary s = {.sent = 1,
		.rejecter_ttl = -1,
		.rtt_deviation_ns = -1,
		.rtt_min_ns = -1,
		.rtt_mean_ns = -1,
		.rtt_max_ns = -1,
		.interrupted = c->interrupted};

	if (c->connected) {
		s.open = 1;
		s.rtt_min_ns = s.rtt_mean_ns = s.rtt_max_ns = dial_took_ns(a);
	} else if (a->icmp.present) {
		s.rejected = 1;
		s.rejecter = a->icmp.offender;
		s.type = a->icmp.type;
		s.code = a->icmp.code;
		s.by_target = addr_equal(&s.rejecter, target);
		s.by_us = !s.by_target && addr_equal(&s.rejecter, &a->local);
	} else if (a->error == ECONNREFUSED) {
		s.closed = 1;
	} else if (c->interrupted || c->unwaited) {
		s.pending = 1;
	} else if (a->outcome == DIAL_TIMED_OUT || a->error == ETIMEDOUT) {
		s.lost = 1;
	} else {
		s.sent = 0;
		s.unsent = 1;
		s.local_error = a->error;
	}
	return s;
}
