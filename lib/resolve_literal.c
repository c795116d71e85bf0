/* resolve_literal: addresses as users write them, with zones and in old forms. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "resolve.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

static int wrong_zone(const char *text, const char *zone, struct fail *why)
{
	bool number = zone[strspn(zone, "0123456789")] == '\0';

	return fail_set(why, ENODEV, "%s: no interface has that %s", text,
		number && *zone ? "number" : "name");
}

/* By name first, as an interface may be called "3". */
static int zone_of(const char *text, const char *zone, uint32_t *out, struct fail *why)
{
	char name[IF_NAMESIZE], *end = NULL;
	unsigned long number;

	*out = if_nametoindex(zone);
	if (*out)
		return 1;
	if (!isdigit((unsigned char)*zone))
		return wrong_zone(text, zone, why);
	errno = 0;
	number = strtoul(zone, &end, 10);
	if (errno || *end || number > UINT32_MAX || !if_indextoname((unsigned)number, name))
		return wrong_zone(text, zone, why);
	*out = (uint32_t)number;
	return 1;
}

/* The forms of IPv4 that inet_aton knows, such as 127.1; of a text that ends in blanks and other
 * words it would take the front. */
static bool parse_old_v4(const char *text, struct addr *out)
{
	struct in_addr in;

	if (text[strspn(text, "0123456789abcdefABCDEFxX.")] || !inet_aton(text, &in))
		return false;
	*out = addr_v4((const uint8_t *)&in);
	return true;
}

int resolve_literal(const char *text, int family, struct addr *out, struct fail *why)
{
	const char *percent = strchr(text, '%');
	char front[RESOLVE_NAME];
	size_t size = percent ? (size_t)(percent - text) : strlen(text);
	int rc = 1;

	if (size >= sizeof front)
		return 0;
	memcpy(front, text, size);
	front[size] = '\0';
	if (!addr_parse(out, front) && !parse_old_v4(front, out))
		return 0;
	if (percent && out->family != ADDR_V6)
		return 0;
	if (family != AF_UNSPEC && family != addr_af(out))
		return fail_set(why, EAFNOSUPPORT, "%s: %s", text, gai_strerror(EAI_ADDRFAMILY));
	if (percent)
		rc = zone_of(text, percent + 1, &out->zone, why);
	return rc;
}
