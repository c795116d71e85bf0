/* blackhole_report: a search for the path MTU inside connections, as text and records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_BLACKHOLE_REPORT_H
#define PROBEKIT_TCPPROBE_BLACKHOLE_REPORT_H

#include "blackhole.h"
#include "records.h"
#include "summary.h"

void blackhole_text_connected(struct report *r, const struct blackhole_found *f, uint32_t number);
void blackhole_text_round(struct report *r, const struct blackhole_round *round);
void blackhole_text_found(struct report *r, const struct blackhole_found *f);
enum { BLACKHOLE_LINE = 160 };
/* The same in a line, of what was found inside a connection. */
void blackhole_line(char to[static BLACKHOLE_LINE], const struct blackhole_found *f);
/* What it means and what to try, each sentence by the keys of the mtu record. */
void blackhole_explain(struct report *r, const struct blackhole_found *f);

int blackhole_records_round(
	struct records *r, const struct blackhole_round *round, int64_t realtime_ns);
int blackhole_records_found(
	struct records *r, const struct blackhole_found *f, int64_t realtime_ns);
/* The same as a run of one probe. */
struct summary blackhole_summary(const struct blackhole_found *f, const struct addr *target);

extern const struct report_type blackhole_round_type, blackhole_found_type;

#endif
