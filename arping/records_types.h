/* records_types: the tables, for the two files that fill them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_ARPING_RECORDS_TYPES_H
#define PROBEKIT_ARPING_RECORDS_TYPES_H

#include "records.h"

extern const struct report_type records_start_type, records_reply_type, records_conflict_type,
	records_claim_type, records_router_type, records_malformed_type, records_elsewhere_type,
	records_unsent_type, records_lost_type, records_drops_type, records_pause_type,
	records_summary_type;

#endif
