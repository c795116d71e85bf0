/* ndp: a message with every option read as each kind it may be, and written again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "must.h"

static void must_options(const struct ndp *m)
{
	struct bytes b = m->options;
	struct ndp_option o;

	while (ndp_option_next(&b, &o)) {
		char name[NDP_NAME_TEXT];
		struct ndp_prefix prefix;
		struct ndp_route route;
		struct ndp_list list;
		struct bytes nonce;
		struct addr server;
		struct mac mac;
		uint32_t mtu;

		must(inside(o.data, m->options));
		must(!ndp_mac(&o, &mac) || o.data.left == sizeof mac);
		must(!ndp_prefix(&o, &prefix) || prefix.prefix.bits <= 128);
		must(!ndp_route(&o, &route) || route.prefix.bits <= 128);
		must(!ndp_mtu(&o, &mtu) || o.data.left == 6);
		must(!ndp_nonce(&o, &nonce) || inside(nonce, o.data));
		if (ndp_rdnss(&o, &list))
			while (ndp_rdnss_next(&list, &server))
				must(server.family == ADDR_V6);
		if (ndp_dnssl(&o, &list))
			while (ndp_dnssl_next(&list, name))
				must(*name && memchr(name, 0, sizeof name));
	}
	must(!b.bad);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes whole = bytes_of(data, size);
	struct addr from = addr_v6((const uint8_t[16]){0xfe, 0x80, [15] = 1});
	struct ndp m, again;
	struct bytes_out o;
	uint8_t *space;

	if (!ndp_get(whole, &m)) {
		must(m.fault != NDP_GOOD && !m.options.left);
		return 0;
	}
	must(inside(m.options, whole));
	must_options(&m);
	must(ndp_fault_name(ndp_check(&m, &from, &from, 255)));
	space = malloc(size);
	must(space);
	o = bytes_to(space, size);
	ndp_put(&o, &m);
	must(o.used == size && ndp_get(bytes_written(&o), &again));
	must(again.type == m.type && again.router == m.router && again.override == m.override &&
		again.preference == m.preference && again.lifetime_s == m.lifetime_s &&
		bytes_equal(again.options, m.options));
	free(space);
	return 0;
}
