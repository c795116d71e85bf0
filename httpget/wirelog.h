/* wirelog: bytes as they crossed the wire, with offsets, times and line ends (--wire, --hex). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_HTTPGET_WIRELOG_H
#define PROBEKIT_HTTPGET_WIRELOG_H

#include "http.h"
#include "packets_facts.h"
#include "report.h"
#include "secure.h"

struct wirelog {
	struct report *report; /* borrowed */
	bool text, hex;	       /* neither: nothing is shown */
	int64_t begun_ns;
};

void wirelog_sent(const struct wirelog *w, struct bytes request, struct packets_place at);
/* A message of the handshake: its name and length alone. */
void wirelog_message(const struct wirelog *w, const struct secure_message *m);
void wirelog_span(const struct wirelog *w, const struct http_event *e, struct packets_place at);
void wirelog_finding(const struct wirelog *w, const struct http_event *e);
/* Bytes as one line of text: CR and LF as \r and \n, what no terminal should see as \xNN. Cut with
 * "..." where to is full. Returns to. */
const char *wirelog_text(char *to, size_t size, struct bytes b);

#endif
