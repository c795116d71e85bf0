/* offers_report: what a port offers, as records, as a card and in plain words. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_OFFERS_REPORT_H
#define PROBEKIT_TCPPROBE_OFFERS_REPORT_H

#include "offers.h"
#include "records.h"

/* Hosts there must be at least: differing answers of one address tell of two. */
unsigned offers_hosts(const struct offers *o);
/* An answer, or the held SYN-ACK again for the again-th time. */
int offers_report_answer(
	struct records *r, const struct offers_answer *a, unsigned again, int64_t realtime_ns);
int offers_report(struct records *r, const struct offers *o, const struct offers_seen *s,
	int64_t realtime_ns);
/* The same as Prometheus samples. */
int offers_report_prom(struct records *r, const struct offers *o, const struct offers_seen *s);
/* The card; nothing but its lines, of an open port. */
void offers_card(struct report *to, const struct offers *o, const struct offers_seen *s);
/* --explain: each sentence names its evidence by the keys of the offers record. */
void offers_explain(struct report *to, const struct offers *o, const struct offers_seen *s);

#endif
