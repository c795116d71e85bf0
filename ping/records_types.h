/* records_types: the tables, for the two files that fill them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_PING_RECORDS_TYPES_H
#define PROBEKIT_PING_RECORDS_TYPES_H

#include "records.h"

extern const struct report_type records_start_type, records_reply_type, records_corrupt_type,
	records_forged_type, records_error_type, records_redirect_type, records_unsent_type,
	records_lost_type, records_drops_type, records_pause_type, records_summary_type,
	records_target_type, records_mtu_type, records_path_probe_type, records_path_hop_type,
	records_path_responder_type, records_path_type, records_flow_type, records_flows_type;

#endif
