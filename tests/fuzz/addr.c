/* addr: text as an address, a MAC address or a prefix. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "given.h"

static void addresses(const char *text)
{
	char printed[ADDR_TEXT];
	struct addr a, again;

	if (!addr_parse(&a, text)) {
		must(a.family == ADDR_NONE && !a.zone);
		return;
	}
	must(addr_parse(&again, addr_print(printed, &a)) && addr_equal(&a, &again));
}

static void macs(const char *text)
{
	char printed[MAC_TEXT];
	struct mac m, again;

	if (!mac_parse(&m, text))
		return;
	must(mac_parse(&again, mac_print(printed, &m)) && !memcmp(&m, &again, sizeof m));
}

static void prefixes(const char *text)
{
	char address[ADDR_TEXT], printed[ADDR_TEXT + 4];
	struct addr_prefix p, again;

	if (!addr_prefix_parse(&p, text))
		return;
	must(p.bits <= 8 * addr_size(&p.addr));
	must(addr_prefix_holds(&p, &p.addr));
	snprintf(printed, sizeof printed, "%s/%u", addr_print(address, &p.addr), p.bits);
	must(addr_prefix_parse(&again, printed));
	must(again.bits == p.bits && addr_equal(&again.addr, &p.addr));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = given_text(data, size);

	addresses(text);
	macs(text);
	prefixes(text);
	free(text);
	return 0;
}
