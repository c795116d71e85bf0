/* poke_frame: the frames that poke sends. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROBEKIT_POKE_FRAME_H
#define PROBEKIT_POKE_FRAME_H

#include "lab_view.h"

enum { POKE_PAYLOAD_BYTES = 1400, POKE_FRAME_BYTES = POKE_PAYLOAD_BYTES + 100 };
enum poke_kind { POKE_ECHO, POKE_ARP, POKE_NS, POKE_SYN };

struct poke_frame {
	enum poke_kind kind;
	struct addr from, to;
	struct mac own_mac, mac;
	bool has_mac;
	size_t payload_bytes; /* byte k of an echo's payload is (k + sequence) & 255 */
	uint16_t id, sequence, port;
	uint8_t ttl;
};

bool poke_kind_parse(enum poke_kind *out, const char *text);
bool poke_needs_mac(const struct poke_frame *f); /* its frames do not go to all */
size_t poke_frame_build(const struct poke_frame *f, uint8_t frame[static POKE_FRAME_BYTES]);
/* The ARP request or neighbour solicitation that asks for f->to, and its answer. */
size_t poke_question_build(const struct poke_frame *f, uint8_t frame[static POKE_FRAME_BYTES]);
bool poke_question_answered(const struct poke_frame *f, const struct lab_view *v, struct mac *out);

struct addr poke_addr_after(const struct addr *a, uint64_t steps);
bool poke_checksum_ok(const struct lab_view *v);
/* Prints " payload=ok", "payload=short:N" or the first offset that differs, "payload=wrong@N". */
void poke_print_payload(const struct poke_frame *f, const struct lab_view *v);

#endif
