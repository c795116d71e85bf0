/* host: the names of hosts that are not ASCII, as they are asked for and sent. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "idn.h"

bool host_is_foreign(const struct url *u)
{
	return u->notes & UINT32_C(1) << URL_HOST_IDN ||
	       (u->kind == URL_NAME && strstr(u->host, "xn--"));
}

/* Letters may stand for others that end a host, as a full-width / does. */
static int check(const char *host, struct fail *why)
{
	for (const char *c = host; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("-._", *c))
			return fail_set(why, EINVAL,
				"the host is '%s' in ASCII, and '%c' cannot be in a host name",
				host, *c);
	return 0;
}

static int ascii(struct url *u, struct fail *why)
{
	char given[URL_HOST_TEXT];
	struct in_addr number;
	int rc;

	snprintf(given, sizeof given, "%s", u->host);
	rc = idn_ascii(u->host, given, why);
	if (rc >= 0)
		rc = check(u->host, why);
	if (rc >= 0 && inet_aton(u->host, &number))
		rc = fail_set(why, EINVAL,
			"the host is the address %s in digits that are not ASCII: write it so if "
			"it is meant",
			u->host);
	return rc;
}

int host_convert(struct url *u, struct fail *why)
{
	int rc = 0;

	if (u->notes & UINT32_C(1) << URL_HOST_IDN)
		rc = ascii(u, why);
	if (rc >= 0 && host_is_foreign(u) && !idn_unicode(u->shown, u->host))
		*u->shown = '\0';
	if (idn_mixed(u->shown))
		u->notes |= UINT32_C(1) << URL_HOST_MIXED;
	return rc;
}
