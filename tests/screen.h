/* screen: ping's text through a report of its own, and what of it reached standard output. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_SCREEN_H
#define PROBEKIT_SCREEN_H

#include "text.h"

#include "address.h"
#include "said.h"

struct screen {
	struct report_config report_config;
	struct text_config c;
	struct report *report;
	struct names *names;
	struct text *text;
};

/* The usual run: 56 bytes to a numeric target. Change what differs, then begin. */
static inline struct screen screen_of(const char *target)
{
	return (struct screen){.report_config = {.color = REPORT_COLOR_NEVER},
		.c = {.program = "ping",
			.host = target,
			.target = address(target),
			.data_bytes = 56}};
}

static inline void screen_begin(struct screen *s)
{
	if (report_open(&s->report, &s->report_config, NULL) < 0 ||
		names_open(&s->names, s->report, NULL, NULL) < 0)
		abort();
	s->c.report = s->report;
	s->c.names = s->names;
	if (text_open(&s->text, &s->c, NULL) < 0)
		abort();
	said_begin();
}

static inline const char *screen_end(struct screen *s)
{
	report_flush(s->report);
	said_end();
	text_close(s->text);
	names_close(s->names);
	report_abandon(s->report);
	return said.out;
}

/* One outcome's text. */
__attribute__((unused)) static const char *screen_outcome(struct screen s, const struct outcome *o)
{
	screen_begin(&s);
	text_outcome(s.text, o);
	return screen_end(&s);
}

/* A fresh reply of the target's, 52 us after its request. */
static inline struct outcome screen_reply(const struct screen *s)
{
	static const uint8_t data[65536];

	return (struct outcome){.kind = OUTCOME_REPLY,
		.match = {.kind = MATCH_REPLY,
			.has_probe = true,
			.from = s->c.target,
			.id = 4711,
			.sequence = 1,
			.ttl = 64,
			.tos = 0,
			.icmp_bytes = s->c.data_bytes + 8,
			.wrong_at = SIZE_MAX,
			.data = {.p = data, .left = s->c.data_bytes}},
		.answer = {.verdict = ANSWER_FRESH, .stamp = STAMP_KERNEL, .rtt_ns = 52000}};
}

static inline struct outcome screen_error(const char *from, uint8_t type, uint8_t code)
{
	return (struct outcome){.kind = OUTCOME_ERROR,
		.match = {.kind = MATCH_ERROR,
			.has_probe = true,
			.from = address(from),
			.sequence = 1,
			.ttl = -1,
			.tos = -1,
			.wrong_at = SIZE_MAX,
			.type = type,
			.code = code},
		.answer = {.rtt_ns = -1}};
}

#endif
