/* headers: what replies' headers say of their way: TTL, DSCP and ECN, and every change of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "headers.h"

#include <stdio.h>
#include <string.h>

#include "dscp.h"

enum { WORD = 16 };

void headers_init(struct headers *h)
{
	*h = (struct headers){.ttl = -1, .tos = -1, .ttl_was = -1, .tos_was = -1};
}

static void take(int16_t value, int16_t *is, int16_t *was, uint32_t *changes)
{
	if (value < 0)
		return;
	if (*is >= 0 && *is != value) {
		*was = *is;
		++*changes;
	}
	*is = value;
}

void headers_take(struct headers *h, int16_t ttl, int16_t tos)
{
	take(ttl, &h->ttl, &h->ttl_was, &h->ttl_changes);
	take(tos, &h->tos, &h->tos_was, &h->tos_changes);
}

static const char *dscp_word(char to[static WORD], int tos)
{
	const char *name = dscp_name((unsigned)tos >> 2);

	if (name)
		return name;
	snprintf(to, WORD, "%d", tos >> 2);
	return to;
}

static void add(char *to, const char *what, const char *from, const char *is, const char *end)
{
	size_t used = strlen(to);

	snprintf(to + used, HEADERS_TEXT - used, "%s%s%s -> %s%s", used ? ", " : "", what, from, is,
		end);
}

/* Replies copy the field of the request (RFC 1812 4.3.2.5, RFC 4443 4.2 leaves it open): another
 * one was changed on the way, there or back. */
const char *headers_text(char to[static HEADERS_TEXT], const struct headers *h, int sent_tos)
{
	int sent = sent_tos < 0 ? 0 : sent_tos;
	int dscp_from = h->tos >> 2 != sent >> 2 || !h->tos_changes ? sent : h->tos_was;
	int ecn_from = (h->tos & 3) != (sent & 3) || !h->tos_changes ? sent : h->tos_was;
	char a[WORD], b[WORD];

	*to = '\0';
	if (h->ttl_changes) {
		snprintf(a, sizeof(a), "%d", h->ttl_was);
		snprintf(b, sizeof(b), "%d", h->ttl);
		add(to, "ttl ", a, b, "");
	}
	if (h->tos < 0)
		return to;
	if (dscp_from >> 2 != h->tos >> 2)
		add(to, "dscp ", dscp_word(a, dscp_from), dscp_word(b, h->tos), "");
	if ((ecn_from & 3) != (h->tos & 3))
		add(to, h->tos & 3 ? "ECN changed (" : "ECN bleached (",
			dscp_ecn_name((unsigned)ecn_from), dscp_ecn_name((unsigned)h->tos), ")");
	return to;
}
