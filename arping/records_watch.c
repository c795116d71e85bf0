/* records_watch: the table of a watch's records. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "records_watch.h"

#include "report_table.h"

static const struct report_field event_fields[] = {
	MUST(records_event, "target", REPORT_TEXT, target,
		"The interface or the file that is watched."),
	MUST(records_event, "addr", REPORT_ADDR, addr, "The address it is about."),
	MUST(records_event, "event", REPORT_TEXT, event,
		"new, changed, flip-flop (the MAC before the last has it again), duplicate (the "
		"MAC before is still heard), gateway-changed, mismatch (of message and frame) or "
		"gone."),
	MUST(records_event, "alarm", REPORT_BOOL, alarm, "Any but new and gone."),
	MUST(records_event, "mac", REPORT_TEXT, mac, "The MAC that has it now; of gone: had it."),
	FIELD(records_event, "before_mac", REPORT_TEXT, before,
		"The MAC that had it before; of mismatch: that sent the frame."),
	FIELD(records_event, "vendor", REPORT_TEXT, vendor,
		"Whose MAC it is, with --vendor, where it is known."),
	FIELD(records_event, "vlan", REPORT_U64, vlan,
		"The VLAN ID of the frame's tag; null without one."),
	FIELD(records_event, "silence_ms", REPORT_MS, silence_ns,
		"How long the address had not been heard of; null: never before."),
};
const struct report_type records_event_type = {"arping", "event",
	"Somebody's address on the watched link is new, changed or gone.", event_fields,
	COUNT(event_fields)};

int records_event(struct report *r, const struct records_event *e, int64_t realtime_ns)
{
	return report_put(r, &records_event_type, e, realtime_ns);
}
