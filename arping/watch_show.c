/* watch_show: an event of a watch as a line and a record. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch_show.h"

#include "records_watch.h"

static void show_line(
	const struct watch_show *s, const struct watch_event *v, const struct records_event *r)
{
	char addr[ADDR_TEXT];

	report_text(s->report, "%s %s %s", r->event, addr_print(addr, &v->addr), r->mac);
	if (r->before)
		report_text(s->report,
			v->kind == WATCH_MISMATCH ? " in a frame from %s" : " was %s", r->before);
	if (r->vendor)
		report_text(s->report, " (%s)", r->vendor);
	report_text(s->report, "\n");
}

void watch_show(const struct watch_show *s, const struct watch_event *v, int64_t realtime_ns)
{
	char mac[MAC_TEXT], before[MAC_TEXT], vendor[VENDOR_TEXT];
	struct records_event r = {.target = s->target,
		.event = watch_name(v->kind),
		.mac = mac_print(mac, &v->mac),
		.before = v->has_before ? mac_print(before, &v->before) : NULL,
		.vendor = vendor_text(vendor, s->vendors, &v->mac),
		.addr = v->addr,
		.vlan = report_u64(v->vlan),
		.silence_ns = v->last_ns == INT64_MIN ? INT64_MIN : v->at_ns - v->last_ns,
		.alarm = watch_is_alarm(v->kind)};

	records_event(s->report, &r, realtime_ns);
	if (s->quiet && !r.alarm)
		return;
	report_stamp(s->report, realtime_ns);
	show_line(s, v, &r);
}
