/* portset: lists and ranges of TCP ports, by number and by name. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "portset.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"

int portset_number(uint16_t *out, const char *text, struct fail *why)
{
	const struct servent *service;
	int64_t port;

	if (cli_integer(text, &port)) {
		if (port < 1 || port >= PORTSET_PORTS)
			return fail_set(why, EINVAL, "port %s is out of range: 1 to 65535", text);
		*out = (uint16_t)port;
		return 0;
	}
	service = *text ? getservbyname(text, "tcp") : NULL;
	if (!service)
		return fail_set(why, EINVAL, "'%s' is no port and no service", text);
	*out = ntohs((uint16_t)service->s_port);
	return 0;
}

static void put_range(struct portset *s, uint32_t first, uint32_t last)
{
	for (uint32_t port = first; port <= last; port++)
		s->words[port / 64] |= UINT64_C(1) << port % 64;
}

static bool is_number(const char *text)
{
	int64_t ignored;

	return cli_integer(text, &ignored);
}

/* Names have dashes too: "http-alt". */
static int put_item(struct portset *s, char *text, struct fail *why)
{
	uint16_t first = 1, last = PORTSET_PORTS - 1;
	char *dash = strchr(text, '-');
	int rc;

	if (dash && (dash == text || text[strspn(text, "0123456789")] == '-')) {
		*dash++ = '\0';
		rc = *text ? portset_number(&first, text, why) : 0;
		if (rc >= 0 && *dash)
			rc = is_number(dash)
				     ? portset_number(&last, dash, why)
				     : fail_set(why, EINVAL, "'%s' ends no range of ports", dash);
		if (rc >= 0 && first > last)
			rc = fail_set(
				why, EINVAL, "ports %u-%u are no range: it goes down", first, last);
	} else {
		rc = portset_number(&first, text, why);
		last = first;
	}
	if (rc >= 0)
		put_range(s, first, last);
	return rc;
}

int portset_add(struct portset *s, const char *text, struct fail *why)
{
	char item[PORTSET_NAME];
	int rc = 0;

	while (rc >= 0) {
		size_t n = strcspn(text, ",");

		if (n >= sizeof(item))
			return fail_set(why, EINVAL, "'%.40s...' is no port", text);
		snprintf(item, sizeof(item), "%.*s", (int)n, text);
		rc = put_item(s, item, why);
		if (!text[n])
			break;
		text += n + 1;
	}
	return rc < 0 ? rc : 0;
}

void portset_join(struct portset *s, const struct portset *other)
{
	for (size_t i = 0; i < PORTSET_PORTS / 64; i++)
		s->words[i] |= other->words[i];
}

bool portset_has(const struct portset *s, uint16_t port)
{
	return s->words[port / 64] >> port % 64 & 1;
}

uint32_t portset_count(const struct portset *s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < PORTSET_PORTS / 64; i++)
		n += (uint32_t)__builtin_popcountll(s->words[i]);
	return n;
}

uint32_t portset_list(const struct portset *s, uint16_t to[static PORTSET_PORTS])
{
	uint32_t n = 0;

	for (uint32_t port = 1; port < PORTSET_PORTS; port++)
		if (portset_has(s, (uint16_t)port))
			to[n++] = (uint16_t)port;
	return n;
}
