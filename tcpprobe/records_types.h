/* records_types: the tables, for the two files that fill them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_TCPPROBE_RECORDS_TYPES_H
#define PROBEKIT_TCPPROBE_RECORDS_TYPES_H

#include "records.h"

extern const struct report_type records_start_type, records_answer_type, records_lost_type,
	records_unsent_type, records_drops_type, records_pause_type, records_summary_type,
	records_comparison_type;
extern const struct report_type records_offer_answer_type, records_offers_type,
	records_self_check_type, records_moved_type, records_self_summary_type;

#endif
