/* sweep_report: what a sweep prints: progress, the table of who is there, a record for each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "plural.h"
#include "records_sweep.h"
#include "sweep_parts.h"
#include "text.h"
#include "times.h"

/* One line of the table. */
struct line {
	struct addr addr;
	struct mac mac;
	uint32_t lane;
	bool first; /* MAC of its address */
	bool proxy;
};

void sweep_show_progress(const struct sweep *s, int64_t now_ns)
{
	double seconds = (double)(now_ns - s->start_ns) / 1e9;
	char line[160];

	snprintf(line, sizeof(line), "%" PRIu64 " of %u %s answered after %.1f s", s->sum.alive,
		plan_lanes(s->c->plan), plural(plan_lanes(s->c->plan), "address", "addresses"),
		seconds);
	term_progress_show(s->c->progress, line);
}

void sweep_record(const struct sweep *s, const struct sweep_heard *h)
{
	char name[ADDR_TEXT], mac[MAC_TEXT], ether[MAC_TEXT], vendor[VENDOR_TEXT];
	struct records_host r = {.seq = sweep_newest(s, h->lane).nth + 1,
		.owner = h->nth,
		.other_mac = h->nth > 1,
		.local_mac = eth_is_local(&h->mac)};
	int64_t at_ns = clock_map_realtime(session_clock(s->c->session), h->at_ns);
	struct target t;

	if (!report_has_records(s->c->report) || !targets_at(s->c->targets, h->lane, &t))
		return;
	r.addr = t.addr;
	if (addr_is_link_local(&r.addr))
		r.addr.zone = s->c->ifindex;
	r.target = t.name ? t.name : addr_print(name, &t.addr);
	r.mac = mac_print(mac, &h->mac);
	r.ether_mac = mac_print(ether, &h->ether);
	r.vendor = vendor_text(vendor, s->c->vendors, &h->mac);
	r.rtt_ns = h->answer.rtt_ns < 0 ? INT64_MIN : h->answer.rtt_ns;
	r.rtt_source = h->answer.stamp == STAMP_KERNEL ? "kernel" : "user";
	records_host(s->c->report, &r, at_ns);
}

static int by_mac(const void *a, const void *b)
{
	const struct line *x = a, *y = b;

	return memcmp(x->mac.bytes, y->mac.bytes, sizeof(x->mac.bytes));
}

static int by_addr(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int order = addr_compare(&x->addr, &y->addr);

	return order ? order : y->first - x->first;
}

static struct line *collect(const struct sweep *s, size_t *n)
{
	size_t most = s->sum.alive + s->sum.own + s->more_n;
	struct line *lines = calloc(most ? most : 1, sizeof(*lines));
	struct target t;

	*n = 0;
	for (uint32_t lane = 0; lines && lane < s->sum.targets; lane++) {
		const struct sweep_host *h = &s->hosts[lane];

		if ((h->up || h->own) && targets_at(s->c->targets, lane, &t) && *n < most)
			lines[(*n)++] = (struct line){t.addr, h->mac, lane, true, false};
	}
	for (size_t i = 0; lines && i < s->more_n; i++)
		if (targets_at(s->c->targets, s->more[i].lane, &t) && *n < most)
			lines[(*n)++] = (struct line){
				t.addr, s->more[i].mac, s->more[i].lane, false, false};
	return lines;
}

/* A host has an address or a few; who answers for many may be a router that answers for all. */
static void suspect(struct sweep *s, struct line *lines, size_t n)
{
	size_t from = 0;

	qsort(lines, n, sizeof(*lines), by_mac);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && !by_mac(&lines[i], &lines[from]))
			continue;
		if (i - from >= SWEEP_PROXY_LEAST && !s->hosts[lines[from].lane].own) {
			s->sum.proxies++;
			if (i - from > s->sum.proxy_addresses) {
				s->sum.proxy_addresses = i - from;
				s->sum.proxy = lines[from].mac;
			}
			for (size_t k = from; k < i; k++)
				lines[k].proxy = true;
		}
		from = i;
	}
	qsort(lines, n, sizeof(*lines), by_addr);
}

static void show_marks(const struct sweep *s, const struct line *l)
{
	const struct sweep_host *h = &s->hosts[l->lane];
	struct report *r = s->c->report;

	if (h->own)
		report_text(r, "  this host");
	if (h->many)
		report_text(r, "  DUPLICATE");
	if (l->proxy)
		report_text(r, "  proxy ARP?");
	if (h->liar)
		report_text(r, "  from another MAC's frame");
}

static void show_line(const struct sweep *s, const struct line *l)
{
	const struct tally *t = plan_tally(s->c->plan, l->lane);
	bool timed = l->first && t->answered;
	char addr[ADDR_TEXT], mac[MAC_TEXT], rtt[TIMES_MS], vendor[VENDOR_TEXT];
	const char *name = vendor_text(vendor, s->c->vendors, &l->mac);
	struct report *r = s->c->report;

	report_text(r, "%-15s  %s  %8s%s", addr_print(addr, &l->addr), text_mac(mac, &l->mac),
		timed ? times_ms(rtt, t->rtt_min_ns) : "-", timed ? " ms" : "   ");
	if (s->c->vendors)
		report_text(r, "  %s",
			name			? name
			: eth_is_local(&l->mac) ? "(locally administered)"
						: "(unknown)");
	show_marks(s, l);
	report_text(r, "\n");
}

static void show_totals(const struct sweep *s)
{
	const struct sweep_sum *sum = &s->sum;
	struct report *r = s->c->report;

	report_text(r, "%" PRIu64 " %s, %" PRIu64 " answered", sum->targets,
		plural(sum->targets, "address", "addresses"), sum->alive);
	if (sum->duplicates)
		report_text(r, ", %" PRIu64 " with more than one MAC", sum->duplicates);
	if (sum->proxies)
		report_text(r, ", %" PRIu64 " %s for many addresses", sum->proxies,
			plural(sum->proxies, "MAC", "MACs"));
	if (sum->unasked)
		report_text(r, ", %" PRIu64 " not asked", sum->unasked);
	if (sum->refused)
		report_text(r, ", %" PRIu64 " not sent by this host", sum->refused);
	report_text(r, ", %.2f s\n", (double)sum->elapsed_ns / 1e9);
	if (sum->drops)
		report_text(r, "%" PRIu64 " %s dropped at our own socket: ask slower (--rate)\n",
			sum->drops, plural(sum->drops, "frame", "frames"));
}

int sweep_show_end(struct sweep *s)
{
	size_t n;
	struct line *lines = collect(s, &n);

	if (!lines)
		return -ENOMEM;
	suspect(s, lines, n);
	for (size_t i = 0; i < n && !s->c->quiet; i++)
		show_line(s, &lines[i]);
	if (!s->c->quiet)
		show_totals(s);
	free(lines);
	report_flush(s->c->report);
	return 0;
}
