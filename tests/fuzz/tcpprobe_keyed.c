/* tcpprobe_keyed: a packet, or a quote as the error queue has it, heard by a list's probes that are
 * known by a key: the first byte says which. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "../../tcpprobe/keyed.h"

#include "must.h"

enum { REPORT = 1, V6 = 2, LINK = 4, OWN = 40000 };

static struct keyed *opened(void)
{
	struct keyed_config c = {.n_ports = KEYED_TRIES, .key = {{1, 2, 3}}};
	struct keyed *k = NULL;

	for (unsigned i = 0; i < KEYED_TRIES; i++)
		c.ports[0][i] = c.ports[1][i] = (uint16_t)(OWN + i);
	must(keyed_open(&k, &c, NULL) >= 0);
	return k;
}

/* An answer is of a try there was, from a port and a host. */
static void must_hold(const struct keyed_answer *a)
{
	must(a->kind <= SYN_FORGED && a->ttl >= -1 && a->ttl <= 255);
	if (a->kind == SYN_NONE || a->kind == SYN_FORGED)
		return;
	must(a->tried < KEYED_TRIES && a->host.family != ADDR_NONE);
	must(a->kind == SYN_REJECTED || addr_equal(&a->host, &a->from));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct exact input = exact(data, size);
	struct bytes in = input.view;
	uint8_t how = bytes_u8(&in);
	struct keyed *k = opened();
	struct keyed_answer a;

	if (!in.bad && how & REPORT) {
		struct wire_report r = {.ttl = -1, .tos = -1, .type = how, .quote = in};

		addr_parse(&r.destination, how & V6 ? "2001:db8::2" : "198.18.0.2");
		r.offender = r.destination;
		a = keyed_match_report(k, &r);
		must_hold(&a);
	} else if (!in.bad) {
		struct frame f = {.layer = how & LINK ? FRAME_LINK : FRAME_IP,
			.linktype = 1,
			.bytes = in,
			.whole_bytes = (uint32_t)in.left,
			.ttl = -1,
			.tos = -1};

		must_read(&f);
		a = keyed_match(k, &f);
		must_hold(&a);
	}
	keyed_close(k);
	free(input.block);
	return 0;
}
