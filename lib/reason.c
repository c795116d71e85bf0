/* reason: ICMP errors in the words ping has always used. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "reason.h"

#include <stdio.h>

#define WORD(list, code) ((code) < sizeof(list) / sizeof(*(list)) ? (list)[code] : NULL)

static const char *const unreachable4[] = {
	"Destination Net Unreachable",
	"Destination Host Unreachable",
	"Destination Protocol Unreachable",
	"Destination Port Unreachable",
	NULL, /* says the MTU */
	"Source Route Failed",
	"Destination Net Unknown",
	"Destination Host Unknown",
	"Source Host Isolated",
	"Destination Net Prohibited",
	"Destination Host Prohibited",
	"Destination Net Unreachable for Type of Service",
	"Destination Host Unreachable for Type of Service",
	"Packet filtered",
	"Precedence Violation",
	"Precedence Cutoff",
};
static const char *const redirect4[] = {
	"Redirect Network",
	"Redirect Host",
	"Redirect Type of Service and Network",
	"Redirect Type of Service and Host",
};
static const char *const exceeded4[] = {
	"Time to live exceeded",
	"Frag reassembly time exceeded",
};
static const char *const unreachable6[] = {
	"No route",
	"Administratively prohibited",
	"Beyond scope of source address",
	"Address unreachable",
	"Port unreachable",
	"Source address failed ingress/egress policy",
	"Reject route to destination",
};
static const char *const exceeded6[] = {
	"Hop limit",
	"Defragmentation failure",
};
static const char *const problem6[] = {
	"Wrong header field ",
	"Unknown header ",
	"Unknown option ",
};

static void redirect_text(char *to, size_t size, uint8_t code, uint32_t gateway)
{
	const char *word = WORD(redirect4, code);
	struct addr a = addr_v4((const uint8_t[]){(uint8_t)(gateway >> 24),
		(uint8_t)(gateway >> 16), (uint8_t)(gateway >> 8), (uint8_t)gateway});
	char text[ADDR_TEXT];

	addr_print(text, &a);
	if (word)
		snprintf(to, size, "%s(New nexthop: %s)", word, text);
	else
		snprintf(to, size, "Redirect, Bad Code: %d(New nexthop: %s)", code, text);
}

/* word, or unknown with the code in it. */
static void word_or_code(char *to, size_t size, const char *before, const char *word,
	const char *unknown, uint8_t code)
{
	if (word)
		snprintf(to, size, "%s%s", before, word);
	else
		snprintf(to, size, "%s%s%d", before, unknown, code);
}

static void text4(char *to, size_t size, uint8_t type, uint8_t code, uint32_t info)
{
	if (type == 3 && code == 4)
		snprintf(to, size, "Frag needed and DF set (mtu = %u)", info);
	else if (type == 3)
		word_or_code(to, size, "", WORD(unreachable4, code),
			"Dest Unreachable, Bad Code: ", code);
	else if (type == 4)
		snprintf(to, size, "Source Quench");
	else if (type == 5)
		redirect_text(to, size, code, info);
	else if (type == 11)
		word_or_code(
			to, size, "", WORD(exceeded4, code), "Time exceeded, Bad Code: ", code);
	else if (type == 12)
		snprintf(to, size, "Parameter problem: pointer = %u", info);
	else
		snprintf(to, size, "Bad ICMP type: %d", type);
}

static void text6(char *to, size_t size, uint8_t type, uint8_t code, uint32_t info)
{
	char word[32];

	if (type == 1) {
		word_or_code(to, size, "Destination unreachable: ", WORD(unreachable6, code),
			"Unknown code ", code);
	} else if (type == 2) {
		word_or_code(word, sizeof(word), "", code ? NULL : "", ", code=", code);
		snprintf(to, size, "Packet too big: mtu=%u%s", info, word);
	} else if (type == 3) {
		word_or_code(to, size, "Time exceeded: ", WORD(exceeded6, code), "code ", code);
	} else if (type == 4) {
		word_or_code(word, sizeof(word), "", WORD(problem6, code), "code ", code);
		snprintf(to, size, "Parameter problem: %s%sat %u", word,
			WORD(problem6, code) ? "" : " ", info);
	} else if (type == 137) {
		snprintf(to, size, "Redirect");
	} else {
		snprintf(to, size, "unknown icmp type: %u", type);
	}
}

const char *reason_text(
	char *to, size_t size, enum addr_family family, uint8_t type, uint8_t code, uint32_t info)
{
	if (family == ADDR_V6)
		text6(to, size, type, code, info);
	else
		text4(to, size, type, code, info);
	return to;
}

const char *reason_numbered(
	char to[static REASON_TEXT], uint8_t family, uint8_t type, uint8_t code, uint32_t info)
{
	char words[REASON_TEXT - 32];

	reason_text(words, sizeof(words), (enum addr_family)family, type, code, info);
	snprintf(to, REASON_TEXT, "%s (ICMP%s %u/%u)", words, family == ADDR_V6 ? "v6" : "", type,
		code);
	return to;
}
