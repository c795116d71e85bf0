/* records_sweep: the table of a sweep's records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_sweep.h"

#define FIELD(key, kind, member, help)                                                             \
	{                                                                                          \
		key, kind, offsetof(struct records_host, member), 0, help, NULL, NULL              \
	}
#define MUST(key, kind, member, help)                                                              \
	{                                                                                          \
		key, kind, offsetof(struct records_host, member), REPORT_REQUIRED, help, NULL,     \
			NULL                                                                       \
	}

static const struct report_field host_fields[] = {
	MUST("target", REPORT_TEXT, target, "The name it was given by, or its address."),
	MUST("addr", REPORT_ADDR, addr, "The address."),
	MUST("mac", REPORT_TEXT, mac, "The MAC that answered for it, as the message names it."),
	MUST("ether_mac", REPORT_TEXT, ether_mac, "The MAC the frame came from."),
	FIELD("vendor", REPORT_TEXT, vendor, "Whose MAC it is, with --vendor, where it is known."),
	MUST("local_mac", REPORT_BOOL, local_mac,
		"The MAC is locally administered: made up, of no vendor."),
	MUST("owner", REPORT_U64, owner, "Which of the MACs that answered for it, from 1."),
	MUST("other_mac", REPORT_BOOL, other_mac,
		"Another MAC answered for it before: a duplicate address."),
	MUST("seq", REPORT_U64, seq, "The number of the newest probe before it, from 1."),
	FIELD("rtt_ms", REPORT_MS, rtt_ns, "Time since that probe."),
	MUST("rtt_source", REPORT_TEXT, rtt_source,
		"Whose stamps the time is between: kernel, or user where one was missing."),
};
const struct report_type records_host_type = {"arping", "host",
	"Somebody has one of many addresses; once for each MAC that says so.", host_fields,
	sizeof(host_fields) / sizeof(*host_fields)};

int records_host(struct report *r, const struct records_host *h, int64_t realtime_ns)
{
	return report_put(r, &records_host_type, h, realtime_ns);
}
