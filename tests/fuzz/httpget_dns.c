/* httpget_dns: messages of name servers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "dns.h"

#include <string.h>

#include "must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dns_message m;

	if (!dns_read(bytes_of(data, size), &m))
		return 0;
	must(memchr(m.name, 0, sizeof m.name));
	for (const char *p = m.name; *p; p++)
		must(*p > ' ' && *p < 0x7f);
	must((m.addresses > 0) == (m.first.family != ADDR_NONE));
	must(!m.addresses || m.type == DNS_A || m.type == DNS_AAAA);
	must(*dns_code_name(m.code) && *dns_type_name(m.type));
	return 0;
}
