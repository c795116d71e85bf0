/* relay_action: what a rule of the relay does to a frame. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_RELAY_ACTION_H
#define PROBEKIT_RELAY_ACTION_H

#include "lab_rule.h"

/* The acting words of a rule:
 * - drop
 * - delay MS
 * - dup [N [gap MS]]: N more copies (1), each MS after the one before (0)
 * - reorder K [MS]: holds the frame until K later ones of its kind passed, or MS (1000)
 * - corrupt [WHERE+]OFFSET[:XOR]: WHERE is frame (the default), ip, l4 or data (behind the ICMP,
 *   TCP or UDP header); XOR is one hex byte (ff)
 * - fix: makes the checksums right again after a corrupt
 * - truncate BYTES: cuts the frame
 * - note: changes nothing, but is logged */
enum relay_base { RELAY_FRAME, RELAY_IP, RELAY_L4, RELAY_DATA };

struct relay_action {
	bool drop, corrupt, fix, truncate, note;
	int64_t delay_ns, gap_ns, hold_ns;
	int64_t copies; /* more than the one */
	int64_t hold;	/* frames to let pass first */
	int64_t keep_bytes;
	enum relay_base base;
	size_t offset;
	uint8_t flip;
};

struct relay_rule {
	struct lab_match match;
	struct relay_action action;
};

int relay_rule_parse(struct relay_rule *out, const char *text, uint64_t seed, struct fail *why);
/* Changes the frame's bytes as corrupt, fix and truncate say. */
void relay_change(const struct relay_action *a, struct lab_view *v, uint8_t *frame, size_t *bytes);
/* "drop", "delay=20.000,dup=1": the rule's effect in the log. */
void relay_action_print(const struct relay_action *a, FILE *to);

#endif
