/* text_router: a router advertisement in words (RFC 4861 4.2, RFC 4191, RFC 8106). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <inttypes.h>
#include <stdio.h>

#include "text.h"

enum { FOR_TEXT = 24 };

static const char *for_seconds(char to[static FOR_TEXT], uint32_t seconds)
{
	if (seconds == UINT32_MAX)
		snprintf(to, FOR_TEXT, "for ever");
	else
		snprintf(to, FOR_TEXT, "for %" PRIu32 " s", seconds);
	return to;
}

static void itself(struct report *r, const struct ndp *m)
{
	if (m->lifetime_s)
		report_text(r, "  default router for %u s, preference %s", m->lifetime_s,
			ndp_preference_name(m->preference));
	else
		report_text(r, "  no default router");
	if (m->hop_limit)
		report_text(r, ", hop limit %u", m->hop_limit);
	if (m->managed)
		report_text(r, ", addresses by DHCPv6");
	else if (m->other_config)
		report_text(r, ", other configuration by DHCPv6");
	if (m->reachable_ms)
		report_text(r, ", reachable for %" PRIu32 " ms", m->reachable_ms);
	if (m->retransmit_ms)
		report_text(r, ", solicitations %" PRIu32 " ms apart", m->retransmit_ms);
	report_text(r, "\n");
}

static void prefix(struct report *r, const struct ndp_option *o)
{
	char addr[ADDR_TEXT], valid[FOR_TEXT], preferred[FOR_TEXT];
	struct ndp_prefix p;

	if (!ndp_prefix(o, &p))
		return;
	report_text(r, "  prefix %s/%u, %s, %s, valid %s, preferred %s\n",
		addr_print(addr, &p.prefix.addr), p.prefix.bits,
		p.on_link ? "on link" : "not on link",
		p.autonomous ? "hosts make addresses from it" : "no addresses from it",
		for_seconds(valid, p.valid_s), for_seconds(preferred, p.preferred_s));
}

static void route(struct report *r, const struct ndp_option *o)
{
	char addr[ADDR_TEXT], lifetime[FOR_TEXT];
	struct ndp_route p;

	if (ndp_route(o, &p))
		report_text(r, "  route to %s/%u %s, preference %s\n",
			addr_print(addr, &p.prefix.addr), p.prefix.bits,
			for_seconds(lifetime, p.lifetime_s), ndp_preference_name(p.preference));
}

static void servers(struct report *r, const struct ndp_option *o)
{
	char text[ADDR_TEXT], lifetime[FOR_TEXT];
	struct ndp_list l;
	struct addr a;

	if (!ndp_rdnss(o, &l))
		return;
	for_seconds(lifetime, l.lifetime_s);
	while (ndp_rdnss_next(&l, &a))
		report_text(r, "  DNS server %s %s\n", addr_print(text, &a), lifetime);
}

static void domains(struct report *r, const struct ndp_option *o)
{
	char name[NDP_NAME_TEXT], safe[NDP_NAME_TEXT * 4], lifetime[FOR_TEXT];
	struct ndp_list l;

	if (!ndp_dnssl(o, &l))
		return;
	for_seconds(lifetime, l.lifetime_s);
	while (ndp_dnssl_next(&l, name))
		report_text(
			r, "  DNS search %s %s\n", report_safe(safe, sizeof(safe), name), lifetime);
}

void text_router(struct report *r, const struct ndp *m)
{
	struct bytes options = m->options;
	struct ndp_option o;
	uint32_t mtu_bytes;

	itself(r, m);
	while (ndp_option_next(&options, &o)) {
		prefix(r, &o);
		route(r, &o);
		servers(r, &o);
		domains(r, &o);
		if (ndp_mtu(&o, &mtu_bytes))
			report_text(r, "  MTU %" PRIu32 " bytes\n", mtu_bytes);
	}
}
