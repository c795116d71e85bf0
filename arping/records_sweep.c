/* records_sweep: the table of a sweep's records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_sweep.h"

#include "report_table.h"

static const struct report_field host_fields[] = {
	MUST(records_host, "target", REPORT_TEXT, target,
		"The name it was given by, or its address."),
	MUST(records_host, "addr", REPORT_ADDR, addr, "The address."),
	MUST(records_host, "mac", REPORT_TEXT, mac,
		"The MAC that answered for it, as the message names it."),
	MUST(records_host, "ether_mac", REPORT_TEXT, ether_mac, "The MAC the frame came from."),
	FIELD(records_host, "vendor", REPORT_TEXT, vendor,
		"Whose MAC it is, with --vendor, where it is known."),
	MUST(records_host, "local_mac", REPORT_BOOL, local_mac,
		"The MAC is locally administered: made up, of no vendor."),
	MUST(records_host, "owner", REPORT_U64, owner,
		"Which of the MACs that answered for it, from 1."),
	MUST(records_host, "other_mac", REPORT_BOOL, other_mac,
		"Another MAC answered for it before: a duplicate address."),
	MUST(records_host, "seq", REPORT_U64, seq,
		"The number of the newest probe before it, from 1."),
	FIELD(records_host, "rtt_ms", REPORT_MS, rtt_ns, "Round-trip time."),
	MUST(records_host, "rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
};
const struct report_type records_host_type = {"arping", "host",
	"Somebody has one of many addresses; once for each MAC that says so.", host_fields,
	COUNT(host_fields)};

int records_host(struct report *r, const struct records_host *h, int64_t realtime_ns)
{
	return report_put(r, &records_host_type, h, realtime_ns);
}
