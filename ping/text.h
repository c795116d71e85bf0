/* text: the lines ping has always printed, to the byte. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_TEXT_H
#define PROBEKIT_PING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "names.h"
#include "outcome.h"
#include "report.h"
#include "summary.h"

struct text_config {
	struct report *report; /* borrowed, as all that follows */
	struct names *names;
	const char *program; /* before what goes to standard error */
	const char *host;    /* as the header and the statistics call the target; safe to print */
	struct addr target;
	size_t data_bytes;
	bool quiet, verbose, flood, precise, audible, target_is_group;
	bool replaced;	/* a view shows the replies: no lines, no dots for them */
	bool breakdown; /* of each round trip: this host, the wire, this host */
};

struct text_header {
	struct addr source; /* said with show_source */
	const char *device; /* NULL none */
	bool show_source;
	int64_t flow_label;  /* -1 none */
	size_t header_bytes; /* IP and ICMP headers, for IPv4's second number */
	const uint8_t *pattern;
	size_t pattern_bytes;
};

struct text;
int text_open(struct text **out, const struct text_config *c, struct fail *why);
void text_close(struct text *t);
void text_header(struct text *t, const struct text_header *h);
void text_sent(struct text *t, int64_t now_ns);
void text_no_answer(struct text *t, uint16_t sequence, int64_t realtime_ns, int64_t now_ns);
/* Whether text_outcome would print it. */
bool text_has_line(const struct text *t, const struct outcome *o);
void text_outcome(struct text *t, const struct outcome *o);
void text_summary(struct text *t, const struct summary *s);
/* The line for SIGQUIT, on standard error. */
void text_status(struct text *t, const struct summary *s);
/* An RTT as ping prints it: at most three significant decimals, or always three places. */
const char *text_rtt(char to[static 32], int64_t rtt_ns, bool precise);

#endif
